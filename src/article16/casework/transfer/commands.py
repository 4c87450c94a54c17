"""`article16 import`: propose a mapping, look at a list, take it in. Run by `python -m article16.casework import`."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from article16.common import commands as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.queries import ProgrammeRow
from article16.common.service import Refused

from . import actions, attendance, cells, endings, mapping, proposing, queries, referrals
from .fields import LISTS
from .problems import Problem, Stopped, told
from .reading import Sheet, read_sheet

MAY_IMPORT = frozenset({"manager", "intake"})


def import_list(argv: Sequence[str]) -> int:
    """Bring in a list of referrals, of attendance or of endings, everything or nothing."""
    arguments = _parser().parse_args(argv)
    try:
        return _propose(arguments) if arguments.map is None else _import(arguments)
    except Stopped as no:
        for line in told(no.problems):
            _say(line)
        _say(f"Nothing was imported: {_count(len(no.problems), 'thing')} to correct.")
        return 1
    except actions.Interrupted:
        _say("Stopped. Nothing was imported.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="article16 import")
    parser.add_argument("file", type=Path)
    parser.add_argument("--map", type=Path)
    parser.add_argument("--programme", required=True)
    parser.add_argument("--by", default="", metavar="EMAIL")
    parser.add_argument("--list", choices=tuple(LISTS), default="referrals")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--to", type=Path)
    return parser


def _propose(arguments: argparse.Namespace) -> int:
    target: Path = arguments.to or arguments.file.with_name(f"{arguments.file.stem}.map.yaml")
    if target.exists():
        raise Refused(f"{target} exists already. Use it with --map {target}, or name another file with --to.")
    sheet = read_sheet(arguments.file)
    text = proposing.propose(sheet, kind=arguments.list, today=timezone.localdate())
    target.write_text(text, "utf-8")
    _say(f"Proposed in {target}. Read and correct it, then look what would happen:")
    _say(f"  article16 import {arguments.file} --map {target} --programme {arguments.programme} --dry-run")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    common.refuse_unless_ready()
    known = mapping.load(arguments.map)
    programme = _programme(arguments.programme)
    by = _staff(arguments.by, programme)
    sheet = read_sheet(arguments.file, sheet=known.sheet, encoding=known.encoding, delimiter=known.delimiter)
    begun, at = time.monotonic(), timezone.now()
    today = timezone.localdate(at)
    looks: dict[str, Callable] = {"attendance": attendance.look, "endings": endings.look}
    look = looks.get(known.list, _look_at_referrals)
    count, problems, take_in = look(sheet, known, programme=programme, by=by, at=at, today=today)
    stops = [one for one in problems if one.stops]
    if stops:
        raise Stopped(problems)
    for line in told(problems):
        _say(line)
    if arguments.dry_run:
        _say(f"{_count(count, 'row')} can be imported; nothing stands in the way. Nothing was written.")
        return 0
    with _stoppable() as stop:
        taken = take_in(_progress(count, stop))
    _say(f"{_count(taken, 'row')} imported in {time.monotonic() - begun:.1f} s. Messages left, as for every man.")
    return 0


def _look_at_referrals(sheet: Sheet, known: mapping.Mapping, *, programme: ProgrammeRow, by: str, at, today):
    lines, problems = cells.lines(sheet, known, today=today)
    planned, more = referrals.plan(
        lines, known, programme=programme.id, known=queries.men_of(programme.id), today=today
    )
    if not by and any(one.referred.next_hearing or one.referred.answer_by for one in planned):
        raise Refused("Hearings and deadlines are written by somebody. Say whose import this is: --by EMAIL.")
    further = {one.known: one.row for one in planned if one.known}
    says = (
        "His episode in this programme has not ended, so no further one can begin. End it first, or leave the row out."
    )
    open_ones = [Problem(further[pk], "", says, kind="open") for pk in queries.still_open(further, programme.id)]

    def take_in(progress: Callable[[int], None]) -> int:
        return actions.import_referrals(planned, programme=programme, by=by, at=at, on=today, progress=progress)

    return len(planned), [*problems, *more, *open_ones], take_in


def _programme(code: str) -> ProgrammeRow:
    found = queries.programme(code)
    if found is None:
        raise Refused(f"There is no programme {code}; there are {', '.join(queries.programme_codes()) or 'none'}.")
    return found


def _staff(email: str, programme: ProgrammeRow) -> str:
    """Whose import it is: somebody who may take referrals in this programme. Empty: nobody is named."""
    if not email:
        return ""
    at = timezone.now()
    row = next((one for one in accounts.people(at=at) if one.email == email.strip().lower() and one.is_active), None)
    viewer = accounts.viewer(accounts.staff(row.id), at=at) if row else None
    if viewer is None or programme.id not in viewer.programmes(MAY_IMPORT):
        raise Refused(f"{email} takes no referrals in {programme.code}. Name a manager or intake worker of it.")
    return str(viewer.id)


def _progress(count: int, stop: list[bool]) -> Callable[[int], None]:
    last = [0.0]

    def progress(done: int) -> None:
        if stop:
            raise actions.Interrupted
        now = time.monotonic()
        if now - last[0] >= 1 or done >= count:
            last[0] = now
            print(f"{done:,} of {count:,}", file=sys.stderr, flush=True)  # noqa: T201  for the person who waits

    return progress


@contextmanager
def _stoppable():
    """Ctrl+C ends it between two rounds, and then everything is taken back."""
    stop: list[bool] = []
    before = {name: signal.signal(name, lambda *_: stop.append(True)) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  because the command line asked
