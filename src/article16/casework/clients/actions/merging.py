"""Two files that were one man become one, and two again where that was wrong."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible, close_file, open_file
from article16.common.accounts.models import ClosedFile, Programme
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post, post_many
from article16.wall.vocabulary import Course, CourseEvent, Message, Opened

from ..models import Client, Correction, Episode, Merge, NamePart, Unmerge
from ..names import parts
from ..policy import THING
from ..queries import support_of
from .meanwhile import tell_again
from .opening import keep_parts

OUT_OF_THE_WAY = 10_000  # added to episode numbers while they are given anew


@transaction.atomic
def merge_clients(*, merged: Client, into: Client, reason: str, by: str, at: datetime, on: date) -> Merge:
    """Two files were one man: all that is in one moves to the other, and her service is told, as for every man.

    The emptied file stays with its code, its mailbox and a note of what moved. Who could not open one of them can open
    neither from now on.
    """
    held = {one.pk: one for one in Client.objects.select_for_update().filter(pk__in=[merged.pk, into.pk])}
    if len(held) != 2 or any(one.merged_into_id for one in held.values()):
        raise NotPossible(_("One of these files is merged already. Open it again and look"))
    episodes = list(Episode.objects.filter(client=merged).order_by("number").select_related("programme"))
    known = set(Episode.objects.filter(client=into).values_list("programme", flat=True))
    programmes = list({one.programme_id: one.programme for one in episodes}.values())
    facts = {str(one.pk): str(uuid4()) for one in programmes}
    moved = _move(merged, into)
    _number_anew(into)
    # Files that were merged into this one before lead on, too.
    led = list(Client.objects.filter(merged_into=merged).values_list("pk", flat=True))
    Client.objects.filter(pk__in=[merged.pk, *led]).update(merged_into=into)
    closed = _close_where_one_was_closed(merged, into, by=by, at=at)
    row = Merge.objects.create(
        merged=merged,
        into=into,
        reason=reason,
        episodes=[{"id": str(one.pk), "number": one.number} for one in episodes],
        moved={**moved, "led": [str(one) for one in led], "closed": closed, "facts": facts},
        written_at=at,
        written_by_id=by,
    )
    record(verb=Verb.WRITE, thing=THING, ids=[str(into.pk), str(merged.pk)], by=by, what="merge_clients", at=at)
    _tell(row, programmes, known, at=at, on=on)
    return row


def _move(merged: Client, into: Client) -> dict[str, Any]:
    """Every row of every room that names the man himself; those that name an episode move with it. What moved."""
    Episode.objects.filter(client=merged).update(client=into, number=models.F("number") + OUT_OF_THE_WAY)
    have = set(NamePart.objects.filter(client=into).values_list("part", flat=True))
    words = NamePart.objects.filter(client=merged)
    new = sorted(set(words.values_list("part", flat=True)) - have)
    NamePart.objects.bulk_create(NamePart(client=into, part=part) for part in new)
    words.delete()
    rows: dict[str, list[str]] = {}
    try:
        with transaction.atomic():
            for model, field in _named_by_others():
                found = model._default_manager.filter(**{field: merged})
                if ids := [str(pk) for pk in found.values_list("pk", flat=True)]:
                    rows[f"{model._meta.label}.{field}"] = ids
                    found.update(**{field: into})
    except IntegrityError:
        raise NotPossible(_("Both files hold something that a man has only once. Ask for help to merge them")) from None
    return {"rows": rows, "parts": new}


def _named_by_others() -> list[tuple[type[models.Model], str]]:
    own = {Client, Correction, Episode, Merge, NamePart}
    return [
        (model, field.name)
        for model in apps.get_models()
        if model not in own
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Client
    ]


def _number_anew(client: Client) -> None:
    """Episodes count in the order in which they were opened."""
    rows = Episode.objects.filter(client=client)
    rows.filter(number__lt=OUT_OF_THE_WAY).update(number=models.F("number") + 2 * OUT_OF_THE_WAY)
    for number, pk in enumerate(rows.order_by("opened_on", "number").values_list("pk", flat=True), 1):
        Episode.objects.filter(pk=pk).update(number=number)


def _close_where_one_was_closed(merged: Client, into: Client, *, by: str, at: datetime) -> list[str]:
    """To whom the kept file is closed from now on, too; the ids of these closings."""
    closed = ClosedFile.objects.filter(thing=THING, object_id=merged.pk, opened_at=None)
    here = ClosedFile.objects.filter(thing=THING, object_id=into.pk, opened_at=None)
    people = list(closed.exclude(staff__in=here.values("staff")).values_list("staff", flat=True))
    for staff in people:
        close_file(staff_id=staff, thing=THING, object_id=into.pk, by=by, at=at)
    return [str(pk) for pk in here.filter(staff__in=people).values_list("pk", flat=True)]


def _tell(row: Merge, programmes: list[Programme], known: set[UUID], *, at: datetime, on: date) -> None:
    """In each programme of the emptied file its mailbox leads to the other from now on."""
    for programme in programmes:
        zone = support_of(programme.pk).zone
        if not zone:
            continue
        messages: list[Message] = []
        if programme.pk not in known:
            messages.append(Opened(mailbox=row.into.mailbox, programme=programme.code, on=on))
        messages.append(
            Course(
                mailbox=row.merged.mailbox,
                programme=programme.code,
                fact=_fact(row, programme.pk),
                event=CourseEvent.MERGED,
                on=on,
                merged_into=row.into.mailbox,
            )
        )
        post_many(zone=zone, messages=messages, at=at)


def _fact(row: Merge, programme: UUID) -> UUID:
    return UUID(row.moved["facts"][str(programme)])


@transaction.atomic
def unmerge_clients(*, merge: Merge, reason: str, by: str, at: datetime, on: date) -> Unmerge:
    """They are two men after all: what had moved goes back, and her service is told that the merge was wrong.

    What was told of him meanwhile under the other's number is told again under his own. What was written since stands
    where its episode stands; what belongs to no episode and is new stays where it is.
    """
    held = {one.pk: one for one in Client.objects.select_for_update().filter(pk__in=[merge.merged_id, merge.into_id])}
    merged, into = held[merge.merged_id], held[merge.into_id]
    if merged.merged_into_id != into.pk or Unmerge.objects.filter(merge=merge).exists():
        raise NotPossible(_("The file does not lead here any more. Take back what was merged later first"))
    if merge.moved is None:
        raise NotPossible(_("These files were merged before what moved was written down. Ask for help to part them"))
    row = Unmerge.objects.create(merge=merge, reason=reason, written_at=at, written_by_id=by)
    episodes = Episode.objects.filter(pk__in=[one["id"] for one in merge.episodes], client=into)
    programmes = list(Programme.objects.filter(pk__in=merge.moved["facts"]).order_by("code"))
    _move_back(merge.moved["rows"], [one["id"] for one in merge.episodes], into, merged)
    episodes.update(client=merged, number=models.F("number") + OUT_OF_THE_WAY)
    _number_anew(into)
    _number_anew(merged)
    _part_names(merged, into, merge.moved["parts"])
    Client.objects.filter(pk=merged.pk).update(merged_into=None)
    Client.objects.filter(pk__in=merge.moved["led"], merged_into=into).update(merged_into=merged)
    for closed in ClosedFile.objects.filter(pk__in=merge.moved["closed"], opened_at=None):
        open_file(staff_id=closed.staff_id, closed_id=closed.pk, reason=reason, by=by, at=at)
    record(verb=Verb.WRITE, thing=THING, ids=[str(into.pk), str(merged.pk)], by=by, what="unmerge_clients", at=at)
    _tell_wrong(merge, merged, programmes, at=at, on=on)
    tell_again(merge, at=at, on=on)
    return row


def _move_back(moved: dict[str, list[str]], episodes: list[str], into: Client, merged: Client) -> None:
    """What moved, what corrects it since, and what was written since about an episode that goes back."""
    for model, field in _named_by_others():
        names = {one.name for one in model._meta.concrete_fields}
        here = model._default_manager.filter(**{field: into})
        ids = set(here.filter(pk__in=moved.get(f"{model._meta.label}.{field}", [])).values_list("pk", flat=True))
        if "episode" in names:
            ids |= set(here.filter(episode__in=episodes).values_list("pk", flat=True))
        while "corrects" in names and (more := set(_correcting(here, ids)) - ids):
            ids |= more
        here.filter(pk__in=ids).update(**{field: merged})


def _correcting(rows: models.QuerySet, ids: Iterable[Any]) -> Iterable[Any]:
    return rows.filter(corrects__in=list(ids)).values_list("pk", flat=True)


def _part_names(merged: Client, into: Client, came: list[str]) -> None:
    """Each is found again under his own names, now and earlier, and no longer under the other's."""
    own = {part for name in _names(into) for part in parts(name)}
    NamePart.objects.filter(client=into, part__in=set(came) - own).delete()
    for name in _names(merged):
        keep_parts(merged, name)


def _names(client: Client) -> list[str]:
    corrected = Correction.objects.filter(client=client).values_list("name_before", "name")
    return [client.name, *(name for pair in corrected for name in pair)]


def _tell_wrong(merge: Merge, merged: Client, programmes: list[Programme], *, at: datetime, on: date) -> None:
    for programme in programmes:
        if zone := support_of(programme.pk).zone:
            wrong = Course(
                mailbox=merged.mailbox,
                programme=programme.code,
                fact=uuid4(),
                event=CourseEvent.CORRECTED,
                on=on,
                corrects=_fact(merge, programme.pk),
            )
            post(zone=zone, message=wrong, at=at)
