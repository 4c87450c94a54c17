"""From a warning to what is drawn of it: words, badges, the ladder with its times. Pure but for the language."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from article16.common.ui.parts import Badge, Entry, Ladder, Month, Rung, State
from article16.common.ui.shell import Link

from .pages import Card
from .policy import KINDS, LINES, SEVERITIES, Step, told_at
from .queries.desk import AlertRow, StepRow

SOON = timedelta(hours=8)
STEPS = {
    "received": gettext_lazy("Came through the wall"),
    "told": gettext_lazy("Told"),
    "nobody": gettext_lazy("Nobody stood there: the next rung at once"),
    "taken": gettext_lazy("Taken"),
    "hold-ended": gettext_lazy("The time of the person who took it has passed; the ladder goes on"),
    "passed-on": gettext_lazy("Passed on to the next rung"),
    "cases": gettext_lazy("Linked to cases"),
    "acknowledged": gettext_lazy("Acknowledged with the action taken"),
    "telling": gettext_lazy("Recorded what she was told"),
    "closed": gettext_lazy("Closed"),
}


def clock(at: datetime, now: datetime) -> str:
    """02:30, or Thu 19 Nov 02:30 on another day."""
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(now).date():
        return f"{local:%H:%M}"
    return date_format(local, "D j M H:i")


def span(length: timedelta) -> str:
    """4 min, 1 h 33 min, 3 days: as people say it."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return (
            _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
            if rest
            else _("%(hours)d h") % {"hours": hours}
        )
    return ngettext("%(days)d day", "%(days)d days", hours // 24) % {"days": hours // 24}


def badge(row: AlertRow, now: datetime) -> Badge:
    """How it stands to its deadline."""
    if row.acknowledged_at:
        return Badge(State.DONE, _("Acted on %(when)s") % {"when": clock(row.acknowledged_at, now)})
    if row.due < now:
        late = _("%(time)s past its time") % {"time": span(now - row.due)}
        return Badge(State.LATE, late if now - row.due >= timedelta(minutes=1) else _("Past its time"))
    state = State.DUE if row.due - now < SOON else State.OPEN
    return Badge(state, _("Due in %(time)s") % {"time": span(row.due - now)})


def ladder(row: AlertRow, steps: tuple[Step, ...], *, now: datetime, viewer: UUID) -> Ladder:
    """Who was told when, and who will be told next."""
    return Ladder(tuple(_rung(row, steps, number, now, viewer) for number in range(1, len(steps) + 1)))


def _rung(row: AlertRow, steps: tuple[Step, ...], number: int, now: datetime, viewer: UUID) -> Rung:
    told = [one for one in row.steps if one.rung == number and one.what in ("told", "nobody")]
    name = str(LINES[steps[number - 1].line])
    if any(one.person == viewer for one in told):
        name = _("%(line)s, you") % {"line": name}
    return Rung(name, _when(row, steps, number, told, now), told=bool(told), current=number == row.rung)


def _when(row: AlertRow, steps: tuple[Step, ...], number: int, told: list[StepRow], now: datetime) -> str:
    if told and told[0].what == "nobody":
        return _("nobody stood there, %(time)s") % {"time": clock(told[0].at, now)}
    if told:
        moments = list(dict.fromkeys(clock(one.at, now) for one in told))
        if len(moments) > 1:
            return _("told %(first)s, again %(last)s") % {"first": moments[0], "last": moments[-1]}
        return _("told %(time)s") % {"time": moments[0]}
    if row.acknowledged_at or row.next_due is None:
        return _("not needed")
    planned = told_at(steps[number - 1], came=row.came_at, due=row.due)
    at = row.next_due if number == row.rung + 1 else max(planned, row.next_due)
    if number == len(steps):
        return _("at %(time)s, then stays") % {"time": clock(at, now)}
    return _("at %(time)s") % {"time": clock(at, now)}


def card(
    row: AlertRow,
    steps: tuple[Step, ...],
    *,
    now: datetime,
    viewer: UUID,
    names: Mapping[str, str],
    locked: bool,
    first: bool = False,
) -> Card:
    badges = [badge(row, now)]
    if locked:
        badges.append(Badge(State.SEALED, _("Case sealed")))
    if row.rung >= len(steps) and row.acknowledged_at is None:
        badges.append(Badge(State.LATE, _("At the top of the ladder")))
    if not row.whole:
        badges.append(Badge(State.LATE, _("Could not be accepted whole")))
    held = row.held_until is not None and row.held_until > now
    taken = {one.person for one in row.steps if one.what == "taken"}
    waiting = [one for one in row.cases if one.acknowledged_at is None]
    return Card(
        id=row.id,
        code=row.code,
        title=str(KINDS.get(row.kind, row.kind)),
        second=_("came %(when)s · severity: %(severity)s")
        % {"when": clock(row.came_at, now), "severity": SEVERITIES.get(row.severity, row.severity)},  # type: ignore[call-overload]  # a severity that is not in the table shows itself
        badges=tuple(badges),
        deadline=clock(row.due, now),
        within=_("%(time)s after it came") % {"time": span(row.due - row.came_at)}
        if row.due > row.came_at
        else _("it came after its time"),
        late=row.due < now,
        ladder=ladder(row, steps, now=now, viewer=viewer),
        rung=row.rung,
        holder=_holder(row, now, viewer, names) if held else "",
        may_take=not held and viewer not in taken and row.acknowledged_at is None,
        may_pass=row.rung < len(steps) and row.acknowledged_at is None,
        url=reverse("alert", args=[row.id]),
        acknowledge=None
        if locked or not waiting
        else Link(_("Acknowledge %(code)s") % {"code": row.code}, reverse("alert-acknowledge", args=[waiting[0].id])),
        first=first,
    )


def _holder(row: AlertRow, now: datetime, viewer: UUID, names: Mapping[str, str]) -> str:
    until = clock(row.held_until, now) if row.held_until else ""
    if row.taken_by == viewer:
        return _("You took it. The ladder waits for you until %(time)s.") % {"time": until}
    name = names.get(str(row.taken_by), _("A colleague"))
    return _("%(name)s took it. The ladder waits until %(time)s.") % {"name": name, "time": until}


def months(row: AlertRow, names: Mapping[str, str]) -> tuple[Month, ...]:
    """Everything that happened to it, the latest first."""
    found: dict[str, list[Entry]] = {}
    for one in reversed(row.steps):
        local = timezone.localtime(one.at)
        what = str(STEPS.get(one.what, one.what))
        who = names.get(str(one.person), "") if one.person else ""
        line = str(LINES[one.line]) if one.line else ""  # type: ignore[index]  # a line of the table
        entry = Entry(
            when=date_format(local, "D j M, H:i"),
            iso=local.isoformat(),
            icon="bell" if one.what in ("told", "nobody") else "tick",
            fact=f"{what}: {line}" if line else what,
            second=who,
            late=one.what in ("nobody", "hold-ended"),
        )
        found.setdefault(date_format(local, "F Y"), []).append(entry)
    return tuple(Month(title, tuple(entries)) for title, entries in found.items())
