"""`article16 pool`: one answer from a table of studies, with its spread, as text or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from article16.cli.pool_input import Table, TableError, read_studies

if TYPE_CHECKING:
    from article16.evaluation.meta.bias import Filled
    from article16.evaluation.meta.pooling import Pooled
    from article16.evaluation.results import About, Result


def add_parser(subparsers: Any) -> None:
    """The command and its options."""
    parser = subparsers.add_parser("pool", help="pool the effects of studies or programmes (meta-analysis)")
    parser.add_argument(
        "table", metavar="TABLE.csv", type=Path, help="one row for each study; or a folder of programmes' aggregates"
    )
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
    parser.add_argument("--key", metavar="FILE", type=Path, help="your receiver.key, when the folder holds sealed sums")
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


def _answer(args: argparse.Namespace) -> Answer:
    from article16.evaluation.meta.forest import text_forest
    from article16.evaluation.meta.heterogeneity import Method
    from article16.evaluation.meta.pooling import pool
    from article16.evaluation.results import CannotEstimate

    columns = bool(args.counts) != bool(args.effect) and bool(args.effect) == bool(args.variance)
    if not columns and not args.table.is_dir():
        raise TableError("Name either --effect and --variance, or --counts with four columns.")
    table = read_studies(args)
    about = _about(args, table)
    found = pool(
        table.effects,
        table.variances,
        about=about,
        method=Method(args.method),
        level=args.level,
        unit=_unit(args, table),
    )
    if isinstance(found, CannotEstimate):
        return Answer(sentence=str(found))
    ratio = table.counted and args.measure != "RD"
    forest = text_forest(table.names, table.effects, table.variances, found, ratio=ratio, level=args.level)
    more = _more(args, table, about)
    return Answer(text="\n".join([forest, *_lines(found, more), *table.notes]), data=_data(found, more, table))


def _unit(args: argparse.Namespace, table: Table) -> str:
    if not table.counted:
        return "effect"
    return "difference of proportions" if args.measure == "RD" else f"log {args.measure}"


def _about(args: argparse.Namespace, table: Table) -> About:
    from article16.evaluation.results import About, Estimand

    return About(
        estimand=Estimand(
            population="as in the studies",
            clock="as in the studies",
            outcome=table.outcome or args.outcome,
            informant=table.informant or args.informant,
            contrast="treated against control",
            summary=_unit(args, table),
        )
    )


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
