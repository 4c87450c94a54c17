"""Where men stand: their register rows in order, and the rules that count for them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from article16.casework.intake.models import standing as standing_rows
from article16.casework.records.kinds import Happened
from article16.casework.records.models import SessionOutcome
from article16.common.db.prepared import Prepared

from ..models import Attendance, AttendanceRules, MakeUp
from ..standing import Held, Mark, Rules, Standing, standing

RULES = [one.name for one in fields(Rules)]


def rules_of(programme_id: UUID, on: date) -> Rules:
    """The rules that count on this day, or those that are proposed where nobody wrote any. One query."""
    found = WRITTEN.first(programme=programme_id, on=on)
    return Rules(*found) if found else Rules()


def _written(programme: UUID, on: date) -> QuerySet:
    rows = AttendanceRules.objects.filter(programme=programme, since__lte=on)
    return rows.order_by("-since", "-written_at").values_list(*RULES)[:1]


WRITTEN = Prepared(_written)


def current() -> QuerySet[Attendance]:
    """Register rows that no later row corrects."""
    return Attendance.objects.filter(~Exists(Attendance.objects.filter(corrects=OuterRef("pk"))))


def with_make_ups(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """With `made_up`: the minutes made up for, from the newest word about it; None: nothing was."""
    newest = MakeUp.objects.filter(session=OuterRef("session"), episode=OuterRef("episode"))
    newest = newest.filter(~Exists(MakeUp.objects.filter(corrects=OuterRef("pk"))))
    return rows.annotate(made_up=Subquery(newest.values("minutes")[:1]))


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row of the register, with the session's place in time."""

    session: UUID
    starts_at: datetime
    row: UUID
    mark: Mark
    minutes: int | None
    made_up: int  # minutes; 0: none
    alone: bool = False  # a session with him alone, of which only what he missed stands here

    @property
    def held(self) -> Held:
        return Held(self.mark, self.minutes, bool(self.made_up), self.alone)


HeldOf = dict[UUID, list[HeldRow]]


def held_by(episodes: Iterable[UUID]) -> HeldOf:
    """What the registers say of these episodes, and the sessions alone that they missed, in their order. One query."""
    ids = list(episodes)
    found: HeldOf = {one: [] for one in ids}
    rows = _registered(ids).union(_missed_alone(ids), all=True).order_by("h_at", "h_session")
    for episode, session, starts_at, pk, mark, minutes, made_up, alone in rows:
        found[episode].append(HeldRow(session, starts_at, pk, Mark(mark), minutes, made_up or 0, bool(alone)))
    return found


COLUMNS = ("h_episode", "h_session", "h_at", "h_row", "h_mark", "h_minutes", "h_made_up", "h_alone")


def _registered(ids: list[UUID]) -> QuerySet:
    rows = with_make_ups(current().filter(episode__in=ids)).annotate(
        h_episode=F("episode"),
        h_session=F("session"),
        h_at=F("session__starts_at"),
        h_row=F("pk"),
        h_mark=F("mark"),
        h_minutes=F("minutes"),
        h_made_up=F("made_up"),
        h_alone=Value(0),
    )
    return rows.values_list(*COLUMNS)


def _missed_alone(ids: list[UUID]) -> QuerySet:
    """At the beginning of their day: before a group's session of the same day. What he attended alone stands apart."""
    number = IntegerField()
    rows = standing_rows(SessionOutcome).filter(episode__in=ids, happened=Happened.NOT_ATTENDED).order_by()
    rows = rows.annotate(
        h_episode=F("episode"),
        h_session=F("session"),
        h_at=Cast("on", DateTimeField()),
        h_row=F("pk"),
        h_mark=Value(Mark.ABSENT.value, output_field=CharField()),
        h_minutes=Value(None, output_field=number),
        h_made_up=Value(None, output_field=number),
        h_alone=Value(1),
    )
    return rows.values_list(*COLUMNS)


def standings_of(episodes: Iterable[UUID], rules: Rules) -> dict[UUID, Standing]:
    """Where each of these men stands. One query."""
    return {one: standing(rules, [row.held for row in rows]) for one, rows in held_by(episodes).items()}
