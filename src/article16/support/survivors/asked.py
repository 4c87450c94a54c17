"""What stands inside the seals of a case about questionnaires, and about what must be done. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Times:
    """Days from which her times follow, as her worker set them: she came by herself, or knows better than a plan."""

    first_contact: date | None = None
    started: date | None = None
    half: date | None = None
    end: date | None = None
    stopped: bool = False  # the end is that he stopped coming


@dataclass(frozen=True, slots=True)
class Answers:
    """A questionnaire that was answered, in the version that was asked. What is open says which kind of missing."""

    wave: str  # T0 to T4; empty: asked at no planned time
    instrument: str
    version: str
    fingerprint: str
    informant: str
    mode: str  # self, read_aloud, interpreter, paper
    asked: str  # in person, phone, paper, link, or worker: she fills in a tool about what she knows
    language: str
    on: date
    values: dict[str, str]  # as common.questionnaires.encoding writes them
    parts: tuple[str, ...] = ()  # which were saved, each with its moment
    checked_by: UUID | None = None  # who keyed in the second entry
    beside: bool = False  # it was answered before: the first counts, and this one is kept
    corrects: UUID | None = None  # the entry in whose place this stands; that one stays
    why: str = ""  # what she said about it


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """Why a questionnaire was not filled in."""

    wave: str
    instrument: str
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a person of the service must do, and by when."""

    words: str
    due: date
    why: str = ""  # where it comes from: a code, such as "T1 five_points weapon"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about it."""

    to_do: UUID
    on: date
    words: str = ""
