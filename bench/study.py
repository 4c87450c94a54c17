"""A way to the six questions, or the simulation of a study: in a process of its own, for a memory peak of its own."""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.home import ROOT

ITEM, SCORE = "q_", "score_"


@dataclass(frozen=True, slots=True)
class Taken:
    """What it took: seconds of each round, and the most memory of the process in MB."""

    seconds: list[float]
    peak: float


def apart(path: str, folder: Path, *, men: int = 0, rounds: int = 1) -> Taken:
    """This path in a new process."""
    words = [path, str(folder), "--men", str(men), "--rounds", str(rounds)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.study", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


def simulated(folder: Path, men: int) -> Callable[[], Any]:
    from article16.cli import simulate

    parser = argparse.ArgumentParser()
    simulate.add_parser(parser.add_subparsers())
    words = ["simulate", "--men", str(men), "--to", str(folder), "--scenario", "moderate", "--quiet"]
    args = parser.parse_args(words)
    return lambda: args.run(args)


def through_ibis(folder: Path, _: int) -> Callable[[], Any]:
    from article16.evaluation.tables.reporting import report_files

    return lambda: report_files(folder)


def direct(folder: Path, _: int) -> Callable[[], Any]:
    """The same SQL without making it each time: what DuckDB alone needs."""
    from article16.evaluation.tables.descriptor import from_json
    from article16.evaluation.tables.engine import connect
    from article16.evaluation.tables.report import QUESTIONS, as_sql

    package, _problems = from_json(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))
    books = {name: each.table for name, each in package.resources.items()}
    queries = [as_sql(question, books) for question in QUESTIONS]
    database = connect(folder)
    database.execute("SET preserve_insertion_order = false")
    for name, each in package.resources.items():
        database.read_parquet(str(folder / each.path)).create_view(name)
    return lambda: [database.sql(query).fetchall() for query in queries]


def with_pandas(folder: Path, _: int) -> Callable[[], Any]:
    import pandas as pd

    return lambda: [*_pandas_cases(pd, folder), *_pandas_responses(pd, folder), _pandas_events(pd, folder)]


def _pandas_cases(pd: Any, folder: Path) -> list[Any]:
    cases = pd.read_parquet(folder / "cases.parquet")
    elsewhere = cases.assigned.eq("comparison") & cases.delivered.ne("programme")
    started = cases.assign(started=(cases.day_start >= 0) & ~elsewhere, taken_in=cases.suitability == "suitable")
    flow = started.groupby("programme", observed=True)[["taken_in", "started"]].sum()
    return [flow, cases.groupby(["programme", "ending"], observed=True).size()]


def _pandas_responses(pd: Any, folder: Path) -> list[Any]:
    rows = pd.read_parquet(folder / "responses.parquet")
    made = [rows.groupby(["time", "informant", "status"], observed=True).size()]
    given = rows[rows.status == "answered"]
    items = [name for name in given if name.startswith(ITEM)]
    keys = [given.time, given.informant]
    said = given[items].where(given[items] >= 0)
    made += [said.groupby(keys, observed=True).count(), said.groupby(keys, observed=True).sum()]
    scores = [name for name in given if name.startswith(SCORE)]
    made.append(given.groupby(["time", "informant"], observed=True)[scores].agg(["count", "mean", "std"]))
    wide = given.pivot_table(index=["case", "informant"], columns="time", values=scores[0], observed=True)
    gaps = pd.DataFrame({time: wide[time] - wide["T1"] for time in ("T3", "T4")})
    made.append(gaps.groupby("informant", observed=True).agg(["count", "mean", "std"]))
    pair = given.pivot_table(index=["case", "time"], columns="informant", values=scores[0], observed=True).dropna()
    return [*made, (pair > 0).groupby("time", observed=True).value_counts()]


def _pandas_events(pd: Any, folder: Path) -> Any:
    cases = pd.read_parquet(folder / "cases.parquet", columns=["case", "day_start"])
    windows, events = pd.read_parquet(folder / "windows.parquet"), pd.read_parquet(folder / "events.parquet")
    asked = windows[windows.status == "answered"][["case", "source"]].drop_duplicates()
    events = events[events.kind.isin(["re-assault", "re-arrest"])].merge(cases, on="case")
    gap = events.day - events.day_start
    hit = events[(gap >= 0) & (gap < 365)][["case", "source"]].astype({"source": str}).drop_duplicates()
    asked = asked.astype({"source": str})
    return asked.groupby("source").size(), hit.merge(asked, on=["case", "source"]).groupby("source").size()


PATHS = {"simulate": simulated, "ibis": through_ibis, "direct": direct, "pandas": with_pandas}


def main() -> None:
    """`python -m bench.study PATH FOLDER`: what it took, as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("path", choices=PATHS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--men", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    work, seconds = PATHS[args.path](args.folder, args.men), []
    for _ in range(args.rounds):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main()
