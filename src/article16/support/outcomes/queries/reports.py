"""Reports on the study: those that are made, and their sealed parts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from article16.support.keys.opening import Unlocked

from ..building import RECORD, Meta
from ..models import Report, ReportPart
from ..sealed import part_context

SILENT = timedelta(seconds=60)  # a thread at work is seen every ten seconds
MOST = 50


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as lists show it; while it is made, how far it is."""

    id: UUID
    release: bool
    language: str
    state: str
    why: str
    chapter: str
    place: int
    places: int
    asked_by: str
    asked_by_id: UUID
    begun_at: datetime
    ended_at: datetime | None
    approved_by: str
    approved_at: datetime | None


def reports(*, at: datetime) -> list[ReportRow]:
    """The latest first. One query."""
    return [_row(one, at) for one in _all().order_by("-begun_at", "pk")[:MOST]]


def report(pk: UUID, *, at: datetime) -> ReportRow | None:
    """One query."""
    found = _all().filter(pk=pk).first()
    return _row(found, at) if found else None


def releases(*, at: datetime) -> list[ReportRow]:
    """What is or was to leave. One query."""
    done = _all().filter(release=True, state=Report.State.DONE)
    return [_row(one, at) for one in done.order_by("-begun_at", "pk")[:MOST]]


def _all() -> QuerySet[Report]:
    return Report.objects.select_related("asked_by", "approved_by")


def _row(one: Report, at: datetime) -> ReportRow:
    lost = one.state == Report.State.MAKING and at - one.beat_at > SILENT
    return ReportRow(
        id=one.pk,
        release=one.release,
        language=one.language,
        state="stopped" if lost else one.state,
        why="lost" if lost else one.why,
        chapter=one.chapter,
        place=one.place,
        places=one.places,
        asked_by=one.asked_by.name,
        asked_by_id=one.asked_by_id,
        begun_at=one.begun_at,
        ended_at=one.ended_at,
        approved_by=one.approved_by.name if one.approved_by else "",
        approved_at=one.approved_at,
    )


def part(report: UUID, name: str, by: Unlocked) -> bytes | None:
    """One file of a report; None when it has none of this name. Broken when it was moved or changed. One query."""
    sealed = ReportPart.objects.filter(report=report, name=name).values_list("sealed", flat=True).first()
    return by.open_study(sealed, context=part_context(report, name)) if sealed is not None else None


def parts(report: UUID) -> Sequence[str]:
    """Names of its files. One query."""
    return list(ReportPart.objects.filter(report=report).order_by("name").values_list("name", flat=True))


def meta(report: UUID, by: Unlocked) -> Meta | None:
    """With which data and methods it was made. One query."""
    content = part(report, "meta", by)
    if content is None:
        return None
    found = json.loads(content)
    return Meta(**found | {"notes": tuple(found["notes"]), "problems": tuple(found["problems"])})


@dataclass(frozen=True, slots=True)
class LastRelease:
    """What left last, as the next release must know it."""

    id: UUID
    left_at: datetime
    record: bytes


def last_release(by: Unlocked) -> LastRelease | None:
    """The last release that was approved. Two queries."""
    rows = Report.objects.filter(release=True, state=Report.State.DONE, approved_at__isnull=False)
    found = rows.order_by("-approved_at").values_list("pk", "approved_at").first()
    if found is None:
        return None
    return LastRelease(found[0], found[1], part(found[0], RECORD, by) or b"")


def last_release_id() -> UUID | None:
    """The same, by its name only. One query."""
    rows = Report.objects.filter(release=True, state=Report.State.DONE, approved_at__isnull=False)
    return rows.order_by("-approved_at").values_list("pk", flat=True).first()
