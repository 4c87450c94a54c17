"""Whether she agrees to be asked, and to be counted: two consents of hers, each taken back by itself."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.support.keys.opening import Unlocked
from article16.support.outcomes.actions import keep_rows
from article16.support.survivors import actions as survivors
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import Consent, ConsentEnded, Kind, Value

from ..queries.planned import planned
from .reacting import planned_rows


@transaction.atomic
def agree(
    *,
    case: UUID,
    said: Mapping[str, bool],
    since: date,
    expires_on: date | None,
    by: Unlocked,
    at: datetime,
) -> None:
    """Write down what she said about each ("questions", "evaluation"). A no ends what she agreed to before.

    A yes to the evaluation tells the study that her five times are to come: so that silence is counted as silence.
    """
    file = opened(case, by)
    told: list[tuple[Kind, Value, datetime]] = []
    for about, yes in said.items():
        standing = [one for one in file.consents if one.consent.about == about and one.ended_on is None]
        told += [(Kind.CONSENT_ENDED, ConsentEnded(one.id, timezone.localdate(at)), at) for one in standing]
        if yes:
            told.append((Kind.CONSENT, consent_of(about, since, expires_on), at))
    if told:
        survivors.write_all(case=case, entries=told, by=by, at=at)
    if said.get("evaluation") is False and any(one.consent.about == "evaluation" for one in file.consents):
        survivors.leave_study(file, at=at)
    if said.get("evaluation"):
        keep_rows(rows=planned_rows(file, planned().on(since), on=since), at=at)


def consent_of(about: str, since: date, expires_on: date | None) -> Consent:
    """In words as well, for whoever reads her consents."""
    words = {
        "questions": (_("That she is asked questionnaires"), _("This service"), _("To know how it goes for her")),
        "evaluation": (
            _("Her answers, without her name"),
            _("The evaluation"),
            _("To learn what the programme does, and what it does not"),
        ),
    }  # fmt: skip
    scope, recipient, purpose = words[about]
    return Consent(scope, recipient, purpose, since, expires_on, about)
