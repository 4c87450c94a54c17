"""What the page of a child shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link

from .children import Child
from .policy import CHILD_STATUSES
from .writings import CaseFile, Opened


@dataclass(frozen=True, slots=True)
class StatusRow:
    words: str
    second: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class NoteRow:
    words: str
    second: str


@dataclass(frozen=True, slots=True)
class ChildPage:
    id: UUID
    case: UUID
    name: str
    code: str
    facts: tuple[Fact, ...]
    statuses: tuple[StatusRow, ...]
    plan: str
    review: Badge | None
    notes: tuple[NoteRow, ...]
    earlier: tuple[NoteRow, ...]  # records and plans before the ones that hold


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child on the page of her case."""

    link: Link
    second: str


def child_rows(file: CaseFile) -> tuple[ChildRow, ...]:
    return tuple(
        ChildRow(
            Link(one.record.name, reverse("survivor-child", args=[file.id, one.id])),
            str(CHILD_STATUSES.get(one.status.status, one.status.status)) if one.status else "",
        )
        for one in file.children
    )


def child_page(file: CaseFile, child: Child, names: Mapping[str, str], on: date) -> ChildPage:
    now, plan = child.record, child.plan
    return ChildPage(
        id=child.id,
        case=file.id,
        name=now.name,
        code=file.core.code,
        facts=(
            Fact(_("Born"), _day(now.born) if now.born else ""),
            Fact(_("Lives with"), now.lives_with),
            Fact(_("School or nursery"), now.school),
        ),
        statuses=tuple(_status(one, child, names) for one in child.statuses),
        plan=plan.words if plan else "",
        review=review_badge(plan.review_on, on) if plan and plan.review_on else None,
        notes=tuple(NoteRow(one.value.words, _who(one, _day(one.value.on), names)) for one in child.notes),
        earlier=tuple(_earlier(child, names)),
    )


def review_badge(day: date, on: date) -> Badge:
    if day < on:
        return Badge(State.LATE, _("was to be looked at on %(day)s") % {"day": _day(day)})
    return Badge(State.DUE if day == on else State.OPEN, _("looked at again on %(day)s") % {"day": _day(day)})


def _status(one: Opened, child: Child, names: Mapping[str, str]) -> StatusRow:
    wrong, holds = one.id in child.corrected, one.value == child.status
    badge = Badge(State.DONE, _("holds now")) if holds else Badge(State.NONE, _("before"))
    badge = Badge(State.NONE, _("was corrected")) if wrong else badge
    words = str(CHILD_STATUSES.get(one.value.status, one.value.status))
    since = _("since %(day)s") % {"day": _day(one.value.since)}
    return StatusRow(words, " · ".join(filter(None, [since, one.value.words, names.get(str(one.by), "")])), badge)


def _earlier(child: Child, names: Mapping[str, str]) -> Iterator[NoteRow]:
    """What does not hold any more, the latest first."""
    for kind in ("a child", "plan for a child"):
        for one in [one for one in child.entries if one.kind == kind][1:]:
            value = one.value
            parts = [value.name, value.lives_with, value.school] if kind == "a child" else [value.words]
            yield NoteRow(" · ".join(filter(None, parts)), _who(one, _day(timezone.localdate(one.at)), names))


def _who(one: Opened, day: str, names: Mapping[str, str]) -> str:
    return " · ".join(filter(None, [day, names.get(str(one.by), "")]))


def _day(day: date) -> str:
    return date_format(day, "j F Y")
