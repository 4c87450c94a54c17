"""A list of attendance: one row for each man and session, or one row for each man with a column for each session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from article16.common.accounts.queries import ProgrammeRow
from article16.common.service import Refused

from . import actions, cells, queries, values
from .cells import Header, Line
from .fields import ATTENDANCE
from .finding import Men, who
from .mapping import Mapping
from .problems import Problem, Stopped, shown
from .queries import GroupFound, Man
from .reading import Sheet
from .values import Unread


@dataclass(frozen=True, slots=True)
class Marked:
    """What the list says of one man at one session."""

    row: int
    column: str
    episode: UUID
    session: UUID
    day: date
    mark: str
    minutes: int | None = None
    note: str = ""


Look = tuple[int, list[Problem], Callable[[Callable[[int], None]], int]]


def look(sheet: Sheet, known: Mapping, *, programme: ProgrammeRow, by: str, at: datetime, today: date) -> Look:
    """How many marks the list has, everything that is wrong with them, and what takes them in."""
    if not by:
        raise Refused("A register is somebody’s. Say whose import this is: --by EMAIL.")
    group = queries.group(programme.id, known.group)
    if group is None:
        raise Stopped([Problem(0, "", f"There is no group {shown(known.group)} in {programme.code}. Make it first.")])
    lines, problems = cells.lines(sheet, known, today=today)
    found = _wide(sheet, known, lines, problems, today) if known.wide else _long(lines)
    marked = _placed(found, group, queries.men_and_episodes(programme.id), known, problems)
    take_in = partial(actions.import_attendance, marked, group=group, by=by, at=at)
    return len(marked), problems, lambda progress: take_in(progress=progress)


Said = tuple[Line, str, date, str]  # the row, the column of the mark, the day, the mark


def _long(lines: list[Line]) -> list[Said]:
    return [
        (line, "", day, line.text("mark"))
        for line in lines
        if (day := line.day("day")) is not None and line.text("mark")
    ]


def _wide(sheet: Sheet, known: Mapping, lines: list[Line], problems: list[Problem], today: date) -> list[Said]:
    header = cells.header_of(sheet, known.header_row)
    days = _days(sheet, header, today)
    if not days:
        raise Stopped(
            [Problem(header.row, "", "No column is called by a day. Write the days of the sessions as names.")]
        )
    column = known.of("mark")
    codes = column.codes if column else {}
    allowed = next(field for field in ATTENDANCE if field.name == "mark").allowed
    by_row = {line.row: line for line in lines}
    found: list[Said] = []
    for number, row in cells.body(sheet, header):
        for at, day in days.items():
            cell = row[at] if at < len(row) else None
            try:
                mark = values.choice(cell, codes=codes, allowed=allowed) if number in by_row else ""
            except Unread as no:
                problems.append(Problem(number, f"{day:%d.%m.%Y}", f"{no}.", kind="mark"))
                continue
            if mark:
                found.append((by_row[number], f"{day:%d.%m.%Y}", day, mark))
    return found


def _days(sheet: Sheet, header: Header, today: date) -> dict[int, date]:
    """Places of the columns that are called by a day."""
    found = {}
    for at, cell in enumerate(sheet.rows[header.row]):
        try:
            day = values.day(cell, today=today, since_1904=sheet.since_1904)
        except Unread:
            continue
        if day:
            found[at] = day
    return found


def _placed(
    found: list[Said], group: GroupFound, men: list[Man], known: Mapping, problems: list[Problem]
) -> list[Marked]:
    """Each mark with its man and its session; what has none is a problem."""
    marked: dict[tuple[UUID, UUID], Marked] = {}
    finder = Men(men)
    for line, column, day, mark in found:
        sessions = group.sessions.get(day, [])
        man = finder.of(line)
        if isinstance(man, str):
            problems.append(Problem(line.row, who(known), man, kind="man"))
            continue
        if len(sessions) != 1:
            many = "more than one session" if sessions else "no session"
            says = f"The group {shown(group.name)} has {many} on {day:%d.%m.%Y}. Add or correct it on the group’s page."
            problems.append(Problem(line.row, column, says, kind=f"{many}{day}"))
            continue
        session = sessions[0]
        if (man, session) in group.recorded:
            problems.append(
                Problem(
                    line.row, column, "His attendance of this day is recorded already. Leave the row out.", kind="twice"
                )
            )
            continue
        if before := marked.get((man, session)):
            says = f"Row {before.row} says of this day what he did. Leave one of the two out."
            problems.append(Problem(line.row, column, says, kind="again"))
            continue
        marked[man, session] = Marked(
            line.row, column, man, session, day, mark, line.number("minutes"), line.text("note")
        )
    return list(marked.values())
