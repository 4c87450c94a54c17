"""Writes about men: keyword-only, in one transaction with their audit row and their messages."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.accounts.models import Programme
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post_many
from article16.wall.vocabulary import Occasion, Opened, PartnerDetails

from .models import Client, Counter, Episode, EpisodeState, SupportLink
from .queries import support_of

TAKE_NUMBER = (
    "INSERT INTO clients_counter (name, next) VALUES (%s, 2) "
    "ON CONFLICT (name) DO UPDATE SET next = clients_counter.next + 1 RETURNING name, next"
)


@dataclass(frozen=True, slots=True)
class Referred:
    """What the first form about a man holds. `for_her_service` is sealed at once and kept nowhere here."""

    name: str
    birth_date: date | None
    programme: UUID
    for_her_service: str = ""


@transaction.atomic
def open_client(*, referred: Referred, by: str, at: datetime, on: date) -> Client:
    """Take a man in: his file, his first episode, his mailbox, and the two messages that leave for every man alike."""
    code = f"C-{_number('client'):03d}"
    client = Client.objects.create(name=referred.name, birth_date=referred.birth_date, code=code, created_at=at)
    programme = Programme.objects.get(pk=referred.programme)
    Episode.objects.create(client=client, programme=programme, number=1, opened_on=on)
    record(verb=Verb.WRITE, thing="client", ids=[str(client.pk)], by=by, what="open_client", at=at)
    _tell(client, programme, referred.for_her_service, at=at, on=on)
    return client


def _tell(client: Client, programme: Programme, words: str, *, at: datetime, on: date) -> None:
    zone = support_of(programme.pk).zone
    if not zone:
        return
    opened = Opened(mailbox=client.mailbox, programme=programme.code, on=on)
    details = PartnerDetails(
        mailbox=client.mailbox, programme=programme.code, occasion=Occasion.REFERRAL, written_at=at, words=words
    )
    post_many(zone=zone, messages=[opened, details], at=at)


@transaction.atomic
def set_state(*, episode: Episode, state: EpisodeState, on: date, by: str, at: datetime) -> None:
    """The one place that moves an episode on; `on` is the day it happened. Why it did is the caller's row."""
    ended_on = on if state == EpisodeState.ENDED else None
    if ended_on and ended_on < episode.opened_on:
        raise NotPossible(_("An episode cannot end before the day it was opened. Check the date"))
    Episode.objects.filter(pk=episode.pk).update(state=state, ended_on=ended_on)
    episode.state, episode.ended_on = state, ended_on
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=f"episode_{state}", at=at)


def _number(name: str) -> int:
    # One statement takes the lock and gives the number, on both databases, also when it is the first.
    taken = list(Counter.objects.raw(TAKE_NUMBER, [name]))
    return taken[0].next - 1


@transaction.atomic
def set_support(*, programme: UUID, zone: str, alerts_to: UUID | None, by: str, at: datetime) -> None:
    """Name the support zone of a programme, or, where there is no women's service, the person who is warned."""
    SupportLink.objects.update_or_create(
        programme_id=programme, defaults={"zone": zone, "alerts_to_id": None if zone else alerts_to}
    )
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_support", at=at)
