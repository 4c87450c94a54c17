"""Referrals on: with a consent of hers, told and registered in one save; without one, nothing was told."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.support.keys.opening import Unlocked

from . import actions
from .queries import opened
from .writings import Disclosure, Kind, Referral, Value


def refer(
    *, case: UUID, to: str, need: str, on: date, consent: UUID | None, by: Unlocked, at: datetime, today: date
) -> None:
    """Under a consent it is a disclosure too: to the one she named, and only while the consent is in force."""
    told: list[tuple[Kind, Value, datetime]] = [(Kind.REFERRAL, Referral(to, need, on, consent), at)]
    if consent is not None:
        found = next((one for one in opened(case, by).consents if one.id == consent), None)
        if found is None or not found.in_force(today) or not found.in_force(on):
            raise NotPossible(_("This consent is not in force today. Ask her before anything is told."))
        what = _("Referred on: %(need)s") % {"need": need}
        told.append((Kind.DISCLOSURE, Disclosure(consent, found.consent.recipient, what, on), at))
    actions.write_all(case=case, entries=told, by=by, at=at)
