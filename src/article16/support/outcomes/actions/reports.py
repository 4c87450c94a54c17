"""Writes about reports: begun, moved on, ended, approved. What they hold is sealed at once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.sealing import seal_for_study
from article16.support.keys.session import still_open

from ..models import Report, ReportPart
from ..queries.reports import SILENT, last_release_id
from ..sealed import part_context

AT_ONCE = 2  # reports made at one time: each takes a core
State = Report.State


@transaction.atomic
def begin(*, release: bool, language: str, by: UUID, session: UUID | None, at: datetime) -> UUID:
    """A report that is being made from now on, in the browser that is unlocked."""
    mark_lost(at=at)
    making = list(Report.objects.select_for_update().filter(state=State.MAKING).select_related("asked_by"))
    if len(making) >= AT_ONCE:
        names = ", ".join(one.asked_by.name for one in making)
        raise NotPossible(_("Two reports are being made now (%(names)s). Wait until one is done.") % {"names": names})
    if release and Report.objects.filter(release=True, approved_at=None, state__in=[State.MAKING, State.DONE]).exists():
        raise NotPossible(
            _("There is a release that is not approved yet. Have it approved, or give it up, before the next is made.")
        )
    row = Report.objects.create(
        release=release, language=language, asked_by_id=by, begun_at=at, beat_at=at, session=session
    )
    record(verb=Verb.WRITE, thing="study", ids=[str(row.pk)], by=str(by), what="begin_report", at=at)
    return row.pk


def beat(*, report: UUID, at: datetime) -> str:
    """Its thread is at work. Why it must stop, as a code; empty: go on."""
    row = Report.objects.filter(pk=report).values_list("state", "stop", "session").first()
    if row is None or row[0] != State.MAKING:
        return "lost"
    if row[1]:
        return "asked"
    if not still_open(row[2]):
        return "locked"
    Report.objects.filter(pk=report).update(beat_at=at)
    return ""


def move_on(*, report: UUID, chapter: str, place: int, places: int, at: datetime) -> None:
    """How far it is."""
    rows = Report.objects.filter(pk=report, state=State.MAKING)
    rows.update(chapter=chapter[:40], place=place, places=places, beat_at=at)


@transaction.atomic
def finish(*, report: UUID, parts: Mapping[str, bytes], after: UUID | None, at: datetime) -> None:
    """Seal its parts. `after`: the release it was made to follow; another one meanwhile takes its ground away."""
    held = Report.objects.select_for_update().get(pk=report)
    if held.state != State.MAKING:
        return
    if held.release and last_release_id() != after:
        end(report=report, state=State.NONE, why="overtaken", at=at)
        return
    rows = [ReportPart(id=uuid4(), report_id=report, name=name) for name in parts]
    for row in rows:
        row.sealed = seal_for_study(parts[row.name], context=part_context(report, row.name))
    ReportPart.objects.bulk_create(rows)
    Report.objects.filter(pk=report).update(state=State.DONE, ended_at=at, session=None)
    what = "finish_release" if held.release else "finish_report"
    record(verb=Verb.WRITE, thing="study", ids=[str(report)], by=str(held.asked_by_id), what=what, at=at)


def end(*, report: UUID, state: str, why: str, at: datetime) -> None:
    """It ends without a result; nothing of it is kept."""
    rows = Report.objects.filter(pk=report, state=State.MAKING)
    rows.update(state=state, why=why[:300], ended_at=at, session=None)


@transaction.atomic
def stop(*, report: UUID, by: UUID, at: datetime) -> None:
    """Its thread sees this within seconds. Of a release that is made and not approved: it is given up."""
    held = Report.objects.select_for_update().get(pk=report)
    if held.state == State.MAKING:
        Report.objects.filter(pk=report).update(stop=True)
    elif held.release and held.state == State.DONE and held.approved_at is None:
        ReportPart.objects.filter(report=report).delete()
        Report.objects.filter(pk=report).update(state=State.STOPPED, why="asked")
    else:
        raise NotPossible(_("This report is made already. It is kept."))
    record(verb=Verb.WRITE, thing="study", ids=[str(report)], by=str(by), what="stop_report", at=at)


@transaction.atomic
def approve(*, report: UUID, by: UUID, at: datetime) -> None:
    """A second person agrees that these figures leave. From now on they can be downloaded."""
    held = Report.objects.select_for_update().get(pk=report)
    if held.asked_by_id == by:
        raise NotPossible(_("You made this release yourself. Another person approves it."))
    if not held.release or held.state != State.DONE or held.approved_at:
        raise NotPossible(_("There is nothing to approve here any more. Open the list again."))
    Report.objects.filter(pk=report).update(approved_by=by, approved_at=at)
    record(verb=Verb.EXPORT, thing="study", ids=[str(report)], by=str(by), what="approve_release", at=at)


@transaction.atomic
def note_download(*, report: UUID, name: str, by: UUID, at: datetime) -> None:
    record(verb=Verb.EXPORT, thing="study", ids=[str(report)], by=str(by), what="download_release", at=at, reason=name)


def mark_lost(*, at: datetime) -> int:
    """Reports whose service was stopped while they were made. Part of the tick; one query."""
    silent = Report.objects.filter(state=State.MAKING, beat_at__lt=at - SILENT)
    return silent.update(state=State.STOPPED, why="lost", ended_at=at, session=None)
