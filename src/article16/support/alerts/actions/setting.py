"""What the lead sets: ladder, rota, hours of duty; and what each person says of her own absence and telephone."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record
from article16.support.alerts.models import Absence, Hours, Number, Pace, Reach, Rung, Shift
from article16.support.alerts.policy import Pace as PaceRule
from article16.support.alerts.policy import Step


def _note(what: str, *, by: UUID, at: datetime, ids: Sequence[str] = ()) -> None:
    record(verb=Verb.SETTING, thing="rota", ids=ids, by=str(by), what=what, at=at)


@transaction.atomic
def set_ladder(
    *, ladders: dict[str, tuple[Step, ...]], paces: dict[str, PaceRule], reading: int, by: UUID, at: datetime
) -> None:
    """From now on the ladder is this. What waits already goes on from the rung it has reached."""
    Rung.objects.all().delete()
    Rung.objects.bulk_create(
        Rung(severity=severity, number=number, line=step.line.value, percent=step.percent)
        for severity, steps in ladders.items()
        for number, step in enumerate(steps, 1)
    )
    for severity, pace in paces.items():
        Pace.objects.update_or_create(severity=severity, defaults={"hold": pace.hold, "again": pace.again})
    Number.objects.update_or_create(name="reading-limit", defaults={"value": reading})
    _note("set_ladder", by=by, at=at)


@transaction.atomic
def add_shift(
    *, line: str, person: UUID, begins_at: datetime, ends_at: datetime | None, by: UUID, at: datetime
) -> None:
    """One person on one line of the rota."""
    Shift.objects.create(line=line, person_id=person, begins_at=begins_at, ends_at=ends_at)
    _note("add_shift", by=by, at=at, ids=[str(person)])


@transaction.atomic
def end_shift(*, shift: UUID, by: UUID, at: datetime) -> None:
    """The shift ends now; one that has not begun is taken out of the rota."""
    row = Shift.objects.select_for_update().get(pk=shift)
    if row.begins_at >= at:
        row.delete()
    elif row.ends_at is None or row.ends_at > at:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    _note("end_shift", by=by, at=at, ids=[str(row.person_id)])


@transaction.atomic
def set_hours(*, stretches: Sequence[tuple[int, time, time]], by: UUID, at: datetime) -> None:
    """The hours of the week in which a worker is on duty; none: always."""
    Hours.objects.all().delete()
    Hours.objects.bulk_create(Hours(weekday=day, opens=opens, closes=closes) for day, opens, closes in stretches)
    _note("set_hours", by=by, at=at)


@transaction.atomic
def add_absence(*, person: UUID, begins_at: datetime, ends_at: datetime, by: UUID, at: datetime) -> None:
    """She cannot be called from then till then."""
    Absence.objects.create(person_id=person, begins_at=begins_at, ends_at=ends_at)
    _note("add_absence", by=by, at=at, ids=[str(person)])


@transaction.atomic
def set_reach(*, person: UUID, phone: str, mail: bool, by: UUID, at: datetime) -> None:
    """How this person is called besides the page."""
    Reach.objects.update_or_create(person_id=person, defaults={"phone": phone, "mail": mail})
    _note("set_reach", by=by, at=at, ids=[str(person)])
