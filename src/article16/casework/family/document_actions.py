"""Writes about documents: kept, sealed for her service, deleted. See docs/adr/0064-documents-in-the-database.md."""

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.actions import remember_document
from article16.casework.clients.models import Episode
from article16.casework.clients.queries import support_of
from article16.casework.tasks import actions as tasks
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall import parcel
from article16.wall.box.errors import Broken
from article16.wall.outbox.queries import pin_in_use

from .models import (
    Document,
    DocumentContent,
    DocumentDeletion,
    DocumentKind,
    SealedContent,
    SealedDocument,
    SealedHandOver,
)
from .policy import DELETION_TASK, HAND_OVER_TASK

HAND_OVER_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was looked at, and what a person says of it."""

    content: bytes
    media: str
    kind: UUID
    title: str
    received_from: str
    received_on: date


@transaction.atomic
def keep_document(*, episode: Episode, uploaded: Uploaded, by: str, at: datetime, on: date) -> Document:
    """Keep a document in his file for as long as its class says; its deletion is a task from today."""
    kind = _kind(uploaded.kind)
    row = Document.objects.create(
        episode=episode,
        kind=kind,
        title=uploaded.title,
        received_from=uploaded.received_from,
        received_on=uploaded.received_on,
        media=uploaded.media,
        size=len(uploaded.content),
        sha256=hashlib.sha256(uploaded.content).hexdigest(),
        keep_until=months_later(on, kind.months),
        written_at=at,
        written_by_id=by,
    )
    DocumentContent.objects.create(document=row, content=uploaded.content)
    _record("keep_document", episode.client_id, by, at)
    tasks.add_task(
        kind=DELETION_TASK,
        fact=row.pk,
        episode=episode,
        due=row.keep_until,
        by=by,
        at=at,
        role="manager",
        url=reverse("document-delete", args=[episode.client_id, row.pk]),
    )
    return row


@transaction.atomic
def seal_document(*, episode: Episode, uploaded: Uploaded, by: str, at: datetime) -> SealedDocument:
    """Seal a document that names her or the children. What it is goes into the seal; here stands only that one was."""
    kind = _kind(uploaded.kind)
    zone = support_of(episode.programme_id).zone
    if not zone:
        raise NotPossible(
            _("This programme has no women's service, so nothing can be sealed. The document was not kept")
        )
    about = parcel.About(
        mailbox=episode.client.mailbox,
        programme=episode.programme.code,
        title=uploaded.title,
        kind=kind.label,
        received_from=uploaded.received_from,
        received_on=uploaded.received_on,
        written_at=at,
        media=uploaded.media,
    )
    row = SealedDocument.objects.create(episode=episode, written_at=at, written_by_id=by)
    try:
        made = parcel.make(uploaded.content, about, parcel_id=uuid4(), to=pin_in_use(zone))
    except Broken:
        raise NotPossible(_("The file is too large to be sealed. Save it smaller, or in parts")) from None
    SealedContent.objects.create(document=row, header=made.header, sealed=made.sealed)
    remember_document(episode, at=at)
    _record("seal_document", episode.client_id, by, at)
    tasks.add_task(
        kind=HAND_OVER_TASK,
        fact=row.pk,
        episode=episode,
        due=timezone.localdate(at) + HAND_OVER_WITHIN,
        by=by,
        at=at,
        url=reverse("sealed-document-handed-over", args=[episode.client_id, row.pk]),
    )
    return row


@transaction.atomic
def delete_document(*, document: Document, reason: str, by: str, at: datetime) -> None:
    """Delete the bytes of a document; that it was there, and who deleted it why, stays."""
    held = Document.objects.select_for_update().select_related("episode").get(pk=document.pk)
    if not DocumentContent.objects.filter(document=held).delete()[0]:
        raise NotPossible(_("This document was deleted already. Go back to the list"))
    DocumentDeletion.objects.create(document=held, reason=reason, written_at=at, written_by_id=by)
    _record("delete_document", held.episode.client_id, by, at)
    tasks.finish_task(kind=DELETION_TASK, fact=held.pk, by=by, at=at)


@transaction.atomic
def hand_over(*, document: SealedDocument, by: str, at: datetime) -> None:
    """A person gave the sealed file to her service and heard that it opened there: the copy here goes."""
    held = SealedDocument.objects.select_for_update().select_related("episode").get(pk=document.pk)
    if not SealedContent.objects.filter(document=held).delete()[0]:
        raise NotPossible(_("This was recorded already. Go back to the list"))
    SealedHandOver.objects.create(document=held, written_at=at, written_by_id=by)
    _record("hand_over_document", held.episode.client_id, by, at)
    tasks.finish_task(kind=HAND_OVER_TASK, fact=held.pk, by=by, at=at)


@transaction.atomic
def set_kind(*, kind: UUID | None, code: str, label: str, months: int, is_active: bool, by: str, at: datetime) -> None:
    """Set a type of document and how long it is kept. Documents that are there keep the day they were given."""
    if DocumentKind.objects.filter(code=code).exclude(pk=kind).exists():
        raise NotPossible(_("Another type has this code. Choose a different one"))
    values = {"code": code, "label": label, "months": months, "is_active": is_active}
    if kind is None:
        kind = DocumentKind.objects.create(**values).pk
    else:
        DocumentKind.objects.filter(pk=kind).update(**values)
    record(verb=Verb.SETTING, thing="document-kind", ids=[str(kind)], by=by, what="set_document_kind", at=at)


def _kind(kind: UUID) -> DocumentKind:
    found = DocumentKind.objects.filter(pk=kind, is_active=True).first()
    if found is None:
        raise NotPossible(_("This type of document is no longer in use. Choose another one"))
    return found


def months_later(day: date, months: int) -> date:
    """The same day so many months on; at the end of a shorter month, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _record(what: str, client_id: UUID, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(client_id)], by=by, what=what, at=at)
