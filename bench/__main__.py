"""All measurements: `python -m bench [--quick] [SUITE…]`. Printed as one table; a whole run is also kept in docs/.

Each suite runs in a process of its own, once for each database, with the settings it needs. Exit code 1: a limit
was not kept.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, from_json, table
from bench.machine import Machine, load, this_machine
from bench.suites import NONE, POSTGRESQL, SQLITE, SUITES, Extent, Suite, postgresql_answers

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
QUICK = 0.03
ABOUT = """# Measurements

Made by `just bench`; `just bench pages wall` measures two suites, `just bench --quick` only sees that everything runs.
Times are medians, p95 and p99 of single acts. A ratio compares with what it names, measured in the same run. An empty
limit: the figure is there to understand the others.

- Processor time: the service is asked without a network, with its real settings and 1,000 men. The bare page beside it
  has as many rows and bytes, and no query, middleware or frame of ours.
- Saves: a form posted to the real server over loopback. The disk's own sync is measured before and after, with as many
  bytes, and its median is taken off.
- Memory: resident, of a process with its children; what these share counts for each.
- Set-up: the launcher in a copy of the tracked files, with the machine's own Python and no `uv`; packages were fetched
  once before.
"""


def main(words: Sequence[str]) -> int:
    asked = _arguments(words)
    if asked.only:
        return one(asked.names[0], asked.only, Extent(asked.part, asked.sizes, asked.men_names))
    chosen = [suite for suite in SUITES if not asked.names or suite.name in asked.names]
    part = QUICK if asked.quick else 1.0
    before = load()
    figures, failed = [], []
    for suite, database in _runs(chosen):
        code = _gather(figures, suite, database, Extent(part, asked.sizes, asked.men_names))
        failed += [f"{suite.name} {database}".strip()] if code else []
    machine = this_machine(on=datetime.now(UTC).date(), load_before=before)
    print(page(figures, machine))
    if failed:
        print(f"Could not be measured: {', '.join(failed)}. The reason stands above.")
        return 2
    whole = not asked.quick and not asked.sizes and asked.men_names is None
    if len(chosen) == len(SUITES) and whole and postgresql_answers():
        PAGE.write_text(page(figures, machine), encoding="utf-8")
    return 0 if all(one.met is not False for one in figures) else 1


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    told = "\n".join(f"  {suite.name:<12}{suite.about}" for suite in SUITES)
    parser = argparse.ArgumentParser(
        prog="bench", epilog=f"suites:\n{told}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [suite.name for suite in SUITES]
    parser.add_argument("names", nargs="*", metavar="SUITE", help="only these; all when none is named")
    parser.add_argument("--quick", action="store_true", help="small counts: to see that everything runs")
    parser.add_argument("--sizes", type=_sizes, default=(), metavar="N,N", help="men: so many whole men instead")
    parser.add_argument("--names", dest="men_names", type=int, metavar="N", help="men: so many names; 0 for none")
    parser.add_argument("--only", choices=[SQLITE, POSTGRESQL, "none"], help=argparse.SUPPRESS)
    parser.add_argument("--part", type=float, default=1.0, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if unknown := set(asked.names) - set(names):
        parser.error(f"There is no suite {', '.join(sorted(unknown))}. There are: {', '.join(names)}.")
    return asked


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(",") if one)


def _runs(chosen: Sequence[Suite]) -> Iterator[tuple[Suite, str]]:
    have = {SQLITE, NONE, *([POSTGRESQL] if postgresql_answers() else [])}
    return ((suite, database) for suite in chosen for database in suite.databases if database in have)


def _gather(figures: list[Figure], suite: Suite, database: str, extent: Extent) -> int:
    """Run one suite on one database as a process of its own; its exit code."""
    words = [suite.name, "--only", database or "none", "--part", str(extent.part)]
    words += ["--sizes", ",".join(map(str, extent.sizes))] if extent.sizes else []
    words += ["--names", str(extent.names)] if extent.names is not None else []
    begun = time.monotonic()
    print(f"{suite.name}{f' on {database}' if database else ''}: {suite.about}", file=sys.stderr, flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "bench", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    for line in process.stdout or ():
        figures.append(from_json(line))
        print(f"  {figures[-1].name}: {figures[-1].median:.2f} {figures[-1].unit}", file=sys.stderr, flush=True)
    code = process.wait()
    print(f"  took {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return code


def one(name: str, database: str, extent: Extent) -> int:
    """One suite on one database in this process; its figures go out as JSON lines, and nothing else does."""
    suite = next(suite for suite in SUITES if suite.name == name)
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        for found in suite.measure(NONE if database == "none" else database, extent):
            print(found.as_json(), file=out, flush=True)
    return 0


def page(figures: Sequence[Figure], machine: Machine) -> str:
    """The page that is kept: what, on which machine, the table, and which limits were not kept."""
    missed = [f"{one.name}{f' ({one.database})' if one.database else ''}" for one in figures if one.met is False]
    end = f"Not kept: {'; '.join(missed)}." if missed else "Every limit was kept."
    return "\n".join([ABOUT, *machine.sentences, "", table(figures), "", end, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
