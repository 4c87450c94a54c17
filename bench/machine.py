"""On what a run was measured: without it a figure says nothing."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import date

import django

from bench.suites import POSTGRES, postgresql_answers

BUSY = 1.25  # load for each core, above which a run counts as disturbed


def load() -> float:
    """Programs that want to run, on average over the last minute."""
    return os.getloadavg()[0]


def cores() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine of one run, with its load before the run and after it."""

    system: str
    cores: int
    memory: float  # GB
    versions: tuple[str, ...]
    on: date
    load_before: float
    load_after: float

    @property
    def sentences(self) -> tuple[str, ...]:
        size = f"{self.cores} cores and {self.memory:.0f} GB of memory"
        loads = f"Load average before the run {self.load_before:.1f}, after it {self.load_after:.1f}."
        noisy = "Other work ran on this machine before the run: its times are too long."
        # The run itself keeps both cores busy, so only the load before it tells.
        return (
            f"Measured on {self.on:%-d %B %Y}, on {self.system} with {size}.",
            f"{', '.join(self.versions)}.",
            loads,
            *([noisy] if self.load_before > BUSY * self.cores else []),
        )


def this_machine(*, on: date, load_before: float) -> Machine:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = (f"Python {platform.python_version()}", f"Django {django.__version__}", *_databases())
    system = f"{platform.system()} {platform.machine()}"
    return Machine(system, cores(), memory, versions, on, load_before, load())


def _databases() -> tuple[str, ...]:
    found = (f"SQLite {sqlite3.sqlite_version}",)
    if not postgresql_answers():
        return (*found, "no PostgreSQL, so its rows are missing")
    import psycopg

    with psycopg.connect(POSTGRES) as server:
        row = server.execute("SHOW server_version").fetchone()
    return (*found, f"PostgreSQL {row[0].split()[0] if row else ''}")
