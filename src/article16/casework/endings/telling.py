"""Endings in words: what saving does, and what was saved. Asks nothing of the database."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from article16.casework.clients.kinds import EpisodeState
from article16.casework.warnings.policy import KINDS
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.wall.vocabulary import AlertKind, CourseEvent

from .kinds import ABOUT, EndingKind, How, MainReason, Whom
from .mapping import leaves
from .models import Ending, Suspension, Told
from .queries import Course

MESSAGES = {
    CourseEvent.ENDED: gettext_lazy("the episode has ended, and how"),
    CourseEvent.DIED: gettext_lazy("he has died"),
    CourseEvent.TRANSFERRED: gettext_lazy("he was transferred"),
}
STATES = {
    EpisodeState.REFERRED: State.OPEN,
    EpisodeState.ACTIVE: State.INFO,
    EpisodeState.SUSPENDED: State.SUSPENDED,
    EpisodeState.ENDED: State.NONE,
}


def day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def state_badge(state: str) -> Badge:
    return Badge(STATES[EpisodeState(state)], str(EpisodeState(state).label))


def consequence(kind: EndingKind, *, has_service: bool) -> tuple[str, ...]:
    """What saving this ending does, a sentence each."""
    leaving = leaves(kind, elsewhere=False)
    first = _("Saving ends the episode on the day of the decision and takes him out of his groups.")
    if kind is EndingKind.TRANSFERRED:
        also = _(
            "In a programme of this service the next episode opens, with its own referral and two sealed messages. "
            "For one outside, the warning “%(warning)s” leaves instead."
        ) % {"warning": KINDS[AlertKind.REMOVED]}
        return (first, also, *_sent(MESSAGES[leaving.event], None, has_service=has_service))
    return (first, *_sent(MESSAGES[leaving.event], leaving.alert, has_service=has_service))


def consequence_of_suspension(*, has_service: bool) -> tuple[str, ...]:
    return _sent(_("he is suspended"), AlertKind.SUSPENDED, has_service=has_service)


def consequence_of_going_on(*, has_service: bool) -> tuple[str, ...]:
    return _sent(_("the episode goes on"), None, has_service=has_service)


def consequence_of_correction(*, has_service: bool) -> tuple[str, ...]:
    kept = _("The row before is kept. If it should have warned and did not, the warning leaves now.")
    return (kept, *_sent(_("an earlier fact was wrong, and what is right"), None, has_service=has_service))


def _sent(message: object, alert: AlertKind | None, *, has_service: bool) -> tuple[str, ...]:
    if not has_service:
        task = _("There is no women’s service beside this programme: the person named for it gets a task.")
        return (task,) if alert else ()
    said = [_("Sends the message “%(message)s”, as for every man.") % {"message": message}]
    if alert:
        said.append(_("Sends the warning “%(warning)s”, as for every man.") % {"warning": KINDS[alert]})
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Choice:
    """One ending that may be chosen."""

    kind: str
    label: str
    about: str


def choices(kinds: tuple[EndingKind, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(kind), str(kind.label), str(ABOUT[kind])) for kind in kinds)


def other_kinds(but: EndingKind, address: str) -> tuple[Link, ...]:
    """Where an ending is corrected into another one."""
    return tuple(Link(str(kind.label), f"{address}?kind={kind.value}") for kind in EndingKind if kind is not but)


@dataclass(frozen=True, slots=True)
class Line:
    """One ending, suspension or reopening as the page shows it."""

    id: UUID
    what: str
    badge: Badge | None
    facts: tuple[str, ...]
    words: str
    told: tuple[str, ...]
    at: datetime
    by: str
    takes_told: bool = False
    may_correct: bool = False


def lines(course: Course) -> tuple[Line, ...]:
    """Everything in the order in which it was written, newest first."""
    corrected = {one.corrects_id for one in course.endings if one.corrects_id}
    rows = [_ending(one, course, corrected=one.pk in corrected) for one in course.endings]
    rows += [_suspension(one, course) for one in course.suspensions]
    rows += [
        Line(
            one.pk,
            _("Goes on after the suspension"),
            None,
            (_from(one.on),),
            one.reason,
            (),
            one.written_at,
            one.written_by.name,
        )
        for one in course.resumed.values()
    ]
    rows += [
        Line(one.pk, _("Open again"), None, (_from(one.on),), one.reason, (), one.written_at, one.written_by.name)
        for one in course.reopened.values()
    ]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _from(on: date) -> str:
    return _("From %(day)s") % {"day": day(on)}


def _ending(one: Ending, course: Course, *, corrected: bool) -> Line:
    reopened = one.pk in course.reopened
    badge = Badge(State.NONE, _("Corrected")) if corrected else Badge(State.NONE, _("Open again")) if reopened else None
    facts = [_("Decided on %(day)s") % {"day": day(one.decided_on)}, last_attended(one)]
    if one.kind == EndingKind.TRANSFERRED:
        to = one.to_programme.name if one.to_programme else one.elsewhere
        facts.append(_("To %(programme)s") % {"programme": to})
    if one.main_reason:
        facts.append(_("Main reason: %(reason)s") % {"reason": MainReason(one.main_reason).label})
    if one.why_corrected:
        facts.append(_("Corrects an earlier row: %(why)s") % {"why": one.why_corrected})
    return Line(
        one.pk,
        str(EndingKind(one.kind).label),
        badge,
        tuple(facts),
        one.reasons,
        tuple(told_line(row) for row in course.told.get(one.pk, ())),
        one.written_at,
        one.written_by.name,
        takes_told=not corrected,
        may_correct=not corrected and not reopened,
    )


def last_attended(one: Ending) -> str:
    if one.never_attended:
        return _("He never attended")
    if one.last_attended_on:
        return _("Last attended on %(day)s") % {"day": day(one.last_attended_on)}
    return _("Last attendance not recorded")


def told_line(one: Told) -> str:
    return _("%(whom)s, on %(day)s, %(how)s") % {
        "whom": ", ".join(filter(None, [str(Whom(one.whom).label), one.name])),
        "day": day(one.on),
        "how": str(How(one.how).label).lower(),
    }


def _suspension(one: Suspension, course: Course) -> Line:
    resumed = course.resumed.get(one.pk)
    facts = [_from(one.begins_on)]
    if one.until:
        facts.append(_("Planned until %(day)s") % {"day": day(one.until)})
    badge = Badge(State.NONE, _("Over")) if resumed else Badge(State.SUSPENDED, _("Not over"))
    return Line(one.pk, _("Suspended"), badge, tuple(facts), one.reason, (), one.written_at, one.written_by.name)
