"""What casework sealed for her service, as workers meet it: people in a box, and what was done about each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from article16.wall.vocabulary import ContactKind, PartnerDetails, Person, Relation

from .contact import SafeContact, Way, Wish

WORDS = 99  # the place of what facilitators want her service to know; people have 0, 1, … and are at most twelve
NUMBER = 80  # signs of a telephone number, as in the form for safe contact


class Outcome(StrEnum):
    """What was done. Which case it led to is not kept here: others than its workers read this."""

    OPENED = "opened"
    JOINED = "joined"
    ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Box:
    """One box with something in it."""

    message: UUID
    mailbox: UUID
    occasion: str
    came_at: datetime
    people: tuple[Person, ...] = ()
    words: str = ""

    @property
    def places(self) -> tuple[int, ...]:
        """What must be looked at."""
        return (*range(len(self.people)), *([WORDS] if self.words.strip() else []))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a worker did about one place of a box."""

    message: UUID
    place: int
    outcome: Outcome
    by: UUID
    at: datetime
    reason: str = ""


_BOXES, _DECISION = TypeAdapter(tuple[Box, ...]), TypeAdapter(Decision)


def box_of(message: PartnerDetails, *, row: UUID, came_at: datetime) -> Box | None:
    """None for an empty one: it makes no work."""
    box = Box(row, message.mailbox, message.occasion.value, came_at, message.people, message.words)
    return box if box.places else None


def boxes_bytes(boxes: Sequence[Box]) -> bytes:
    return _BOXES.dump_json(tuple(boxes))


def boxes_from(content: bytes) -> tuple[Box, ...]:
    return _BOXES.validate_json(content)


def decision_bytes(decision: Decision) -> bytes:
    return _DECISION.dump_json(decision)


def decision_from(content: bytes) -> Decision:
    return _DECISION.validate_json(content)


def open_places(box: Box, decided: Iterable[Decision]) -> list[int]:
    """What nobody has done anything about yet."""
    done = {one.place for one in decided if one.message == box.message}
    return [place for place in box.places if place not in done]


RELATIONS = {
    Relation.PARTNER: "partner",
    Relation.FORMER_PARTNER: "former partner",
    Relation.OTHER_HARMED: "other",
}  # of a person in a box, as the form for a new case begins; everybody else is chosen by the worker


def from_casework(person: Person, *, zone: str) -> SafeContact:
    """Ways to reach her as casework wrote them. Nothing uses them before she has said so herself."""
    numbers = [one for one in person.contacts if one.kind is ContactKind.PHONE and len(one.value) <= NUMBER]
    others = [one for one in person.contacts if one not in numbers[:1]]
    return SafeContact(
        wish=Wish.NOT_ASKED,
        ways=(Way.PHONE,) if numbers else (),
        zone=zone,
        number=numbers[0].value if numbers else "",
        words="\n".join([*(f"{one.kind.value}: {_line(one.value, one.note)}" for one in others), person.note]).strip(),
        from_casework=True,
    )


def said_of(person: Person) -> str:
    """Everything a box says of a person, in lines."""
    lines = [f"{one.kind.value}: {_line(one.value, one.note)}" for one in person.contacts]
    return "\n".join([person.name, *lines, *filter(None, [person.note])])


def _line(value: str, note: str) -> str:
    return f"{value} ({note})" if note else value
