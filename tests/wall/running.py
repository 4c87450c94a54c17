"""Starting, waiting for and ending real processes. Only what was started here is ever ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.wall.databases import Place


def start(place: Place, *arguments: str) -> subprocess.Popen[str]:
    """A process of ours, in a group of its own."""
    command = [sys.executable, "-m", "tests.wall.processes", *arguments]
    return subprocess.Popen(command, env=place.environment, start_new_session=True, stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9 of the process and its workers, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    if process.stdout:
        process.stdout.close()


@contextlib.contextmanager
def running(place: Place, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process for as long as it is needed."""
    process = start(place, *arguments)
    try:
        yield process
    finally:
        kill(process)


@contextlib.contextmanager
def receiving(place: Place, listen: str = "", *secured: str) -> Iterator[subprocess.Popen[str]]:
    """The receiving process, answering."""
    listen = listen or f"unix:{place.socket}"
    with running(place, "receive", place.store, listen, *secured) as process:
        until(lambda: answers(listen), "the inbox to answer")
        yield process


def answers(listen: str) -> bool:
    """Whether somebody takes calls there."""
    if listen.startswith("unix:"):
        kind, address = socket.AF_UNIX, listen.removeprefix("unix:")
    else:
        host, port = listen.split(":")
        kind, address = socket.AF_INET, (host, int(port))
    with socket.socket(kind) as line:
        try:
            line.connect(address)
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def until(condition: Callable[[], object], what: str, seconds: float = 15) -> None:
    """Wait until it is so, or fail saying what was waited for."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.01)


def run_to_end(place: Place, *arguments: str) -> int:
    """The exit code of a process that ends, or dies, by itself."""
    process = start(place, *arguments)
    try:
        return process.wait(30)
    finally:
        kill(process)


def log_of(path: Path) -> str:
    return path.read_text()
