"""What a list of long ago leaves for today: nobody is called for the past, somebody is for what still goes on."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.warnings.actions import Warned, warn_many
from article16.casework.warnings.models import Raised
from article16.casework.warnings.policy import HORIZON
from article16.wall.vocabulary import AlertKind, Severity

from ..queries.standings import HeldRow, held_by, rules_of
from ..standing import Rules, counts, standing
from .consequences import SEVERITY


def is_history(moment: datetime, *, at: datetime) -> bool:
    """Whether it lies so far back that nobody is called for it."""
    return moment <= at - HORIZON


def warn_of_now(*, programme: UUID, episodes: Iterable[UUID], by: str, at: datetime) -> int:
    """Warn of men under way who are missing now: as many absences in a row as are allowed, the last one of late.

    Only where nobody was warned of the same man of late. Last in the transaction; how many warnings.
    """
    rules = rules_of(programme, timezone.localdate(at))
    open_ones = Episode.objects.filter(pk__in=list(episodes)).exclude(state=EpisodeState.ENDED)
    ids = list(open_ones.order_by("pk").values_list("pk", flat=True))
    warned = Raised.objects.filter(episode__in=ids, kind=AlertKind.MISSED_SESSIONS, raised_at__gt=at - HORIZON)
    known = set(warned.values_list("episode", flat=True))
    found = [_missing(one, rows, rules, at) for one, rows in held_by(ids).items() if one not in known]
    return warn_many(facts=[one for one in found if one], by=by, at=at)


def _missing(episode: UUID, rows: list[HeldRow], rules: Rules, at: datetime) -> Warned | None:
    if not rows or is_history(rows[-1].starts_at, at=at) or not counts(rules, rows[-1].held):
        return None
    now = standing(rules, [row.held for row in rows])
    if now.in_row < max(rules.allowed_in_row, 1):
        return None
    severity = SEVERITY[now.step] if now.step else Severity.ORDINARY
    return Warned(AlertKind.MISSED_SESSIONS, rows[-1].row, episode, severity)
