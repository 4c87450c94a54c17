"""Makes the digits of R again: `python -m tests.evaluation.reference.remake [--write] [NAME…]`.

Every script of this folder runs in a copy of it, and what it prints is held against what is kept. It needs R with the
packages named in the scripts (Debian: r-cran-survival and so on); the tests read the kept digits and never need R.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.evaluation.cast import DATA

HERE = Path(__file__).parent
NEAR = 1e-9  # relative; digits that differ by more are named


def numbers(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a file with its place; versions are no digits."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "versions":
                yield from numbers(inner, f"{name}.{key}".strip("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from numbers(inner, f"{name}[{place}]")
    elif isinstance(value, int | float):
        yield name, float(value)


def apart(kept: Any, made: Any) -> list[tuple[float, str]]:
    """Relative differences, the greatest first; a number that only one of both has is infinitely far."""
    old, new = dict(numbers(kept)), dict(numbers(made))
    found = [(abs(new[name] - old[name]) / max(abs(old[name]), 1e-300), name) for name in old.keys() & new.keys()]
    found += [(float("inf"), name) for name in old.keys() ^ new.keys()]
    return sorted(found, reverse=True)


def remade(script: Path) -> tuple[str, dict[str, bytes]]:
    """What the script prints, and the tables it writes, from a copy of this folder."""
    with tempfile.TemporaryDirectory(prefix="article16-reference-") as work:
        copy = Path(work) / "reference"
        shutil.copytree(HERE, copy)
        words = ["Rscript", script.name, str(DATA)]
        done = subprocess.run(words, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{script.name} ended with an error:\n{done.stderr.strip()}")
        return done.stdout, {path.name: path.read_bytes() for path in copy.glob("*.csv")}


def check(script: Path, *, write: bool) -> bool:
    """Whether the kept digits came out again; prints how far they are apart."""
    try:
        printed, tables = remade(script)
    except RuntimeError as no:
        print(no)
        return False
    changed = [name for name, content in tables.items() if content != (HERE / name).read_bytes()]
    target = script.with_suffix(".json")
    good = not changed
    if printed.strip():
        made = json.loads(printed)
        differences = apart(json.loads(target.read_text(encoding="utf-8")), made) if target.exists() else []
        worst, where = differences[0] if differences else (0.0, "nothing kept before")
        good = good and worst <= NEAR
        versions = " ".join(f"{name} {version}" for name, version in made.get("versions", {}).items())
        print(f"{script.name}: {len(differences)} numbers, greatest difference {worst:.1e} ({where}); {versions}")
        for far, name in differences[1:10]:
            if far > NEAR:
                print(f"    {far:.1e} {name}")
    for name in changed:
        print(f"{script.name}: {name} came out otherwise")
    if write:
        if printed.strip():
            target.write_text(printed.rstrip() + "\n", encoding="utf-8")
        for name in changed:
            (HERE / name).write_bytes(tables[name])
    return good


def main() -> int:
    """0 when every kept digit came out again, 1 when one did not, 2 without R."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as survival; all when none is named")
    parser.add_argument("--write", action="store_true", help="keep what came out")
    asked = parser.parse_args()
    if shutil.which("Rscript") is None:
        print("R is not installed here. On Debian: apt install r-base-core and the packages named in the scripts.")
        return 2
    scripts = [path for path in sorted(HERE.glob("*.R")) if not asked.names or path.stem in asked.names]
    wrong = [script.stem for script in scripts if not check(script, write=asked.write)]
    print(f"Came out otherwise: {', '.join(wrong)}" if wrong else "Every kept digit came out again.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
