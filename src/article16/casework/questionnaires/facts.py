"""His way through the programme as the times need it, read from the rooms below. Each read says what it costs."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from uuid import UUID

from django.utils import timezone

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.groups.models import Enrolment, Session
from article16.casework.groups.queries.standings import current
from article16.casework.groups.standing import THERE

from .schedule import Course


def courses(episodes: Iterable[UUID]) -> dict[UUID, Course]:
    """The way of each of these episodes. Five queries, whatever their number."""
    ids = list(episodes)
    rows = Episode.objects.filter(pk__in=ids).values_list("pk", "opened_on", "state", "ended_on")
    planned, attended = _planned(ids), _attended(ids)
    return {
        pk: Course(
            first_contact=opened,
            started=next(iter(planned.get(pk, ())), None),
            sessions=planned.get(pk, ()),
            stopped=ended if state == EpisodeState.ENDED else None,
            last_attended=attended.get(pk),
        )
        for pk, opened, state, ended in rows
    }


def _planned(ids: list[UUID]) -> dict[UUID, tuple[date, ...]]:
    """The days of the sessions that are his: from his first to his last day, at most as many as planned."""
    columns = ("episode", "group", "since", "until", "group__planned_sessions")
    spells = list(Enrolment.objects.filter(episode__in=ids).order_by("since").values_list(*columns))
    met: dict[UUID, list[date]] = {}
    sessions = Session.objects.filter(group__in={spell[1] for spell in spells}, cancelled_at__isnull=True)
    for group, moment in sessions.order_by("starts_at").values_list("group", "starts_at"):
        met.setdefault(group, []).append(timezone.localdate(moment))
    found: dict[UUID, list[date]] = {}
    for episode, group, since, until, most in spells:
        before = found.setdefault(episode, [])
        his = (day for day in met.get(group, ()) if day >= since and (until is None or day <= until))
        before.extend(islice(his, max(most - len(before), 0)))
    return {episode: tuple(days) for episode, days in found.items()}


def _attended(ids: list[UUID]) -> dict[UUID, date]:
    rows = current().filter(episode__in=ids, mark__in=[mark.value for mark in THERE])
    found: dict[UUID, date] = {}
    for episode, moment in rows.order_by("session__starts_at").values_list("episode", "session__starts_at"):
        found[episode] = timezone.localdate(moment)
    return found
