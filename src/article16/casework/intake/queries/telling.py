"""What he told, and what moves him. Each read says what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ..kinds import Topic
from ..models import (
    Interview,
    Motivation,
    Section,
)


@dataclass(frozen=True, slots=True)
class InterviewRow:
    id: UUID
    on: date
    minutes: int
    setting: str  # a Setting
    interpreter: bool
    held_by: str
    written_at: datetime
    written_by: str
    corrects: UUID | None
    corrected_by: UUID | None = None


INTERVIEW = ["id", "on", "minutes", "setting", "interpreter", "held_by__name", "written_at", "written_by__name"]


def interviews(episode: UUID) -> list[InterviewRow]:
    """Every interview of this episode, corrected ones too, the earliest first. One query."""
    rows = [
        InterviewRow(*row)
        for row in Interview.objects.filter(episode=episode)
        .order_by("on", "written_at", "id")
        .values_list(*INTERVIEW, "corrects")
    ]
    newer = {row.corrects: row.id for row in rows if row.corrects}
    return [_with(row, newer.get(row.id)) for row in rows]


def _with(row: InterviewRow, newer: UUID | None) -> InterviewRow:
    return replace(row, corrected_by=newer) if newer else row


@dataclass(frozen=True, slots=True)
class SectionRow:
    interview: UUID
    topic: str  # a Topic
    state: str  # an Asked
    words: str


def sections(interview_ids: Iterable[UUID]) -> dict[str, list[SectionRow]]:
    """What was told in these interviews, by subject, in the order of the interviews. One query."""
    ids = list(interview_ids)
    found: dict[str, list[SectionRow]] = {str(topic): [] for topic in Topic}
    place = {one: number for number, one in enumerate(ids)}
    rows = Section.objects.filter(interview__in=ids).values_list("interview", "topic", "state", "words")
    for row in sorted(rows, key=lambda one: place[one[0]]):
        found[row[1]].append(SectionRow(*row))
    return found


@dataclass(frozen=True, slots=True)
class SideRow:
    state: str  # an Asked
    strength: int | None  # points, 0 to 10
    words: str


@dataclass(frozen=True, slots=True)
class MotivationRow:
    id: UUID
    on: date
    occasion: str  # an Occasion
    inside: SideRow
    outside: SideRow
    by: str


MOTIVATION = ["id", "on", "occasion", "inside_state", "inside", "inside_words"]
MOTIVATION += ["outside_state", "outside", "outside_words", "written_by__name"]


def motivations(episode: UUID) -> list[MotivationRow]:
    """What moved him, each time he was asked, the earliest first, corrected answers left out. One query."""
    rows = list(
        Motivation.objects.filter(episode=episode)
        .order_by("on", "written_at", "id")
        .values_list(*MOTIVATION, "corrects")
    )
    gone = {row[-1] for row in rows}
    return [
        MotivationRow(row[0], row[1], row[2], SideRow(*row[3:6]), SideRow(*row[6:9]), row[9])
        for row in rows
        if row[0] not in gone
    ]


def motivation_of(fact: UUID) -> MotivationRow | None:
    """What was asked in this interview or review. One query."""
    row = Motivation.objects.filter(fact=fact).values_list(*MOTIVATION).first()
    return MotivationRow(row[0], row[1], row[2], SideRow(*row[3:6]), SideRow(*row[6:9]), row[9]) if row else None


def told(rows: Mapping[str, list[SectionRow]], interview: UUID) -> dict[str, SectionRow]:
    """The sections of one interview by subject."""
    return {topic: one for topic, found in rows.items() for one in found if one.interview == interview}
