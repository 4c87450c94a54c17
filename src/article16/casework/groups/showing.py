"""From rows to what a page shows: lines of groups, members, sessions, and the register of one session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.clients.models import EpisodeState
from article16.common.ui.parts import Badge, State

from . import pages, words
from .forms import RegisterForm, Row
from .queries import doses, standings
from .queries.groups import GroupLine, GroupRow, MemberRow, SessionRow
from .queries.registers import ManRow
from .standing import Held, Mark, Rules, Standing, Step, standing


def groups_line(line: GroupLine) -> pages.GroupsLine:
    group = line.group
    return pages.GroupsLine(
        url=reverse("group", args=[group.id]),
        name=group.name,
        programme=group.programme,
        slot=words.slot(group),
        kind=str(words.KINDS[group.kind]),
        men=_("%(men)d of %(most)d") % {"men": line.men, "most": group.capacity},
        next=words.day(group.local(line.next)) if line.next else "",
        open_registers=line.open_registers,
    )


@dataclass(frozen=True, slots=True)
class Lines:
    """Sessions of one group as lines."""

    group: GroupRow
    may_lead: bool
    at: datetime

    def of(self, sessions: Iterable[SessionRow]) -> tuple[pages.SessionLine, ...]:
        return tuple(self._line(one) for one in sessions)

    def _line(self, one: SessionRow) -> pages.SessionLine:
        open_to_change = self.may_lead and not one.cancelled and not one.taken_at
        return pages.SessionLine(
            session=one,
            when=words.day(self.group.local(one.starts_at)),
            span=words.span(self.group, one),
            url=reverse("session-register", args=[one.id]),
            badge=self._badge(one),
            change=reverse("session-change", args=[one.id]) if open_to_change else "",
            cancel=reverse("session-cancel", args=[one.id]) if open_to_change else "",
        )

    def _badge(self, one: SessionRow) -> Badge:
        if one.cancelled:
            return Badge(State.NONE, _("Cancelled"))
        if one.taken_at:
            return Badge(State.DONE, _("Register taken"))
        if self.group.local(one.starts_at).date() == self.group.local(self.at).date():
            return Badge(State.DUE, _("Today"))
        if one.starts_at > self.at:
            return Badge(State.OPEN, _("Planned"))
        return Badge(State.LATE, _("Register not taken"))


def members(men: tuple[MemberRow, ...], group: GroupRow, rules: Rules, *, may_enrol: bool) -> tuple:
    """The men with their standing and dose. Three queries, whatever their number."""
    held = standings.held_by(one.episode for one in men)
    orders = doses.orders_of(one.episode for one in men)
    alone = doses.individual_of(one.episode for one in men)
    plan = (group.planned_sessions, float(group.planned_hours))
    return tuple(
        _member(
            one,
            held[one.episode],
            doses.dose_of(rules, held[one.episode], alone.get(one.episode, (0, 0))),
            doses.ordered(orders.get(one.episode), plan),
            rules,
            may_enrol,
        )
        for one in men
    )


def _member(
    one: MemberRow, rows: list, dose: doses.Dose, ordered: doses.Ordered, rules: Rules, may_enrol: bool
) -> pages.MemberLine:
    found = standing(rules, [row.held for row in rows])
    return pages.MemberLine(
        man=one,
        url=reverse("attendance", args=[one.client]),
        standing=words.standing(rules, found),
        absences=words.absences(rules, found),
        badge=step_badge(found),
        dose=dose_line(dose, ordered),
        leave=reverse("enrolment-leave", args=[one.enrolment]) if may_enrol and one.until is None else "",
    )


def step_badge(found: Standing) -> Badge | None:
    names = {
        Step.LETTER: (State.DUE, _("Letter")),
        Step.REVIEW: (State.DUE, _("Review")),
        Step.EXCLUSION: (State.LATE, _("Decision about exclusion")),
    }
    return Badge(*names[found.step]) if found.step else None


def dose_line(dose: doses.Dose, ordered: doses.Ordered) -> str:
    """14 of 26 sessions, 28 h of 52 h ordered."""
    kind = _("ordered") if ordered.by_order else _("planned")
    parts = []
    if ordered.sessions:
        parts.append(_("%(got)d of %(all)d sessions") % {"got": dose.all_sessions, "all": ordered.sessions})
    else:
        parts.append(_("%(got)d sessions") % {"got": dose.all_sessions})
    got = words.hours(dose.all_minutes)
    if ordered.hours:
        parts.append(_("%(got)s of %(all)s") % {"got": got, "all": words.hours(ordered.hours * 60)})
    else:
        parts.append(got)
    told = ", ".join(parts)
    return f"{told} {kind}" if ordered.sessions or ordered.hours else told


def register_men(men: tuple[ManRow, ...], form: RegisterForm, rules: Rules, session: SessionRow, day: date) -> tuple:
    """Each man with his fields, his absences and what each mark would bring. No query."""
    return tuple(
        _register_man(number, man, row, rules, session, day)
        for number, (man, row) in enumerate(zip(men, form.rows, strict=True), 1)
    )


def _register_man(
    number: int, man: ManRow, row: Row, rules: Rules, session: SessionRow, day: date
) -> pages.RegisterMan:
    now = man.now
    return pages.RegisterMan(
        row=row,
        number=number,
        name=man.name,
        code=man.code,
        url=reverse("attendance", args=[man.client]),
        absences=words.absences(rules, now),
        late=words.over(rules, now) or Step.REVIEW in now.reached,
        effects=tuple(_effects(man, rules, now, day)) if man.marked is None else (),
        mark_words=str(words.WORDS[man.marked.mark].words) if man.marked else "",
        suspended=man.state == EpisodeState.SUSPENDED,
    )


def _effects(man: ManRow, rules: Rules, now: Standing, day: date):
    """What would come of each mark that may count as an absence, said before it is saved."""
    for mark in (Mark.EXCUSED, Mark.ABSENT, Mark.SENT_AWAY):
        then = man.if_marked(Held(mark))
        steps = tuple(step for step in Step if step in then.reached - now.reached)
        if steps:
            yield mark.value, _nth(then, rules) + " " + words.consequence(rules, steps, day)


def _nth(then: Standing, rules: Rules) -> str:
    total = _("Absence %(number)d of %(allowed)d.") % {"number": then.absences, "allowed": rules.allowed}
    return f"{total} {_('%(number)d in a row.') % {'number': then.in_row}}" if then.in_row > 1 else total
