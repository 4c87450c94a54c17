"""Taking a sealed document in: opened once to see that it is whole, kept as it came, and put with a case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked
from article16.support.survivors import queries as cases
from article16.wall.box.errors import Broken

from . import queries
from .models import SealedDocument
from .policy import LARGEST, THING


@transaction.atomic
def keep(*, file: bytes, by: Unlocked, at: datetime) -> UUID:
    """Keep this sealed file. Brought twice, it is there once."""
    if len(file) > LARGEST:
        raise NotPossible(_("This file is larger than any sealed document. Choose another one."))
    try:
        number, about, _content = queries.opened(file, by)
    except Broken as no:
        raise NotPossible(_why(no.code)) from None
    sealed = by.seal(queries.ABOUT.dump_json(about), context=queries.context(number))
    if not SealedDocument.objects.filter(pk=number).exists():
        SealedDocument.objects.create(id=number, about=sealed, file=file)
        record(verb=Verb.WRITE, thing=THING, ids=[str(number)], by=str(by.staff), what="keep_sealed", at=at)
    return number


@transaction.atomic
def put(*, document: UUID, case: UUID, by: Unlocked, at: datetime) -> None:
    """Keep a document with this case: it opens for whoever opens the case, for nobody else, and goes with it."""
    row = SealedDocument.objects.select_for_update().get(pk=document)
    try:
        before = case_box(row.case_id, by) if row.case_id else None
        about = queries.described(row.pk, bytes(row.about), before, by)
        file = bytes(row.file)
        if before:
            file = before.open(file, field=queries.FILE_FIELD, row=row.pk, version=1)
        box = case_box(case, by)
    except Broken:
        raise NotPossible(_("This document does not open. Tell the lead.")) from None
    row.case_id = case
    row.about = box.seal(about, field=queries.ABOUT_FIELD, row=row.pk, version=1)
    row.file = box.seal(file, field=queries.FILE_FIELD, row=row.pk, version=1)
    row.save(update_fields=["case", "about", "file"])
    record(verb=Verb.WRITE, thing=THING, ids=[str(row.pk)], by=str(by.staff), what="put_sealed", at=at)


@transaction.atomic
def forget(*, mailbox: UUID | None, case: UUID, by: Unlocked) -> None:
    """A case is erased: documents about this man that nobody put with a case go with it, unless another may need them.

    They came to the service, not to one woman, and lie under its key. Where another case of his is here, and where one
    is here that this person cannot open, so that it could be his, nothing is deleted. What happened is not said: it
    would tell of the other. What was put with a case goes with that case.
    """
    rows = queries.documents(by) if mailbox else []
    found = [row.id for row in rows if row.about and row.about.mailbox == mailbox]
    if mailbox and found and not cases.others_of(mailbox, case, by):
        SealedDocument.objects.filter(pk__in=found).delete()


def _why(code: str) -> str:
    if code in ("frame", "header"):
        return _("This is no sealed document, or only a part of one. Ask casework for the file once more.")
    if code == "zone":
        return _("This document was sealed for another service. Give it back, and tell casework.")
    if code in ("generation", "not-held"):
        return _("This document was sealed to a key that you do not hold. Ask a lead to open it.")
    return _("This document is damaged, or was changed on its way. Ask casework to hand it over once more.")
