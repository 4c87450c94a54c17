"""His file itself: a name or date of birth corrected, two files that were one man."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible, close_file
from article16.common.accounts.models import ClosedFile, Programme
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post_many
from article16.wall.vocabulary import Course, CourseEvent, Message, Opened

from ..models import Client, Correction, Episode, Merge, NamePart
from ..policy import THING
from ..queries import support_of
from .opening import keep_parts

OUT_OF_THE_WAY = 10_000  # added to episode numbers while they are given anew


@transaction.atomic
def correct_person(
    *, client: Client, name: str, birth_date: date | None, reason: str, by: str, at: datetime
) -> Correction:
    """His name or date of birth was wrong or has changed. The earlier one is kept, and he is still found under it."""
    held = Client.objects.select_for_update().get(pk=client.pk)
    if (held.name, held.birth_date) == (name, birth_date):
        raise NotPossible(_("Nothing is different from what stands in his file. Change it, or go back"))
    row = Correction.objects.create(
        client=held,
        name_before=held.name,
        birth_date_before=held.birth_date,
        name=name,
        birth_date=birth_date,
        reason=reason,
        written_at=at,
        written_by_id=by,
    )
    Client.objects.filter(pk=held.pk).update(name=name, birth_date=birth_date)
    keep_parts(held, name)
    record(verb=Verb.WRITE, thing=THING, ids=[str(held.pk)], by=by, what="correct_person", at=at)
    return row


@transaction.atomic
def merge_clients(*, merged: Client, into: Client, reason: str, by: str, at: datetime, on: date) -> Merge:
    """Two files were one man: all that is in one moves to the other, and her service is told, as for every man.

    The emptied file stays with its code, its mailbox and a note of what moved. Who could not open one of them can open
    neither from now on.
    """
    held = {one.pk: one for one in Client.objects.select_for_update().filter(pk__in=[merged.pk, into.pk])}
    if len(held) != 2 or any(one.merged_into_id for one in held.values()):
        raise NotPossible(_("One of these files is merged already. Open it again and look"))
    moved = list(Episode.objects.filter(client=merged).order_by("number").select_related("programme"))
    row = Merge.objects.create(
        merged=merged,
        into=into,
        reason=reason,
        episodes=[{"id": str(one.pk), "number": one.number} for one in moved],
        written_at=at,
        written_by_id=by,
    )
    known = set(Episode.objects.filter(client=into).values_list("programme", flat=True))
    _move(merged, into)
    _number_anew(into)
    # Files that were merged into this one before lead on, too.
    Client.objects.filter(models.Q(pk=merged.pk) | models.Q(merged_into=merged)).update(merged_into=into)
    _close_where_one_was_closed(merged, into, by=by, at=at)
    record(verb=Verb.WRITE, thing=THING, ids=[str(into.pk), str(merged.pk)], by=by, what="merge_clients", at=at)
    programmes = {one.programme_id: one.programme for one in moved}
    _tell(row, list(programmes.values()), known, at=at, on=on)
    return row


def _move(merged: Client, into: Client) -> None:
    """Every row of every room that names the man himself; those that name an episode move with it."""
    Episode.objects.filter(client=merged).update(client=into, number=models.F("number") + OUT_OF_THE_WAY)
    parts = NamePart.objects.filter(client=merged)
    rows = [NamePart(client=into, part=part) for part in parts.values_list("part", flat=True)]
    NamePart.objects.bulk_create(rows, ignore_conflicts=True)
    parts.delete()
    try:
        with transaction.atomic():
            for model, field in _named_by_others():
                model._default_manager.filter(**{field: merged}).update(**{field: into})
    except IntegrityError:
        raise NotPossible(_("Both files hold something that a man has only once. Ask for help to merge them")) from None


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


def _close_where_one_was_closed(merged: Client, into: Client, *, by: str, at: datetime) -> None:
    closed = ClosedFile.objects.filter(thing=THING, object_id=merged.pk, opened_at=None)
    already = ClosedFile.objects.filter(thing=THING, object_id=into.pk, opened_at=None).values("staff")
    for staff in closed.exclude(staff__in=already).values_list("staff", flat=True):
        close_file(staff_id=staff, thing=THING, object_id=into.pk, by=by, at=at)


def _tell(row: Merge, programmes: list[Programme], known: set[UUID], *, at: datetime, on: date) -> None:
    """In each programme of the emptied file its mailbox leads to the other from now on."""
    facts = iter([row.pk, *(uuid4() for _more in programmes[1:])])
    for programme in programmes:
        fact, zone = next(facts), support_of(programme.pk).zone
        if not zone:
            continue
        messages: list[Message] = []
        if programme.pk not in known:
            messages.append(Opened(mailbox=row.into.mailbox, programme=programme.code, on=on))
        messages.append(
            Course(
                mailbox=row.merged.mailbox,
                programme=programme.code,
                fact=fact,
                event=CourseEvent.MERGED,
                on=on,
                merged_into=row.into.mailbox,
            )
        )
        post_many(zone=zone, messages=messages, at=at)
