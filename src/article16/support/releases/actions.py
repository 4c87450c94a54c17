"""Writing down what left: by whoever let it leave, and by the person who agreed."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.opening import Unlocked

from . import queries, writings
from .models import Release
from .policy import THING
from .writings import Agreement, Danger, Statistics, Value


def say_danger(*, value: Danger, by: Unlocked, at: datetime) -> UUID:
    """What was spoken in danger to life; its approver has to confirm in her own sign-in."""
    if value.approver == by.staff:
        raise NotPossible(_("Name another person than yourself as the one who agreed."))
    return _write(value, by, at)


def release_statistics(*, value: Statistics, by: Unlocked, at: datetime) -> UUID:
    """Figures that leave: at most once a year for each study."""
    if value.approver == by.staff:
        raise NotPossible(_("Name another person than yourself as the one who agreed."))
    again = queries.next_release(value.study, by)
    if again is not None and again > at:
        day = date_format(again, "j F Y")
        raise NotPossible(
            _("This study was released less than a year ago. The next may leave on %(day)s.") % {"day": day}
        )
    return _write(value, by, at)


def answer(*, release: UUID, agreed: bool, words: str, by: Unlocked, at: datetime) -> None:
    """The approver confirms that she agreed, or says that she did not. Once."""
    found = next((one for one in queries.made(by)[0] if one.id == release), None)
    if found is None or found.value.approver != by.staff:
        raise NotPossible(_("Another person was named as the one who agreed."))
    if found.agreement is not None:
        raise NotPossible(_("You have answered this already."))
    _write(Agreement(release, agreed, words), by, at)


@transaction.atomic
def _write(value: Value, by: Unlocked, at: datetime) -> UUID:
    row = uuid4()
    content = writings.told(value, at=at, by=by.staff)
    Release.objects.create(id=row, sealed=by.seal(content, context=queries.context(row)))
    record(verb=Verb.WRITE, thing=THING, ids=[str(row)], by=str(by.staff), what="write_release", at=at)
    return row
