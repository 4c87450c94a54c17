"""His way through the programme as the times need it, read from the rooms below. Each read says what it costs."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.endings.kinds import EndingKind
from article16.casework.endings.models import Ending, Reopening
from article16.casework.groups.models import Enrolment, Session
from article16.casework.groups.queries.standings import current
from article16.casework.groups.standing import THERE
from article16.casework.intake.models import Agreement, Withdrawal

from .schedule import Course


def courses(episodes: Iterable[UUID]) -> dict[UUID, Course]:
    """The way of each of these episodes. Eight queries, whatever their number."""
    ids = list(episodes)
    rows = list(Episode.objects.filter(pk__in=ids).values_list("pk", "client", "opened_on", "state", "ended_on"))
    planned, attended, endings = _planned(ids), _attended(ids), _endings(ids)
    died, withdrawn = _died({row[1] for row in rows}), _withdrawn(ids)
    found = {}
    for pk, client, opened, state, ended in rows:
        kind, last = endings.get(pk, ("", None)) if state == EpisodeState.ENDED else ("", None)
        found[pk] = Course(
            first_contact=opened,
            started=next(iter(planned.get(pk, ())), None),
            sessions=planned.get(pk, ()),
            stopped=ended,
            completed=kind == EndingKind.COMPLETED,
            last_attended=last or attended.get(pk),
            withdrawn=withdrawn.get(pk),
            died=died.get(client),
        )
    return found


def _endings(ids: list[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """How each ended, and the last session he came to, by the ending that holds."""
    rows = _holding().filter(episode__in=ids).order_by("written_at")
    return {episode: (kind, last) for episode, kind, last in rows.values_list("episode", "kind", "last_attended_on")}


def _holding() -> QuerySet[Ending]:
    corrected = Ending.objects.filter(corrects=OuterRef("pk"))
    reopened = Reopening.objects.filter(ending=OuterRef("pk"))
    return Ending.objects.filter(~Exists(corrected), ~Exists(reopened))


def _died(clients: set[UUID]) -> dict[UUID, date]:
    """That a man has died counts for every programme of his."""
    rows = _holding().filter(episode__client__in=clients, kind=EndingKind.DIED)
    return dict(rows.values_list("episode__client", "decided_on"))


def _withdrawn(ids: list[UUID]) -> dict[UUID, date]:
    """He took his agreement back and has signed none since."""
    back = dict(Withdrawal.objects.filter(episode__in=ids).order_by("on").values_list("episode", "on"))
    taken = set(Withdrawal.objects.filter(episode__in=ids).values_list("agreement", flat=True)) if back else set()
    signed = Agreement.objects.filter(episode__in=list(back)).exclude(pk__in=taken).values_list("episode", flat=True)
    again = set(signed) if back else set()
    return {episode: on for episode, on in back.items() if episode not in again}


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
