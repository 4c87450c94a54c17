"""Limits of change as they are sealed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from article16.common.questionnaires.measuring import Found
from article16.common.questionnaires.results import Limit


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured on one day, by the version that was asked."""

    on: date
    found: dict[str, list[Found]]

    def by_score(self, fingerprint: str) -> dict[str, Limit]:
        of = _("women of this service")
        return {one.score: Limit(one.limit, one.people, of) for one in self.found.get(fingerprint, ())}
