"""Men whom somebody of the service knows privately: every case of such a man, now and later, is closed to her."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from article16.common.accounts import actions as accounts_actions
from article16.common.accounts import queries as accounts
from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind

from .models import KnownMan
from .referred import same_men

THING = "man"
SAID = _(
    "Everything of his closes to you at once, and everything that comes later. Whether that is anything is not said. "
    "An administrator can open it again."
)


def closed_men(staff: UUID, by: Unlocked) -> frozenset[UUID]:
    """Mailboxes of men who are closed to this person, under all the numbers they have had.

    One query for most of the staff, who know nobody; three more for the others.
    """
    rows = KnownMan.objects.filter(pk__in=accounts.closed_objects(staff, THING))
    found = []
    for row, sealed in rows.values_list("pk", "sealed"):
        try:
            found.append(UUID(bytes=by.open_sealed(sealed, context=_context(row))))
        except Broken:  # sealed before a key that this person does not hold: her cases of then do not open either
            continue
    return same_men(found, by) if found else frozenset()


@transaction.atomic
def close_man(*, mailbox: UUID, by: Unlocked, at: datetime) -> None:
    """Whether there are cases of his is not asked: those that are here and those to come do not exist for her."""
    row = uuid4()
    KnownMan.objects.create(pk=row, sealed=by.seal(mailbox.bytes, context=_context(row)))
    accounts_actions.close_file(staff_id=by.staff, thing=THING, object_id=row, by=str(by.staff), at=at)


def _context(row: UUID) -> bytes:
    return bind("known man", row.bytes)
