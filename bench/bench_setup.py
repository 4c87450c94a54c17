"""How long the way from a bare checkout to a running program takes, when the packages were fetched once before."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.figures import Figure, at_most, figure
from bench.home import ROOT, disk_folder
from bench.suites import Extent

LIMIT = 60.0  # s
ROUNDS = 3
BARE_PATH = "/usr/local/bin:/usr/bin:/bin"


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """`./article16 --help` in a copy of the tracked files: the environment is made, and the command line answers."""
    _set_up()  # fills the caches of pip and uv
    times = [_set_up() for _ in range(extent.times(ROUNDS, least=1))]
    yield figure("set-up of a bare checkout, warm package cache", database, times, "s", limits=(at_most(LIMIT),))


def _set_up() -> float:
    with disk_folder() as folder:
        _copy(folder)
        begun = perf_counter()
        done = subprocess.run(
            [_python(), "article16", "--help"], cwd=folder, env=_environment(), check=False, capture_output=True
        )
        took = perf_counter() - begun
        if done.returncode or not (folder / ".venv" / "article16-installed").exists():
            raise RuntimeError(f"The launcher did not install:\n{done.stdout.decode()}{done.stderr.decode()}")
        return took


def _copy(folder: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _python() -> str:
    """The machine's own Python: the one that this environment was made from."""
    return str(Path(sys.base_prefix) / "bin" / "python3")


def _environment() -> dict[str, str]:
    """Without this environment and without a uv of the machine, so that the launcher has to fetch its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    return kept | {"PATH": BARE_PATH}
