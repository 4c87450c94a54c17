"""Taking a man in: his file, his episode, his referral, and the two messages that leave for every man alike."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.accounts.models import Programme
from article16.common.audit.actions import Verb, record
from article16.common.db.inserting import insert
from article16.common.db.prepared_models import PreparedModels
from article16.wall.outbox.actions import post_many
from article16.wall.vocabulary import Occasion, Opened, PartnerDetails

from .. import names
from ..models import (
    Client,
    Counter,
    Deadline,
    DeadlineKind,
    Episode,
    EpisodeState,
    NamePart,
    Referral,
    ReferralFacts,
    ReferralStatus,
    ReferralStep,
)
from ..queries import support_of

TAKE_NUMBER = (
    "INSERT INTO clients_counter (name, next) VALUES (%s, 2) "
    "ON CONFLICT (name) DO UPDATE SET next = clients_counter.next + 1 RETURNING name, next"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a referral says. Empty: not recorded."""

    path: str = ""  # a Path
    sender: str = ""  # a Sender
    own_reason: str = ""  # an OwnReason
    mandate: str = ""  # a Mandate
    mandate_text: str = ""
    sessions_ordered: int | None = None
    hours_ordered: int | None = None
    agency: UUID | None = None
    agency_reference: str = ""  # their number for him
    referred_by: str = ""
    referrer_contact: str = ""
    language: str = ""
    interpreter: str = ""  # an Asked
    reading: str = ""  # a Reading
    needs: str = ""  # an Asked
    needs_words: str = ""


@dataclass(frozen=True, slots=True)
class Referred:
    """What the first form about a man holds. `for_her_service` is sealed at once and kept nowhere here."""

    name: str
    birth_date: date | None
    programme: UUID
    for_her_service: str = ""
    said: Said = Said()
    received_on: date | None = None  # None: the day it is written down
    next_hearing: date | None = None
    answer_by: date | None = None


@transaction.atomic
def open_client(*, referred: Referred, by: str, at: datetime, on: date) -> Client:
    """Take a man in: his file, his first episode, his mailbox, and the two messages that leave for every man alike."""
    code = f"C-{_number('client'):03d}"
    client = Client(name=referred.name, birth_date=referred.birth_date, code=code, created_at=at)
    insert([client])
    keep_parts(client, referred.name)
    programme = _programme(referred.programme)
    episode = _refer(client, programme, 1, referred, by=by, at=at, on=on)
    record(verb=Verb.WRITE, thing="client", ids=[str(client.pk)], by=by, what="open_client", at=at)
    _tell(episode, programme, referred.for_her_service, at=at)
    return client


@transaction.atomic
def open_episode(*, client: Client, referred: Referred, by: str, at: datetime, on: date) -> Episode:
    """He comes back, or to another programme: the next episode of the same man, with a referral of its own.

    `referred` says nothing about his name and date of birth here: those stand in his file.
    """
    held = Client.objects.select_for_update().get(pk=client.pk)
    if held.merged_into_id:
        raise NotPossible(_("This file was merged into another one. Open that one"))
    before = Episode.objects.filter(client=held)
    if before.filter(programme=referred.programme).exclude(state=EpisodeState.ENDED).exists():
        raise NotPossible(_("He has an episode in this programme that has not ended. Open his file and go on there"))
    if before.filter(programme=referred.programme, ended_on__gt=referred.received_on or on).exists():
        raise NotPossible(_("His last episode in this programme ended after this day. Check when the referral came"))
    programme = _programme(referred.programme)
    number = (before.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    episode = _refer(held, programme, number, referred, by=by, at=at, on=on)
    record(verb=Verb.WRITE, thing="client", ids=[str(held.pk)], by=by, what="open_episode", at=at)
    _tell(episode, programme, referred.for_her_service, at=at)
    return episode


def _programme(programme_id: UUID) -> Programme:
    return PROGRAMME.model(pk=programme_id)


PROGRAMME = PreparedModels(lambda pk: Programme.objects.filter(pk=pk))


def keep_parts(client: Client, name: str) -> None:
    """His name as it is found; words of earlier names stay, because people go on looking for them."""
    rows = [NamePart(client=client, part=part) for part in names.parts(name)]
    NamePart.objects.bulk_create(rows, ignore_conflicts=True)


def _refer(
    client: Client, programme: Programme, number: int, referred: Referred, *, by: str, at: datetime, on: date
) -> Episode:
    came = referred.received_on or on
    episode = Episode(client=client, programme=programme, number=number, opened_on=came)
    insert([episode])
    insert([Referral(episode=episode, received_on=came, status_on=came)])
    written = {"episode": episode, "written_at": at, "written_by_id": by or None}
    insert([ReferralFacts(**written, **columns(referred.said))])
    insert([ReferralStep(**written, status=ReferralStatus.RECEIVED, on=came)])
    days = {DeadlineKind.HEARING: referred.next_hearing, DeadlineKind.ANSWER: referred.answer_by}
    if due := [Deadline(**written, kind=kind, due=day) for kind, day in days.items() if day]:
        Deadline.objects.bulk_create(due)
    return episode


def columns(said: Said) -> dict[str, object]:
    """What a referral says, as columns of its row."""
    values = asdict(said)
    agency = values.pop("agency")
    return {**values, "agency_id": agency, "reference_key": names.key(said.agency_reference)}


def _tell(episode: Episode, programme: Programme, words: str, *, at: datetime) -> None:
    zone = support_of(programme.pk).zone
    if not zone:
        return
    to = {"mailbox": episode.client.mailbox, "programme": programme.code}
    opened = Opened(**to, on=episode.opened_on)
    details = PartnerDetails(**to, occasion=Occasion.REFERRAL, written_at=at, words=words)
    post_many(zone=zone, messages=[opened, details], at=at)


def _number(name: str) -> int:
    # One statement takes the lock and gives the number, on both databases, also when it is the first.
    taken = list(Counter.objects.raw(TAKE_NUMBER, [name]))
    return taken[0].next - 1
