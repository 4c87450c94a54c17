"""Who may see and write what stands here: the staff of his programmes, of the passages in those programmes."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import READERS, THING, WRITERS
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff

Row = TypeVar("Row", bound=Model)

DELETION_TASK = "document-deletion"
HAND_OVER_TASK = "sealed-hand-over"
TASKS = {
    DELETION_TASK: _("Delete a document whose time has passed"),
    HAND_OVER_TASK: _("Hand a sealed document to her service, as for every man"),
}

ACCESS: dict[str, Access] = {
    "family": staff(*READERS, thing=THING),
    "family-person-add": staff(*WRITERS, thing=THING),
    "family-person-correct": staff(*WRITERS, thing=THING),
    "family-box": staff(*WRITERS, thing=THING),
    "records-check-add": staff(*WRITERS, thing=THING),
    "records-check-answer": staff(*WRITERS, thing=THING),
    "documents": staff(*READERS, thing=THING),
    "document-add": staff(*WRITERS, thing=THING),
    "document-file": staff(*READERS, thing=THING),
    "document-delete": staff("manager", thing=THING),
    "sealed-document-file": staff(*WRITERS, thing=THING),
    "sealed-document-handed-over": staff(*WRITERS, thing=THING),
    "document-kinds": staff("administrator", "manager"),
    "document-kind-add": staff("administrator", "manager"),
    "document-kind": staff("administrator", "manager"),
}

TITLES = {
    "family": _("people and records"),
    "family-person-add": _("a person named"),
    "family-person-correct": _("a person named, corrected"),
    "family-box": _("the box for her service"),
    "records-check-add": _("a question about official records"),
    "records-check-answer": _("an answer about official records"),
    "documents": _("documents"),
    "document-add": _("a new document"),
    "document-file": _("a copy of a document"),
    "document-delete": _("a document to delete"),
    "sealed-document-file": _("a copy of a sealed document"),
    "sealed-document-handed-over": _("a sealed document handed over"),
    "document-kinds": _("types of documents"),
    "document-kind-add": _("a new type of document"),
    "document-kind": _("a type of document"),
    "record_relative": _("a person named"),
    "correct_relative": _("a person named, corrected"),
    "fill_box": _("the box for her service"),
    "ask_records": _("official records asked for"),
    "answer_records": _("official records answered"),
    "correct_records": _("official records, corrected"),
    "keep_document": _("a document kept"),
    "seal_document": _("a document sealed"),
    "delete_document": _("a document deleted"),
    "hand_over_document": _("a sealed document handed over"),
    "set_document_kind": _("a type of document"),
}


def rows_of(viewer: Viewer, rows: QuerySet[Row], roles: frozenset[str] = READERS) -> QuerySet[Row]:
    """Those of the passages in the viewer's programmes, and of no man whose file is closed to them."""
    mine = rows.filter(episode__programme__in=viewer.programmes(roles))
    return mine.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))


def row_of(
    viewer: Viewer, rows: QuerySet[Row], client_id: UUID, row_id: UUID, roles: frozenset[str] = READERS
) -> Row | None:
    """One row of this man with its episode and client, or None alike. One query."""
    mine = rows_of(viewer, rows, roles).filter(pk=row_id, episode__client=client_id)
    return mine.select_related("episode__client", "episode__programme").first()
