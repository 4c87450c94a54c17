"""His file itself: a name or date of birth corrected."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record

from ..models import Client, Correction, Episode
from ..policy import THING
from .opening import keep_parts


@transaction.atomic
def correct_person(
    *, client: Client, name: str, birth_date: date | None, reason: str, by: str, at: datetime
) -> Correction:
    """His name or date of birth was wrong or has changed. The earlier one is kept, and he is still found under it."""
    held = Client.objects.select_for_update().get(pk=client.pk)
    if (held.name, held.birth_date) == (name, birth_date):
        raise NotPossible(_("Nothing is different from what stands in his file. Change it, or go back"))
    came = Episode.objects.filter(client=held).order_by("opened_on").values_list("opened_on", flat=True).first()
    if birth_date and came and birth_date > came:
        raise NotPossible(_("He would have been referred before he was born. Check the date of birth"))
    row = Correction.objects.create(
        client=held,
        name_before=held.name,
        birth_date_before=held.birth_date,
        name=name,
        birth_date=birth_date,
        reason=reason,
        written_at=at,
        written_by_id=by,
    )
    Client.objects.filter(pk=held.pk).update(name=name, birth_date=birth_date)
    keep_parts(held, name)
    record(verb=Verb.WRITE, thing=THING, ids=[str(held.pk)], by=by, what="correct_person", at=at)
    return row
