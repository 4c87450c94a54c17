"""A list of endings: who ended when, how and why. It comes after the referrals and the attendance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from article16.casework.endings.kinds import EndingKind
from article16.common.accounts.queries import ProgrammeRow
from article16.common.service import Refused

from . import actions, cells, queries
from .cells import Line
from .finding import Men, who
from .mapping import Mapping
from .problems import Problem
from .reading import Sheet

FROM_A_LIST = "From the list kept before; it gives no reason."


@dataclass(frozen=True, slots=True)
class EndedBefore:
    """What the list says of one ending."""

    row: int
    episode: UUID
    kind: EndingKind
    decided_on: date
    reasons: str
    last_attended_on: date | None
    elsewhere: str


Look = tuple[int, list[Problem], Callable[[Callable[[int], None]], int]]


def look(sheet: Sheet, known: Mapping, *, programme: ProgrammeRow, by: str, at: datetime, today: date) -> Look:
    """How many endings the list has, everything that is wrong with them, and what takes them in."""
    if not by:
        raise Refused("An ending is somebody’s decision. Say whose import this is: --by EMAIL.")
    lines, problems = cells.lines(sheet, known, today=today)
    finder = Men(queries.men_and_episodes(programme.id))
    state = queries.states_of(programme.id)
    found: dict[UUID, EndedBefore] = {}
    for line in lines:
        episode = finder.of(line)
        if isinstance(episode, str):
            problems.append(Problem(line.row, who(known), episode, kind="man"))
            continue
        fault = _fault(line, state[episode], found.get(episode), today)
        if fault:
            problems.append(Problem(line.row, who(known), fault, kind=fault))
        elif one := _ended(line, episode):
            found[episode] = one
    take_in = partial(actions.import_endings, list(found.values()), programme=programme.id, by=by, at=at)
    return len(found), problems, lambda progress: take_in(progress=progress)


def _ended(line: Line, episode: UUID) -> EndedBefore | None:
    decided, kind = line.day("decided_on"), line.text("kind")
    if decided is None or not kind:
        return None  # the cell was a problem of its own
    reasons = line.text("reasons") or FROM_A_LIST
    return EndedBefore(
        line.row, episode, EndingKind(kind), decided, reasons, line.day("last_attended_on"), line.text("elsewhere")
    )


def _fault(line: Line, state: "queries.Stands", before: EndedBefore | None, today: date) -> str:
    """What stands in the way of this row, as a sentence with the next step; empty: nothing."""
    if before:
        return f"Row {before.row} ends his episode already. Leave one of the two out."
    if state.ended:
        return "His latest episode in this programme has ended already. Leave the row out."
    return _fault_of_days(line, state.opened_on, today) or _fault_of_kind(line, started=state.started)


def _fault_of_days(line: Line, opened: date, today: date) -> str:
    decided, last = line.day("decided_on"), line.day("last_attended_on")
    if decided and decided > today:
        return f"The decision would lie ahead, on {decided:%d.%m.%Y}. Check the day."
    if decided and decided < opened:
        return f"The decision would lie before his episode, opened on {opened:%d.%m.%Y}. Check the day."
    if decided and last and not opened <= last <= decided:
        return "The last attendance lies between the opening and the decision. Check both days."
    return ""


def _fault_of_kind(line: Line, *, started: bool) -> str:
    kind, elsewhere = line.text("kind"), line.text("elsewhere")
    if (kind == EndingKind.TRANSFERRED) != bool(elsewhere):
        return "A transfer, and nothing else, leads elsewhere. Say to which programme, or leave the cell empty."
    if kind == EndingKind.NEVER_STARTED and (started or line.day("last_attended_on")):
        return "He began, so he cannot have ended without beginning. Choose another ending."
    return ""
