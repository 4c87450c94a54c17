"""Asking the rules: of what a trigger noted, of what is missing, and each night of everything. Part of the tick."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from article16.casework.warnings.actions import Warned, warn_many
from article16.casework.warnings.models import Changed, Noticed
from article16.wall.vocabulary import AlertKind

from . import queries
from .policy import Gap

BATCH = 500
# Kinds whose fact is that something is missing; that of all others is a row.
OF_GAPS = (
    AlertKind.REGISTER_MISSING,
    AlertKind.NO_NEXT_SESSION,
    AlertKind.ENDED_WITHOUT_REASON,
    AlertKind.REFERRAL_UNANSWERED,
    AlertKind.NO_SHOW,  # also an ending; its fact is then a row, and not compared the other way
)
OF_ROWS = tuple(kind for kind in AlertKind if kind not in OF_GAPS)


def evaluate(*, at: datetime) -> int:
    """Ask the rules about every row that was written since they were last asked; how many warnings were owed."""
    total = 0
    while (made := _some(at)) is not None:
        total += made
    return total


@transaction.atomic
def _some(at: datetime) -> int | None:
    noted = list(Changed.objects.order_by("pk")[:BATCH])
    if not noted:
        return None
    rows: dict[str, list[UUID]] = {}
    for one in noted:
        rows.setdefault(one.fact_table, []).append(one.row_id)
    owed = [warned for table, ids in rows.items() for rule in queries.FACTS.get(table, ()) for warned in rule(ids, at)]
    Changed.objects.filter(pk__in=[one.pk for one in noted]).delete()
    return warn_many(facts=owed, by="", at=at)


@transaction.atomic
def notice(*, at: datetime) -> int:
    """See what is missing, since when, and warn of what has been missing for too long; how many were owed."""
    missing = {(gap.kind.value, gap.fact): gap for gap in queries.gaps(at)}
    known = {(row.kind, row.fact): row for row in Noticed.objects.all()}
    Noticed.objects.filter(pk__in=[row.pk for key, row in known.items() if key not in missing]).delete()
    fresh = [
        Noticed(kind=kind, fact=fact, episode_id=gap.episode, since=at)
        for (kind, fact), gap in missing.items()
        if (kind, fact) not in known
    ]
    Noticed.objects.bulk_create(fresh, ignore_conflicts=True)
    since = {key: row.since for key, row in known.items()}
    return warn_many(facts=_overdue(missing.values(), since, at), by="", at=at)


def _overdue(missing: Iterable[Gap], since: dict[tuple[str, UUID], datetime], at: datetime) -> list[Warned]:
    gaps = list(missing)
    days = queries.days_by_episode({gap.episode for gap in gaps})
    raised = queries.raised_of(OF_GAPS, at)
    return [
        Warned(gap.kind, gap.fact, gap.episode, gap.severity)
        for gap in gaps
        if (gap.kind.value, gap.fact) not in raised
        and at - since.get((gap.kind.value, gap.fact), at) >= _patience(gap, days[gap.episode])
    ]


def _patience(gap: Gap, days) -> timedelta:
    """A register is late by itself after 24 hours; the others may be missing for the days of the programme."""
    allowed = {
        AlertKind.NO_NEXT_SESSION: days.no_next,
        AlertKind.REFERRAL_UNANSWERED: days.unanswered,
        AlertKind.NO_SHOW: days.not_seen,
    }
    return timedelta(days=allowed.get(gap.kind, 0))


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the nightly comparison came to."""

    asked: int  # facts that satisfy a rule
    owed: int  # of them nobody was warned of; they are warned of now
    gone: int  # warnings whose fact is no longer there, as after a restore: to be entered again, never deleted


def reconcile(*, at: datetime) -> Reconciled:
    """Every rule over all raw rows, compared with what was raised, both ways."""
    asked = owed = 0
    batch: list[Warned] = []
    for rules in queries.FACTS.values():
        for rule in rules:
            for one in rule(None, at):
                asked += 1
                batch.append(one)
                if len(batch) == BATCH:
                    owed += warn_many(facts=batch, by="", at=at)
                    batch = []
    owed += warn_many(facts=batch, by="", at=at)
    owed += notice(at=at)
    raised = {fact for _kind, fact in queries.raised_of(OF_ROWS, at)}
    gone = raised - queries.facts_that_stand(raised)
    return Reconciled(asked, owed, len(gone))
