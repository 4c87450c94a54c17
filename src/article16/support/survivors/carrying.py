"""From a box into a case: what casework wrote of a person is carried over, and marked as casework's."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.support.keys.opening import Unlocked
from article16.wall.vocabulary import ContactKind, Person, Relation

from . import actions, box_actions
from .boxes import WORDS, Box, Outcome, from_casework, said_of
from .children import ChildNote, ChildRecord
from .queries import opened
from .referred import referred_on
from .writings import Kind, Value, Written

Dated = tuple[Kind, Value, datetime]


def open_from(
    *,
    box: Box,
    place: int,
    name: str,
    relation: str,
    called: str,
    children: Sequence[int],
    by: Unlocked,
    at: datetime,
    on: date,
) -> UUID:
    """A case for a person of this box, with the ways of contact that she has not confirmed, and her children."""

    def act() -> UUID:
        case = actions.open_case(
            name=name, relation=relation, called=called, mailbox=box.mailbox, by=by.staff, at=at, on=on,
            referred_on=referred_on(box.mailbox, by, on=on),
        )  # fmt: skip
        zone = str(timezone.get_current_timezone())
        told: list[Dated] = [(Kind.CONTACT, from_casework(box.people[place], zone=zone), at)]
        for number in children:
            told += _child(box.people[number], at, on)
        actions.write_all(case=case, entries=told, by=by, at=at)
        return case

    case = box_actions.decide(box=box, place=place, outcome=Outcome.OPENED, by=by, at=at, act=act)
    for number in children:
        box_actions.decide(box=box, place=number, outcome=Outcome.JOINED, by=by, at=at)
    if case is None:
        raise NotPossible(_("The case could not be opened."))
    return case


def join(*, box: Box, place: int, case: UUID, by: Unlocked, at: datetime) -> None:
    """Into a case that is there: a child gets a record; of anybody else, a note. Her own words are never replaced."""

    def act() -> UUID:
        actions.write_all(case=case, entries=_joined(box, place, case, by, at), by=by, at=at)
        return case

    box_actions.decide(box=box, place=place, outcome=Outcome.JOINED, by=by, at=at, act=act)


def _joined(box: Box, place: int, case: UUID, by: Unlocked, at: datetime) -> list[Dated]:
    on = timezone.localdate(at)
    title = _("From casework, not confirmed by her")
    if place == WORDS:
        return [(Kind.NOTE, Written(box.words, on, title), at)]
    person = box.people[place]
    if person.relation is Relation.CHILD:
        return _child(person, at, on)
    told: list[Dated] = [(Kind.NOTE, Written(said_of(person), on, title), at)]
    if opened(case, by).contact is None:
        told.append((Kind.CONTACT, from_casework(person, zone=str(timezone.get_current_timezone())), at))
    return told


def _child(person: Person, at: datetime, on: date) -> list[Dated]:
    child = uuid4()
    schools = [one.value for one in person.contacts if one.kind is ContactKind.SCHOOL]
    record = ChildRecord(child, person.name[:160], person.birth_date, school=", ".join(schools)[:160])
    words = _("From casework: %(words)s") % {"words": said_of(person)}
    return [(Kind.CHILD_RECORD, record, at), (Kind.CHILD_NOTE, ChildNote(child, words, on), at)]
