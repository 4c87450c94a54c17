"""Questionnaires in the man's own order of things: answered, corrected, not answered, filled in by staff."""

from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.utils.translation import gettext as _

from article16.casework.timeline import Row, Told, branch
from article16.instruments import library

from .filling import title
from .models import NotAnswered, OwnInstrument, Rating, Response
from .queries.instruments import by_fingerprint
from .words import reason_words, wave_words


def branches(client_id: UUID) -> dict[str, QuerySet]:
    answered = Response.objects.filter(asking__episode__client=client_id)
    left = NotAnswered.objects.filter(asking__episode__client=client_id)
    rated = Rating.objects.filter(episode__client=client_id)
    own = OwnInstrument.objects.filter(
        programme=OuterRef("asking__episode__programme"), instrument=OuterRef("asking__instrument")
    )
    pack = Subquery(own.order_by("-written_at").values("pack")[:1], output_field=CharField())  # the text of its key
    words_of_own = Coalesce(pack, Value(""))
    return {
        "answers": branch(
            answered, kind="answers", on="on", at="answered_at", episode="asking__episode_id",
            code=Concat("asking__wave", Value(" "), "instrument", Value(" "), "fingerprint"), words="reason",
            corrects="corrects_id",
        ),
        "not-answered": branch(
            left, kind="not-answered", on=TruncDate("written_at"), at="written_at", episode="asking__episode_id",
            code=Concat(
                "asking__wave", Value(" "), "asking__instrument", Value(" "), words_of_own, Value(" "), "reason"
            ),
            words="words", corrects="corrects_id",
        ),
        "ratings": branch(
            rated, kind="ratings", on="on", at="rated_at", episode="episode_id",
            code=Concat("instrument", Value(" "), "fingerprint"), words="reason", corrects="corrects_id",
        ),
    }  # fmt: skip


def entry(row: Row) -> Told:
    """In the words of the version that was asked: a programme's own has no other place for its title."""
    if row.kind == "ratings":
        what = _("Filled in by staff, corrected: %(what)s") if row.corrects else _("Filled in by staff: %(what)s")
        return Told("list", what % {"what": _title(*row.code.split(" "))}, row.words)
    wave, instrument, fingerprint, *reason = row.code.split(" ")
    values = {"wave": wave, "when": wave_words(wave), "what": _title(instrument, fingerprint)}
    if row.kind == "answers":
        what = _("Answers corrected, %(wave)s: %(what)s") if row.corrects else _("Answered %(wave)s: %(what)s")
        return Told("list", what % values, row.words or values["when"])
    return Told(
        "dash", _("Not answered, %(wave)s: %(what)s") % values, f"{reason_words(reason[0])}. {row.words}".strip()
    )


def _title(instrument: str, fingerprint: str) -> str:
    shipped = any(one == instrument for one, _version in library.folders())
    return title(instrument, by_fingerprint(fingerprint) if fingerprint and not shipped else None)
