"""When and how a woman may be reached, as she said it. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOOK_AHEAD = timedelta(days=15)  # a window of hers comes back every week; two weeks see every one of them
OLD = timedelta(days=90)  # after this an answer is asked for again before it is used


class Wish(StrEnum):
    """What she said about being contacted. Two kinds of no, which are hers to choose and hers to change."""

    OPEN = "open"  # may be contacted as written down
    NEVER = "never"  # no contact
    DANGER_ONLY = "danger only"  # no contact unless in danger
    NOT_ASKED = "not asked"  # nobody has asked her yet


class Way(StrEnum):
    """How she may be reached. There is no e-mail: it is read on devices that others use."""

    PHONE = "phone"
    TEXT = "text"
    IN_PERSON = "in person"
    THROUGH = "through somebody"  # a person or service she named


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of the week, in local time. `until` not after `since` ends on the next day."""

    weekday: int  # 0 is Monday
    since: time
    until: time


@dataclass(frozen=True, slots=True)
class SafeContact:
    """Everything she said about it, on one day."""

    wish: Wish
    confirmed_on: date | None = None
    ways: tuple[Way, ...] = ()
    windows: tuple[Window, ...] = ()
    zone: str = "Europe/Vienna"
    number: str = ""
    through: str = ""  # whom to ask for, where the way goes through somebody
    others_use_device: bool | None = None  # None: not known
    who_uses: str = ""  # who else uses it, as she says
    message_may_be_left: bool = False
    cover_name: str = ""
    code_word: str = ""
    withhold_number: bool = True
    language: str = ""
    interpreter: bool = False
    words: str = ""
    from_casework: bool = False  # what casework wrote for her service; she has not confirmed it, and nothing uses it


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether she may be contacted now, and when next."""

    now: bool
    until: datetime | None = None  # end of the window that is open
    next: tuple[datetime, datetime] | None = None  # the window after it, or the next one
    why: str = ""  # a code: "never", "danger only", "not asked", "no window", "outside", "old"


def verdict(contact: SafeContact, *, at: datetime) -> Verdict:
    """May she be contacted at this moment?

    Parameters
    ----------
    at
        A moment with a time zone.

    Returns
    -------
    Verdict
        `now` only when she said yes, said it not too long ago, and a window of hers is open.
    """
    if contact.wish is not Wish.OPEN:
        return Verdict(False, why=contact.wish.value)
    spans = list(_spans(contact, at))
    following = next((span for span in spans if span[0] > at), None)
    if contact.confirmed_on is None or at.astimezone(ZoneInfo(contact.zone)).date() - contact.confirmed_on > OLD:
        return Verdict(False, next=following, why="old")
    if not spans:
        return Verdict(False, why="no window")
    here = next((span for span in spans if span[0] <= at < span[1]), None)
    if here is None:
        return Verdict(False, next=following, why="outside")
    return Verdict(True, until=here[1], next=following)


def proposed(contact: SafeContact, *, at: datetime, after: timedelta) -> datetime | None:
    """When to try again: the first moment of hers, not before `after` from now; None when none comes."""
    if contact.wish is not Wish.OPEN:
        return None
    earliest = at + after
    for since, until in _spans(contact, earliest):
        if until > earliest:
            return max(since, earliest)
    return None


def spans(contact: SafeContact, *, at: datetime) -> list[tuple[datetime, datetime]]:
    """Her times of the next two weeks, in order; none where she does not wish contact."""
    return list(_spans(contact, at)) if contact.wish is Wish.OPEN else []


def joined(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Stretches that touch or overlap, as one."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _spans(contact: SafeContact, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Her windows from the day before `at` on, in UTC, as the clocks on her wall go."""
    zone = ZoneInfo(contact.zone)
    first = at.astimezone(zone).date() - timedelta(days=1)
    days = [first + timedelta(days=number) for number in range(LOOK_AHEAD.days + 2)]
    spans = [_on(day, window, zone) for day in days for window in contact.windows if window.weekday == day.weekday()]
    yield from (span for span in joined([one for one in spans if one and one[0] < one[1]]) if span[1] > at)


def _on(day: date, window: Window, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    last = day if window.until > window.since else day + timedelta(days=1)
    since = datetime.combine(day, window.since, tzinfo=zone)
    until = datetime.combine(last, window.until, tzinfo=zone)
    if not (_exists(since) and _exists(until)):
        return None  # the hour that clocks skip: then rather not at all than an hour she did not mean
    return since.astimezone(UTC), until.astimezone(UTC)


def _exists(moment: datetime) -> bool:
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)
