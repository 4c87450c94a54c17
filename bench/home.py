"""A data folder with made-up people and the databases of both services, made for one measurement and removed after."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

from bench.suites import POSTGRES, POSTGRESQL

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0  # seconds until a service must answer or have ended
SERVICES = ("support", "casework")  # in the order of their first start: support makes the pin


@dataclass(frozen=True)
class Home:
    """Where both services are at home, and what each of their processes must be told to find it."""

    folder: Path
    ports: dict[str, int]
    environment: dict[str, str]

    def host(self, service: str) -> str:
        return f"{service}.localhost"

    def run(self, service: str, *words: str) -> None:
        command = [sys.executable, "-m", f"article16.{service}", *words]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def process(self, service: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """One of its processes, for as long as it is needed."""
        command = [sys.executable, "-m", f"article16.{service}", *words]
        process = subprocess.Popen(command, env=self.environment, cwd=ROOT)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)

    @contextmanager
    def serving(self, service: str) -> Iterator[subprocess.Popen[bytes]]:
        """The real server of this service, answering."""
        with self.process(service, "web") as process:
            self.wait_for(service, process)
            yield process

    def wait_for(self, service: str, process: subprocess.Popen[bytes]) -> None:
        """Until its first answer to /health."""
        port, end = self.ports[service], time.monotonic() + PATIENCE
        request = Request(f"http://127.0.0.1:{port}/health", headers={"Host": self.host(service)})
        while time.monotonic() < end and process.poll() is None:
            try:
                with urlopen(request, timeout=2):  # noqa: S310  our own process on this machine
                    return
            except (URLError, OSError):
                time.sleep(0.005)
        raise RuntimeError(f"{service} did not start; its own words stand above.")


@contextmanager
def home(database: str) -> Iterator[Home]:
    """Both services prepared and filled with the demonstration's people, on this kind of database."""
    with ExitStack() as stack:
        folder = stack.enter_context(disk_folder())
        ports = {service: free_port() for service in SERVICES}
        environment = dict(os.environ) | {"ARTICLE16_DATA": str(folder), "ARTICLE16_DEMO": "yes"}
        for service in SERVICES:
            name = f"ARTICLE16_{service.upper()}"
            environment[f"{name}_ORIGIN"] = f"http://{service}.localhost:{ports[service]}"
            if database == POSTGRESQL:
                environment[f"{name}_DATABASE"] = stack.enter_context(postgresql_database())
        made = Home(folder, ports, environment)
        for service in SERVICES:
            made.run(service, "prepare")
            made.run(service, "demo-fill")
        yield made


@contextmanager
def disk_folder() -> Iterator[Path]:
    """A new folder on the disk of the project: where a system keeps /tmp in memory, a sync there costs nothing."""
    (ROOT / "build").mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "build"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of a new database, dropped at the end."""
    import psycopg

    name = f"article16_bench_{uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
