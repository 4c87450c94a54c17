"""What is due about one man, over all rooms: one query."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.kinds import DeadlineKind
from article16.casework.clients.models import Deadline, Referral, ReferralStatus
from article16.casework.clients.waiting import ANSWER_WITHIN
from article16.casework.family.models import RecordsCheck
from article16.casework.records.models import IndividualSession, Review
from article16.casework.tasks.models import Task
from article16.casework.tasks.policy import grants, seen_by
from article16.casework.tasks.queries import title_of
from article16.casework.tasks.waiting import due_badge
from article16.casework.timeline import branch
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import WaitingGroup, WaitingRow

AHEAD = timedelta(days=30)  # what lies further off stands in the list of tasks
MOST = 20
BAR = "|"
COLUMNS = ("kind", "on", "at", "row", "episode", "code", "words", "by", "corrects")


def due(viewer: Viewer, client_id: UUID, episodes: Collection[UUID], *, at: datetime) -> tuple[WaitingGroup, ...]:
    """The most overdue first, whoever has to do it. One query."""
    today = timezone.localdate(at)
    values = {"episodes": sorted(episodes), "until": today + AHEAD, **grants(viewer)}
    found = [_row(dict(zip(COLUMNS, row, strict=True)), client_id, today) for row in OPEN.rows(**values)]
    return (WaitingGroup(_("The most overdue first"), tuple(found)),) if found else ()


def _open(episodes: Collection[UUID], until: date, **of: Any) -> QuerySet:
    mine = {"episode__in": episodes}
    # His tasks first, and then whose they are: otherwise SQLite walks every open task of the programmes.
    his = Task.objects.filter(**mine, done_at=None).annotate(day=Coalesce("due", "due"))
    tasks = seen_by(**of).filter(pk__in=his.filter(day__lte=until).values("pk"))
    parts = (
        branch(
            tasks,
            kind="task",
            on="due",
            at="written_at",
            code=Concat("kind", Value(BAR), "url"),
            words="words",
        ),
        branch(
            Deadline.objects.filter(**mine, done_at=None, replaced_at=None, due__lte=until),
            kind="deadline",
            on="due",
            at="written_at",
            code="kind",
            words="words",
        ),
        branch(
            Review.objects.filter(**mine, settled_at=None, due_on__lte=until),
            kind="review",
            on="due_on",
            at="written_at",
        ),
        branch(
            IndividualSession.objects.filter(**mine, settled_at=None, due_on__lte=until),
            kind="individual",
            on="due_on",
            at="written_at",
            words="theme",
        ),
        branch(
            RecordsCheck.objects.filter(**mine, answered_at=None, expected_by__lte=until),
            kind="records",
            on="expected_by",
            at="written_at",
            words="agency",
        ),
        branch(
            Referral.objects.filter(**mine, status=ReferralStatus.RECEIVED),
            kind="referral",
            on="received_on",
            at=F("episode__client__created_at"),
            by="",
        ),
    )
    first, *rest = parts
    return first.union(*rest, all=True).order_by("t_on", "t_row")[:MOST]


OPEN = Prepared(_open)


def _row(found: dict[str, Any], client_id: UUID, today: date) -> WaitingRow:
    on = found["on"] + ANSWER_WITHIN if found["kind"] == "referral" else found["on"]
    what, button, url = _said(found, client_id)
    return WaitingRow(due_badge(on, today=today), what, found["words"], button, url)


def _said(found: dict[str, Any], client_id: UUID) -> tuple[str, str, str]:
    """What it is, the words of its button, and the place where it is done."""
    row, episode = found["row"], found["episode"]
    match found["kind"]:
        case "task":
            kind, _bar, url = found["code"].partition(BAR)
            return title_of(kind), _("Open"), url or reverse("task", args=[row])
        case "deadline":
            return str(DeadlineKind(found["code"]).label), _("Open"), reverse("deadline", args=[row])
        case "review":
            return _("Review"), _("Hold the review"), reverse("review-hold", args=[episode])
        case "individual":
            return _("Individual session"), _("Write it down"), reverse("individual-record", args=[row])
        case "records":
            return _("Official records"), _("Write the answer"), reverse("records-check-answer", args=[client_id, row])
        case _:
            return _("Referral not answered"), _("Open"), reverse("referral", args=[episode])
