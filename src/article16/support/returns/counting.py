"""What stands in the cases, as the rows behind each figure. What is counted and what is listed are the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from article16.common.returns.periods import Period
from article16.support.survivors.contact import Wish
from article16.support.survivors.writings import CaseFile, Kind, Opened

IN_TIME, LATER, NOT_YET, NO_CONTACT = "in time", "later", "not yet", "no contact"
ANSWERED, TAKEN_BACK, NO_STATUS = "answered", "taken back", ""
WISH = "wish"  # an attempt after which she is not asked again


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is counted: in which part, on which day, and in which case or warning it stands."""

    part: str
    day: date
    case: UUID | None = None
    alert: UUID | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """How many days the duty of first contact gives to a case that was opened on a day."""

    of: Callable[[date | None], int]


Counts = Callable[[CaseFile, Period, Days], Iterator[Row]]


def rows(code: str, files: Iterable[CaseFile], period: Period, days: Days) -> list[Row]:
    """The latest first."""
    found = [row for file in files for row in SOURCES[code](file, period, days)]
    return sorted(found, key=lambda row: (row.day, str(row.case)), reverse=True)


def _in(period: Period, day: date | None) -> bool:
    return day is not None and period.first <= day <= period.last


def _day(one: Opened) -> date:
    return timezone.localdate(one.at)


def _relations(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    opened = file.core.opened_on
    if opened is not None and _in(period, opened):
        yield Row(file.core.relation, opened, file.id)


def _first_contact(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    opened = file.core.opened_on
    if opened is None or not _in(period, opened):
        return
    attempts = file.of(Kind.ATTEMPT)
    reached = min((_day(one) for one in attempts if one.value.outcome == "reached"), default=None)
    if reached is not None:
        since = file.core.counted_from or opened
        part = IN_TIME if (reached - since).days <= days.of(opened) else LATER
    else:
        closed = file.contact is not None and file.contact.wish in (Wish.NEVER, Wish.DANGER_ONLY)
        part = NO_CONTACT if closed or any(one.value.outcome == WISH for one in attempts) else NOT_YET
    yield Row(part, opened, file.id)


def _attempts(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    for one in file.of(Kind.ATTEMPT):
        if _in(period, _day(one)):
            yield Row(one.value.outcome, _day(one), file.id)


def _duties(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    for duty in file.duties.values():
        if _in(period, duty.on):
            yield Row(duty.what, duty.on, file.id)


def _consents(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    for one in file.consents:
        if _in(period, one.consent.since):
            yield Row(one.consent.about, one.consent.since, file.id)
        if one.ended_on is not None and _in(period, one.ended_on):
            yield Row(TAKEN_BACK, one.ended_on, file.id)


def _by_day(*kinds: Kind, there: bool = False) -> Counts:
    """Entries that say themselves on which day it was."""

    def rows(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
        replaced = {one.value.corrects for one in file.of(*kinds) if getattr(one.value, "corrects", None)}
        for one in file.of(*kinds):
            if one.id not in replaced and _in(period, one.value.on) and (not there or one.value.there):
                yield Row("", one.value.on, file.id)

    return rows


def _plans(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    for one in file.plans:
        if _in(period, _day(one)):
            yield Row("", _day(one), file.id)


def _referrals(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    outcomes: dict[UUID, str] = {}
    for one in reversed(file.of(Kind.REFERRAL_OUTCOME)):  # the earliest first: the latest holds
        outcomes[one.value.referral] = one.value.outcome
    for one in file.of(Kind.REFERRAL):
        if _in(period, one.value.on):
            yield Row(outcomes.get(one.id, ""), one.value.on, file.id)


def _answers(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    for one in file.answers:
        if one.value.wave and not one.value.beside and _in(period, one.value.on):
            yield Row(f"{one.value.wave}.{ANSWERED}", one.value.on, file.id)
    for one in file.of(Kind.NOT_ANSWERED):
        if one.value.wave and _in(period, _day(one)):
            yield Row(f"{one.value.wave}.{one.value.reason}", _day(one), file.id)


def _children(file: CaseFile, period: Period, days: Days) -> Iterator[Row]:
    """Each child once, on the day from which its record stands."""
    known: dict[UUID, date] = {}
    for one in file.of(Kind.CHILD_RECORD):
        known[one.value.child] = min(_day(one), known.get(one.value.child, _day(one)))
    for child, since in known.items():
        if since <= period.last:
            yield Row(_status(file.of(Kind.CHILD_STATUS), child, period.last), since, file.id)


def _status(entries: Sequence[Opened], child: UUID, on: date) -> str:
    mine = [one for one in entries if one.value.child == child]
    corrected = {one.value.corrects for one in mine if one.value.corrects}
    stand = [one for one in mine if one.id not in corrected and one.value.since <= on]
    latest = max(stand, key=lambda one: (one.value.since, one.at), default=None)
    return latest.value.status if latest else NO_STATUS


SOURCES: Mapping[str, Counts] = {
    "relations": _relations,
    "first-contact": _first_contact,
    "attempts": _attempts,
    "duties": _duties,
    "consents": _consents,
    "disclosures": _by_day(Kind.DISCLOSURE),
    "sessions": _by_day(Kind.SESSION),
    "groups": _by_day(Kind.AT_GROUP, there=True),
    "plans": _plans,
    "referrals": _referrals,
    "answers": _answers,
    "children": _children,
}
