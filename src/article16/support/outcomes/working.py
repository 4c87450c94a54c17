"""A report is made by a thread of the service's own process: keys stay in memory, and end with lock or restart."""

import logging
from datetime import datetime
from threading import Event, Thread
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.evaluation.report.making import Stopped
from article16.evaluation.report.releasing import NotReleased
from article16.evaluation.report.words import UnknownLanguage
from article16.evaluation.tables.problems import StudyError
from article16.support.keys.opening import Unlocked
from article16.support.questionnaires.queries.instruments import of_the_study
from article16.wall.box.errors import Broken

from .actions import reports
from .actions.secret import secret_of
from .assembling import assemble
from .building import Wanted, build
from .models import Report
from .queries.reports import last_release
from .queries.rows import opened_rows
from .ram import NoMemoryFolder

BEAT_EVERY = 5.0  # seconds
State = Report.State
logger = logging.getLogger("article16.outcomes")


def start(report: UUID, by: Unlocked) -> Thread:
    """Make this report beside the requests of this process."""
    thread = Thread(target=_alone, args=(report, by), name=f"report-{str(report)[:8]}", daemon=True)
    thread.start()
    return thread


def _alone(report: UUID, by: Unlocked) -> None:
    try:
        run(report, by)
    finally:
        connections.close_all()


def run(report: UUID, by: Unlocked) -> None:
    """Make it; whatever happens ends as a result or as a sentence."""
    over, stop = Event(), Event()
    watch = Thread(target=_watch, args=(report, over, stop), daemon=True)
    watch.start()
    try:
        _make(report, by, stop)
    except Stopped:
        why = reports.beat(report=report, at=timezone.now()) or "asked"
        reports.end(report=report, state=State.STOPPED, why=why, at=timezone.now())
    except (NotReleased, UnknownLanguage) as no:
        reports.end(report=report, state=State.NONE, why=str(no), at=timezone.now())
    except StudyError as error:
        first = str(error.problems[0]) if error.problems else "empty"
        reports.end(report=report, state=State.NONE, why=first, at=timezone.now())
    except NoMemoryFolder:
        reports.end(report=report, state=State.NONE, why="memory", at=timezone.now())
    except Broken:
        reports.end(report=report, state=State.NONE, why="broken", at=timezone.now())
    except Exception as error:  # whatever a chapter meets: the page says so, and the log has no words of hers
        logger.error("a report failed: %s", type(error).__name__)
        reports.end(report=report, state=State.NONE, why="failed", at=timezone.now())
    finally:
        over.set()
        watch.join(timeout=BEAT_EVERY)


def _watch(report: UUID, over: Event, stop: Event) -> None:
    """Seen at work while a long chapter runs, and told to stop as soon as somebody stops it or locks."""
    try:
        while not over.wait(BEAT_EVERY):
            if reports.beat(report=report, at=timezone.now()):
                stop.set()
    finally:
        connections.close_all()


def _make(report: UUID, by: Unlocked, stop: Event) -> None:
    def progress(chapter: str, place: int, places: int) -> None:
        now = timezone.now()
        if stop.is_set() or reports.beat(report=report, at=now):
            raise Stopped
        reports.move_on(report=report, chapter=chapter, place=place, places=places, at=now)

    asked = Report.objects.get(pk=report)
    progress("rows", 0, 1)
    rows = opened_rows(by, progress=lambda done, of: progress("rows", done * 100 // max(of, 1), 100))
    today = timezone.localdate(asked.begun_at)
    study = assemble(rows, secret=secret_of(by), today=today)
    del rows
    if not study.men:
        reports.end(report=report, state=State.NONE, why="empty", at=timezone.now())
        return
    last = last_release(by) if asked.release else None
    parts = build(
        study, _wanted(asked, last.record if last else b"", last.left_at if last else None), progress, of_the_study
    )
    reports.finish(report=report, parts=parts, after=last.id if last else None, at=timezone.now())


def _wanted(asked: Report, earlier: bytes, left_at: datetime | None) -> Wanted:
    return Wanted(
        language=asked.language,
        release=asked.release,
        title=_("Study of this service"),
        made_up=settings.TRAINING or settings.DEMO,
        at=asked.begun_at,
        on=timezone.localdate(asked.begun_at),
        earlier=earlier,
        earlier_on=timezone.localdate(left_at) if left_at else None,
    )
