"""Reads of documents that came sealed. Everything is opened for this request only."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from pydantic import TypeAdapter

from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box, case_boxes
from article16.support.keys.opening import NotHeld, Unlocked
from article16.wall import parcel
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.inbox.parcels import open_parcel

from .models import SealedDocument

ABOUT = TypeAdapter(parcel.About)
ABOUT_FIELD, FILE_FIELD = "about a document", "document"


@dataclass(frozen=True, slots=True)
class Row:
    """One document; None: what it is does not open."""

    id: UUID
    about: parcel.About | None
    case: UUID | None  # with which it is kept; None: with the service


def context(document: UUID) -> bytes:
    return bind("about a sealed document", document.bytes)


def opened(file: bytes, by: Unlocked) -> tuple[UUID, parcel.About, bytes]:
    """Number, description and bytes of a sealed file, of whatever generation. Broken when it is not whole."""
    address, _parts = parcel.read(file)
    pair = next((one for one in by.zone if one.generation == address.generation), None)
    if pair is None:
        raise NotHeld
    about, content = open_parcel(file, keys=pair)
    return address.id, about, content


def documents(by: Unlocked, *, cases: Collection[UUID] = (), closed: Collection[UUID] = ()) -> list[Row]:
    """Those put with these cases and those of no case, the latest received first.

    `closed`: numbers of men who are closed to whoever asks. Three queries at most, and 40 µs for each document.
    """
    rows = list(SealedDocument.objects.values_list("pk", "case", "about"))
    boxes = case_boxes({case for _pk, case, _sealed in rows if case in cases}, by)
    found = [Row(pk, _about(pk, sealed, boxes.get(case), by), case) for pk, case, sealed in rows if _hers(case, boxes)]
    known = [
        (row.about.received_on, str(row.id), row) for row in found if row.about and row.about.mailbox not in closed
    ]
    broken = [row for row in found if row.about is None]
    return [*(row for _day, _number, row in sorted(known, key=lambda one: one[:2], reverse=True)), *broken]


def _hers(case: UUID | None, boxes: Collection[UUID]) -> bool:
    return case is None or case in boxes


def _about(document: UUID, sealed: bytes, box: CaseBox | None, by: Unlocked) -> parcel.About | None:
    try:
        return ABOUT.validate_json(described(document, sealed, box, by))
    except ValueError:  # Broken is one too
        return None


def described(document: UUID, sealed: bytes, box: CaseBox | None, by: Unlocked) -> bytes:
    """What a document is, under the key of its case or of the service."""
    if box:
        return box.open(sealed, field=ABOUT_FIELD, row=document, version=1)
    return by.open_sealed(sealed, context=context(document))


def exists(document: UUID) -> bool:
    """Also while locked. One query."""
    return SealedDocument.objects.filter(pk=document).exists()


def case_of(document: UUID) -> UUID | None:
    """With which case it is kept. One query."""
    return SealedDocument.objects.filter(pk=document).values_list("case", flat=True).first()


def document(document_id: UUID, by: Unlocked) -> tuple[parcel.About, bytes] | None:
    """One document in clear, for this request; None too when its case does not open. Three queries at most."""
    row = SealedDocument.objects.filter(pk=document_id).first()
    if row is None:
        return None
    try:
        file = bytes(row.file)
        if row.case_id:
            file = case_box(row.case_id, by).open(file, field=FILE_FIELD, row=row.pk, version=1)
        _number, about, content = opened(file, by)
    except Broken:
        return None
    return about, content
