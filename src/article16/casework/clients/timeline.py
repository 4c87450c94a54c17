"""What this room adds to a man's timeline: steps of the referral, its corrections, orders, days that count."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.timeline import Row, Told, branch

from .kinds import DeadlineKind, OrderKind
from .kinds import ReferralStatus as Status
from .models import Correction, Deadline, Episode, Merge, Order, ReferralFacts, ReferralStep, Unmerge
from .telling import label

ICONS = {
    Status.RECEIVED: "arrow",
    Status.CONTACTED: "phone",
    Status.SEEN: "people",
    Status.WAITING: "clock",
    Status.TAKEN_UP: "tick",
    Status.WITHDRAWN: "arrow-back",
    Status.DECLINED: "cross",
}


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Asks nothing yet."""
    about = {"episode__client": client_id}
    written = {"on": TruncDate("written_at"), "at": "written_at", "corrects": "corrects_id"}
    corrected = ReferralFacts.objects.filter(corrects__isnull=False, **about)
    return {
        "referral-step": branch(
            ReferralStep.objects.filter(**about),
            kind="referral-step",
            on="on",
            at="written_at",
            code="status",
            words="reason",
        ),
        "referral-corrected": branch(corrected, kind="referral-corrected", words="reason", **written),
        "person-corrected": branch(
            _in_latest_episode(Correction.objects.filter(client=client_id), "client"),
            kind="person-corrected",
            on=TruncDate("written_at"),
            at="written_at",
            episode="latest",
            words="reason",
        ),
        "merged": branch(
            _in_latest_episode(Merge.objects.filter(into=client_id), "into"),
            kind="merged",
            on=TruncDate("written_at"),
            at="written_at",
            episode="latest",
            code="merged__code",
            words="reason",
        ),
        "unmerged": branch(
            _in_latest_episode(Unmerge.objects.filter(merge__into=client_id), "merge__into"),
            kind="unmerged",
            on=TruncDate("written_at"),
            at="written_at",
            episode="latest",
            code="merge__merged__code",
            words="reason",
        ),
        "order": branch(Order.objects.filter(**about), kind="order", code="kind", words="words", **written),
        "deadline": branch(Deadline.objects.filter(**about), kind="deadline", code="kind", words="words", **written),
    }


def _in_latest_episode(rows: QuerySet, man: str) -> QuerySet:
    """What is about the man and not about an episode stands where his latest one does."""
    latest = Episode.objects.filter(client=OuterRef(man)).order_by("-number").values("pk")[:1]
    return rows.annotate(latest=Subquery(latest))


def entry(row: Row) -> Told:
    return TELL[row.kind](row, reverse("referral", args=[row.episode]))


def _step(row: Row, url: str) -> Told:
    status = Status(row.code)
    return Told(ICONS[status], _("Referral: %(status)s") % {"status": str(status.label).lower()}, row.words, url)


def _corrected(row: Row, url: str) -> Told:
    return Told("pen", _("Referral corrected"), row.words, url)


def _order(row: Row, url: str) -> Told:
    words = _("%(order)s corrected") if row.corrects else _("%(order)s written down")
    return Told("shield", words % {"order": label(OrderKind, row.code)}, row.words, url)


def _deadline(row: Row, url: str) -> Told:
    words = _("%(what)s moved") if row.corrects else _("%(what)s written down")
    return Told("calendar", words % {"what": label(DeadlineKind, row.code)}, row.words, url)


def _person(row: Row, url: str) -> Told:
    return Told("pen", _("Name or date of birth corrected"), row.words, url)


def _merged(row: Row, url: str) -> Told:
    return Told("people", _("File %(code)s was the same man") % {"code": row.code}, row.words, url)


def _unmerged(row: Row, url: str) -> Told:
    return Told("people", _("File %(code)s was another man after all") % {"code": row.code}, row.words, url)


TELL = {
    "referral-step": _step,
    "referral-corrected": _corrected,
    "order": _order,
    "deadline": _deadline,
    "person-corrected": _person,
    "merged": _merged,
    "unmerged": _unmerged,
}
