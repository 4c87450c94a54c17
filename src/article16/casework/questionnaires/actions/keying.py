"""Answers from paper: a second entry, and what holds of two."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.questionnaires.comparing import Difference, joined

from ..models import Draft, Entry, Response
from . import answering


@transaction.atomic
def begin_second(*, first: Draft, by: str, at: datetime) -> Draft:
    """The second entry: in the version and language of the first, and empty."""
    made, _new = Draft.objects.get_or_create(
        asking_id=first.asking_id,
        entry=Entry.SECOND,
        defaults={
            "fingerprint": first.fingerprint,
            "language": first.language,
            "mode": first.mode,
            "begun_at": at,
            "begun_by_id": by,
        },
    )
    if made.fingerprint != first.fingerprint:
        raise NotPossible(_("The two entries are of two versions. Key in the first entry again"))
    return made


@transaction.atomic
def finish_keyed(
    *,
    first: Draft,
    second: Draft,
    found: tuple[Difference, ...],
    chosen: Mapping[str, str],
    on: date,
    by: str,
    at: datetime,
) -> Response:
    """Both entries as one, with what was chosen where they differ; who keyed each stays on record."""
    held = {one.pk: one for one in Draft.objects.select_for_update().filter(pk__in=[first.pk, second.pk])}
    if len(held) != 2 or any(held[one.pk].answers != one.answers for one in (first, second)):
        raise NotPossible(_("An entry has changed in the meantime. Compare them again"))
    answers = joined(first.answers, second.answers, found, chosen)
    who = str(first.begun_by_id or by)
    return answering.finish(
        draft=first, on=on, by=who, at=at, checked_by=str(second.begun_by_id or by), answers=answers
    )
