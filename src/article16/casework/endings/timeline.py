"""What endings add to a man's timeline."""

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.timeline import Row, Told, branch

from .kinds import EndingKind
from .models import Ending, Reopening, Resumption, Suspension


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Asks nothing yet."""
    about, at = {"episode__client": client_id}, "written_at"
    ended = Ending.objects.filter(**about)
    return {
        "ending": branch(
            ended, kind="ending", on="decided_on", at=at, code="kind", words="reasons", corrects="corrects_id"
        ),
        "suspension": branch(
            Suspension.objects.filter(**about), kind="suspension", on="begins_on", at=at, words="reason"
        ),
        "resumption": branch(Resumption.objects.filter(**about), kind="resumption", on="on", at=at, words="reason"),
        "reopening": branch(Reopening.objects.filter(**about), kind="reopening", on="on", at=at, words="reason"),
    }


def entry(row: Row) -> Told:
    url = reverse("episode-course", args=[row.episode])
    if row.kind == "ending":
        words = _("Ending corrected: %(kind)s") if row.corrects else _("Episode ended: %(kind)s")
        return Told("flag", words % {"kind": str(EndingKind(row.code).label).lower()}, row.words, url)
    icon, fact = {
        "suspension": ("bars", _("Suspended")),
        "resumption": ("arrow", _("Goes on after the suspension")),
        "reopening": ("arrow", _("Episode open again")),
    }[row.kind]
    return Told(icon, fact, row.words, url)
