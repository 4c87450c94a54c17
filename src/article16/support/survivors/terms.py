"""The terms for contact that hold on a day. Measured by those of the day on which a case was opened."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record

from .duties import Terms
from .models import ContactTerms


@dataclass(frozen=True, slots=True)
class Version:
    since: date
    terms: Terms
    set_by: UUID
    set_at: datetime


def versions() -> list[Version]:
    """All that were set, the latest first. One query."""
    rows = ContactTerms.objects.order_by("-since", "-set_at", "-id")
    return [
        Version(one.since, Terms(one.first_contact, one.try_again, one.consent_ahead), one.set_by, one.set_at)
        for one in rows
    ]


def terms_on(day: date | None, among: list[Version]) -> Terms:
    """What held on this day; before the first setting, what the service starts with."""
    return next((one.terms for one in among if day is not None and one.since <= day), Terms())


@transaction.atomic
def set_terms(*, terms: Terms, by: UUID, at: datetime, on: date) -> None:
    """From this day on. Cases that were opened before keep the day by which they were promised a contact."""
    row = ContactTerms.objects.create(
        since=on,
        first_contact=terms.first_contact,
        try_again=terms.try_again,
        consent_ahead=terms.consent_ahead,
        set_by=by,
        set_at=at,
    )
    record(verb=Verb.SETTING, thing="case", ids=[str(row.pk)], by=str(by), what="set_contact_terms", at=at)
