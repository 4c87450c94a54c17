"""Two worlds side by side: each a casework, a support and an inbox of its own; one script, two kinds of hers."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests import empty_databases
from tests.prepared import once
from tests.worlds.comparing import differences

START = 1_803_891_600.0  # 1 March 2027, 09:00 UTC
PAUSE = 90.0  # seconds between two steps
AT_NIGHT = int(os.environ.get("ARTICLE16_WORLDS_EXAMPLES", "0")) > 100
TURNS = count()  # of sweeps that leave something out
NO_DATABASES: Mapping[str, str] = MappingProxyType({})  # on SQLite


@dataclass(frozen=True)
class Act:
    """One step of the script, the same in both worlds."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    for_her: bool = False


@dataclass(frozen=True)
class Hers:
    """What differs: the words typed for her service at each step, and what happens on her side before it."""

    words: tuple[str, ...]
    events: tuple[tuple[str, ...], ...]
    whisper: int = 0  # what a planted leak knows of her


class Process:
    """A house that obeys, one order after the other."""

    def __init__(self, service: str, world: Path, *, database: str = "") -> None:
        self._log = world / f"{service}.log"
        self._log_start = 0
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.worlds.house", service],
                env=environment(world, service) | {f"ARTICLE16_{service.upper()}_DATABASE": database},
                cwd=world / "work",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._read()

    def do(self, order: str, **values: Any) -> Any:
        print(json.dumps({"do": order, **values}), file=self._process.stdin, flush=True)
        return self._read()

    def forget_log(self) -> None:
        self._log_start = self._log.stat().st_size

    def log(self) -> list[str]:
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode().splitlines()

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def _read(self) -> Any:
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"failed": self._log.read_text()}
        if answer == "ready":
            return None
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["answer"]


def environment(world: Path, service: str) -> dict[str, str]:
    """What a process of this world is told; of the other house it is told nothing but the pin."""
    root = Path(__file__).resolve().parents[2]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "PYTHONHASHSEED": "0",
        "DJANGO_SETTINGS_MODULE": f"article16.{service}.settings",
        "ARTICLE16_DATA": str(world),
        "TMPDIR": str(world / "work"),
    }


class World:
    """One casework and one support, with the inbox between them."""

    def __init__(self, folder: Path, template: Path, *, database: str, database_template: str) -> None:
        """`database`: casework's, on PostgreSQL; copied from its template for each play."""
        self.folder, self._template = folder, template
        self._database, self._database_template = database, database_template
        (folder / "work").mkdir(parents=True)
        shutil.copytree(template / "support", folder / "support")
        self._give_pin()
        self._inbox = subprocess.Popen(
            [sys.executable, "-m", "article16.support", "inbox"],
            env=environment(folder, "support"),
            cwd=folder / "work",
        )
        self._support = Process("support", folder)
        self._casework = Process("casework", folder, database=database)
        wait_for(folder / "run" / "inbox.sock")

    def _give_pin(self) -> None:
        """The template's key with this world's inbox: all that its casework is ever given of support."""
        pin = json.loads((self._template / "pin" / "support.json").read_text())
        pin["inbox"] = f"unix:{self.folder}/run/inbox.sock"
        (self.folder / "pin").mkdir()
        (self.folder / "pin" / "support.json").write_text(json.dumps(pin))
        shutil.copy2(self._template / "pin" / "casework.json", self.folder / "pin")  # whose signature support believes

    def play(self, script: Sequence[Act], hers: Hers, *, leak: str, swept: bool, turn: int | None) -> dict[str, Any]:
        """Everything that can be seen of casework in the course of the script, and after it."""
        template = str(self._template)
        self._support.do("reset", template=template)
        if self._database:
            copy_database(self._database, self._database_template)
        self._casework.do("reset", template=template, leak=leak, hers=hers.whisper)
        self._casework.forget_log()
        answers = [self._step(number, act, hers) for number, act in enumerate(script)]
        sweep = self._casework.do("sweep", at=START + 12 * 3600, turn=turn) if swept else []
        return {"step": answers, "sweep": sweep, **self._casework.do("left_behind"), "log": self._log()}

    def _log(self) -> list[str]:
        return [line.replace(str(self.folder), "…") for line in self._casework.log()]

    def _step(self, number: int, act: Act, hers: Hers) -> Any:
        for event in hers.events[number]:
            self._support.do("happen", name=event)
        values = act.values | ({"for_her": hers.words[number]} if act.for_her else {})
        return self._casework.do("step", name=act.name, arguments=values, at=START + number * PAUSE, number=number)

    def end(self) -> None:
        self._casework.end()
        self._support.end()
        self._inbox.kill()  # its worker ends by itself then
        self._inbox.wait()


class Stage:
    """Both worlds, kept from one play to the next."""

    def __init__(self, folder: Path, *, databases: Mapping[str, str] = NO_DATABASES) -> None:
        """`databases`: casework's on PostgreSQL, for "template", "one" and "two"."""
        self._exits = ExitStack()
        at = databases.get("template", "")
        made = make_template(folder / "template", database=at) if at else once("worlds", make_template)
        # Names of one length, so that the length of a path tells nothing.
        self.worlds = [
            World(folder / name, made, database=databases.get(name, ""), database_template=at)
            for name in ("one", "two")
        ]
        self._pool = self._exits.enter_context(ThreadPoolExecutor(2))
        for world in self.worlds:
            self._exits.callback(world.end)

    def play(
        self, script: Sequence[Act], left: Hers, right: Hers, *, leak: str = "", swept: bool = True
    ) -> tuple[str, ...]:
        """What differs between the two worlds, and what casework reached for that it must not. Nothing: all is well."""
        sides = zip(self.worlds, (left, right), strict=True)
        turn = None if leak or AT_NIGHT else next(TURNS)
        how = {"leak": leak, "swept": swept, "turn": turn}
        plays = [self._pool.submit(world.play, script, hers, **how) for world, hers in sides]
        seen = [play.result() for play in plays]
        return (*_over_the_wall(seen), *differences(*seen))

    def end(self) -> None:
        self._exits.close()


def _over_the_wall(seen: Sequence[dict[str, Any]]) -> list[str]:
    found = {f"casework {verb} {what}" for one in seen for verb in ("reached", "loaded") for what in one.pop(verb)}
    return sorted(found)


def make_template(folder: Path, *, database: str = "") -> Path:
    """Both services as after their first start, with their staff. Support comes first: it makes the pin."""
    (folder / "work").mkdir(parents=True)
    for service in ("support", "casework"):
        if database and service == "casework":
            empty_databases.copy_to(database, service)
        else:
            empty_databases.put(service, folder)
        process = Process(service, folder, database=database if service == "casework" else "")
        process.do("fill")
        process.end()
    return folder


def copy_database(address: str, template: str) -> None:
    """A database of this address anew, as its template is."""
    name, model = (urlsplit(one).path.lstrip("/") for one in (address, template))
    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {model}")


def wait_for(path: Path, *, seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < limit, f"{path} did not come"
        time.sleep(0.02)


def short_folder() -> Path:
    """In memory, where there is such a place: no play outlives a power cut. Short, as a socket's path has to be."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="worlds-", dir=memory if memory.is_dir() else None))
