"""Writes: periods, holds, and erasing with a second person. See docs/adr/0098-access-and-erasure.md."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.access.models import Request
from article16.casework.clients.models import Client, Episode, EpisodeState
from article16.casework.endings.models import Ending
from article16.casework.tasks import actions as tasks
from article16.casework.tasks.models import Task
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record

from . import erasing, queries
from .models import Basis, Erased, Hold, Period, Place, Proposal, Remains, Underway
from .policy import TASK


@transaction.atomic
def set_period(*, country: str, record_class: str, months: int, source: str, by: str, at: datetime) -> None:
    """A new row; the earlier one stays and no longer counts."""
    row = Period.objects.create(
        country=country, record_class=record_class, months=months, source=source, written_at=at, written_by_id=by
    )
    record(verb=Verb.SETTING, thing="period", ids=[str(row.pk)], by=by, what="set_period", at=at)


@transaction.atomic
def set_place(*, programme: UUID, country: str, by: str, at: datetime) -> None:
    """Whose periods count for a programme."""
    Place.objects.update_or_create(programme_id=programme, defaults={"country": country})
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_place", at=at)


@transaction.atomic
def hold(*, client: Client, reason: str, until: date, by: str, at: datetime) -> None:
    """Stop an erasure until a day, for a reason. A proposal to erase falls."""
    if until <= timezone.localdate(at):
        raise NotPossible(_("A hold ends on a day to come. Enter a later one."))
    Hold.objects.create(client=client, reason=reason, until=until, written_at=at, written_by_id=by)
    Proposal.objects.filter(client=client).delete()
    for task in Task.objects.filter(kind=TASK, episode__client=client):
        tasks.finish_task(kind=TASK, fact=task.fact, by=by, at=at)
    _record("hold_file", client.pk, by, at)


@transaction.atomic
def end_hold(*, hold_id: UUID, reason: str, by: str, at: datetime) -> None:
    """The reason is gone before its day."""
    held = Hold.objects.select_for_update().get(pk=hold_id)
    if held.ended_at is not None:
        raise NotPossible(_("This hold was ended already."))
    held.ended_at, held.ended_by_id, held.ended_reason = at, UUID(by), reason
    held.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    _record("end_hold", held.client_id, by, at)


@transaction.atomic
def propose(*, client: Client, basis: str, words: str, by: str, at: datetime) -> None:
    """One person says that this file is to be erased."""
    _erasable(client, basis, at)
    Proposal.objects.update_or_create(
        client=client, defaults={"basis": basis, "words": words, "written_at": at, "written_by_id": by}
    )
    _record("propose_erasure", client.pk, by, at)


@transaction.atomic
def withdraw(*, client: Client, by: str, at: datetime) -> None:
    """It is not erased after all; the next proposal begins anew."""
    if not Proposal.objects.filter(client=client).delete()[0]:
        raise NotPossible(_("Nobody has proposed to erase this file."))
    _record("withdraw_erasure", client.pk, by, at)


@transaction.atomic
def erase(*, client: Client, by: str, at: datetime) -> None:
    """A second person confirms: every row of his goes, and what a return counts stays without him."""
    held = Client.objects.select_for_update().get(pk=client.pk)
    proposal = Proposal.objects.filter(client=held).first()
    if proposal is None:
        raise NotPossible(_("Nobody has proposed to erase this file, or it was taken back."))
    if str(proposal.written_by_id) == by:
        raise NotPossible(_("You proposed this yourself. A second person confirms it."))
    _erasable(held, proposal.basis, at)
    programme = Episode.objects.filter(client=held).order_by("-number").values_list("programme", flat=True)[0]
    _keep_counts(held)
    # The row comes first: tables that never lose a row look whether an erasure stands that names two people.
    erased = Erased.objects.create(
        programme_id=programme,
        basis=proposal.basis,
        passages=Episode.objects.filter(client=held).count(),
        proposed_by_id=proposal.written_by_id,
        confirmed_by_id=by,
        at=at,
    )
    Underway.objects.create(erased=erased)
    erasing.everything(held)
    Underway.objects.all().delete()
    _record("erase_file", client.pk, by, at)


def _erasable(client: Client, basis: str, at: datetime) -> None:
    today = timezone.localdate(at)
    if Episode.objects.filter(client=client).exclude(state=EpisodeState.ENDED).exists():
        raise NotPossible(_("A passage of his is still open. End it first."))
    if queries.held(client.pk, today=today):
        raise NotPossible(_("A hold stands on this file. It is not erased until the hold ends."))
    if Request.objects.filter(client=client, given_on=None).exists():
        raise NotPossible(_("He asked to see his file. Answer him first."))
    stands = queries.of_one(client, today=today)
    if basis == Basis.PERIOD and (stands is None or stands.due > today):
        raise NotPossible(_("Its time has not passed yet."))
    if basis == Basis.PERIOD and stands is not None and stands.is_example:
        raise NotPossible(
            _("Its period is an example that came with the program. A manager sets the period of your country first.")
        )


def _keep_counts(client: Client) -> None:
    latest = {one.episode_id: one.kind for one in Ending.objects.filter(episode__client=client).order_by("written_at")}
    Remains.objects.bulk_create(
        Remains(
            programme_id=one.programme_id,
            opened=_quarter(one.opened_on),
            ended=_quarter(one.ended_on) if one.ended_on else "",
            how=latest.get(one.pk, ""),
        )
        for one in Episode.objects.filter(client=client)
    )


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


@transaction.atomic
def remind(*, at: datetime) -> int:
    """A task for each file whose time has passed, once; how many were new."""
    due = queries.due_anywhere(today=timezone.localdate(at))
    known = set(
        Task.objects.filter(kind=TASK, episode__client__in=[one.client for one in due]).values_list(
            "episode__client", flat=True
        )
    )
    made = 0
    for one in due:
        episode = Episode.objects.filter(client=one.client).order_by("-number").first()
        if one.client in known or episode is None:
            continue
        tasks.add_task(
            kind=TASK,
            fact=episode.pk,
            episode=episode,
            due=timezone.localdate(at),
            by="",
            at=at,
            role="manager",
            url=reverse("erasure-propose", args=[one.client]),
        )
        made += 1
    return made


def _record(what: str, client_id: UUID, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(client_id)], by=by, what=what, at=at)
