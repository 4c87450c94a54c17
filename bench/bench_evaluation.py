"""Times the simulation and the six-question report, with pandas doing the same work in the same run.

    python bench/bench_evaluation.py                 100,000 men
    python bench/bench_evaluation.py --men 1000000   the figures of the issue
    python bench/bench_evaluation.py --men 1000000 --skip-pandas --keep /var/tmp/study

Each path runs in a process of its own, so that its peak memory is its own. CPU stands beside wall time because
the wall time of a busy machine says little; the ratio to pandas is from the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIMITS = {"ibis": (4.0, 400), "direct": (2.0, 400)}  # s, MB for 1,000,000 men
SIMULATION = {1_000_000: (60.0, 1_000), 10_000_000: (None, 2_000)}
ITEM, SCORE = "q_", "score_"


def through_ibis(folder: Path) -> Callable[[], Any]:
    from article16.evaluation.tables.reporting import report_files

    return lambda: report_files(folder)


def direct(folder: Path) -> Callable[[], Any]:
    """The same SQL without making it each time: what DuckDB alone needs."""
    from article16.evaluation.tables.descriptor import from_json
    from article16.evaluation.tables.engine import connect
    from article16.evaluation.tables.report import QUESTIONS, as_sql

    package, _ = from_json(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))
    books = {name: each.table for name, each in package.resources.items()}
    queries = [as_sql(question, books) for question in QUESTIONS]
    database = connect(folder)
    database.execute("SET preserve_insertion_order = false")
    for name, each in package.resources.items():
        database.read_parquet(str(folder / each.path)).create_view(name)
    return lambda: [database.sql(query).fetchall() for query in queries]


def with_pandas(folder: Path) -> Callable[[], Any]:
    import pandas as pd

    return lambda: _pandas_report(pd, folder)


def _pandas_report(pd: Any, folder: Path) -> list[Any]:
    cases = pd.read_parquet(folder / "cases.parquet")
    started = cases.assign(started=cases.day_start >= 0, taken_in=cases.suitability == "suitable")
    made = [started.groupby("programme", observed=True)[["taken_in", "started"]].sum()]
    made.append(cases.groupby(["programme", "ending"], observed=True).size())
    rows = pd.read_parquet(folder / "responses.parquet")
    made.append(rows.groupby(["time", "informant", "status"], observed=True).size())
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
    made.append((pair > 0).groupby("time", observed=True).value_counts())
    made.append(_pandas_events(pd, folder, cases))
    return made


def _pandas_events(pd: Any, folder: Path, cases: Any) -> Any:
    windows, events = pd.read_parquet(folder / "windows.parquet"), pd.read_parquet(folder / "events.parquet")
    asked = windows[windows.status == "answered"][["case", "source"]].drop_duplicates()
    events = events[events.kind.isin(["re-assault", "re-arrest"])].merge(cases[["case", "day_start"]], on="case")
    gap = events.day - events.day_start
    hit = events[(gap >= 0) & (gap < 365)][["case", "source"]].astype({"source": str}).drop_duplicates()
    asked = asked.astype({"source": str})
    return asked.groupby("source").size(), hit.merge(asked, on=["case", "source"]).groupby("source").size()


def simulated(folder: Path, men: int) -> None:
    from article16.cli import simulate

    parser = argparse.ArgumentParser()
    simulate.add_parser(parser.add_subparsers())
    args = parser.parse_args(["simulate", "--men", str(men), "--to", str(folder), "--scenario", "moderate", "--quiet"])
    assert args.run(args) == 0


PATHS = {"ibis": through_ibis, "direct": direct, "pandas": with_pandas}


def measured(path: str, folder: Path, men: int, runs: int) -> None:
    """In a process of its own: medians as one line of JSON."""
    work = (lambda: simulated(folder, men)) if path == "simulate" else PATHS[path](folder)
    walls, cpus = [], []
    for _ in range(1 if path == "simulate" else runs):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": statistics.median(walls), "cpu": statistics.median(cpus), "peak": peak}))


def asked(path: str, folder: Path, men: int, runs: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", path, "--keep", str(folder), "--men", str(men), "--runs", str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def line(name: str, found: dict[str, float], *, limit: str = "", ratio: str = "") -> str:
    wall, cpu, peak = found["wall"], found["cpu"], found["peak"]
    return f"{name:22}{wall:8.2f} s wall {cpu:8.2f} s CPU {peak:8.0f} MB  {limit:24}{ratio}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--men", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the study; kept, and used again when it is there")
    parser.add_argument("--skip-pandas", action="store_true")
    parser.add_argument("--only", choices=["simulate", *PATHS], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only:
        measured(args.only, args.keep, args.men, args.runs)
        return
    with tempfile.TemporaryDirectory(prefix="article16-bench-") as work:
        folder = args.keep or Path(work) / "study"
        print(f"{args.men:,} men; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        if not (folder / "datapackage.json").exists():
            seconds, room = SIMULATION.get(args.men, (None, None))
            limit = f"(limit {seconds or '-'} s, {room} MB)" if room else ""
            print(line("simulation", asked("simulate", folder, args.men, 1), limit=limit), flush=True)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"study on disk {size:.0f} MB")
        paths = ["ibis", "direct"] if args.skip_pandas else ["ibis", "direct", "pandas"]
        found = {path: asked(path, folder, args.men, args.runs) for path in paths}
        for path in paths:
            limit = "(limit {:g} s, {} MB)".format(*LIMITS[path]) if path in LIMITS and args.men == 1_000_000 else ""
            base = found.get("pandas")
            ratio = (
                f"CPU {base['cpu'] / found[path]['cpu']:.1f} times less than pandas"
                if base and path != "pandas"
                else ""
            )
            print(line(f"report, {path}", found[path], limit=limit, ratio=ratio), flush=True)


if __name__ == "__main__":
    main()
