"""Article 16 as it runs somewhere: its own commands as processes, in a data folder and on ports of their own."""

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests import empty_databases
from tests.crash.database import Database
from tests.prepared import filled, prepared

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("ARTICLE16_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


@dataclass
class Site:
    """Both services of one place."""

    folder: Path
    databases: dict[str, str]  # service to its address on PostgreSQL; empty: SQLite
    port: int
    other_port: int
    more: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"casework.localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "ARTICLE16_DATA": str(self.folder / "data"),
            "ARTICLE16_DEMO": "yes",
            "ARTICLE16_CASEWORK_ORIGIN": f"http://{self.host}",
            "ARTICLE16_SUPPORT_ORIGIN": f"http://support.localhost:{self.other_port}",
            **{f"ARTICLE16_{service.upper()}_DATABASE": address for service, address in self.databases.items()},
            **self.more,
        }

    def run(self, *words: str) -> subprocess.CompletedProcess:
        """One command to its end: run("article16.casework", "verify")."""
        command = [sys.executable, "-m", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=120, check=False, cwd=self.folder
        )

    def start(self, *words: str, under: Sequence[str] = ()) -> subprocess.Popen:
        """A process that runs on, perhaps under a tracer; what it says is kept in the log."""
        with (self.folder / "log").open("ab") as log:
            command = [*under, sys.executable, "-m", *words]
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=self.folder)
        self.started.append(process)
        return process

    def set_up(self) -> None:
        """Both services as after their first start."""
        if self.databases:
            self.make("prepare")
        else:
            prepared(self.folder / "data")

    def prepare(self) -> None:
        """Both services with their made-up staff: a copy of what is made once."""
        if self.databases:
            copy_of(_on_postgresql(), self)
        else:
            filled(self.folder / "data")
        if elsewhere := self.more.get("ARTICLE16_CASEWORK_DATA"):
            shutil.move(self.folder / "data" / "casework", elsewhere)

    def make(self, *words: str) -> None:
        for service in ("support", "casework"):
            for word in words:
                done = self.run(f"article16.{service}", word)
                assert done.returncode == 0, done.stderr

    def database(self, service: str) -> Database:
        """A look into a service's database from outside."""
        folder = Path(self.more.get(f"ARTICLE16_{service.upper()}_DATA", self.folder / "data" / service))
        return Database(self.databases.get(service) or folder / f"{service}.sqlite3")

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def end(self) -> None:
        """Ask, wait, and end whatever of ours is left, orphans too."""
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)

    def processes(self) -> list[int]:
        """Every process that was started with this data folder, whoever its parent is now."""
        mark = f"ARTICLE16_DATA={self.folder / 'data'}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (place / "environ").read_bytes().split(b"\0"):
                    found.append(int(place.name))
            except OSError:  # ended meanwhile
                continue
        return found

    def remove(self) -> None:
        self.end()
        for address in self.databases.values():
            on_server(f"DROP DATABASE IF EXISTS {urlsplit(address).path.lstrip('/')} WITH (FORCE)")
        shutil.rmtree(self.folder)


def make_site(kind: str) -> Site:
    """An empty place on SQLite or on PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    (folder / "tmp").mkdir()
    databases = {service: _create(service) for service in ("casework", "support")} if kind == "postgresql" else {}
    port, other = _free_ports()
    return Site(folder, databases, port, other)


@cache
def _on_postgresql() -> Site:
    """Filled once for all that copy it."""
    site = make_site("postgresql")
    for service, address in site.databases.items():
        empty_databases.copy_to(address, service)
    atexit.register(site.remove)
    site.make("prepare", "demo-fill")
    return site


def copy_of(made: Site, site: Site) -> None:
    """Its databases and its data folder, whose pin says where the inbox is."""
    for service, address in site.databases.items():
        name, model = (urlsplit(one).path.lstrip("/") for one in (address, made.databases[service]))
        on_server(f"DROP DATABASE {name}")
        on_server(f"CREATE DATABASE {name} TEMPLATE {model}")
    shutil.copytree(made.folder / "data", site.folder / "data")
    pin = site.folder / "data" / "pin" / "support.json"
    pin.write_text(pin.read_text().replace(str(made.folder), str(site.folder)))


def server_answers() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def on_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)


def wait_until(holds: Callable[[], bool], *, seconds: float, why: str) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, f"after {seconds:g} s still not so: {why}"
        time.sleep(0.05)


def _create(service: str) -> str:
    name = f"crash_{service}_{secrets.token_hex(4)}"
    on_server(f"CREATE DATABASE {name}")
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]
