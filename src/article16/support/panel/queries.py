"""Reads of meetings and of the men a code is set for. Everything is opened for this request only."""

from uuid import UUID

from article16.support.keys.opening import Unlocked
from article16.wall.box.framing import bind
from article16.wall.inbox.models import ReceivedMessage

from . import writings
from .models import Meeting
from .writings import Held


def context(meeting: UUID, version: int) -> bytes:
    return bind("panel meeting", meeting.bytes, str(version).encode())


def men(by: Unlocked) -> dict[str, frozenset[UUID]]:
    """Every man of whom a message ever came, by programme. One query, and some 60 µs for each.

    Nothing of hers is asked: who has a case here and who was spoken of makes no difference to who is in it.
    """
    found: dict[str, set[UUID]] = {}
    rows = ReceivedMessage.objects.filter(type="Opened", set_aside="").values_list("header", "sealed")
    for header, sealed in rows.iterator(chunk_size=500):
        try:
            message = by.open_message(header, sealed)
        except ValueError:  # Broken is one too; set aside at the next look
            continue
        found.setdefault(message.programme, set()).add(message.mailbox)
    return {programme: frozenset(ids) for programme, ids in found.items()}


def meetings(by: Unlocked) -> list[tuple[UUID, Held | None]]:
    """All meetings, the latest first; None for one that does not open. One query."""
    found = [(row.pk, _opened(row, by)) for row in Meeting.objects.all()]
    known = sorted(((pk, held) for pk, held in found if held), key=lambda one: (one[1].on, one[1].at), reverse=True)
    return [*known, *((pk, None) for pk, held in found if held is None)]


def exists(meeting: UUID) -> bool:
    """Also while locked. One query."""
    return Meeting.objects.filter(pk=meeting).exists()


def meeting(meeting_id: UUID, by: Unlocked) -> tuple[int, Held] | None:
    """One meeting and its version. One query."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    held = _opened(row, by) if row else None
    return (row.version, held) if row and held else None


def _opened(row: Meeting, by: Unlocked) -> Held | None:
    try:
        return writings.read(by.open_sealed(row.sealed, context=context(row.pk, row.version)))
    except ValueError:  # Broken is one too
        return None
