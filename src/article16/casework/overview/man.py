"""The man's page put together: his facts, what is due, and everything that happened."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from article16.casework.clients.models import EpisodeState
from article16.casework.clients.queries import ClientRow
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Badge, Entry, Fact, Month, Paging, State, Tab
from article16.common.ui.shell import Link

from . import rooms
from .history import Event, History, Mark
from .policy import FILTERS

STATES = {
    EpisodeState.REFERRED: State.OPEN,
    EpisodeState.ACTIVE: State.INFO,
    EpisodeState.SUSPENDED: State.SUSPENDED,
    EpisodeState.ENDED: State.NONE,
}


def badges(client: ClientRow) -> tuple[Badge, ...]:
    """Where his latest episode stands."""
    state = EpisodeState(client.episodes[0].state)
    return (Badge(STATES[state], str(state.label)),)


def facts(viewer: Viewer, client: ClientRow, *, at: datetime) -> tuple[Fact, ...]:
    """Who he is here: from his file, and from the rooms of referral, people and groups. One query for each room."""
    latest, today = client.episodes[0], timezone.localdate(at)
    since = _("%(number)d, since %(day)s") % {
        "number": latest.number,
        "day": date_format(latest.opened_on, "j F Y"),
    }
    own = [Fact(_("Episode"), since), Fact(_("Programme"), latest.programme), Fact(_("Born"), _born(client, today))]
    return (*own, *rooms.summaries(rooms.PERSON, viewer, client.id))


def _born(client: ClientRow, today: date) -> str:
    if client.birth_date is None:
        return ""
    born = client.birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return _("%(day)s (%(age)d)") % {"day": date_format(born, "j F Y"), "age": age}


def kinds_of(show: str) -> set[str] | None:
    """The kinds behind a filter; None for all of them, also for a filter that does not exist."""
    kinds = {kind for kind, room in rooms.room_of_kind().items() if room == show}
    return kinds or None


def filters(client_id: UUID, counts: dict[str, int], show: str) -> tuple[Tab, ...]:
    """All, then each room that has an entry, with the number of its entries."""
    where = reverse("client", args=[client_id])
    by_room: dict[str, int] = {}
    for kind, number in counts.items():
        by_room[rooms.room_of_kind()[kind]] = by_room.get(rooms.room_of_kind()[kind], 0) + number
    shown = [room for room in FILTERS if by_room.get(room) or room == show]
    every = Tab(_("All"), f"{where}#timeline", kinds_of(show) is None, sum(counts.values()))
    return (
        every,
        *(
            Tab(str(FILTERS[room]), f"{where}?show={room}#timeline", room == show, by_room.get(room, 0))
            for room in shown
        ),
    )


def months(found: History, where: str) -> tuple[Month, ...]:
    """The entries under month heads, newest first."""
    here = {event.row.row for event in found.events}
    by_month = groupby(found.events, key=lambda one: (one.row.on.year, one.row.on.month))
    return tuple(
        Month(date_format(events[0].row.on, "F Y"), tuple(_entry(one, where, here) for one in events))
        for events in (list(some) for _month, some in by_month)
    )


def _entry(one: Event, where: str, here: set[UUID]) -> Entry:
    row, told = one.row, rooms.entry(one.row)
    moment = timezone.localtime(row.at)
    clock = f", {moment:%H:%M}" if moment.date() == row.on else ""
    second = [told.second] if told.second else []
    return Entry(
        when=f"{_words_of(row.on, get_language() or '')}{clock}",
        iso=moment.isoformat() if clock else row.on.isoformat(),
        icon=told.icon,
        fact=told.fact,
        second=" · ".join([*second, one.by] if one.by else second),
        late=told.late,
        url=told.url,
        key=_key(row.row),
        see=tuple(_see(one, where, here)) if one.instead_of or one.replaced_by else (),
    )


@lru_cache(maxsize=4096)
def _words_of(day: date, language: str) -> str:
    """A day as the timeline has it. Many entries share one, and formatting costs more than all else in an entry."""
    return date_format(day, "D j")


def _see(one: Event, where: str, here: set[UUID]) -> Iterable[Link]:
    if one.instead_of:
        words = _("Corrects the entry of %(day)s") % {"day": date_format(one.instead_of.on, "j F Y")}
        yield Link(words, _address(one.instead_of, where, here))
    if one.replaced_by:
        words = _("Corrected on %(day)s") % {"day": date_format(one.replaced_by.on, "j F Y")}
        yield Link(words, _address(one.replaced_by, where, here))


def _address(mark: Mark, where: str, here: set[UUID]) -> str:
    anchor = f"#{_key(mark.row)}"
    return anchor if mark.row in here else f"{where}?from={mark.row}{anchor}"


def _key(row: UUID) -> str:
    return f"e-{row.hex[:12]}"


def paging(found: History, show: str) -> Paging:
    also = f"show={show}&" if kinds_of(show) is not None else ""
    older, newer = (f"?{also}from={token}#timeline" if token else None for token in (found.older, found.newer))
    return Paging(earlier=older, later=newer)


def left(found: History) -> str:
    """“41 entries before this, since 11 August 2026.”"""
    if not found.left or not found.earliest:
        return ""
    words = {"number": found.left, "day": date_format(found.earliest, "j F Y")}
    return (
        ngettext("One entry before this, of %(day)s.", "%(number)d entries before this, since %(day)s.", found.left)
        % words
    )
