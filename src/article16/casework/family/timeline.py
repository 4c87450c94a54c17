"""What this room adds to a man's timeline. Names stay on its own pages."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from article16.casework import timeline
from article16.casework.timeline import branch

from .models import (
    BoxRecord,
    Document,
    DocumentDeletion,
    RecordsAnswer,
    RecordsCheck,
    Relative,
    SealedDocument,
    SealedHandOver,
)
from .words import Outcome, Relation, Said

ICONS = {
    "family-person": "people",
    "family-box": "lock",
    "records-check": "to-agency",
    "records-answer": "to-agency",
    "document": "file",
    "document-deleted": "file",
    "sealed-document": "lock",
    "sealed-document-handed-over": "lock",
}


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Everything of this room about one man, by kind."""
    his = {"episode__client": client_id}
    written = F("written_at__date")
    return {
        "family-person": branch(
            Relative.objects.filter(**his),
            kind="family-person",
            on="said_on",
            at="written_at",
            code="relation",
            words="source",
            corrects="corrects_id",
        ),
        "family-box": branch(BoxRecord.objects.filter(**his), kind="family-box", on=written, at="written_at"),
        "records-check": branch(
            RecordsCheck.objects.filter(**his), kind="records-check", on="asked_on", at="written_at", code="source"
        ),
        "records-answer": branch(
            RecordsAnswer.objects.filter(**his),
            kind="records-answer",
            on="answered_on",
            at="written_at",
            code="outcome",
            words="check_asked__source",
            corrects="corrects_id",
        ),
        "document": branch(
            Document.objects.filter(**his),
            kind="document",
            on="received_on",
            at="written_at",
            code="kind__label",
            words="title",
        ),
        "document-deleted": branch(
            DocumentDeletion.objects.filter(document__episode__client=client_id),
            kind="document-deleted",
            on=written,
            at="written_at",
            episode="document__episode_id",
            code="document__title",
            words="reason",
        ),
        "sealed-document": branch(
            SealedDocument.objects.filter(**his), kind="sealed-document", on=written, at="written_at"
        ),
        "sealed-document-handed-over": branch(
            SealedHandOver.objects.filter(document__episode__client=client_id),
            kind="sealed-document-handed-over",
            on=written,
            at="written_at",
            episode="document__episode_id",
        ),
    }


def entry(row: timeline.Row) -> timeline.Told:
    """One of these facts as people read it."""
    fact, second = _WORDS[row.kind](row)
    return timeline.Told(icon=ICONS[row.kind], fact=fact, second=second)


def _person(row: timeline.Row) -> tuple[str, str]:
    fact = _("Corrected: a person named in his file") if row.corrects else _("A person named in his file")
    second = _("%(relation)s. Says so: %(source)s.")
    return fact, second % {"relation": _label(Relation, row.code), "source": _label(Said, row.words)}


def _answer(row: timeline.Row) -> tuple[str, str]:
    fact = _("Corrected: official records answered") if row.corrects else _("Official records answered")
    second = _("%(source)s: %(outcome)s.")
    return fact, second % {"source": _label(Said, row.words), "outcome": _label(Outcome, row.code)}


def _label(choices, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


_WORDS = {
    "family-person": _person,
    "family-box": lambda row: (_("The box for her service"), _("It left sealed, as for every man.")),
    "records-check": lambda row: (_("Official records asked for"), _label(Said, row.code)),
    "records-answer": _answer,
    "document": lambda row: (_("Document: %(title)s") % {"title": row.words}, row.code),
    "document-deleted": lambda row: (_("Document deleted: %(title)s") % {"title": row.code}, row.words),
    "sealed-document": lambda row: (_("A sealed document recorded"), _("As for every man.")),
    "sealed-document-handed-over": lambda row: (_("A sealed document handed over"), _("As for every man.")),
}
