"""Rows of the study as messages, and which of them were told before. Pure: no database, no clock."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID, uuid4

from article16.instruments.missing import Missing
from article16.wall.vocabulary import Missing as NotThere
from article16.wall.vocabulary import StudyRecord, StudyTable, StudyValue, Wave

from .facts import Way

ABOUT = "a16."  # what is said of a record itself, beside its values
FURTHEST = (-3660, 36600)  # days that a message can say
SENT = 32  # characters of an instrument's name
KINDS = {
    Missing.NOT_ASKED.value: NotThere.NOT_ASKED,
    Missing.NOT_REACHED.value: NotThere.NOT_REACHED,
    Missing.DECLINED.value: NotThere.DECLINED,
    Missing.DOES_NOT_APPLY.value: NotThere.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the study, of one episode."""

    key: str  # names it among the rows of the episode
    table: StudyTable
    values: tuple[tuple[str, str], ...]
    day: int = 0
    wave: str = ""
    instrument: str = ""

    @property
    def digest(self) -> str:
        """Another one whenever anything of the row is another."""
        told = [self.table.value, self.values, self.day, self.wave, self.instrument]
        return blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()

    def message(self, mailbox: UUID, programme: str) -> StudyRecord:
        return StudyRecord(
            mailbox=mailbox,
            programme=programme,
            fact=uuid4(),
            table=self.table,
            wave=Wave(self.wave) if self.wave else None,
            day=max(FURTHEST[0], min(self.day, FURTHEST[1])),
            instrument=self.instrument[:SENT] or None,
            values=tuple(_value(name, cell) for name, cell in self.values),
        )


def rows_of(way: Way) -> Iterator[Row]:
    """Everything that the study is told of this episode, his answers left out: those are told when he gives them."""
    about = {f"{ABOUT}episode": way.code}
    yield Row("cases", StudyTable.CASES, _sorted(about | way.columns))
    for work, cells in way.exposure.items():
        named = about | {f"{ABOUT}key": work}
        yield Row(f"exposure {work}", StudyTable.EXPOSURE, _sorted(named | cells))
    for key, cells in way.events.items():
        named = about | {f"{ABOUT}key": key}
        yield Row(f"events {key}", StudyTable.EVENTS, _sorted(named | cells), day=int(cells.get("day") or 0))
    for one in way.due:
        named = about | {f"{ABOUT}status": one.status}
        key = f"responses {one.time} {one.instrument}"[:80]
        yield Row(key, StudyTable.RESPONSES, _sorted(named), one.day or 0, one.time, one.instrument)


def _sorted(cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, cell) for name, cell in cells.items() if cell))


def _value(name: str, cell: str) -> StudyValue:
    if cell in KINDS:
        return StudyValue(item=name, missing=KINDS[cell])
    # The wall takes no spaces in a code.
    return StudyValue(item=name, value=cell.replace(" ", "_"))
