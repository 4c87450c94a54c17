"""Writes about tasks: other rooms make and finish them in the transaction of the fact they belong to."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record

from .models import Postponement, Task


@transaction.atomic
def add_task(
    *,
    kind: str,
    fact: UUID,
    episode: Episode,
    due: date,
    by: str,
    at: datetime,
    role: str = "facilitator",
    person: UUID | None = None,
    words: str = "",
    url: str = "",
) -> None:
    """One thing to do about this fact. Asked again for the same kind and fact it changes nothing.

    `url` is the place in this service where it is done; `by` is empty when the service itself noticed.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("A task's place is an address within this service.")
    # The database decides whether it is new, so that two who notice at the same moment make one.
    made = Task.objects.bulk_create(
        [
            Task(
                kind=kind,
                fact=fact,
                episode=episode,
                programme_id=episode.programme_id,
                due=due,
                role=role,
                person_id=person,
                words=words[:400],
                url=url,
                written_at=at,
                written_by_id=by or None,
            )
        ],
        ignore_conflicts=True,
    )
    if Task.objects.filter(pk=made[0].pk).exists():
        _record("add_task", episode.client_id, by, at)


@transaction.atomic
def finish_task(*, kind: str, fact: UUID, by: str, at: datetime) -> None:
    """The thing is done; without such a task, or when it was done before, nothing changes."""
    task = Task.objects.filter(kind=kind, fact=fact, done_at=None).select_related("episode").first()
    if task:
        _finish(task, words="", by=by, at=at)


@transaction.atomic
def finish(*, task: Task, words: str, by: str, at: datetime) -> None:
    """A person says that it is done, and how."""
    if not _finish(task, words=words, by=by, at=at):
        raise NotPossible(_("This task is done already. Go back to the list"))


def _finish(task: Task, *, words: str, by: str, at: datetime) -> bool:
    open_one = Task.objects.filter(pk=task.pk, done_at=None)
    done = open_one.update(done_at=at, done_by_id=by or None, done_words=words)
    if done:
        _record("finish_task", task.episode.client_id, by, at)
    return bool(done)


@transaction.atomic
def postpone(*, task: Task, to: date, reason: str, by: str, at: datetime) -> None:
    """Put it off to a later day, with the reason; the earlier day stays on record."""
    held = Task.objects.select_for_update().get(pk=task.pk)
    if held.done_at:
        raise NotPossible(_("This task is done already. Go back to the list"))
    if to <= held.due:
        raise NotPossible(_("A task can only be put off to a later day. Enter a day after the one it is due"))
    Postponement.objects.create(task=held, before=held.due, after=to, reason=reason, written_at=at, written_by_id=by)
    Task.objects.filter(pk=held.pk).update(due=to)
    _record("postpone_task", task.episode.client_id, by, at)


def _record(what: str, client_id: UUID, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(client_id)], by=by, what=what, at=at)
