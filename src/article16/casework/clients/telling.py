"""Referrals in words: facts, badges and lines as the pages show them. Asks nothing of the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.common.ui.parts import Badge, Fact, State

from .kinds import (
    AgencyKind,
    Asked,
    DeadlineKind,
    EpisodeState,
    Mandate,
    OrderKind,
    OrderSource,
    OwnReason,
    Path,
    Reading,
    Sender,
)
from .kinds import ReferralStatus as Status
from .queries import AgencyRow, ClientRow, CorrectionRow, ReferralRow, StepRow

STATES = {
    Status.RECEIVED: State.DUE,
    Status.CONTACTED: State.OPEN,
    Status.SEEN: State.OPEN,
    Status.WAITING: State.OPEN,
    Status.TAKEN_UP: State.INFO,
    Status.WITHDRAWN: State.NONE,
    Status.DECLINED: State.NONE,
}


def day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def label(kinds: Any, value: str) -> str:
    """The words of a choice; empty: not recorded."""
    return str(kinds(value).label) if value else ""


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A man in the list."""

    id: UUID
    name: str
    code: str
    born: str  # empty: not recorded
    programme: str
    stands: str


def clients(rows: Iterable[ClientRow]) -> tuple[ClientLine, ...]:
    """The list of men in words; each of the few words that stand in every line is looked up once."""
    states = {str(one): str(one.label) for one in EpisodeState}
    day = short_day()
    return tuple(
        ClientLine(
            one.id,
            one.name,
            one.code,
            day(one.birth_date),
            one.episodes[0].programme,
            states[one.episodes[0].state],
        )
        for one in rows
    )


def short_day() -> Callable[[date | None], str]:
    """What writes “4 Mar 1988”, for a whole list: the names of months are looked up once. Empty: not recorded."""
    months = [date_format(date(2000, month, 1), "M") for month in range(1, 13)]
    return lambda value: f"{value.day} {months[value.month - 1]} {value.year}" if value else ""


def status_badge(row: ReferralRow) -> Badge:
    status = Status(row.status)
    words = _("%(status)s, %(day)s") % {"status": status.label, "day": date_format(row.status_on, "j M Y")}
    return Badge(STATES[status], words)


def response(row: ReferralRow, *, today: date) -> str:
    """How long he waited, or waits, for the first contact."""
    if row.response_days is not None:
        number = row.response_days
        if number == 0:
            return _("First contact on the day it was received")
        return ngettext(
            "First contact %(number)d day after it was received",
            "First contact %(number)d days after it was received",
            number,
        ) % {"number": number}
    if not row.is_open:
        return _("He was never reached")
    number = (today - row.received_on).days
    if number == 0:
        return _("Received today, not contacted yet")
    return ngettext("Not contacted for %(number)d day", "Not contacted for %(number)d days", number) % {
        "number": number
    }


def sent(row: ReferralRow) -> tuple[Fact, ...]:
    said = row.said
    return (
        Fact(_("Received"), day(row.received_on)),
        Fact(_("Path of entry"), label(Path, said.path)),
        Fact(_("Sent by"), label(Sender, said.sender)),
        Fact(_("What brought him"), label(OwnReason, said.own_reason)),
        Fact(_("Agency"), row.agency),
        Fact(_("Their reference"), said.agency_reference),
        Fact(_("Person there"), ", ".join(filter(None, [said.referred_by, said.referrer_contact]))),
        Fact(_("First appointment"), day(row.appointment_on)),
    )


def ordered(row: ReferralRow) -> tuple[Fact, ...]:
    said = row.said
    return (
        Fact(_("Mandate"), label(Mandate, said.mandate)),
        Fact(_("Ordered"), amount(said.sessions_ordered, said.hours_ordered)),
    )


def amount(sessions: int | None, hours: int | None) -> str:
    """“26 sessions, 52 hours”; empty: not recorded."""
    words = []
    if sessions:
        words.append(ngettext("%(number)d session", "%(number)d sessions", sessions) % {"number": sessions})
    if hours:
        words.append(ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours})
    return ", ".join(words)


def needs(row: ReferralRow) -> tuple[Fact, ...]:
    said = row.said
    return (
        Fact(_("Language"), said.language),
        Fact(_("Interpreter"), label(Asked, said.interpreter)),
        Fact(_("Reading and writing"), label(Reading, said.reading)),
        Fact(_("Disability or other needs"), ": ".join(filter(None, [label(Asked, said.needs), said.needs_words]))),
    )


@dataclass(frozen=True, slots=True)
class StepLine:
    what: str
    on: date
    appointment: str
    reason: str
    by: str


def steps(rows: Iterable[StepRow]) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(label(Status, one.status), one.on, day(one.appointment_on), one.reason, one.by) for one in rows
    )


@dataclass(frozen=True, slots=True)
class OrderLine:
    id: UUID
    what: str
    badge: Badge
    when: str
    source: str
    words: str


def orders(rows: Iterable[Any], *, today: date) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            one.pk,
            label(OrderKind, one.kind),
            _order_badge(one, today),
            _between(one.begins, one.ends),
            label(OrderSource, one.source),
            one.words,
        )
        for one in rows
    )


def _order_badge(one: Any, today: date) -> Badge:
    if one.ends and one.ends < today:
        return Badge(State.NONE, _("Past"))
    if one.begins and one.begins > today:
        return Badge(State.OPEN, _("To come"))
    return Badge(State.INFO, _("In force"))


def _between(begins: date | None, ends: date | None) -> str:
    if begins and ends:
        return _("%(begins)s to %(ends)s") % {"begins": day(begins), "ends": day(ends)}
    if ends:
        return _("until %(ends)s") % {"ends": day(ends)}
    if begins:
        return _("from %(begins)s, until further notice") % {"begins": day(begins)}
    return _("until further notice")


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    id: UUID
    what: str
    badge: Badge
    when: str
    words: str
    is_open: bool


def deadlines(rows: Iterable[Any], *, today: date) -> tuple[DeadlineLine, ...]:
    return tuple(
        DeadlineLine(
            one.pk,
            label(DeadlineKind, one.kind),
            Badge(State.DONE, _("Done")) if one.done_at else due_badge(one.due, today=today),
            day(one.due),
            " · ".join(filter(None, [one.words, one.done_words])),
            one.done_at is None,
        )
        for one in rows
    )


def due_badge(due: date, *, today: date) -> Badge:
    """How a day stands to today."""
    if due == today:
        return Badge(State.DUE, _("Today"))
    if due < today:
        days = (today - due).days
        return Badge(State.LATE, ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days})
    return Badge(State.OPEN, date_format(due, "D j M"))


def deadline_heading(row: Any) -> str:
    words = {"what": label(DeadlineKind, row.kind), "day": day(row.due), "code": row.episode.client.code}
    return _("%(what)s on %(day)s, %(code)s") % words


@dataclass(frozen=True, slots=True)
class AgencyLine:
    id: UUID
    name: str
    kind: str
    contact: str
    is_active: bool


def agency(row: AgencyRow) -> AgencyLine:
    return AgencyLine(row.id, row.name, label(AgencyKind, row.kind), row.contact, row.is_active)


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    before: str
    at: datetime
    by: str
    reason: str


def corrections(rows: Iterable[CorrectionRow]) -> tuple[CorrectionLine, ...]:
    return tuple(
        CorrectionLine(person(one.name_before, one.birth_date_before), one.at, one.by, one.reason) for one in rows
    )


def person(name: str, born: date | None) -> str:
    """A man with the day he was born, as a line."""
    if born is None:
        return _("%(name)s, date of birth not recorded") % {"name": name}
    return _("%(name)s, born %(day)s") % {"name": name, "day": day(born)}
