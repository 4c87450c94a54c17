"""Writes of a request: asked, prepared, looked through by a second person, released, handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.casework.tasks import actions as tasks
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.copies import month_after

from . import bundle, contents
from .models import Item, Part, Request
from .policy import TASK


@dataclass(frozen=True, slots=True)
class Left:
    """What a second person leaves out of one row; no columns named: all of it."""

    why: str
    words: str
    only: tuple[str, ...] = ()


@transaction.atomic
def ask(*, episode: Episode, asked_on: date, way: str, by: str, at: datetime) -> UUID:
    """He asked; the answer is due after a month, and is a task from today."""
    if Request.objects.filter(client=episode.client_id, programme=episode.programme_id, given_on=None).exists():
        raise NotPossible(_("A request of his is open already. It stands in the list."))
    row = Request.objects.create(
        client_id=episode.client_id,
        programme_id=episode.programme_id,
        asked_on=asked_on,
        due=month_after(asked_on),
        way=way,
        written_at=at,
        written_by_id=by,
    )
    tasks.add_task(
        kind=TASK,
        fact=row.pk,
        episode=episode,
        due=row.due,
        by=by,
        at=at,
        role="manager",
        url=reverse("access-request", args=[row.pk]),
    )
    _record("ask_access", row, by, at)
    return row.pk


@transaction.atomic
def check_identity(*, request: Request, how: str, words: str, by: str, at: datetime) -> None:
    """How it was made sure that it is he."""
    held = _held(request)
    Request.objects.filter(pk=held.pk).update(identity=how, identity_words=words, identity_by_id=by)
    _record("check_identity", held, by, at)


@transaction.atomic
def prepare(*, request: Request, by: str, at: datetime) -> None:
    """Take everything down as it stands now, in parts that a second person looks through. Again: begins anew."""
    held = _held(request)
    Part.objects.filter(request=held).delete()
    position = 0
    for heading, rows in groupby(contents.rows(held.client_id, held.programme_id), key=lambda one: one.heading):
        for some in _in_parts(list(rows)):
            position += 1
            part = Part.objects.create(request=held, position=position, heading=heading[:200])
            Item.objects.bulk_create(
                Item(
                    part=part,
                    position=number,
                    table=one.table,
                    lines=[list(line) for line in one.lines],
                    document=one.document,
                    hint=one.hint,
                )
                for number, one in enumerate(some, 1)
            )
    Request.objects.filter(pk=held.pk).update(prepared_at=at, prepared_by_id=by)
    _record("prepare_copy", held, by, at)


def _in_parts(rows: Sequence[contents.Row]) -> list[Sequence[contents.Row]]:
    return [rows[begin : begin + contents.AT_A_TIME] for begin in range(0, len(rows), contents.AT_A_TIME)]


@transaction.atomic
def look_through(*, part: Part, left: Mapping[UUID, Left], by: str, at: datetime) -> None:
    """A second person has read this part, and says what of it is left out and why."""
    held = _held(part.request)
    if str(held.prepared_by_id) == by:
        raise NotPossible(_("You prepared this copy. A second person looks through it."))
    items = list(Item.objects.filter(part=part))
    for item in items:
        one = left.get(item.pk)
        item.why, item.words, item.only = (one.why, one.words, list(one.only)) if one else ("", "", [])
    Item.objects.bulk_update(items, ["why", "words", "only"])
    if not Part.objects.filter(pk=part.pk).update(looked_at=at, looked_by_id=by):
        raise NotPossible(_("The copy was prepared anew meanwhile. Look through it once more."))
    _record("look_through", held, by, at)


@transaction.atomic
def release(*, request: Request, by: str, at: datetime) -> None:
    """Everything was looked through by somebody who did not prepare it: from now on it can be handed over."""
    held = _held(request)
    if held.prepared_at is None:
        raise NotPossible(_("Nothing is prepared yet."))
    if str(held.prepared_by_id) == by:
        raise NotPossible(_("You prepared this copy. A second person releases it."))
    if not held.identity:
        raise NotPossible(_("First write down how it was made sure that it is he who asks."))
    if Part.objects.filter(request=held, looked_at=None).exists():
        raise NotPossible(_("Some parts were not looked through yet. They stand in the list."))
    Request.objects.filter(pk=held.pk).update(released_at=at, released_by_id=by)
    _record("release_copy", held, by, at)


@transaction.atomic
def download(*, request: Request, by: str, at: datetime) -> bytes:
    """The copy as one file; only after its release, and the record has it before anybody does."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    if held.released_at is None or held.given_on is not None:
        raise NotPossible(_("There is no released copy."))
    made = bundle.of(held)
    record(verb=Verb.EXPORT, thing="client", ids=[str(held.client_id)], by=by, what="download_copy", at=at)
    return made.content


@transaction.atomic
def give(*, request: Request, on: date, handed: str, by: str, at: datetime) -> None:
    """He has it. What was prepared is gone from here; that it was, and the sum of the file, stays."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    if held.released_at is None or held.given_on is not None:
        raise NotPossible(_("There is no released copy that could have been handed over."))
    digest = bundle.of(held).sha256
    Request.objects.filter(pk=held.pk).update(given_on=on, handed=handed, given_by_id=by, sha256=digest)
    Part.objects.filter(request=held).delete()
    tasks.finish_task(kind=TASK, fact=held.pk, by=by, at=at)
    _record("give_copy", held, by, at)


def _held(request: Request) -> Request:
    """The request, locked, as long as nothing was released."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    if held.released_at is not None:
        raise NotPossible(_("The copy is released. Nothing can be changed in it any more."))
    return held


def _record(what: str, request: Request, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(request.client_id)], by=by, what=what, at=at)
