"""Starts one service as the process it is in real use, on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from tests.prepared import filled

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 20  # seconds
GRANIAN = [
    "granian",
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--no-log",
]


def day(ago: int = 0) -> date:
    """Today, or so many days ago, as the services count: around midnight the machine may have another day."""
    return datetime.now(ZoneInfo("Europe/Vienna")).date() - timedelta(days=ago)


@contextmanager
def running(service: str, folder: Path, *, program: str = "", **environment: str) -> Iterator[str]:
    """The address of the service, while it runs on this data folder. `program`: another than its own."""
    port = free_port()
    address = f"http://{service}.localhost:{port}"
    log = (folder / f"{service}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *GRANIAN, "--port", str(port), program or f"article16.{service}.wsgi:application"],
        env=_environment(service, folder, address) | environment,
        stdout=log,
        stderr=log,
        cwd=ROOT,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/static/ui/tokens.css", process, Path(log.name))
        yield address
    finally:
        process.terminate()
        process.wait(timeout=START_LIMIT)
        log.close()


@dataclass(frozen=True)
class Demo:
    """One running service with made-up staff."""

    address: str
    people: list[dict[str, str]]  # role, name, email, password, code_secret

    def person(self, role: str) -> dict[str, str]:
        return next(one for one in self.people if one["role"] == role)


@contextmanager
def demo(folder: Path) -> Iterator[dict[str, Demo]]:
    """Both services as `article16 demo` starts them, on free ports."""
    people = filled(folder)
    with running("casework", folder) as casework, running("support", folder) as support:
        yield {"casework": Demo(casework, people["casework"]), "support": Demo(support, people["support"])}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(service: str, folder: Path, address: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ARTICLE16_DATA": str(folder),
        f"ARTICLE16_{service.upper()}_ORIGIN": address,
        "ARTICLE16_DEMO": "yes",
    }


def _wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"The service did not start:\n{log.read_text()}")
