"""Kills what it finds, at moments nobody chose: a process, its worker, or both."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

SHORT, LONG = 0.5, 20.0  # seconds

# How a process is known by its command line.
VICTIMS = {
    "web": b"article16.casework.wsgi",
    "sender": b"article16.casework\0sender",
    "inbox": b"article16.support\0inbox",
    "casework tick": b"article16.casework\0tick",
    "support tick": b"article16.support\0tick",
}


@dataclass
class Killer:
    """Goes on until it has killed so many times."""

    parent: int  # the supervisor that starts everything again
    kills: int
    chance: random.Random
    progress: Callable[[], int]  # forms saved so far
    done: Counter = field(default_factory=Counter)

    def work(self) -> None:
        while self.done.total() < self.kills:
            self._let_them_work()
            living = self._living()
            if living:
                name = self.chance.choice(sorted(living))
                self._kill(name, living[name])

    def _let_them_work(self) -> None:
        """Mostly until some more forms are saved; at times no longer than it takes to hit a process that begins."""
        goal = self.progress() + self.chance.randint(1, 6)
        limit = time.monotonic() + self.chance.choice([SHORT, LONG, LONG])
        while self.progress() < goal and time.monotonic() < limit:
            time.sleep(0.005)
        time.sleep(self.chance.random() * 0.05)

    def _living(self) -> dict[str, int]:
        commands = {pid: _command(pid) for pid in _children(self.parent)}
        return {name: pid for pid, command in commands.items() for name, mark in VICTIMS.items() if mark in command}

    def _kill(self, name: str, pid: int) -> None:
        workers = _children(pid)
        whom = self.chance.choice(["alone", "worker", "both"]) if workers else "alone"
        if whom == "both":
            time.sleep(self.chance.random() * 0.01)
        targets = {"alone": [pid], "worker": workers, "both": [pid, *workers]}[whom]
        for target in targets:
            try:
                os.kill(target, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.done[f"{name}, {whom}" if workers else name] += 1


def _children(parent: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += [int(pid) for pid in task.read_text().split()]
        except OSError:
            continue
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
