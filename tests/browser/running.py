"""Starts one service as the process it is in real use, on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 20  # seconds


@contextmanager
def running(service: str, folder: Path, **environment: str) -> Iterator[str]:
    """The address of the service, while it runs on this data folder."""
    port = free_port()
    address = f"http://{service}.localhost:{port}"
    log = (folder / f"{service}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        + ["--workers", "1", "--blocking-threads", "4", "--no-log", f"article16.{service}.wsgi:application"],
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
            with urlopen(url, timeout=2):  # noqa: S310  our own process on this machine
                return
        except (URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"The service did not start:\n{log.read_text()}")
