"""What `article16 pool` reads: a table of studies, or a folder with one aggregate for each programme."""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from article16.evaluation.federated import Aggregate
    from article16.evaluation.numerics import Array


class TableError(ValueError):
    """The table cannot be used; the sentences say where and why."""


@dataclass(frozen=True)
class Table:
    """Studies that can be used, and what was said about the others."""

    names: list[str]
    effects: Array
    variances: Array
    rows: list[dict[str, str]]
    notes: list[str]
    counted: bool = False  # effects were made from counts
    outcome: str = ""
    informant: str = ""


def read_studies(args: argparse.Namespace) -> Table:
    """Studies of a table, or programmes of a folder; TableError says all that is wrong."""
    import numpy as np

    if args.table.is_dir():
        return _folder(args)

    rows = _read(args.table)
    columns = args.counts or [args.effect, args.variance]
    needed = [*columns, *([args.cluster] if args.cluster else []), *args.moderators]
    missing = [name for name in needed if name not in rows[0]]
    if missing:
        raise TableError(f"{args.table.name} has no column {', '.join(missing)}. It has: {', '.join(rows[0])}.")
    values, notes, kept = _numbers(rows, [*columns, *args.moderators])
    label = args.name or next(iter(rows[0]))
    if not args.cluster:
        notes += _named_twice([row[label] for row in kept])
    if not args.counts:
        names = [row[label] for row in kept]
        return Table(names, values[:, 0], values[:, 1], kept, notes)
    from article16.evaluation.meta.effects import Counts, Measure, effects

    found = effects(Counts.of(*values[:, :4].T), Measure(args.measure))
    kept = [row for row, used in zip(kept, found.used, strict=True) if used]
    notes += found.warnings
    return Table(
        [row[label] for row in kept], np.asarray(found.effect), np.asarray(found.variance), kept, notes, counted=True
    )


def _named_twice(names: list[str]) -> list[str]:
    """A study in several rows counts as several studies, and its men double, unless its effects are tied together."""
    twice = sorted({name for name in names if name and names.count(name) > 1})
    return [f"{name} stands in several rows. Leave one, or tie them together with --cluster." for name in twice]


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


def _folder(args: argparse.Namespace) -> Table:
    """One effect for each programme: from counts where all have them, else the difference of means."""
    import numpy as np

    from article16.evaluation.federated import merge
    from article16.evaluation.meta.effects import Counts, Measure, effects

    parts = _aggregates(args.table, getattr(args, "key", None))
    whole = merge(parts)
    names, rows = [part.programme for part in parts], [{"programme": part.programme} for part in parts]
    if all({"treated", "control"} <= part.events.keys() for part in parts):
        pairs = [[part.events[arm] for arm in ("treated", "control")] for part in parts]
        cells = np.array([[a, n - a, c, m - c] for (a, n), (c, m) in pairs], dtype=np.float64)
        found = effects(Counts.of(*cells.T), Measure(args.measure))
        used = [name for name, keep in zip(names, found.used, strict=True) if keep]
        kept = [row for row, keep in zip(rows, found.used, strict=True) if keep]
        notes = list(found.warnings)
        return Table(
            used,
            np.asarray(found.effect),
            np.asarray(found.variance),
            kept,
            notes,
            True,
            whole.outcome,
            whole.informant,
        )
    y, v = _mean_differences(parts)
    return Table(names, y, v, rows, [], False, whole.outcome, whole.informant)


def _aggregates(folder: Path, key: Path | None) -> list[Aggregate]:
    """Those in clear, and, with the receiver's key, the sealed ones: opened in memory, written nowhere."""
    from article16.cli.sharing import ENDING, NotShared, load_key, opened
    from article16.evaluation.federated import Aggregate

    found, problems = [], []
    letters = sorted(folder.glob(f"*{ENDING}"))
    if letters and key is None:
        raise TableError(f"{folder} holds sealed aggregates. Name your key: --key receiver.key.")
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(Aggregate.from_text(path.read_text(encoding="utf-8")))
        except ValueError as problem:
            problems.append(f"{path.name}: {problem}")
    try:
        keys = load_key(key) if key is not None else None
        found += [opened(path, keys) for path in letters if keys is not None]
    except NotShared as problem:
        problems.append(str(problem))
    if problems or not found:
        raise TableError("\n".join(problems) or f"{folder} holds no aggregate (*.json or *{ENDING}).")
    return found


def _mean_differences(parts: list[Aggregate]) -> tuple[Array, Array]:
    """Mean of treated minus mean of control, and its variance."""
    import numpy as np

    short = [
        part.programme
        for part in parts
        if any(arm not in part.moments or part.moments[arm].n <= 1 for arm in ("treated", "control"))
    ]
    if short:
        raise TableError(f"Neither counts nor two groups with scores: {', '.join(short)}.")
    pairs = [(part.moments["treated"], part.moments["control"]) for part in parts]
    y = np.array([one.mean - two.mean for one, two in pairs])
    v = np.array([sum(m.squares / (m.n - 1) / m.n for m in pair) for pair in pairs])
    return y, v
