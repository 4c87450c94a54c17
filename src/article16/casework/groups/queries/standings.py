"""Where men stand: their register rows in order, and the rules that count for them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ..models import Attendance, AttendanceRules, MakeUp
from ..standing import Held, Mark, Rules, Standing, standing

RULES = [one.name for one in fields(Rules)]


def rules_of(programme_id: UUID, on: date) -> Rules:
    """The rules that count on this day, or those that are proposed where nobody wrote any. One query."""
    rows = AttendanceRules.objects.filter(programme=programme_id, since__lte=on)
    found = rows.order_by("-since", "-written_at").values_list(*RULES).first()
    return Rules(*found) if found else Rules()


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

    @property
    def held(self) -> Held:
        return Held(self.mark, self.minutes, bool(self.made_up))


HeldOf = dict[UUID, list[HeldRow]]


def held_by(episodes: Iterable[UUID]) -> HeldOf:
    """What the registers say of these episodes, in the order of the sessions. One query, whatever their number."""
    ids = list(episodes)
    rows = with_make_ups(current().filter(episode__in=ids)).order_by("session__starts_at", "session")
    found: HeldOf = {one: [] for one in ids}
    columns = rows.values_list("episode", "session", "session__starts_at", "pk", "mark", "minutes", "made_up")
    for episode, session, starts_at, pk, mark, minutes, made_up in columns:
        found[episode].append(HeldRow(session, starts_at, pk, Mark(mark), minutes, made_up or 0))
    return found


def standings_of(episodes: Iterable[UUID], rules: Rules) -> dict[UUID, Standing]:
    """Where each of these men stands. One query."""
    return {one: standing(rules, [row.held for row in rows]) for one, rows in held_by(episodes).items()}
