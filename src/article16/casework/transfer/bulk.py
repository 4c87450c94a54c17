"""Taking many men in at once: the same rows, record and messages for each as by `clients.actions.open_client`."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from article16.casework.clients.actions.opening import columns
from article16.casework.clients.models import (
    Client,
    Counter,
    Deadline,
    DeadlineKind,
    Episode,
    NamePart,
    Referral,
    ReferralFacts,
    ReferralStatus,
    ReferralStep,
)
from article16.casework.clients.names import parts
from article16.casework.clients.queries import support_of
from article16.casework.family.guarding import without_controls
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post_many
from article16.wall.vocabulary import Message, Occasion, Opened, PartnerDetails

from .referrals import Planned

AT_ONCE = 250  # men; a round takes some tenths of a second, so that stopping is quick
TAKE_NUMBERS = (
    "INSERT INTO clients_counter (name, next) VALUES (%s, %s + 1) "
    "ON CONFLICT (name) DO UPDATE SET next = clients_counter.next + %s RETURNING name, next"
)
Item = TypeVar("Item")


def open_clients(
    planned: Sequence[Planned],
    *,
    programme: UUID,
    code: str,
    agencies: dict[str, UUID],
    by: str,
    at: datetime,
    on: date,
    progress: Callable[[int], None],
) -> list[UUID]:
    """Take these men in, in their order; `progress` is told how many are done and may raise to stop it all.

    Twelve statements for each round of 250. In the caller's transaction.
    """
    zone = support_of(programme).zone
    made: list[UUID] = []
    for some in _rounds(planned, AT_ONCE):
        clients = _clients(some, at=at)
        episodes = [
            Episode(client=client, programme_id=programme, number=1, opened_on=one.referred.received_on or on)
            for client, one in zip(clients, some, strict=True)
        ]
        Episode.objects.bulk_create(episodes)
        _referrals(list(zip(episodes, some, strict=True)), agencies, by=by, at=at)
        ids = [client.pk for client in clients]
        record(verb=Verb.WRITE, thing="client", ids=[str(pk) for pk in ids], by=by, what="import_clients", at=at)
        if zone:
            messages = [one for pair in zip(episodes, some, strict=True) for one in _messages(*pair, code, at)]
            post_many(zone=zone, messages=messages, at=at)
        made += ids
        progress(len(made))
    return made


def _rounds(rows: Sequence[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def _clients(some: list[Planned], *, at: datetime) -> list[Client]:
    last = next(iter(Counter.objects.raw(TAKE_NUMBERS, ["client", len(some), len(some)]))).next
    rows = [
        Client(name=one.referred.name, birth_date=one.referred.birth_date, code=f"C-{number:03d}", created_at=at)
        for number, one in enumerate(some, last - len(some))
    ]
    Client.objects.bulk_create(rows)
    NamePart.objects.bulk_create(
        (NamePart(client=row, part=part) for row in rows for part in parts(row.name)), ignore_conflicts=True
    )
    return rows


def _referrals(rows: list[tuple[Episode, Planned]], agencies: dict[str, UUID], *, by: str, at: datetime) -> None:
    written = {"written_at": at, "written_by_id": by or None}
    Referral.objects.bulk_create(
        Referral(episode=episode, received_on=episode.opened_on, status_on=episode.opened_on) for episode, _one in rows
    )
    ReferralFacts.objects.bulk_create(
        ReferralFacts(
            episode=episode, **written, **{**columns(one.referred.said), "agency_id": agencies.get(one.agency)}
        )
        for episode, one in rows
    )
    ReferralStep.objects.bulk_create(
        ReferralStep(episode=episode, status=ReferralStatus.RECEIVED, on=episode.opened_on, **written)
        for episode, _one in rows
    )
    Deadline.objects.bulk_create(
        Deadline(episode=episode, kind=kind, due=day, **written)
        for episode, one in rows
        for kind, day in (
            (DeadlineKind.HEARING, one.referred.next_hearing),
            (DeadlineKind.ANSWER, one.referred.answer_by),
        )
        if day
    )


def _messages(episode: Episode, one: Planned, code: str, at: datetime) -> tuple[Message, Message]:
    to = {"mailbox": episode.client.mailbox, "programme": code}
    words = without_controls(one.referred.for_her_service)
    return (
        Opened(**to, on=episode.opened_on),
        PartnerDetails(**to, occasion=Occasion.REFERRAL, written_at=at, words=words),
    )
