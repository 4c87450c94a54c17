"""Reading the audit log: who opened what, and what was done lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from article16.common.audit.models import Entry, Subject, Unchained
from article16.common.audit.times import quarter_of
from article16.common.db.paging import Part, page


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry. Under a seal `thing`, `ids`, `what` and `reason` are empty and `at` is the start of its quarter."""

    id: str
    at: datetime
    by: str  # staff id; "" for nobody signed in
    verb: str
    thing: str
    ids: tuple[str, ...]
    what: str
    reason: str
    sealed: bytes | None


def who_opened(thing: str, object_id: str, *, token: str = "", size: int = 50) -> Part[EntryRow]:
    """Everything done to this one thing, the latest first, lists that showed it included. One query."""
    # An entry names a thing once, so among the rows of one thing the entry alone tells them apart.
    subjects = Subject.objects.filter(thing=thing, object_id=object_id).select_related("entry")
    part = page(subjects, order=("-at", "-entry"), token=token, size=size, within=("thing", "object_id", "at"))
    return Part(tuple(_row(subject.entry) for subject in part.rows), part.earlier, part.later)


def recent(*, by: Collection[str] | None = None, without: str = "", token: str = "", size: int = 50) -> Part[EntryRow]:
    """What was done lately, by everybody or by these people, but for one kind of thing; latest first. One query."""
    entries = Entry.objects.all() if by is None else Entry.objects.filter(actor__in=by)
    if without:
        entries = entries.exclude(thing=without)
    part = page(entries, order=("-at", "-id"), token=token, size=size)
    return Part(tuple(_row(entry) for entry in part.rows), part.earlier, part.later)


def between(since: datetime, until: datetime, *, by_quarter: bool, size: int = 100_000) -> list[EntryRow]:
    """What was done in a span of time, the latest first; `by_quarter`: of the quarters it lies in. One query."""
    first = quarter_of(since) if by_quarter else since
    entries = Entry.objects.filter(at__gte=first, at__lt=until).order_by("-at", "-id")
    return [_row(entry) for entry in entries[:size]]


def waiting() -> int:
    """Entries that the sealer has not chained yet. One query over a short table."""
    return Unchained.objects.count()


def _row(entry: Entry) -> EntryRow:
    return EntryRow(
        id=str(entry.id),
        at=entry.at,
        by=entry.actor,
        verb=entry.verb,
        thing=entry.thing,
        ids=tuple(entry.ids),
        what=entry.what,
        reason=entry.reason,
        sealed=None if entry.sealed is None else bytes(entry.sealed),
    )
