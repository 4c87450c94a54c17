"""`article16 pool`: one answer from a table of studies, with its spread, as text or JSON."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.evaluation.meta.bias import Filled
    from article16.evaluation.meta.pooling import Pooled
    from article16.evaluation.numerics import Array
    from article16.evaluation.results import About, Result


class TableError(ValueError):
    """The table cannot be used; the sentences say where and why."""


def add_parser(subparsers: Any) -> None:
    """The command and its options."""
    parser = subparsers.add_parser("pool", help="pool the effects of studies or programmes (meta-analysis)")
    parser.add_argument("table", metavar="TABLE.csv", type=Path, help="one row for each study, with column names")
    given = parser.add_argument_group("what the table holds (either)")
    given.add_argument("--effect", metavar="COL", help="column with the effects; positive means safer")
    given.add_argument("--variance", metavar="COL", help="column with their sampling variances")
    given.add_argument(
        "--counts",
        nargs=4,
        metavar=("A", "B", "C", "D"),
        help="columns with events and non-events of treated (A B) and control (C D)",
    )
    parser.add_argument("--measure", choices=["OR", "RR", "RD"], default="OR", help="from counts (default OR)")
    parser.add_argument("--method", choices=["REML", "DL", "PM", "EE"], default="REML", help="default REML")
    parser.add_argument("--cluster", metavar="COL", help="column with the study, when it gives several effects")
    parser.add_argument("--moderators", nargs="+", metavar="COL", default=[], help="columns of features of studies")
    parser.add_argument("--name", metavar="COL", help="column with the names of studies (default: the first)")
    parser.add_argument("--outcome", default="not stated", help="what was measured, for the record")
    parser.add_argument("--informant", default="not stated", help="client, partner or official, for the record")
    parser.add_argument("--level", type=float, default=0.95, help="of the intervals (default 0.95)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when there is an answer, 1 when it cannot be estimated, 2 when the table cannot be used."""
    from article16.evaluation.results import NotConvergedError

    try:
        answer = _answer(args)
    except (TableError, NotConvergedError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    if answer.sentence:
        print(answer.sentence, file=sys.stderr)
        return 1
    print(json.dumps(answer.data, indent=2, ensure_ascii=False) if args.json else answer.text)
    return 0


@dataclass(frozen=True)
class Answer:
    """What is printed: a sentence instead of numbers, or text and data."""

    sentence: str = ""
    text: str = ""
    data: dict[str, Any] | None = None


@dataclass(frozen=True)
class Table:
    """Studies that can be used, and what was said about the others."""

    names: list[str]
    effects: Array
    variances: Array
    rows: list[dict[str, str]]
    notes: list[str]


def _answer(args: argparse.Namespace) -> Answer:
    from article16.evaluation.meta.forest import text_forest
    from article16.evaluation.meta.heterogeneity import Method
    from article16.evaluation.meta.pooling import pool
    from article16.evaluation.results import CannotEstimate

    if bool(args.counts) == bool(args.effect) or bool(args.effect) != bool(args.variance):
        raise TableError("Name either --effect and --variance, or --counts with four columns.")
    table, about = _table(args), _about(args)
    found = pool(
        table.effects, table.variances, about=about, method=Method(args.method), level=args.level, unit=_unit(args)
    )
    if isinstance(found, CannotEstimate):
        return Answer(sentence=str(found))
    ratio = bool(args.counts) and args.measure != "RD"
    forest = text_forest(table.names, table.effects, table.variances, found, ratio=ratio, level=args.level)
    more = _more(args, table, about)
    return Answer(text="\n".join([forest, *_lines(found, more), *table.notes]), data=_data(found, more, table))


def _unit(args: argparse.Namespace) -> str:
    if not args.counts:
        return "effect"
    return "difference of proportions" if args.measure == "RD" else f"log {args.measure}"


def _about(args: argparse.Namespace) -> About:
    from article16.evaluation.results import About, Estimand

    return About(
        estimand=Estimand(
            population="as in the studies",
            clock="as in the studies",
            outcome=args.outcome,
            informant=args.informant,
            contrast="treated against control",
            summary=_unit(args),
        )
    )


def _table(args: argparse.Namespace) -> Table:
    import numpy as np

    rows = _read(args.table)
    columns = args.counts or [args.effect, args.variance]
    needed = [*columns, *([args.cluster] if args.cluster else []), *args.moderators]
    missing = [name for name in needed if name not in rows[0]]
    if missing:
        raise TableError(f"{args.table.name} has no column {', '.join(missing)}. It has: {', '.join(rows[0])}.")
    values, notes, kept = _numbers(rows, [*columns, *args.moderators])
    label = args.name or next(iter(rows[0]))
    if not args.counts:
        names = [row[label] for row in kept]
        return Table(names, values[:, 0], values[:, 1], kept, notes)
    from article16.evaluation.meta.effects import Counts, Measure, effects

    found = effects(Counts.of(*values[:, :4].T), Measure(args.measure))
    kept = [row for row, used in zip(kept, found.used, strict=True) if used]
    notes += found.warnings
    return Table([row[label] for row in kept], np.asarray(found.effect), np.asarray(found.variance), kept, notes)


def _read(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise TableError(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise TableError(f"{path.name} is not UTF-8 text. Save it as CSV in UTF-8.") from None
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t ", key=first.count)
    rows = list(csv.DictReader(text.splitlines(), delimiter=delimiter))
    if not rows:
        raise TableError(f"{path.name} has no rows below its column names.")
    uneven = [i for i, row in enumerate(rows, 2) if None in row or None in row.values()]
    if uneven:
        raise TableError(f"{path.name}, line {uneven[0]}: not as many values as columns.")
    return rows


def _numbers(rows: list[dict[str, str]], columns: list[str]) -> tuple[Array, list[str], list[dict[str, str]]]:
    """Numbers of the wanted columns; rows with a missing value are left out and counted, other text is an error."""
    import numpy as np

    problems, found, kept = [], [], []
    for line, row in enumerate(rows, 2):
        cells = [row[name].strip() for name in columns]
        if any(cell in ("", "NA") for cell in cells):
            continue
        try:
            found.append([float(cell) for cell in cells])
            kept.append(row)
        except ValueError:
            bad = next(name for name, cell in zip(columns, cells, strict=True) if not _is_number(cell))
            problems.append(f"line {line}, column {bad}: {row[bad]!r} is not a number.")
    if problems:
        raise TableError("\n".join(problems))
    left_out = len(rows) - len(kept)
    notes = [f"{left_out} of {len(rows)} rows have a missing value and are left out."] if left_out else []
    return np.array(found).reshape(-1, len(columns)), notes, kept


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _more(args: argparse.Namespace, table: Table, about: About) -> dict[str, Any]:
    """Regression, three levels and sensitivity, as far as they were asked for or make sense."""
    import numpy as np

    from article16.evaluation.meta import bias
    from article16.evaluation.meta.heterogeneity import Method
    from article16.evaluation.meta.multilevel import three_level
    from article16.evaluation.meta.pooling import leave_one_out
    from article16.evaluation.meta.regression import regress

    y, v, method = table.effects, table.variances, Method(args.method)
    cluster = [row[args.cluster] for row in table.rows] if args.cluster else None
    found: dict[str, Any] = {}
    if cluster is not None:
        found["three_level"] = three_level(y, v, cluster, about=about, level=args.level)
    if args.moderators:
        features = np.array([[float(row[name]) for name in args.moderators] for row in table.rows])
        found["regression"] = regress(
            y, v, features, args.moderators, about=about, method=method, cluster=cluster, level=args.level
        )
    found["egger"] = bias.egger(y, v, about=about, level=args.level)
    found["pet_peese"] = bias.pet_peese(y, v, about=about, level=args.level)
    found["trim_and_fill"] = bias.trim_and_fill(y, v, about=about, method=method, level=args.level)
    found["leave_one_out"] = leave_one_out(y, v, about=about, method=method, level=args.level)
    return found


def _lines(found: Pooled, more: dict[str, Any]) -> list[str]:
    lines = ["", str(found.effect), str(found.prediction)]
    lines += [f"note: {warning}" for warning in (*found.effect.warnings, *found.prediction.warnings)]
    if "three_level" in more:
        lines.append(str(getattr(more["three_level"], "effect", more["three_level"])))
    regression = more.get("regression")
    if regression is not None:
        lines += [str(c) for c in regression.coefficients] if hasattr(regression, "coefficients") else [str(regression)]
    lines += ["", "sensitivity (small studies may differ for good reasons too):", str(more["egger"])]
    lines += [str(more["pet_peese"]), _filled(more["trim_and_fill"])]
    means = [one.value for one in more["leave_one_out"] if one.estimate is not None]
    if means:
        lines.append(f"without one study the mean lies between {min(means):.4g} and {max(means):.4g}")
    return lines


def _filled(filled: Filled | Result) -> str:
    pooled = getattr(filled, "pooled", None)
    if pooled is None:
        return str(filled)
    return f"{pooled.effect}; trim and fill put in {getattr(filled, 'missing', 0)} studies"


def _data(found: Pooled, more: dict[str, Any], table: Table) -> dict[str, Any]:
    whole: dict[str, Any] = {"pooled": found, **more, "notes": table.notes}
    whole["studies"] = [
        {"name": name, "effect": float(y), "variance": float(v), "weight": float(w)}
        for name, y, v, w in zip(table.names, table.effects, table.variances, found.weights, strict=True)
    ]
    return dict(_plain(whole))


def _plain(value: Any) -> Any:
    """Numbers, texts, lists and mappings only; what is not a number is null or text, as JSON wants it."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "tolist"):
        value = value.tolist()
    if hasattr(value, "items"):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    infinite = isinstance(value, float) and value in (float("inf"), float("-inf"))
    return str(value) if infinite else value
