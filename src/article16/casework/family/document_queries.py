"""Reads about documents. No list reads their bytes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from article16.common.accounts.access import Viewer
from article16.common.db import paging
from article16.wall import parcel

from .models import (
    Document,
    DocumentContent,
    DocumentDeletion,
    DocumentKind,
    SealedContent,
    SealedDocument,
)
from .policy import READERS, WRITERS, row_of, rows_of

MANAGERS = frozenset({"manager"})
MOST_SEALED = 200


@dataclass(frozen=True, slots=True)
class DocumentRow:
    id: UUID
    kind: str
    title: str
    received_from: str
    received_on: date
    media: str
    size: int  # bytes
    keep_until: date
    deleted_at: datetime | None
    written_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DocumentPart:
    rows: tuple[DocumentRow, ...]
    earlier: str
    later: str


def documents(viewer: Viewer, client_id: UUID, *, token: str = "", size: int = 50) -> DocumentPart:
    """A man's documents, the latest first, one page, deleted ones included. Two queries."""
    mine = rows_of(viewer, Document.objects.filter(episode__client=client_id)).select_related("kind", "written_by")
    part = paging.page(mine, order=["-written_at", "-id"], token=token, size=size)
    deleted = dict(
        DocumentDeletion.objects.filter(document__in=[one.pk for one in part.rows]).values_list(
            "document", "written_at"
        )
    )
    rows = tuple(
        DocumentRow(
            one.pk,
            one.kind.label,
            one.title,
            one.received_from,
            one.received_on,
            one.get_media_display(),
            one.size,
            one.keep_until,
            deleted.get(one.pk),
            one.written_at,
            one.written_by.name,
        )
        for one in part.rows
    )
    return DocumentPart(rows, part.earlier, part.later)


@dataclass(frozen=True, slots=True)
class SealedRow:
    id: UUID
    written_at: datetime
    by: str
    waits: bool  # the seal is still here


def sealed_documents(viewer: Viewer, client_id: UUID) -> list[SealedRow]:
    """Sealed documents of a man, the latest first: that there are, and whether they still lie here. One query."""
    here = SealedContent.objects.filter(document=OuterRef("pk"))
    rows = rows_of(viewer, SealedDocument.objects.filter(episode__client=client_id)).annotate(waits=Exists(here))
    fields = rows.order_by("-written_at", "pk").values_list("pk", "written_at", "written_by__name", "waits")
    return [SealedRow(*one) for one in fields[:MOST_SEALED]]


def document(viewer: Viewer, client_id: UUID, document_id: UUID) -> Document | None:
    """One document that is still there, to be read. One query."""
    return row_of(viewer, _still_there(), client_id, document_id, READERS)


def document_to_delete(viewer: Viewer, client_id: UUID, document_id: UUID) -> Document | None:
    """One document that is still there, for a manager. One query."""
    return row_of(viewer, _still_there(), client_id, document_id, MANAGERS)


def _still_there():
    return Document.objects.filter(Exists(DocumentContent.objects.filter(document=OuterRef("pk"))))


def content(document: Document) -> bytes:
    """Its bytes. One query."""
    return bytes(DocumentContent.objects.values_list("content", flat=True).get(document=document))


def sealed_document(viewer: Viewer, client_id: UUID, document_id: UUID) -> SealedDocument | None:
    """One sealed document that waits to be handed over. One query."""
    here = SealedContent.objects.filter(document=OuterRef("pk"))
    return row_of(viewer, SealedDocument.objects.filter(Exists(here)), client_id, document_id, WRITERS)


def parcel_of(document: SealedDocument) -> tuple[str, bytes]:
    """A name that says nothing, and the sealed file as it is handed over. One query."""
    row = SealedContent.objects.get(document=document)
    made = parcel.Parcel(bytes(row.header), bytes(row.sealed))
    address, _parts = parcel.read(made.file)
    return f"{address.id}.a16", made.file


@dataclass(frozen=True, slots=True)
class KindRow:
    id: UUID
    code: str
    label: str
    months: int
    is_active: bool


def kinds(*, in_use: bool = False) -> list[KindRow]:
    """Types of documents by name. One query."""
    rows = DocumentKind.objects.filter(Q(is_active=True) if in_use else Q()).order_by("label", "pk")
    return [KindRow(*one) for one in rows.values_list("pk", "code", "label", "months", "is_active")]
