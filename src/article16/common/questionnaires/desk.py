"""What the engine asks of a room: where a questionnaire being filled stands, to keep a page, to end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument


@dataclass(frozen=True, slots=True)
class Options:
    """How one sitting differs from another."""

    shows_earlier: bool = True  # False: a page that was saved is never shown again, also not to herself
    may_pause: bool = True  # "Finish later" is offered
    declines: bool = True  # "Rather not say" is offered
    way_out: str = ""  # address of the quick exit; empty: none
    read_aloud: bool = False  # a worker reads the questions and ticks what is said
    more: tuple[Link, ...] = ()  # other pages, under the questions
    finish: object = ""  # words of the last button, perhaps still to be translated; empty: the engine’s own
    pause: object = ""  # the same for "Finish later"


@dataclass(frozen=True, slots=True)
class Filling:
    """A questionnaire as far as it is filled in."""

    instrument: Instrument
    informant: str
    time: str | None
    language: str
    answers: Mapping[str, object]  # those that may be shown, and those that decide the way
    typed: Mapping[str, str] = field(default_factory=dict)  # words that could not be read, by key
    passed: frozenset[str] = frozenset()  # codes of parts that were saved
    sealed: frozenset[str] = frozenset()  # keys that were answered and may not be shown again
    large: bool = False
    kept_at: str = ""  # "14:32"; empty: nothing was kept yet
    options: Options = Options()


@dataclass(frozen=True, slots=True)
class Kept:
    """One page to be kept: its answers (open ones as `NOT_REACHED`), what could not be read, and how it is shown."""

    answers: Mapping[str, object]
    typed: Mapping[str, str]
    passed: frozenset[str]  # codes of parts that this page ends
    language: str
    large: bool
    ends: bool = False  # the last page of all: `finish` follows at once


class Desk(Protocol):
    """One person's sitting with one questionnaire. A room implements it with its own rows."""

    def filling(self) -> Filling | None:
        """As it stands. None: it is closed, answered, or not this person's."""

    def keep(self, kept: Kept) -> str:
        """Keep one page; gives the time at which it was kept, for the page ("14:32")."""

    def finish(self) -> str:
        """All parts are passed: store the answers, and say where to go."""

    def pause(self) -> str:
        """Where "Finish later" leads."""

    def address(self, place: int) -> str:
        """The address of the page with this place, from 1. Without earlier answers all places have one."""
