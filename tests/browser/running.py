"""Starts one service as the process it is in real use, on a free port."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

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


@contextmanager
def running(service: str, folder: Path, **environment: str) -> Iterator[str]:
    """The address of the service, while it runs on this data folder."""
    port = free_port()
    address = f"http://{service}.localhost:{port}"
    log = (folder / f"{service}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *GRANIAN, "--port", str(port), f"article16.{service}.wsgi:application"],
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
    for service in ("support", "casework"):
        _command(service, "prepare", folder)
    people = {
        service: [json.loads(line) for line in _command(service, "demo-fill", folder).splitlines()]
        for service in ("casework", "support")
    }
    with running("casework", folder) as casework, running("support", folder) as support:
        yield {"casework": Demo(casework, people["casework"]), "support": Demo(support, people["support"])}


def _command(service: str, name: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"article16.{service}", name],
        env=_environment(service, folder, f"http://{service}.localhost"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{service} {name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


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
