"""Writes that a manager makes for a whole programme: holidays and rules of attendance."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record

from ..models import AttendanceRules, Group, Holiday
from ..standing import Rules
from .replanning import replan, tell_plan


@transaction.atomic
def add_holiday(*, programme: UUID, first: date, last: date, name: str, by: str, at: datetime) -> None:
    """No group of the programme meets on these days; sessions that lie there move on in the slot."""
    Holiday.objects.create(programme_id=programme, first=first, last=last, name=name, written_at=at, written_by_id=by)
    _replan_all(programme, by=by, at=at)


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: str, at: datetime) -> None:
    held = Holiday.objects.filter(pk=holiday.pk, removed_at__isnull=True)
    if held.update(removed_at=at, removed_by=by):
        _replan_all(holiday.programme_id, by=by, at=at)


def _replan_all(programme: UUID, *, by: str, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_holiday", at=at)
    groups = list(Group.objects.select_for_update().filter(programme=programme, ended_on__isnull=True).order_by("pk"))
    for group in groups:
        replan(group, at=at)
    for group in groups:
        tell_plan(group, at=at)


@transaction.atomic
def set_rules(*, programme: UUID, rules: Rules, by: str, at: datetime) -> None:
    """The programme's rules of attendance from a day on. Earlier ones stay on record."""
    columns = asdict(rules)
    AttendanceRules.objects.create(programme_id=programme, written_at=at, written_by_id=by, **columns)
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_attendance_rules", at=at)
