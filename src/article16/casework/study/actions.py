"""The study is told what is new: in parts of the tick, for every man alike, in one transaction with what was told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.questionnaires.actions.reporting import has_untold, tell_untold
from article16.casework.warnings.actions import Make, tell_many
from article16.casework.warnings.queries import ways as where_to

from .facts import ways
from .models import Told
from .telling import Row, rows_of

AT_ONCE = 50  # episodes of one tick: a tenth of a second


def tell_study(*, episodes: Iterable[UUID], at: datetime) -> int:
    """Tell what differs from what was told before; how many rows. Nothing is sent where there is no women's service.

    Looked at without holding anybody up: only when something differs does a transaction begin. What changes in between
    is found by the next round.
    """
    to = {pk: way for pk, way in where_to(episodes).items() if way.to.zone}
    before = {(one.episode_id, one.key): one for one in Told.objects.filter(episode__in=list(to))}
    found = ways(to, on=timezone.localdate(at))
    rows = [(pk, row) for pk in sorted(found, key=str) for row in rows_of(found[pk])]
    differ = [(pk, row) for pk, row in rows if not _same(before.get((pk, row.key)), row)]
    if not differ and not has_untold(list(to)):
        return 0
    with transaction.atomic():
        _note(differ, before)
        messages: list[tuple[Episode, Make]] = [(Episode(pk=pk), row.message) for pk, row in differ]
        tell_many(messages=messages, at=at)
        return len(messages) + tell_untold(episodes=list(to), at=at)


def _same(told: Told | None, row: Row) -> bool:
    return told is not None and told.digest == row.digest


def _note(differ: list[tuple[UUID, Row]], before: dict[tuple[UUID, str], Told]) -> None:
    new, changed = [], []
    for pk, row in differ:
        told = before.get((pk, row.key))
        if told is None:
            new.append(Told(episode_id=pk, key=row.key, digest=row.digest))
        else:
            told.digest = row.digest
            changed.append(told)
    Told.objects.bulk_create(new, ignore_conflicts=True)
    Told.objects.bulk_update(changed, ["digest"])


def next_episodes(after: UUID | None) -> list[UUID]:
    """The next ones in the order of their ids. One query."""
    rows = Episode.objects.order_by("pk")
    found = rows.filter(pk__gt=after) if after else rows
    return list(found.values_list("pk", flat=True)[:AT_ONCE])
