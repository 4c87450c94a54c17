"""What intake adds to the timeline of a man."""

from uuid import UUID

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework import timeline

from .kinds import How, Outcome, Setting
from .models import Agreement, Assessment, Interview, Withdrawal


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Interviews, decisions, signatures and withdrawals, by kind. Asks nothing yet."""
    about = {"episode__client": client_id}
    correctable = {"on": "on", "at": "written_at", "corrects": "corrects_id"}
    minutes = Cast(F("minutes"), CharField())
    return {
        "interview": timeline.branch(
            Interview.objects.filter(**about), kind="interview", code="setting", words=minutes, **correctable
        ),
        "suitability": timeline.branch(
            Assessment.objects.filter(**about), kind="suitability", code="outcome", words="reasons", **correctable
        ),
        "agreement": timeline.branch(
            Agreement.objects.filter(**about), kind="agreement", code="how", words="kept_at", **correctable
        ),
        "withdrawal": timeline.branch(
            Withdrawal.objects.filter(**about), kind="withdrawal", words="words", **correctable
        ),
    }


def entry(row: timeline.Row) -> timeline.Told:
    return TELL[row.kind](row)


def _interview(row: timeline.Row) -> timeline.Told:
    fact = _("Intake interview corrected") if row.corrects else _("Intake interview")
    second = _("%(setting)s, %(minutes)s minutes.") % {"setting": Setting(row.code).label, "minutes": row.words}
    return timeline.Told("people", fact, second, reverse("interview", args=[row.row]))


def _suitability(row: timeline.Row) -> timeline.Told:
    fact = _("Suitability: %(outcome)s") % {"outcome": str(Outcome(row.code).label).lower()}
    return timeline.Told("balance", fact, row.words, reverse("suitability", args=[row.row]))


def _agreement(row: timeline.Row) -> timeline.Told:
    second = _("Kept at: %(place)s") % {"place": row.words} if row.words else str(How(row.code).label)
    return timeline.Told("pen", _("Agreement signed"), second, reverse("agreement", args=[row.episode]))


def _withdrawal(row: timeline.Row) -> timeline.Told:
    return timeline.Told("cross", _("Agreement withdrawn"), row.words, reverse("agreement", args=[row.episode]))


TELL = {"interview": _interview, "suitability": _suitability, "agreement": _agreement, "withdrawal": _withdrawal}
