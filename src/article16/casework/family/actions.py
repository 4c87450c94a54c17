"""Writes about people close to him and official records: in one transaction with their audit row and messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.queries import support_of
from article16.casework.warnings.actions import tell
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.vocabulary import Occasion, PartnerDetails, Person

from .models import BoxRecord, RecordedIncident, RecordsAnswer, RecordsCheck, Relative
from .words import Outcome


@dataclass(frozen=True, slots=True)
class Named:
    """A person as one source names them."""

    relation: str
    name: str
    source: str
    said_on: date
    order: str
    birth_date: date | None = None
    order_until: date | None = None
    order_words: str = ""


@transaction.atomic
def record_relative(
    *, episode: Episode, named: Named, by: str, at: datetime, corrects: UUID | None = None, taken_back: bool = False
) -> Relative:
    """Write down whom a source names; a correction takes the place of one earlier row, which stays."""
    if corrects and Relative.objects.filter(corrects=corrects).exists():
        raise NotPossible(_("This was corrected meanwhile. Go back and correct the latest entry"))
    row = Relative.objects.create(
        episode=episode,
        relation=named.relation,
        name=named.name,
        birth_date=named.birth_date,
        source=named.source,
        said_on=named.said_on,
        order=named.order,
        order_until=named.order_until,
        order_words=named.order_words,
        corrects_id=corrects,
        taken_back=taken_back,
        written_at=at,
        written_by_id=by,
    )
    _record("correct_relative" if corrects else "record_relative", episode, by, at)
    return row


@transaction.atomic
def fill_box(*, episode: Episode, people: Sequence[Person], words: str, by: str, at: datetime) -> Occasion:
    """Seal what is for her service, empty or not, always of one length; here only that it left is written down."""
    occasion = Occasion.REFERRAL if episode.state == EpisodeState.REFERRED else Occasion.REVIEW
    if not support_of(episode.programme_id).zone and (people or words):
        raise NotPossible(
            _("This programme has no women's service, so nothing can be sealed. Take it out and tell the person named")
        )
    BoxRecord.objects.create(episode=episode, occasion=occasion.value, written_at=at, written_by_id=by)
    _record("fill_box", episode, by, at)

    def details(mailbox: UUID, programme: str) -> PartnerDetails:
        return PartnerDetails(
            mailbox=mailbox, programme=programme, occasion=occasion, written_at=at, people=tuple(people), words=words
        )

    try:
        tell(episode=episode, at=at, message=details)
    except ValidationError:
        raise NotPossible(_("The box holds a little less than this. Shorten the notes and save again")) from None
    return occasion


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about official records."""

    source: str
    agency: str
    asked_on: date
    period_from: date
    period_to: date
    expected_by: date


@transaction.atomic
def ask_records(*, episode: Episode, asked: Asked, by: str, at: datetime) -> RecordsCheck:
    """Write down that an agency was asked. It waits, visibly, until an answer stands here."""
    row = RecordsCheck.objects.create(
        episode=episode,
        source=asked.source,
        agency=asked.agency,
        asked_on=asked.asked_on,
        period_from=asked.period_from,
        period_to=asked.period_to,
        expected_by=asked.expected_by,
        written_at=at,
        written_by_id=by,
    )
    _record("ask_records", episode, by, at)
    return row


@dataclass(frozen=True, slots=True)
class Entered:
    """One incident of an official record."""

    on: date
    kind: str
    words: str = ""


@transaction.atomic
def answer_records(
    *,
    check: RecordsCheck,
    answered_on: date,
    outcome: str,
    incidents: Sequence[Entered],
    by: str,
    at: datetime,
    corrects: UUID | None = None,
) -> RecordsAnswer:
    """Write down what came back. An answer that was already there is corrected by a new row, never overwritten."""
    if answered_on < check.asked_on:
        raise NotPossible(_("The answer cannot come before the question. Check the day of the answer"))
    if bool(incidents) != (outcome == Outcome.INCIDENTS):
        raise NotPossible(_("List at least one incident, or choose another answer"))
    latest = latest_answer(check)
    if (latest.pk if latest else None) != corrects:
        raise NotPossible(_("An answer was written down meanwhile. Go back and look at it first"))
    row = RecordsAnswer.objects.create(
        episode=check.episode,
        check_asked=check,
        answered_on=answered_on,
        outcome=outcome,
        corrects_id=corrects,
        written_at=at,
        written_by_id=by,
    )
    RecordsCheck.objects.filter(pk=check.pk, answered_at=None).update(answered_at=at)
    RecordedIncident.objects.bulk_create(
        RecordedIncident(answer=row, on=one.on, kind=one.kind, words=one.words) for one in incidents
    )
    _record("correct_records" if corrects else "answer_records", check.episode, by, at)
    return row


def latest_answer(check: RecordsCheck) -> RecordsAnswer | None:
    """The answer that counts: the one that nothing corrects."""
    corrected = RecordsAnswer.objects.filter(check_asked=check, corrects__isnull=False).values("corrects")
    return RecordsAnswer.objects.select_for_update().filter(check_asked=check).exclude(pk__in=corrected).first()


def _record(what: str, episode: Episode, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=what, at=at)
