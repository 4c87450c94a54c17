"""Taking the sheet of a panel meeting: whose it is, whether it is whole, and one note for every man alike."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.casework.clients.models import Client
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.models import Programme
from article16.common.audit.actions import Verb, record
from article16.wall import sheet as sheets
from article16.wall.box.errors import Broken, PinRefused
from article16.wall.box.signing import Signer
from article16.wall.pairing import actions as pairing
from article16.wall.pairing.queries import PANEL, known, paired

from .models import Note, Sheet


@transaction.atomic
def take_sheet(*, file: bytes, read_out: str, mine: Collection[UUID], by: str, at: datetime) -> UUID:
    """One note for every man on this sheet. `read_out`: the fingerprint, where the key is not known yet.

    `mine`: the programmes whose manager brings it.
    """
    try:
        found = sheets.read(file)
    except Broken as no:
        raise NotPossible(_why(no.code)) from None
    programme = Programme.objects.filter(code=found.about.programme, pk__in=mine).first()
    if programme is None:
        raise NotPossible(_("This sheet is of a programme that you do not manage. Give it to its manager."))
    if Sheet.objects.filter(pk=found.about.meeting).exists():
        raise NotPossible(_("The sheet of this meeting was brought already. It stands in the list."))
    _check_whose(found.signer, read_out, by=by, at=at)
    clients = _clients(found.codes)
    row = Sheet.objects.create(
        id=found.about.meeting,
        programme=programme,
        on=found.about.on,
        men=len(found.codes),
        unknown=len(found.codes) - len(clients),
        brought_at=at,
        brought_by_id=by,
    )
    Note.objects.bulk_create(Note(sheet=row, client_id=clients[one], code=found.codes[one].value) for one in clients)
    record(verb=Verb.WRITE, thing="panel-sheet", ids=[str(row.pk)], by=by, what="take_sheet", at=at)
    return row.pk


def _clients(mailboxes: Collection[UUID]) -> dict[UUID, UUID]:
    """Who they are here, in the order of the sheet. One query."""
    rows = dict(Client.objects.filter(mailbox__in=list(mailboxes)).values_list("mailbox", "pk"))
    return {one: rows[one] for one in mailboxes if one in rows}


def _check_whose(signer: Signer, read_out: str, *, by: str, at: datetime) -> None:
    if any(one == signer for one in known(PANEL).at(at)):
        return
    if not read_out.strip():
        if paired(PANEL) is None:
            raise NotPossible(
                _("No sheet was brought before. Ring the women’s service and type the fingerprint that they read out.")
            )
        raise NotPossible(
            _(
                "This sheet is signed with another key than those before. Ring the women’s service: did they make a "
                "new key? Then type the fingerprint that they read out."
            )
        )
    try:
        pairing.accept(purpose=PANEL, signer=signer, read_out=read_out, by=by, at=at)
    except PinRefused:
        raise NotPossible(
            _("This fingerprint is not the one of the sheet. Do not use the sheet; ask for another one.")
        ) from None
    record(verb=Verb.SETTING, thing="key", by=by, what="accept_panel_key", at=at)


def _why(code: str) -> str:
    if code == "unknown-version":
        return _("This sheet is of a newer version of the program. Upgrade casework first.")
    if code in ("frame", "malformed"):
        return _("This is no sheet of a panel meeting, or only a part of one. Ask for the file once more.")
    return _("This sheet is damaged, or was changed on its way. Ask for the file once more.")
