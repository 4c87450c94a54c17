"""Which backups there are, which of them stay, and whether there is room for more. docs/how-to/backup.md."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings

SUFFIX = ".a16backup"
LONGEST = timedelta(days=35)  # what was erased is gone from every copy after this
HOUR = timedelta(hours=1)  # all copies of the last hour stay: as many as a minute apart
LEFT = timedelta(hours=6)  # no backup takes so long: a file that is still unfinished was left by a killed process
DAILY, CONTINUOUS = timedelta(hours=24), timedelta(minutes=10)  # how old the last may be
TRIED = ".tried.json"
SPARE = 2.0  # times the last backup: below so much room somebody should look


@dataclass(frozen=True, slots=True)
class Made:
    """One backup."""

    path: Path
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """Beside the copies of the last hour: the last of each hour, day and week, for so many of them."""

    hours: int
    days: int
    weeks: int

    def slots(self, one: Made, *, at: datetime) -> Iterator[tuple[int, ...]]:
        """The hours, days and weeks that this copy may stay for."""
        age, made = at - one.made_at, one.made_at.astimezone(UTC)
        if age <= timedelta(hours=self.hours):
            yield (made.year, made.month, made.day, made.hour)
        if timedelta(0) <= age <= timedelta(days=self.days):
            yield (made.year, made.month, made.day)
        if timedelta(0) <= age <= timedelta(weeks=self.weeks):
            yield tuple(made.isocalendar())[:2]

    def copies(self, *, continuous: bool) -> int:
        """How many files lie there once it has run for long."""
        return self.days + self.weeks + (self.hours + 60 if continuous else 0)


def made(folder: Path) -> list[Made]:
    """Backups of this service in a folder, the latest first."""
    found = []
    for path in folder.glob(f"{settings.SERVICE}-*{SUFFIX}"):
        with suppress(ValueError):
            stamp = path.name.removeprefix(f"{settings.SERVICE}-").removesuffix(f"Z{SUFFIX}")
            found.append(Made(path, datetime.strptime(stamp, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def superfluous(found: Sequence[Made], rules: Rules, *, tried: str, at: datetime) -> list[Made]:
    """Those of `found`, the latest first, that may go. The latest stays, and the last that was tried out (`tried`, its
    name), but nothing except the latest for longer than 35 days: what was erased must end.
    """
    going, taken = [], set[tuple[int, ...]]()
    for number, one in enumerate(found):
        age, slots = at - one.made_at, set(rules.slots(one, at=at))
        fresh = bool(slots - taken) or timedelta(0) <= age <= HOUR or one.path.name == tried
        if number and (age > LONGEST or not fresh):
            going.append(one)
        taken |= slots
    return going


def forget(folder: Path, *, at: datetime) -> None:
    """Remove what need not stay, and what killed processes left unfinished."""
    last = last_tried(folder)
    for one in superfluous(made(folder), settings.BACKUP_RULES, tried=last.path.name if last else "", at=at):
        one.path.unlink(missing_ok=True)
    for part in folder.glob(f".{settings.SERVICE}-*.part"):
        with suppress(OSError):
            if at.timestamp() - part.stat().st_mtime > LEFT.total_seconds():
                part.unlink()


def newest(folder: Path) -> datetime | None:
    """When the newest file was put there, whoever makes the backups; an unfinished one does not count."""
    times = [path.stat().st_mtime for path in folder.glob("[!.]*") if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def limit() -> timedelta:
    """How old the last backup may be, by the grade that was chosen."""
    return CONTINUOUS if settings.BACKUP_CONTINUOUS else DAILY


def grade(folder: Path, *, at: datetime) -> str:
    """ "continuous" when the last five follow each other within a minute or so, "daily" within a day, else "none"."""
    times = [one.made_at for one in made(folder)[:5]]
    if not times or at - times[0] > DAILY:
        return "none"
    gaps = [later - earlier for later, earlier in pairwise(times)]
    closely = len(times) == 5 and max(gaps) <= timedelta(seconds=90) and at - times[0] <= timedelta(seconds=90)
    return "continuous" if closely else "daily"


def note_tried(folder: Path, name: str, *, at: datetime) -> None:
    """A drill brought the service back from the backup of this name."""
    draft = folder / f"{TRIED}.part"
    draft.write_text(json.dumps({"name": name, "at": at.isoformat()}), encoding="utf-8")
    draft.replace(folder / TRIED)


def last_tried(folder: Path) -> Made | None:
    """The backup that was tried out last, and when that was."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((folder / TRIED).read_text(encoding="utf-8"))
        return Made(folder / told["name"], datetime.fromisoformat(told["at"]))
    return None


@dataclass(frozen=True, slots=True)
class Room:
    """Of the disk that backups go to, in bytes."""

    free: int
    last: int  # what the last backup took; 0: there is none
    wanted: int  # what those that will stay take, beyond those that are there

    @property
    def short(self) -> bool:
        """Whether one of the next will not fit."""
        return self.free < SPARE * self.last

    @property
    def will_be_short(self) -> bool:
        """Whether they will not all fit in the end."""
        return self.free < self.wanted


def room(folder: Path) -> Room:
    """How much there is and will be wanted; as if all that will stay were as large as the last."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    sizes = [one.path.stat().st_size for one in made(folder)]
    last = sizes[0] if sizes else 0
    copies = settings.BACKUP_RULES.copies(continuous=settings.BACKUP_CONTINUOUS)
    return Room(shutil.disk_usage(there).free, last, max(0, copies * last - sum(sizes)))
