"""What the pages of boxes from casework show."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.wall.vocabulary import ContactKind, Person, Relation

from .boxes import WORDS, Box, Decision, Outcome

WHO = {
    Relation.PARTNER: gettext_lazy("Partner"),
    Relation.FORMER_PARTNER: gettext_lazy("Former partner"),
    Relation.CHILD: gettext_lazy("Child"),
    Relation.PARENT: gettext_lazy("Parent"),
    Relation.SIBLING: gettext_lazy("Brother or sister"),
    Relation.OTHER_HARMED: gettext_lazy("A person harmed who is no partner"),
    Relation.OTHER: gettext_lazy("Another person"),
}
CONTACTS = {
    ContactKind.PHONE: gettext_lazy("Telephone"),
    ContactKind.EMAIL: gettext_lazy("E-mail, which is not used here"),
    ContactKind.ADDRESS: gettext_lazy("Address"),
    ContactKind.SCHOOL: gettext_lazy("School"),
    ContactKind.WORKPLACE: gettext_lazy("Workplace"),
    ContactKind.OTHER: gettext_lazy("Other"),
}
OCCASIONS = {"referral": gettext_lazy("When he was referred"), "review": gettext_lazy("At a review")}
DONE = {
    Outcome.OPENED: gettext_lazy("a case was opened"),
    Outcome.JOINED: gettext_lazy("added to a case"),
    Outcome.ASIDE: gettext_lazy("set aside"),
}


@dataclass(frozen=True, slots=True)
class BoxRow:
    id: UUID
    who: str
    second: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class BoxesPage:
    rows: tuple[BoxRow, ...]


@dataclass(frozen=True, slots=True)
class PersonCard:
    heading: str
    who: str
    facts: tuple[Fact, ...]
    words: str
    badge: Badge
    reason: str
    links: tuple[Link, ...]  # what can be done; the first is what is done most often


@dataclass(frozen=True, slots=True)
class BoxPage:
    second: str
    cards: tuple[PersonCard, ...]
    close: Link


def boxes_page(found: Sequence[tuple[Box, list[int]]]) -> BoxesPage:
    return BoxesPage(tuple(_row(box, places) for box, places in found))


def _row(box: Box, places: list[int]) -> BoxRow:
    names = [_("Words of the programme") if place == WORDS else box.people[place].name for place in places]
    badge = Badge(State.OPEN, _("%(number)d to look at") % {"number": len(places)})
    return BoxRow(box.message, ", ".join(names), _when(box), badge)


def _when(box: Box) -> str:
    day = date_format(timezone.localtime(box.came_at), "j F Y")
    return f"{OCCASIONS.get(box.occasion, box.occasion)}, {day}"


def box_page(box: Box, done: Sequence[Decision]) -> BoxPage:
    by_place = {one.place: one for one in done}
    close = Link(_("I know him privately"), reverse("survivor-box-close", args=[box.message]))
    return BoxPage(_when(box), tuple(_card(box, place, by_place.get(place)) for place in box.places), close)


def _card(box: Box, place: int, done: Decision | None) -> PersonCard:
    person = None if place == WORDS else box.people[place]
    badge = Badge(State.DONE, str(DONE[done.outcome])) if done else Badge(State.OPEN, _("not looked at yet"))
    return PersonCard(
        heading=person.name if person else _("Words of the programme"),
        who=str(WHO[person.relation]) if person else "",
        facts=_facts(person) if person else (),
        words=person.note if person else box.words,
        badge=badge,
        reason=done.reason if done else "",
        links=() if done else _links(box, place, person),
    )


def _facts(person: Person) -> tuple[Fact, ...]:
    born = [Fact(_("Born"), date_format(person.birth_date, "j F Y"))] if person.birth_date else []
    ways = [
        Fact(str(CONTACTS[one.kind]), f"{one.value} ({one.note})" if one.note else one.value) for one in person.contacts
    ]
    return (*born, *ways)


def _links(box: Box, place: int, person: Person | None) -> tuple[Link, ...]:
    args = [box.message, place]
    opened = Link(_("Open a case"), reverse("survivor-box-open", args=args))
    others = (
        Link(_("Add to a case"), reverse("survivor-box-join", args=args)),
        Link(_("Set aside"), reverse("survivor-box-aside", args=args)),
    )
    return (opened, *others) if person and person.relation is not Relation.CHILD else others
