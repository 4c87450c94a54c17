"""Referrals on, and what was told to others, as rows of her page."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, State

from .policy import REFERRAL_OUTCOMES
from .writings import CaseFile, Kind

SETTLED = ("taken up", "refused", "not wanted")


@dataclass(frozen=True, slots=True)
class ReferralRow:
    id: UUID
    words: str
    second: str
    badge: Badge
    open: bool


def referral_rows(file: CaseFile) -> tuple[ReferralRow, ...]:
    """The latest first, each with what came of it last."""
    came: dict[UUID, str] = {}
    for one in reversed(file.of(Kind.REFERRAL_OUTCOME)):
        came[one.value.referral] = one.value.outcome
    rows = []
    for one in file.of(Kind.REFERRAL):
        outcome = came.get(one.id, "")
        badge = Badge(State.DONE, str(REFERRAL_OUTCOMES[outcome])) if outcome else Badge(State.OPEN, _("open"))
        told = _("told as she agreed") if one.value.consent else _("she goes herself; nothing was told")
        second = f"{date_format(one.value.on, 'j F Y')} · {one.value.need} · {told}"
        rows.append(ReferralRow(one.id, one.value.to, second, badge, outcome not in SETTLED))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class ToldRow:
    words: str
    second: str


def told_rows(file: CaseFile, names: dict[str, str]) -> tuple[ToldRow, ...]:
    """The register of what was told to whom, the latest first, each under the consent that allowed it."""
    agreed = {one.id: one.consent for one in file.consents}
    rows = []
    for one in file.of(Kind.DISCLOSURE):
        told, consent = one.value, agreed.get(one.value.consent)
        under = _("as she agreed to: %(what)s") % {"what": consent.scope} if consent else ""
        parts = (date_format(told.on, "j F Y"), names.get(str(one.by), ""), under)
        words = _("%(who)s was told: %(what)s") % {"who": told.recipient, "what": told.what}
        rows.append(ToldRow(words, " · ".join(part for part in parts if part)))
    return tuple(rows)
