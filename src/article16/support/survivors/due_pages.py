"""What the page of duties shows: late, today, soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from .duties import Due, Duty
from .writings import Core

SHOWN = 100  # rows; what comes after them is counted


@dataclass(frozen=True, slots=True)
class DueRow:
    case: UUID
    who: str
    code: str
    what: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class DueGroup:
    title: str
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class DuePage:
    day: date
    groups: tuple[DueGroup, ...]
    more: int
    boxes: int
    late: int  # of them, after the day by which a first contact is due
    links: tuple[Link, ...]


def due_page(found: Sequence[tuple[UUID, Core, Due]], *, boxes: int, late: int, on: date, sets: bool) -> DuePage:
    """The first due first; of one day in the order of their codes, which say nothing."""
    first = nsmallest(SHOWN, found, key=lambda one: (one[2].by, one[1].code, one[2].what))
    rows = [(one.by, _row(case, core, one, on)) for case, core, one in first]
    groups = (
        DueGroup(_("Late"), tuple(row for by, row in rows if by < on)),
        DueGroup(_("Today"), tuple(row for by, row in rows if by == on)),
        DueGroup(_("Soon"), tuple(row for by, row in rows if by > on)),
    )
    terms = (Link(_("Terms for contact"), reverse("survivors-terms")),) if sets else ()
    arrived = Link(_("Arrived by link"), reverse("letters"))
    links = (arrived, Link(_("People from casework"), reverse("survivor-boxes")), *terms)
    return DuePage(on, tuple(one for one in groups if one.rows), len(found) - len(first), boxes, late, links)


def _row(case: UUID, core: Core, one: Due, on: date) -> DueRow:
    day = {"day": date_format(one.by, "j F Y")}
    badge = Badge(State.OPEN, _("by %(day)s") % day)
    if one.by < on:
        badge = Badge(State.LATE, _("was due %(day)s") % day)
    elif one.by == on:
        badge = Badge(State.DUE, _("today"))
    return DueRow(case, core.called or core.name, core.code, _what(one), badge)


def _what(one: Due) -> str:
    words = {
        Duty.FIRST_CONTACT: _("First contact of ours: not made yet"),
        Duty.CONFIRM: _("How she can be reached is older than three months: ask again when she begins a contact"),
        Duty.CONSENT: _("A consent ends: %(who)s") % {"who": one.words},
        Duty.TO_DO: one.words,
        Duty.CHILD: _("Plan of a child to look at again: %(name)s") % {"name": one.words},
    }
    if one.what is Duty.TELL:
        return ngettext("%(number)d thing to tell her", "%(number)d things to tell her", one.number) % {
            "number": one.number
        }
    if one.what is Duty.TRY_AGAIN and one.at:
        when = date_format(timezone.localtime(one.at), "j F, H:i")
        return _("Next attempt, inside her time: %(when)s") % {"when": when}
    return words[one.what]
