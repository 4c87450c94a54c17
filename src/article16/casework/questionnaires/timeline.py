"""Questionnaires in the man's own order of things: answered, corrected, not answered."""

from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, TruncDate
from django.utils.translation import gettext as _

from article16.casework.timeline import Row, Told, branch

from .filling import title
from .models import NotAnswered, Response
from .words import reason_words, wave_words


def branches(client_id: UUID) -> dict[str, QuerySet]:
    answered = Response.objects.filter(asking__episode__client=client_id)
    left = NotAnswered.objects.filter(asking__episode__client=client_id)
    return {
        "answers": branch(
            answered, kind="answers", on="on", at="answered_at", episode="asking__episode_id",
            code=Concat("asking__wave", Value(" "), "instrument"), words="reason", corrects="corrects_id",
        ),
        "not-answered": branch(
            left, kind="not-answered", on=TruncDate("written_at"), at="written_at", episode="asking__episode_id",
            code=Concat("asking__wave", Value(" "), "asking__instrument", Value(" "), "reason"), words="words",
            corrects="corrects_id",
        ),
    }  # fmt: skip


def entry(row: Row) -> Told:
    wave, instrument, *reason = row.code.split(" ")
    values = {"wave": wave, "when": wave_words(wave), "what": title(instrument)}
    if row.kind == "answers":
        what = _("Answers corrected, %(wave)s: %(what)s") if row.corrects else _("Answered %(wave)s: %(what)s")
        return Told("list", what % values, row.words or values["when"])
    return Told(
        "dash", _("Not answered, %(wave)s: %(what)s") % values, f"{reason_words(reason[0])}. {row.words}".strip()
    )
