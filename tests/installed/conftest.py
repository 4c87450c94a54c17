"""An installed machine below a folder: real users, real owners, and each unit started as it says, without systemd.

Making users takes root. CI is root; anybody else is told that this is skipped.
"""

import ctypes
import json
import os
import pwd
import resource
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from article16.cli.asking import settings as lines_of
from article16.cli.installing import machine
from article16.cli.installing.layout import DOOR, USERS, Asked, Layout
from article16.common.installed import load

ROOT = Path(__file__).parents[2]
HOSTS = {"casework": "casework.example.org", "support": "support.example.org"}
NO_NEW_PRIVILEGES, MEMORY_DENY_WRITE_EXECUTE = 38, 65  # prctl
PATIENCE = 180.0  # seconds; beside other suites a start takes long


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until(true: Callable[[], object], *, said: Callable[[], str] = str) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit, f"it did not come about\n{said()}"
        time.sleep(0.05)


@dataclass(frozen=True)
class Program:
    """The source and an interpreter that users without any rights can reach."""

    python: str
    path: str  # PYTHONPATH


@dataclass
class Machine:
    """What install made, and the processes that were started from its units."""

    root: Path
    program: Program
    net: str = ""  # its network namespace; none: the machine's own
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    latest: dict[str, subprocess.Popen[str]] = field(default_factory=dict)  # by unit

    @property
    def layout(self) -> Layout:
        state = self.root / "etc" / "article16" / "installed.json"
        return Layout(self.root, Asked.of(json.loads(state.read_text())["asked"]) if state.exists() else Asked(HOSTS))

    def cli(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """`sudo ./article16 …`."""
        environment = {**clean(), "PYTHONPATH": self.program.path, "ARTICLE16_INSTALLED": str(self.layout.state)} | more
        command = [*self._there(), self.program.python, "-m", "article16.cli", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)

    def _there(self) -> list[str]:
        return ["ip", "netns", "exec", self.net] if self.net else []

    def unit(self, name: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in (self.layout.units / f"article16-{name}.service").read_text().splitlines():
            key, sign, value = line.partition("=")
            if sign:
                found.setdefault(key, []).append(value)
        return found

    def start(self, name: str, *, words: list[str] | None = None, **more: str) -> subprocess.Popen[str]:
        """The unit's process: its user, groups, settings, limits, and what of its sandbox needs no systemd."""
        unit = self.unit(name)
        files = tuple(Path(path.removeprefix("-")) for path in unit.get("EnvironmentFile", []))
        environment = clean() | lines_of(SimpleNamespace(environment=files)) | self._given(unit) | more
        process = subprocess.Popen(
            [*self._there(), *as_user(unit), *(words or shlex.split(unit["ExecStart"][0]))],
            env=environment | {"PYTHONPATH": self.program.path},
            umask=int(unit["UMask"][0], 8),
            cwd=unit.get("WorkingDirectory", ["/"])[0],
            preexec_fn=lambda: sandbox(unit),  # noqa: PLW1509  no threads here
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        self.latest[name] = process
        return process

    def _given(self, unit: dict[str, list[str]]) -> dict[str, str]:
        """The folder of its own and the credentials that systemd would give the web server, and its settings."""
        found: dict[str, str] = {}
        for name in unit.get("StateDirectory", []):
            self._own(self.root / "var" / "lib" / name, unit)
        for one in unit.get("LoadCredential", []):
            name, _, path = one.partition(":")
            folder = self._own(self.root / "run" / "credentials", unit)
            shutil.copy(path, folder / name)
            shutil.chown(folder / name, unit["User"][0])
            found["CREDENTIALS_DIRECTORY"] = str(folder)
        for line in unit.get("Environment", []):
            pairs = line.replace("%S", str(self.root / "var" / "lib")).split()
            found |= dict(pair.split("=", 1) for pair in pairs)
        return found

    def _own(self, folder: Path, unit: dict[str, list[str]]) -> Path:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.chown(folder, unit["User"][0])
        return folder

    def run(self, name: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A process to its end; with words, a piece of Python in place of the unit's command."""
        process = self.start(name, words=[self.program.python, "-c", *words] if words else None, **more)
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def port(self, service: str) -> int:
        return int(lines_of(load(self.layout.state).homes[service])[f"ARTICLE16_{service.upper()}_PORT"])

    def get(self, service: str, path: str, *, host: str | None = None) -> tuple[int, list[str]]:
        """As the web server asks: status, and the cookies that are set."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port(service)}{path}")
        request.add_header("Host", host or HOSTS[service])
        request.add_header("X-Forwarded-Proto", "https")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers.get_all("Set-Cookie") or []
        except urllib.error.HTTPError as no:
            return no.code, no.headers.get_all("Set-Cookie") or []

    def answers(self, service: str) -> bool:
        with suppress(OSError):
            return self.get(service, "/health")[0] == 200
        return False

    def said(self) -> str:
        """What ended processes had to say, for a test that waited in vain."""
        ended = [process for process in self.running if process.poll() not in (None, 0) and process.stderr]
        return "\n".join(f"{process.args}: {process.stderr.read()}" for process in ended if process.stderr)

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def as_user(unit: dict[str, list[str]]) -> list[str]:
    """What makes root that user, with these groups and no rights but those the unit leaves."""
    groups = ",".join(" ".join(unit.get("SupplementaryGroups", [])).split())
    rights = [one.lower().removeprefix("cap_") for one in unit.get("AmbientCapabilities", []) if one]
    more = [f"+{one}" for one in rights]
    return [
        *("setpriv", f"--reuid={unit['User'][0]}", f"--regid={unit['Group'][0]}"),
        *([f"--groups={groups}"] if groups else ["--clear-groups"]),
        *([f"--inh-caps={','.join(more)}", f"--ambient-caps={','.join(more)}"] if more else []),
        f"--bounding-set={','.join(['-all', *more])}",
    ]


def clean() -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin", "LANG": "C.UTF-8"}


def sandbox(unit: dict[str, list[str]]) -> None:
    assert unit["LimitCORE"] == ["0"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel = ctypes.CDLL(None, use_errno=True)
    if unit["NoNewPrivileges"] == ["yes"]:
        assert kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    if unit["MemoryDenyWriteExecute"] == ["yes"]:
        kernel.prctl(MEMORY_DENY_WRITE_EXECUTE, 1, 0, 0, 0)  # before Linux 6.3 systemd does it by a filter


@pytest.fixture(scope="session")
def users() -> Iterator[None]:
    if os.geteuid() != 0:
        pytest.skip("users are made here, which takes root")
    made = [name for name in [*USERS.values(), "article16-front"] if not known(name)]
    machine.make_users(Layout(Path("/"), Asked(HOSTS)), machine.Change(dry=False))
    yield
    for name in made:
        subprocess.run(["userdel", name], check=True, capture_output=True)
    if made:
        subprocess.run(["groupdel", DOOR], check=True, capture_output=True)


def known(name: str) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where everybody may go in, unlike pytest's own; and with a short name, for the socket."""
    path = Path(tempfile.mkdtemp(prefix="a16-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def program(users: None, folder: Path) -> Program:
    """This program where it stands, or, where other users cannot reach it, linked to where they can."""
    packages = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    places = [reachable(path, folder) for path in (packages, ROOT / "src")]
    return Program(python(folder), os.pathsep.join(str(place) for place in places))


def reachable(path: Path, folder: Path) -> Path:
    if may(USERS["inbox"], "test", "-r", str(path), "-a", "-x", str(path)):
        return path
    copy = folder / "program" / path.name
    shutil.copytree(path, copy, copy_function=link, symlinks=True)
    return copy


def python(folder: Path) -> str:
    version = f"python3.{sys.version_info.minor}"
    for path in (sys.executable, f"/usr/local/bin/{version}", f"/usr/bin/{version}"):
        if Path(path).exists() and may(USERS["inbox"], path, "-c", "import ssl, sqlite3, ctypes"):
            return path
    copy = folder / "python"
    for name in ("bin", "lib"):
        shutil.copytree(Path(sys.base_prefix) / name, copy / name, copy_function=link, symlinks=True)
    wrapper = folder / version
    wrapper.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={copy}/lib exec {copy}/bin/{version} "$@"\n')
    wrapper.chmod(0o755)
    return str(wrapper)


def link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def may(user: str, *command: str) -> bool:
    try:
        done = subprocess.run(
            command, user=user, group=user, extra_groups=[], capture_output=True, cwd="/", check=False
        )
    except PermissionError:
        return False
    return done.returncode == 0


@pytest.fixture(scope="session")
def installed(folder: Path, program: Program) -> Iterator[Machine]:
    """Both services on one machine, with ports of the test's own; nothing runs yet."""
    made = Machine(folder / "m", program)
    done = made.cli("install", "--root", str(made.root), "--casework", HOSTS["casework"], "--support", HOSTS["support"])
    assert done.returncode == 0, done.stderr
    for service in HOSTS:
        with made.layout.environment(service)[1].open("a") as local:
            local.write(f"ARTICLE16_{service.upper()}_PORT={free_port()}\n")
    yield made
    made.end()


@pytest.fixture(scope="session")
def serving(installed: Machine) -> Machine:
    """Keys set up, casework given the pin and support its sender's key, and everything running."""
    done = installed.run("support-prepare")
    assert done.returncode == 0, done.stderr
    for name in ("support-inbox", "support-web", "support-tick"):
        installed.start(name)
    done = installed.run("support-tick", CEREMONY)
    assert done.returncode == 0, done.stderr
    assert "fingerprint" in installed.cli("take-pin").stdout
    done = installed.run("casework-prepare")
    assert done.returncode == 0, done.stderr
    for name in ("casework-web", "casework-sender", "casework-tick"):
        installed.start(name)
    done = installed.cli("take-sender")
    assert done.returncode == 0, done.stderr
    wait_until(lambda: all(installed.answers(service) for service in HOSTS), said=installed.said)
    return installed


def rows(path: Path, query: str) -> list[tuple]:
    import sqlite3

    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as line:
        return line.execute(query).fetchall()


CEREMONY = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
import django; django.setup()
from django.utils import timezone
from article16.common.accounts.models import Staff
from article16.support.keys import holders
from article16.support.keys.actions import ceremony, founding, sheets, workers
at = timezone.now()
sara = Staff.objects.create(email="sara@example.org", name="Sara Lindqvist", created_at=at).pk
opened = workers.make_key(staff=sara, passphrase="five words for a test", code=workers.draw_code(), at=at)
founding.found(key=opened.key, staff=sara, at=at)
unlocked = holders.unlocked_with(opened.pair, opened.key, sara)
for one in sheets.make_sheets(unlocked=unlocked, by=sara, at=at)[:2]:
    sheet = sheets.typed(one.name, list(one.lines))
    ceremony.try_sheet(sheet=sheet, by=sara, at=at)
"""
