"""Writes that take a man into a group and out of it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients.actions import set_state
from article16.casework.clients.models import Episode, EpisodeState
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record

from ..models import Attendance, Enrolment, Group, GroupKind, Session
from ..queries.standings import current
from .replanning import day_of, tell_nothing_planned, tell_plans

ONE_DAY = timedelta(days=1)


@transaction.atomic
def enrol(
    *, episode: Episode, group: Group, since: date, reason: str = "", manager: bool = False, by: str, at: datetime
) -> Enrolment:
    """He belongs to this group from a day on. His first group makes his episode active, which tells the start.

    `manager`: a manager of the programme asks, and may open a closed group that has begun, for a reason.
    """
    held = Group.objects.select_for_update().get(pk=group.pk)
    _check_group(held, since, reason=reason if manager else "", at=at)
    _check_man(episode, held, since)
    enrolment = Enrolment.objects.create(
        episode=episode, group=held, since=since, reason=reason, written_at=at, written_by_id=by
    )
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what="enrol", at=at)
    settle(held, at=at)
    if episode.state == EpisodeState.REFERRED:
        set_state(episode=episode, state=EpisodeState.ACTIVE, on=since, by=by, at=at)
    tell_plans([enrolment], group=held, at=at)
    return enrolment


def _check_group(group: Group, since: date, *, reason: str, at: datetime) -> None:
    if group.ended_on:
        raise NotPossible(_("This group has ended. Choose another one"))
    if since < group.first_day:
        words = date_format(group.first_day, "j F Y")
        raise NotPossible(_("The group begins on %(day)s. Choose that day or a later one") % {"day": words})
    began = Session.objects.filter(group=group, cancelled_at__isnull=True, starts_at__lte=at).exists()
    if group.kind == GroupKind.CLOSED and began and not reason:
        raise NotPossible(_("This group is closed and has begun. A manager may take him in, with a reason"))
    men = Enrolment.objects.filter(group=group).exclude(until__lt=since).count()
    if men >= group.capacity:
        raise NotPossible(
            _("The group is full: %(men)d of %(most)d men from this day on. Choose another group or a later day")
            % {"men": men, "most": group.capacity}
        )


def _check_man(episode: Episode, group: Group, since: date) -> None:
    if episode.programme_id != group.programme_id:
        raise ValueError("A man is taken into groups of his own programme.")
    if episode.state == EpisodeState.ENDED:
        raise NotPossible(_("His episode has ended. Open it again first"))
    if since < episode.opened_on:
        words = date_format(episode.opened_on, "j F Y")
        raise NotPossible(_("His episode was opened on %(day)s. Choose that day or a later one") % {"day": words})
    other = Enrolment.objects.filter(episode=episode, until__isnull=True).select_related("group").first()
    if other:
        name = other.group.name
        raise NotPossible(_("He is in the group %(name)s already. Take him out of it first") % {"name": name})
    overlap = Enrolment.objects.filter(episode=episode, until__gte=since).exists()
    if overlap:
        raise NotPossible(_("On this day he was still in another group. Choose a later day"))


@transaction.atomic
def leave(*, enrolment: Enrolment, on: date, why: str, by: str, at: datetime) -> None:
    """`on` is his last day in the group. A day before what is recorded of him is refused."""
    held = Enrolment.objects.select_for_update().select_related("group", "episode").get(pk=enrolment.pk)
    if held.until is not None:
        raise NotPossible(_("He left this group already. Go back to the group"))
    last = _last_recorded(held)
    if last and on < last:
        words = date_format(last, "j F Y")
        raise NotPossible(_("The register has him on %(day)s. Choose that day or a later one") % {"day": words})
    _leave(held, on, why=why, by=by, at=at)
    tell_plans([held], group=held.group, at=at)


@transaction.atomic
def leave_all(*, episode: Episode, on: date, by: str, at: datetime, why: str = "") -> None:
    """Out of every group, because his episode ends; what is recorded of him after that day keeps him until then."""
    rows = Enrolment.objects.select_for_update().filter(episode=episode, until__isnull=True).select_related("group")
    left = list(rows)
    for one in left:
        last = _last_recorded(one)
        _leave(one, max(on, last) if last else on, why=why, by=by, at=at)
    if left:
        tell_nothing_planned(episode, at=at)


def _last_recorded(one: Enrolment) -> date | None:
    rows = Attendance.objects.filter(episode=one.episode_id, session__group=one.group_id)
    last = rows.exclude(mark="cancelled").order_by("-session__starts_at").values_list("session__starts_at", flat=True)
    moment = last.first()
    return day_of(moment, one.group) if moment else None


def _leave(one: Enrolment, on: date, *, why: str, by: str, at: datetime) -> None:
    # A day before the first: he never began.
    one.until = on if on >= one.since else one.since - ONE_DAY
    one.left_at, one.left_by_id, one.left_why = at, by, why
    one.save(update_fields=["until", "left_at", "left_by", "left_why"])
    client = Episode.objects.values_list("client_id", flat=True).get(pk=one.episode_id)
    record(verb=Verb.WRITE, thing="client", ids=[str(client)], by=by, what="leave", at=at)
    settle(one.group, at=at)


def settle(group: Group, *, at: datetime) -> None:
    """Say of each session that has begun whether its register is taken, now that others belong to the group."""
    begun = Session.objects.filter(group=group, cancelled_at__isnull=True, starts_at__lte=at)
    men = list(Enrolment.objects.filter(group=group).values_list("episode", "since", "until"))
    marked: dict[UUID, set[UUID]] = {}
    for session, episode in current().filter(session__in=begun).values_list("session", "episode"):
        marked.setdefault(session, set()).add(episode)
    for one in begun.order_by("pk"):
        day = day_of(one.starts_at, group)
        expected = {man for man, since, until in men if since <= day and (until is None or until >= day)}
        whole = bool(expected) and expected <= marked.get(one.pk, set())
        if whole != bool(one.taken_at):
            Session.objects.filter(pk=one.pk).update(taken_at=at if whole else None)
