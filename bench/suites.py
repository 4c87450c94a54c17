"""The suites: which module measures, and on which databases. One function of each gives its figures."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

from bench.figures import Figure

SQLITE, POSTGRESQL, NONE = "SQLite", "PostgreSQL", ""
POSTGRES = os.environ.get("ARTICLE16_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: the whole, or, to see that everything runs, a small part."""

    part: float = 1.0
    sizes: tuple[int, ...] = ()  # numbers of men; empty: those of the suite
    names: int | None = None  # men of whom there are names only; None: as many as the suite has

    def times(self, whole: int, *, least: int = 5) -> int:
        """So many rounds, rows or requests instead of the whole."""
        return max(least, round(whole * self.part))


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    about: str
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)

    @property
    def measure(self) -> Callable[[str, Extent], Iterator[Figure]]:
        """What gives the figures on one database: `measure` of the suite's own module."""
        measure: Callable[[str, Extent], Iterator[Figure]] = import_module(f"bench.bench_{self.name}").measure
        return measure


SUITES = (
    Suite("pages", "what a page and a save cost the processor"),
    Suite("men", "the day's pages, search and the register among ever more men"),
    Suite("saves", "how long a save takes, for one and for eight at once"),
    Suite("wall", "how fast a message crosses"),
    Suite("keys", "unlocking, and a new key after somebody left"),
    Suite("survivors", "the list of sealed cases, opening one, writing into one"),
    Suite("study", "the board of who answered, over 100,000 episodes"),
    Suite("asking", "a page of her questionnaire saved by her worker, and her answers opened"),
    Suite("portal", "a page of her questionnaire saved and sealed by her link"),
    Suite("alerts", "warnings: to the inbox, the duty desk, the reconciler"),
    Suite("audit", "what the record costs, and its check"),
    Suite("questionnaires", "a page of 250 items, and whole questionnaires handed in by many at once"),
    Suite("returns", "the board of figures, over 100,000 episodes"),
    Suite("lists", "the list of a programme brought in, and all of it taken along"),
    Suite("services", "start and memory of both services"),
    Suite("setup", "the way to a running program", (NONE,)),
    Suite("estimators", "MMRM, Cox and curves of 1,000,000 men", (NONE,)),
    Suite("evaluation", "1,000,000 men simulated, and six questions to them", (NONE,)),
    Suite("report", "the report of 300 and of 100,000 men, a figure, and print", (NONE,)),
)


def postgresql_answers() -> bool:
    import psycopg

    with suppress(psycopg.OperationalError), psycopg.connect(POSTGRES, connect_timeout=2):
        return True
    return False
