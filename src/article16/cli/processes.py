"""Starting each service's own commands as processes, and keeping them running."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import urlsplit

RESTART_AFTER = 1.0  # seconds; a process that dies at once is not started in a tight loop
PATIENCE = 20.0  # seconds that a process gets to end by itself
# A shell that waits for the end of a pipe which its keeper alone holds open. Whatever ends the keeper, even kill -9, so
# ends the processes of its group, and no port stays taken. The same on Linux and macOS; itself it is last to go.
WARDEN = 'trap "" INT TERM HUP; read -r nothing; kill -TERM 0; sleep 20; kill -KILL 0'


class Failed(Exception):
    """A command of a service said no; it has said why itself."""


def command(service: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"article16.{service}", *words]


def run(service: str, *words: str, environment: dict[str, str] | None = None) -> str:
    """Run one command to its end and give back what it printed."""
    done = subprocess.run(
        command(service, *words),
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{service} {' '.join(words)}")
    return done.stdout


@dataclass
class Kept:
    """One process that is started again when it dies."""

    service: str
    words: tuple[str, ...]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    started: float = 0.0

    def start(self, group: int) -> None:
        self.started = time.monotonic()
        environment = {**os.environ, **self.environment}
        self.process = subprocess.Popen(command(self.service, *self.words), env=environment, process_group=group)


@dataclass
class Keeper:
    """All processes of both services. `keep` returns when it is told to stop, or when one refuses to start."""

    kept: list[Kept]
    stop: threading.Event = field(default_factory=threading.Event)
    warden: subprocess.Popen | None = None

    def start(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self.stop.set())
        for one in self.kept:
            one.start(self._group())

    def _group(self) -> int:
        """The group of processes that end with this one."""
        if self.warden is None or self.warden.poll() is not None:
            quiet = subprocess.DEVNULL
            words = ["/bin/sh", "-c", WARDEN]
            self.warden = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, process_group=0)
        return self.warden.pid

    def keep(self) -> int:
        """Start again whatever dies. A process that refuses (exit code 2) ends them all: it has said why."""
        try:
            while not self.stop.wait(0.2):
                for one in self.kept:
                    if one.process and one.process.poll() == 2:
                        return 2
                    if (
                        one.process
                        and one.process.poll() is not None
                        and time.monotonic() - one.started > RESTART_AFTER
                    ):
                        print(f"{one.service} {one.words[0]} ended; it is started again.", file=sys.stderr)
                        one.start(self._group())
        finally:
            self.end()
        return 0

    def end(self) -> None:
        running = [one.process for one in self.kept if one.process and one.process.poll() is None]
        for process in running:
            process.terminate()
        limit = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        if self.warden:
            self.warden.kill()
            self.warden.communicate()

    def refused(self) -> bool:
        return any(one.process and one.process.poll() == 2 for one in self.kept)


@dataclass(frozen=True)
class Served:
    """One service as a browser reaches it, and the port on which this machine does."""

    service: str
    origin: str
    port: int

    @classmethod
    def from_environment(cls, service: str, port: int) -> "Served":
        prefix = f"ARTICLE16_{service.upper()}"
        origin = os.environ.get(f"{prefix}_ORIGIN") or f"http://{service}.localhost:{port}"
        return cls(service, origin, int(os.environ.get(f"{prefix}_PORT") or urlsplit(origin).port or port))


SERVICES = (Served.from_environment("casework", 1616), Served.from_environment("support", 1617))


def wait_until_healthy(served: Served, keeper: Keeper, *, patience: float = 180.0) -> bool:
    """Whether the service answers before patience (seconds) ends or a process refuses."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit and not keeper.refused() and not keeper.stop.is_set():
        if answers(served):
            return True
        time.sleep(0.05)
    return False


def answers(served: Served) -> bool:
    host = urlsplit(served.origin).netloc
    request = urllib.request.Request(f"http://127.0.0.1:{served.port}/health", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310  because the address is this machine's
            return True
    except (urllib.error.URLError, OSError):
        return False


def in_use(port: int) -> bool:
    """Whether something on this machine listens there already."""
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex(("127.0.0.1", port)) == 0
