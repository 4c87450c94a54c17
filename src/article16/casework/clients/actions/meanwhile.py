"""What is told of a man while two files are one, kept so that it can be told again when they are two after all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from article16.wall.outbox.actions import post_many
from article16.wall.vocabulary import Alert, Course, CourseEvent, Message, Occasion, PartnerDetails, decode, encode

from ..models import Client, Episode, Meanwhile, Merge
from ..queries import support_of

CALLS = timedelta(days=60)  # an older warning is not raised again: whoever it called has acted long ago
BOX, DOCUMENT = PartnerDetails.__name__, "Document"  # sealed: that it left is kept, and nothing of it
MOST_NAMED = 40
HIS = gettext_lazy(
    "From %(since)s on his file and another man’s were one, and today they are two again. What was sealed for you "
    "about this man in that time came under the other’s number, %(other)s: %(what)s."
)
NOT_HIS = gettext_lazy(
    "From %(since)s on his file and another man’s were one, and today they are two again. Not about this man, but "
    "about the one whose number is %(own)s, were: %(what)s."
)
LOOK = gettext_lazy(
    "Casework cannot read it. Look at it again, and at every case that was opened from it or to which it was added: "
    "warnings come under each man’s own number from now on. A box that you do not find was empty."
)


def remember(told: Iterable[tuple[UUID, Message]], *, at: datetime) -> None:
    """Keep what leaves of these episodes under the number of a file that another one went into."""
    Meanwhile.objects.bulk_create(
        Meanwhile(episode_id=episode, fact=fact, told_as=fact, kind=type(one).__name__, words=_words(one), told_at=at)
        for episode, one in told
        if (fact := uuid4() if isinstance(one, PartnerDetails) else getattr(one, "fact", None))
    )


def remember_document(episode: Episode, *, at: datetime) -> None:
    """The same of a document that was sealed for her service: when, and nothing else. One query."""
    if Client.objects.filter(merged_into=episode.client_id).exists():
        none = uuid4()
        Meanwhile.objects.create(episode=episode, fact=none, told_as=none, kind=DOCUMENT, words="", told_at=at)


def as_it_stands(message: Message) -> Message:
    """The same; a correction of what was told again names it as it was told last. One query, of a correction."""
    if not isinstance(message, Course) or message.corrects is None:
        return message
    last = Meanwhile.objects.filter(fact=message.corrects).values_list("told_as", flat=True).first()
    return replace(message, corrects=last) if last else message


def tell_again(merge: Merge, *, at: datetime, on: date) -> None:
    """What was told of his episodes under the other's number is called wrong there, and told under his own.

    What was sealed for her service is kept nowhere here: she is told which of it was about whom, and reads it herself.
    """
    rows = Meanwhile.objects.filter(episode__in=[one["id"] for one in merge.episodes], told_at__gte=merge.written_at)
    kept = list(rows.select_related("episode__programme").order_by("pk"))
    sealed = [row for row in kept if row.kind in {BOX, DOCUMENT}]
    found = [(row, decode(row.kind, row.words.encode())) for row in kept if row.kind not in {BOX, DOCUMENT}]
    found = [(row, was) for row, was in found if not (isinstance(was, Alert) and was.raised_at < at - CALLS)]
    new = {row.told_as: uuid4() for row, _was in found}
    leaving: dict[str, list[Message]] = {}
    for row, was in found:
        # That a correction was wrong would bring back what it corrected: it is only told once more.
        if getattr(was, "corrects", None) is None:
            _to(row, leaving).append(_wrong(row, was, merge, on))
    for row, was in found:
        now = _his(row, was, merge, new, at)
        _to(row, leaving).append(now)
        row.told_as, row.words = new[row.told_as], _words(now)
    for row, said in _whose(merge, sealed, at):
        _to(row, leaving).append(said)
    Meanwhile.objects.bulk_update([row for row, _was in found], ["told_as", "words"])
    for zone in sorted(leaving.keys() - {""}):
        post_many(zone=zone, messages=leaving[zone], at=at)


def _words(message: Message) -> str:
    return "" if isinstance(message, PartnerDetails) else encode(message).decode()


def _whose(merge: Merge, sealed: Sequence[Meanwhile], at: datetime) -> Iterator[tuple[Meanwhile, Message]]:
    """Under either number a box that says which of the sealed is about whom, in each programme where some was."""
    own, other = merge.merged.mailbox, merge.into.mailbox
    for first in {row.episode.programme_id: row for row in sealed}.values():
        programme = first.episode.programme
        what = _named([row for row in sealed if row.episode.programme_id == programme.pk])
        about = {"since": _moment(merge.written_at), "own": own, "other": other, "what": what}
        to = {"programme": programme.code, "occasion": Occasion.REVIEW, "written_at": at}
        yield first, PartnerDetails(mailbox=own, **to, words=f"{HIS % about} {LOOK}")
        yield first, PartnerDetails(mailbox=other, **to, words=f"{NOT_HIS % about} {LOOK}")


def _named(rows: Sequence[Meanwhile]) -> str:
    """“the box of 5 April 2026 11:02, the document of 6 April 2026 09:10”."""
    names = {BOX: _("the box of %(when)s"), DOCUMENT: _("the document of %(when)s")}
    named = [names[row.kind] % {"when": _moment(row.told_at)} for row in rows[:MOST_NAMED]]
    more = len(rows) - len(named)
    return ", ".join([*named, *([_("and %(number)d more") % {"number": more}] if more else [])])


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y H:i")


def _to(row: Meanwhile, leaving: dict[str, list[Message]]) -> list[Message]:
    return leaving.setdefault(support_of(row.episode.programme_id).zone, [])


def _wrong(row: Meanwhile, was: Message, merge: Merge, on: date) -> Message:
    mailbox, event = merge.into.mailbox, CourseEvent.CORRECTED
    return Course(mailbox=mailbox, programme=was.programme, fact=uuid4(), event=event, on=on, corrects=row.told_as)


def _his(row: Meanwhile, was: Message, merge: Merge, new: Mapping[UUID, UUID], at: datetime) -> Message:
    """The message under his own number. A warning runs from now: nobody was called to him by it yet."""
    changes: dict[str, Any] = {"mailbox": merge.merged.mailbox, "fact": new[row.told_as]}
    if isinstance(was, Alert):
        changes |= {"raised_at": at, "due": at + (was.due - was.raised_at)}
    if isinstance(was, Course) and was.corrects:
        changes["corrects"] = new.get(was.corrects, was.corrects)
    return replace(was, **changes)
