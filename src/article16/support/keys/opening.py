"""What an unlocked worker can do: open what was sealed to the service, of every generation; and nobody else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from article16.common.audit.actions import seal_context
from article16.common.audit.queries import EntryRow
from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair, open_sealed
from article16.wall.box.sealing import seal
from article16.wall.header import decode_header
from article16.wall.inbox.seals import open_packet
from article16.wall.vocabulary import Message
from article16.wall.wire import Packet


class NotHeld(Broken):
    """This worker was not given the key that would open it."""

    def __init__(self) -> None:
        super().__init__("not-held")


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A worker while her key is open. Lives as long as the request; what it holds is never shown or stored."""

    staff: UUID
    worker: KeyPair = field(repr=False)
    worker_id: UUID  # of the worker's key
    zone: tuple[KeyPair, ...] = field(default=(), repr=False)  # every generation granted, newest first
    study: tuple[KeyPair, ...] = field(default=(), repr=False)

    def open_message(self, header: bytes, sealed: bytes) -> Message:
        """What a message from casework says. Broken (with a code) when it is not whole, NotHeld without its key."""
        header, sealed = bytes(header), bytes(sealed)
        pair = _of(self.zone, decode_header(header).generation)
        return open_packet(Packet(header, sealed), keys=pair)

    def open_sealed(self, blob: bytes, *, context: bytes, generation: int | None = None) -> bytes:
        """What `sealing.seal_for_zone` sealed with this context; Broken when it is not whole or stands elsewhere."""
        return open_with(self.zone, blob, context=context, generation=generation)

    def open_study(self, blob: bytes, *, context: bytes) -> bytes:
        """What `sealing.seal_for_study` sealed; for evaluators."""
        return open_with(self.study, blob, context=context)

    def seal(self, content: bytes, *, context: bytes) -> bytes:
        """Sealed to the newest generation this worker holds, without asking the database."""
        return seal(content, to=_of(self.zone, None).pin(""), context=context)


def open_with(pairs: Sequence[KeyPair], blob: bytes, *, context: bytes, generation: int | None = None) -> bytes:
    """Open with the pair of this generation, or try all, newest first: 40 µs for each."""
    tried = [_of(pairs, generation)] if generation else pairs
    if not tried:
        raise NotHeld
    for pair in tried[:-1]:
        try:
            return open_sealed(bytes(blob), keys=pair, context=context)
        except Broken:
            continue
    return open_sealed(bytes(blob), keys=tried[-1], context=context)


def _of(pairs: Sequence[KeyPair], generation: int | None) -> KeyPair:
    found = next((pair for pair in pairs if generation in (None, pair.generation)), None)
    if found is None:
        raise NotHeld
    return found


def open_entry(row: EntryRow, unlocked: Unlocked | None) -> EntryRow:
    """A sealed row of the record with its content; while locked, or when it does not open, it stays sealed."""
    if unlocked is None or row.sealed is None:
        return row
    try:
        content = json.loads(unlocked.open_sealed(row.sealed or b"", context=seal_context(UUID(row.id))))
    except (Broken, ValueError):
        return row
    return replace(
        row,
        at=datetime.fromisoformat(content["at"]),
        thing=content["thing"],
        ids=tuple(content["ids"]),
        what=content["what"],
        reason=content["reason"],
        sealed=None,
    )
