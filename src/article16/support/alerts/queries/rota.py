"""Who can be told now, and the ladder as the lead has set it. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from article16.common.accounts.models import Membership, Staff
from article16.common.db import paging
from article16.support.alerts.models import Absence, Hours, Number, Pace, Reach, Rung, Shift
from article16.support.alerts.policy import LADDER, PACES, ROLE_OF, Line, Roster, Step, Week
from article16.support.alerts.policy import Pace as PaceRule
from article16.wall.vocabulary import Severity


def roster(at: datetime) -> Roster:
    """Everybody who can be told at this moment. Seven queries, whatever the size of the rota."""
    there = present(at)
    written = set(Shift.objects.values_list("line", flat=True).distinct())
    on_shift = _in_lines(at)
    by_role = _by_role(at, there)
    lines = {
        line: tuple(
            one for one in (on_shift.get(line, ()) if line in written else by_role[ROLE_OF[line]]) if one in there
        )
        for line in Line
    }
    everybody = tuple(sorted({*by_role["lead"], *by_role["worker"]})) or tuple(sorted(there))
    return Roster(at, week().staffed(at, ZoneInfo(settings.TIME_ZONE)), lines, everybody, _channels(there))


def present(at: datetime) -> set[UUID]:
    """Who has an open account and is not away. One query."""
    away = Absence.objects.filter(begins_at__lte=at, ends_at__gt=at).values("person")
    return set(Staff.objects.filter(is_active=True).exclude(pk__in=away).values_list("pk", flat=True))


def _in_lines(at: datetime) -> dict[str, list[UUID]]:
    now = Shift.objects.filter(begins_at__lte=at).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    found: dict[str, list[UUID]] = {}
    for line, person in now.order_by("begins_at", "pk").values_list("line", "person"):
        found.setdefault(line, []).append(person)
    return found


def _by_role(at: datetime, present: set[UUID]) -> dict[str, list[UUID]]:
    held = Membership.objects.filter(since__lte=at, role__in=set(ROLE_OF.values()))
    held = held.filter(Q(until__isnull=True) | Q(until__gt=at)).order_by("staff")
    found: dict[str, list[UUID]] = {role: [] for role in ROLE_OF.values()}
    for role, person in held.values_list("role", "staff").distinct():
        if person in present:
            found[role].append(person)
    return found


def _channels(present: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    known = dict(Reach.objects.values_list("person", "phone"))
    no_mail = set(Reach.objects.filter(mail=False).values_list("person", flat=True))
    return {
        person: tuple(
            name
            for name, use in (
                ("mail", bool(settings.ALERT_MAIL) and person not in no_mail),
                ("sms", bool(settings.ALERT_SMS) and bool(known.get(person))),
            )
            if use
        )
        for person in present
    }


def week() -> Week:
    """The declared hours of duty. One query."""
    return Week(tuple(Hours.objects.order_by("weekday", "opens").values_list("weekday", "opens", "closes")))


def ladders() -> dict[str, tuple[Step, ...]]:
    """The rungs of each severity. One query."""
    found: dict[str, list[Step]] = {}
    for severity, line, percent in Rung.objects.order_by("severity", "number").values_list(
        "severity", "line", "percent"
    ):
        found.setdefault(severity, []).append(Step(Line(line), percent))
    return {one.value: tuple(found.get(one.value, LADDER)) for one in Severity}


def paces() -> dict[str, PaceRule]:
    """How long taking holds, and how often the top is told again. One query."""
    found = {row.severity: PaceRule(row.hold, row.again) for row in Pace.objects.all()}
    return {one.value: found.get(one.value, PACES[one]) for one in Severity}


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One person on one line, or, without a line, one absence."""

    id: UUID
    line: str
    person: UUID
    begins_at: datetime
    ends_at: datetime | None


def shifts(at: datetime, *, token: str = "", size: int = 50) -> paging.Part[ShiftRow]:
    """Shifts that have not ended, by their beginning. One query."""
    left = Shift.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    part = paging.page(left, order=["begins_at", "id"], token=token, size=size)
    return paging.Part(tuple(map(_shift_row, part.rows)), part.earlier, part.later)


def shift(shift_id: UUID) -> ShiftRow | None:
    """One query."""
    found = Shift.objects.filter(pk=shift_id).first()
    return _shift_row(found) if found else None


def _shift_row(one: Shift) -> ShiftRow:
    return ShiftRow(one.pk, one.line, one.person_id, one.begins_at, one.ends_at)


def absences(at: datetime, *, limit: int = 50) -> list[ShiftRow]:
    """Who is away now or will be, the first to be back first. One query."""
    rows = Absence.objects.filter(ends_at__gt=at).order_by("ends_at", "pk")[:limit]
    return [ShiftRow(one.pk, "", one.person_id, one.begins_at, one.ends_at) for one in rows]


def people(at: datetime) -> list[tuple[str, str]]:
    """Leads and workers with an open account, by name, for a choice. One query."""
    held = Membership.objects.filter(role__in=set(ROLE_OF.values()), since__lte=at, staff__is_active=True)
    held = held.filter(Q(until__isnull=True) | Q(until__gt=at))
    rows = set(held.values_list("staff", "staff__name"))
    return [(str(pk), name) for pk, name in sorted(rows, key=lambda row: (row[1], str(row[0])))]


def reach(person: UUID) -> tuple[str, bool]:
    """Telephone and whether mail is wanted. One query."""
    return Reach.objects.filter(person=person).values_list("phone", "mail").first() or ("", True)


READING_LIMIT = 300  # pages in an hour, where the lead has set nothing


def reading_limit() -> int:
    """How many pages one person may open in an hour before the lead is told. One query."""
    found = Number.objects.filter(name="reading-limit").values_list("value", flat=True).first()
    return READING_LIMIT if found is None else found


def leads(at: datetime) -> list[UUID]:
    """Everybody who leads now. One query."""
    held = Membership.objects.filter(role="lead", since__lte=at, staff__is_active=True)
    held = held.filter(Q(until__isnull=True) | Q(until__gt=at))
    return sorted(set(held.values_list("staff", flat=True)))
