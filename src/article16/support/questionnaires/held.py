"""A questionnaire being filled in, as it is sealed. Pure: no database, no clock, no cryptography."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from article16.common.questionnaires.parts import parts_of, settled
from article16.instruments.definition import Instrument

HERS, WORKERS = "partner", "worker"  # whose word it is, as instruments say it; his is never asked here


class Entry(StrEnum):
    """Which of the entries of one questionnaire."""

    DIRECT = "direct"  # as she answers
    FIRST = "first"  # keyed from paper
    SECOND = "second"  # keyed a second time
    CORRECTED = "corrected"  # what was answered before, as it is being corrected


@dataclass(frozen=True, slots=True)
class What:
    """Which questionnaire of hers: asked once at each of T0 to T4, and as often as wished at no planned time."""

    wave: str
    instrument: str


@dataclass(frozen=True, slots=True)
class Held:
    """As far as it is filled in. Answers and words are text, as `common.questionnaires.encoding` writes it."""

    wave: str
    instrument: str
    version: str
    fingerprint: str
    informant: str
    entry: Entry
    mode: str  # self, read_aloud, interpreter, paper
    asked: str  # in person, phone, paper, link, worker
    language: str
    begun_at: datetime
    begun_by: UUID
    large: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()  # codes of the parts that were saved
    parts: tuple[str, ...] = ()  # each saved part with its moment, so that the same one twice is one
    raised: tuple[str, ...] = ()  # what was made a task already
    kept_at: datetime | None = None
    corrects: UUID | None = None  # the answers that this is to stand for
    why: str = ""

    @property
    def what(self) -> What:
        return What(self.wave, self.instrument)

    def joined(
        self, answers: Mapping[str, str], typed: Mapping[str, str], gone: frozenset[str], passed: frozenset[str]
    ) -> Held:
        """With one more page: its open questions (`gone`) take back what was there, the others replace it."""
        drop = gone | set(answers) | set(typed)
        before = {key: text for key, text in self.answers.items() if key not in drop}
        words = {key: text for key, text in self.typed.items() if key not in drop}
        return replace(
            self,
            answers=before | dict(answers),
            typed=words | dict(typed),
            passed=tuple(sorted({*self.passed, *passed})),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A sitting with its place in the database."""

    id: UUID
    version: int
    held: Held


_HELD = TypeAdapter(Held)


def held_bytes(held: Held) -> bytes:
    return _HELD.dump_json(held)


def held_from(content: bytes) -> Held:
    return _HELD.validate_json(content)


def mark(part: str, at: datetime) -> str:
    """Names one saving of one part."""
    return f"{part} {at.isoformat()}"


def time_of(instrument: Instrument, wave: str) -> str | None:
    """The time under which the instrument is asked: None when it knows none, or at no planned time."""
    return wave if wave and wave in instrument.times else None


def is_whole(instrument: Instrument, held: Held, answers: Mapping[str, object]) -> bool:
    """Whether every part to which these answers lead was saved."""
    parts = parts_of(instrument, answers, informant=held.informant, time=time_of(instrument, held.wave))
    return {part.code for part in parts} <= set(held.passed)


def all_answers(instrument: Instrument, held: Held, answers: Mapping[str, object]) -> dict[str, object]:
    """Every question with its answer or kind of missing, as it is stored and scored."""
    return settled(instrument, answers, informant=held.informant, time=time_of(instrument, held.wave))


def in_passed_parts(held: Held, instrument: Instrument) -> dict[str, str]:
    """The answers that stand on parts which were saved. What is still being ticked may be ticked otherwise."""
    sections = {key: one.key for one in instrument.sections for key in one.items}
    passed = set(held.passed)

    def counts(key: str) -> bool:
        item, _dot, number = key.partition(".")
        section = sections.get(item, "")
        return (f"{section}.{number}" if number else section) in passed

    return {key: text for key, text in held.answers.items() if counts(key)}
