"""Which message and which warning each ending becomes: the wall's closed words (ADR 0061)."""

from dataclasses import dataclass

from article16.wall.vocabulary import AlertKind, CourseEvent
from article16.wall.vocabulary import Ending as Sent

from .kinds import EndingKind


@dataclass(frozen=True, slots=True)
class Leaves:
    """What leaves when an episode ends in this way, as for every man."""

    event: CourseEvent
    ending: Sent | None  # with the event “ended” only
    alert: AlertKind | None


def _ended(ending: Sent, alert: AlertKind | None) -> Leaves:
    return Leaves(CourseEvent.ENDED, ending, alert)


LEAVES: dict[EndingKind, Leaves] = {
    EndingKind.COMPLETED: _ended(Sent.COMPLETED, None),
    EndingKind.DROPPED_OUT: _ended(Sent.DROPPED_OUT, AlertKind.DROPPED_OUT),
    EndingKind.EXCLUDED: _ended(Sent.EXCLUDED, AlertKind.REMOVED),
    EndingKind.NEVER_STARTED: _ended(Sent.NEVER_STARTED, AlertKind.NO_SHOW),
    EndingKind.NOT_SUITABLE: _ended(Sent.NOT_SUITABLE, AlertKind.REMOVED),
    EndingKind.WITHDRAWN: _ended(Sent.OTHER, AlertKind.REMOVED),
    EndingKind.CUSTODY: _ended(Sent.PRISON, AlertKind.REMOVED),
    EndingKind.MOVED: _ended(Sent.MOVED, AlertKind.MOVE),
    EndingKind.DIED: Leaves(CourseEvent.DIED, None, AlertKind.REMOVED),
    EndingKind.OTHER: _ended(Sent.OTHER, AlertKind.REMOVED),
    EndingKind.TRANSFERRED: Leaves(CourseEvent.TRANSFERRED, None, None),  # to a programme of this service
}
ELSEWHERE = _ended(Sent.OTHER, AlertKind.REMOVED)  # transferred to a programme that is not here


def leaves(kind: EndingKind, *, elsewhere: bool) -> Leaves:
    return ELSEWHERE if kind is EndingKind.TRANSFERRED and elsewhere else LEAVES[kind]
