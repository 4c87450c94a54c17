"""What records add to the timeline of a man."""

from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework import timeline

from .kinds import Concern, Happened, NoteKind
from .models import Note, Review, ReviewHeld, SessionOutcome


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Notes, reviews and what became of individual sessions, by kind. Asks nothing yet."""
    about = {"episode__client": client_id}
    common = {"on": "on", "at": "written_at", "corrects": "corrects_id"}
    marked = Concat(F("kind"), Value(" "), F("concern"), output_field=CharField())
    session = Concat(F("happened"), Value(" "), Cast(F("session_id"), CharField()), output_field=CharField())
    moved = Review.objects.filter(**about).exclude(reason="")
    return {
        "note": timeline.branch(Note.objects.filter(**about), kind="note", code=marked, words="words", **common),
        "review": timeline.branch(ReviewHeld.objects.filter(**about), kind="review", words="words", **common),
        "review-moved": timeline.branch(moved, kind="review-moved", on="due_on", at="settled_at", words="reason"),
        "individual": timeline.branch(
            SessionOutcome.objects.filter(**about), kind="individual", code=session, words="theme", **common
        ),
    }


def entry(row: timeline.Row) -> timeline.Told:
    return TELL[row.kind](row)


def _note(row: timeline.Row) -> timeline.Told:
    kind, _gap, concern = row.code.partition(" ")
    fact = _("Note corrected: %(kind)s") if row.corrects else _("Note: %(kind)s")
    told = fact % {"kind": str(NoteKind(kind).label).lower()}
    url = reverse("note", args=[row.row])
    if not concern:
        return timeline.Told("note", told, row.words, url)
    return timeline.Told("flag", f"{told}. {Concern(concern).label}", row.words, url, late=True)


def _review(row: timeline.Row) -> timeline.Told:
    fact = _("Review corrected") if row.corrects else _("Review")
    return timeline.Told("balance", fact, row.words, reverse("review", args=[row.row]))


def _moved(row: timeline.Row) -> timeline.Told:
    return timeline.Told("calendar", _("Review moved from this day"), row.words, reverse("records", args=[row.episode]))


def _individual(row: timeline.Row) -> timeline.Told:
    code, _gap, session = row.code.partition(" ")
    happened = Happened(code)
    words = {"what": str(happened.label).lower()}
    fact = _("Individual session corrected: %(what)s") if row.corrects else _("Individual session: %(what)s")
    url = reverse("individual", args=[UUID(session)])
    return timeline.Told("person", fact % words, row.words, url, late=happened == Happened.NOT_ATTENDED)


TELL = {"note": _note, "review": _review, "review-moved": _moved, "individual": _individual}
