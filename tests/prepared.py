"""Data folders of both services, prepared or filled once in a run and copied wherever a test needs one.

`python -m tests` names the folder that all suites share; a process that runs alone has its own.
"""

import atexit
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = "ARTICLE16_TEST_FOLDERS"
SERVICES = ("support", "casework")
People = dict[str, list[dict[str, str]]]  # service to its people: role, name, email, password, code_secret


def prepared(folder: Path) -> None:
    """Into this folder, as ARTICLE16_DATA: what `prepare` makes."""
    _copy(once("prepared", _prepare), folder)


def filled(folder: Path) -> People:
    """The same with what `demo-fill` makes; what it printed of each person."""
    made = once("filled", _fill)
    _copy(made, folder)
    return _people(made)


def _prepare(folder: Path) -> None:
    from tests import empty_databases

    for service in SERVICES:
        empty_databases.put(service, folder)
        _command(service, "prepare", folder)


def _fill(folder: Path) -> None:
    prepared(folder)
    found = {service: _command(service, "demo-fill", folder).splitlines() for service in reversed(SERVICES)}
    lines = {service: [json.loads(line) for line in lines] for service, lines in found.items()}
    (folder / "people.json").write_text(json.dumps(lines))


def _people(made: Path) -> People:
    found: People = json.loads((made / "people.json").read_text())
    return found


def _command(service: str, name: str, folder: Path) -> str:
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ARTICLE16_DATA": str(folder),
        "ARTICLE16_DEMO": "yes",
    }
    command = [sys.executable, "-m", f"article16.{service}", name]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{service} {name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first who asks for it makes, while the others wait."""
    place = Path(os.environ.get(SHARED) or _own())
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / name).is_dir():
            unfinished = place / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(place / name)
    return place / name


def _copy(made: Path, folder: Path) -> None:
    shutil.copytree(made, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("people.json"))
    pin = folder / "pin" / "support.json"  # says where the inbox is
    pin.write_text(pin.read_text().replace(f"{made}.unfinished", str(folder)))


def temporary_folder(prefix: str) -> str:
    """A folder that is gone when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _own() -> str:
    return temporary_folder("article16-prepared-")
