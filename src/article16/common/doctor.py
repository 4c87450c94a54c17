"""What a person would otherwise find out too late, each as a sentence with the next step."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.utils.module_loading import import_string

from article16.common import backups
from article16.common.accounts import queries
from article16.common.audit import files
from article16.common.db import checks

HOUR = timedelta(hours=1)
TRIED_LIMIT = timedelta(days=90)
HEAD_LIMIT = timedelta(minutes=5)
NEEDED_FILES = ("ui/tokens.css", "ui/base.css", "ui/keys.js")


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    sentence: str


def some(count: int, one: str, many: str) -> str:
    """A number with its word: 1 message, 2 messages."""
    return f"{count} {one if count == 1 else many}"


def examine(*, at: datetime) -> list[Finding]:
    """Every question of this service; those that need its tables are left out while there are none."""
    startable = checks.before_start(connection, folder=settings.DATA_FOLDER)
    found = [Finding(False, sentence) for sentence in [*startable, *safety()]]
    found.append(Finding(True, _training()))
    if not found[:-1]:
        found.insert(0, Finding(True, "The database answers, is of this version, and has all its triggers."))
    questions: list[Callable[[datetime], Finding]] = [_clock, _static, _backup, _room, _tried]
    if not (checks.answers(connection) or checks.pending_migrations(connection)):
        questions += [_second_factors, _sealer, *import_string(f"article16.{settings.SERVICE}.commands.QUESTIONS")]
    return found + [question(at) for question in questions]


def safety() -> list[str]:
    """Conditions of safety without which the service refuses to start."""
    extra = import_string(f"article16.{settings.SERVICE}.commands.safety")
    return [*_own_files(), *_installed(), *extra()]


def _own_files() -> list[str]:
    names = ("secret-key", "box-key")
    paths = [settings.DATA_FOLDER / name for name in names]
    open_to_others = [path for path in paths if path.exists() and path.stat().st_mode & 0o077]
    return [f"Others can read {path}. Run: chmod 600 {path}" for path in open_to_others]


def _installed() -> list[str]:
    if settings.TRAINING or settings.ORIGIN.startswith("https://"):
        return []
    return [f"{settings.SERVICE} is installed for real data but its address begins with http. Set an https address."]


def _training() -> str:
    if settings.TRAINING:
        return "Training mode: made-up people only. It is said on every page."
    return "Installed for real data."


def _clock(at: datetime) -> Finding:
    """A clock that stands still, runs backwards or lies before this program was made cannot order deadlines."""
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    first = time.time()
    newest = max((path.stat().st_mtime for path in settings.DATA_FOLDER.glob("*")), default=0.0)
    if at < built - timedelta(days=1):
        return Finding(False, f"The clock says {at:%d %B %Y}, before this program was installed. Set the clock.")
    if newest - first > 120:
        return Finding(False, "Files of this service carry times in the future. The clock was set back: set it right.")
    return Finding(True, f"The clock says {at:%d %B %Y, %H:%M} UTC.")


def _static(at: datetime) -> Finding:
    gone = [name for name in NEEDED_FILES if finders.find(name) is None]
    if gone:
        return Finding(False, f"Files of the pages are missing ({', '.join(gone)}). Install this version again.")
    return Finding(True, "The files of the pages are there.")


def _backup(at: datetime) -> Finding:
    """Its age and its grade: what can be lost today."""
    folder: Path = settings.BACKUP_FOLDER
    newest = backups.newest(folder)
    if newest is None:
        if settings.TRAINING:
            return Finding(True, "No backup yet; in training mode nothing real can be lost.")
        return Finding(False, f"There is no backup in {folder}. Make one today, and keep a copy in another place.")
    age = at - newest
    old = f"{int(age.total_seconds() // 60)} minutes" if age < 2 * HOUR else f"{int(age // HOUR)} hours"
    if age > backups.limit():
        return Finding(False, f"The last backup is {old} old. Find out why none was made since.")
    lost = {
        "continuous": "A minute or so can be lost.",
        "daily": "What was written since can be lost, up to a day of it.",
        "none": "It was not made by article16 backup.",
    }
    grade = backups.grade(folder, at=at)
    return Finding(True, f"The last backup is {old} old; grade: {grade}. {lost[grade]}")


def _room(at: datetime) -> Finding:
    """Whether the next backups will fit, before one does not."""
    found = backups.room(settings.BACKUP_FOLDER)
    free, last = _size(found.free), _size(found.last)
    step = "Make room, or let fewer stay (ARTICLE16_BACKUP_HOURS, _DAYS, _WEEKS)."
    if found.short:
        return Finding(False, f"Backups take {last} each, and {free} are free where they go. {step}")
    if found.will_be_short:
        wanted = _size(found.wanted)
        says = f"Those that will stay need about {wanted} more, and {free} are free where they go. {step}"
        return Finding(False, says)
    return Finding(True, f"There is room for backups: {free} are free where they go, and each takes {last}.")


def _size(number: int) -> str:
    return f"{number / 2**30:.1f} GB" if number >= 2**30 else f"{number / 2**20:.0f} MB"


def _tried(at: datetime) -> Finding:
    """A backup that nobody ever opened may be none."""
    last = backups.last_tried(settings.BACKUP_FOLDER)
    if last is not None and at - last.made_at <= TRIED_LIMIT:
        return Finding(True, f"A backup was tried out on {last.made_at:%d %B %Y}.")
    if settings.TRAINING:
        return Finding(True, "No backup was tried out lately; in training mode none is needed.")
    return Finding(False, "No backup was tried out in the last 90 days. Take a key from its drawer: restore-drill.")


def _second_factors(at: datetime) -> Finding:
    count = queries.without_second_factor()
    if count:
        words = some(count, "account has", "accounts have")
        return Finding(False, f"{words} no second factor yet and cannot open any file. Remind them; see People.")
    return Finding(True, "Every account in use has a second factor.")


def _sealer(at: datetime) -> Finding:
    try:
        head = files.read_head(settings.DATA_FOLDER / "audit")
    except files.UnreadableError:
        return Finding(False, "The end of the record cannot be read. Run the audit verify command.")
    if head is None:
        return Finding(True, "The record has not begun: nothing has been written yet.")
    if at - head.time > HEAD_LIMIT:
        return Finding(False, f"The record was last sealed on {head.time:%d %B, %H:%M} UTC. Start the tick process.")
    return Finding(True, f"The record is sealed: {head.rows} rows.")
