"""What stands inside the seals of a link. Pure: no database, no clock, no cryptography."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

CLASS = 2048  # bytes; a page says no more by its length than how many of these it fills


@dataclass(frozen=True, slots=True)
class State:
    """How far she is, and nothing she said but what decides which question comes next.

    Parameters
    ----------
    man, informant
        For the rows of the study: his mailbox, and what she is to him.
    answers
        Those on which a later question or warning hangs; never shown.
    passed, answered
        Parts that she saved, and the questions on them.
    again
        What she typed on the page that stands open: shown once, after she changed its language or size.
    row
        The row that keeps the page as it was last shown to her.
    raised
        Warnings that this link has raised already.
    item
        What stands on the duty desk because of this link, the latest.
    study, study_until
        Whether she agreed that her answers are counted without her name, and the last day of it.
    """

    case: UUID
    man: UUID | None
    informant: str
    wave: str
    instrument: str  # empty: the link is for a message alone
    version: str
    fingerprint: str
    language: str
    until: datetime
    seen_at: datetime | None = None
    large: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    again: Mapping[str, str] = field(default_factory=dict)
    row: UUID | None = None
    raised: tuple[str, ...] = ()
    item: UUID | None = None
    rows: int = 0
    messages: int = 0
    done: bool = False
    study: bool = False
    study_until: date | None = None

    def over(self, *, at: datetime, pause: timedelta) -> bool:
        """Past its last day, or left alone for longer than a pause."""
        return self.done or at > self.until or (self.seen_at is not None and at - self.seen_at > pause)

    def counts(self, on: date) -> bool:
        """Whether what she says on this day becomes rows of the study."""
        return self.study and (self.study_until is None or on <= self.study_until)


@dataclass(frozen=True, slots=True)
class Saved:
    """What one row of a link holds: the answers of a page, or a message."""

    at: datetime
    order: int  # among the rows of this link
    part: str = ""  # empty: a message
    answers: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)  # what could not be read, as she wrote it
    passed: bool = False  # the page was sent; False: she was still on it
    finished: bool = False  # the questionnaire was ended with it
    language: str = ""
    words: str = ""


_STATE, _SAVED = TypeAdapter(State), TypeAdapter(Saved)


def state_bytes(state: State) -> bytes:
    return _STATE.dump_json(state)


def state_from(content: bytes) -> State:
    return _STATE.validate_json(content)


def saved_bytes(saved: Saved) -> bytes:
    return _SAVED.dump_json(saved)


def saved_from(content: bytes) -> Saved:
    return _SAVED.validate_json(content)


def sized(content: bytes) -> int:
    """The size to which it is padded before it is sealed; four bytes say its length."""
    return -(-(len(content) + 4) // CLASS) * CLASS


def merged(saved: list[Saved]) -> dict[str, str]:
    """All answers of a link. What was said later holds; what was left open later takes nothing back.

    Each row is the last state of a page as it was shown once, so that what she cleared herself stays cleared.
    """
    answers: dict[str, str] = {}
    for one in sorted(saved, key=lambda one: one.order):
        answers |= one.answers
    return answers
