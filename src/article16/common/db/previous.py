"""A copy of the database before a newer version changes it, and the way back to it."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

KEPT = 3
LONGEST = timedelta(days=35)  # no copy outlives the time after which erased files must be gone
FOLDER = "before-upgrade"
UNFINISHED = "unfinished"  # names the copy from which an upgrade began that has not ended yet
_NAME = re.compile(r"(before|replaced)-(\d{8}T\d{6})Z(?:-\d+)?\.(sqlite3|pgdump)")


class NoCopy(Exception):
    """No copy could be made or brought back; the text is a sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of the database, as it was at this moment."""

    path: Path
    made_at: datetime
    replaced: bool  # made on the way back, of what was there then

    @property
    def name(self) -> str:
        return self.path.name


def copies(folder: Path) -> list[Copy]:
    """All copies of this service, the latest first."""
    found = []
    for path in (folder / FOLDER).glob("*.*"):
        if match := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(match[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            found.append(Copy(path, made_at, match[1] == "replaced"))
    return sorted(found, key=lambda one: (one.made_at, one.name), reverse=True)


def begin(connection: Any, *, folder: Path, at: datetime) -> Copy:
    """A copy before the first change. An upgrade that was cut short goes on with the copy that it began from."""
    mark = folder / FOLDER / UNFINISHED
    if mark.exists():
        begun = next((one for one in copies(folder) if one.name == mark.read_text().strip()), None)
        if begun is not None:
            return begun
    made = take(connection, folder=folder, at=at)
    mark.write_text(made.name)
    return made


def finish(*, folder: Path, at: datetime) -> None:
    """The upgrade has ended: the last three copies stay, and none for longer than 35 days."""
    (folder / FOLDER / UNFINISHED).unlink(missing_ok=True)
    for number, one in enumerate(copies(folder)):
        if number >= KEPT or at - one.made_at > LONGEST:
            one.path.unlink()


def take(connection: Any, *, folder: Path, at: datetime, replaced: bool = False) -> Copy:
    """A whole copy of the database, readable by its user alone, checked before it gets its name."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    on_sqlite = connection.vendor == "sqlite"
    stem = f"{'replaced' if replaced else 'before'}-{at.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    suffix = "sqlite3" if on_sqlite else "pgdump"
    path = next(one for one in _names(place, stem, suffix) if not one.exists())
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        (_copy_sqlite if on_sqlite else dump)(connection, part)
        _sync(part)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Copy(path, at.astimezone(UTC).replace(microsecond=0), replaced)


def _names(place: Path, stem: str, suffix: str):
    yield place / f"{stem}.{suffix}"
    for number in range(2, 1000):
        yield place / f"{stem}-{number}.{suffix}"


def _copy_sqlite(connection: Any, part: Path) -> None:
    source = Path(connection.settings_dict["NAME"])
    _room(part, source.stat().st_size)
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        answer = target.execute("PRAGMA quick_check").fetchone()[0]
    if answer != "ok":
        raise NoCopy("The copy of the database is damaged. Check the disk, and start again.")


def _room(part: Path, needed: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if free < needed + 100 * 2**20:
        raise NoCopy(
            f"The disk has {free // 2**20} MB free; a copy before the upgrade takes {needed // 2**20} MB. Make room."
        )


def dump(connection: Any, part: Path) -> None:
    """The whole of a PostgreSQL database into this file; NoCopy when its own program is not there or says no."""
    tool = shutil.which("pg_dump")
    if tool is None:
        raise NoCopy(
            "pg_dump is not on this machine, so no copy can be made before the upgrade. Install PostgreSQL’s client "
            "programs, or make a copy yourself and start with --without-backup."
        )
    _run([tool, "--format=custom", "--no-owner", f"--file={part}"], connection, "made")


def _run(words: list[str], connection: Any, what: str) -> None:
    values = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    # Where the password stands nobody else on the machine can read it, unlike on the command line.
    environment = {name: str(values[key]) for name, key in names.items() if values.get(key)}
    done = subprocess.run(
        [*words, "--no-password"], env={**os.environ, **environment}, capture_output=True, check=False
    )
    if done.returncode:
        # What the program prints may hold rows.
        raise NoCopy(
            f"{Path(words[0]).name} ended with code {done.returncode}: no copy was {what}. Run it by hand to see why "
            "(its version must be that of the server or later)."
        )


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def go_back(connection: Any, *, folder: Path, at: datetime, name: str = "") -> tuple[Copy, Copy]:
    """Put a copy in the place of the database; what was there is copied first. The copy used, and the copy made."""
    wanted = [one for one in copies(folder) if (one.name == name if name else not one.replaced)]
    if not wanted:
        says = f"There is no copy {name}." if name else "There is no copy from before an upgrade."
        has = ", ".join(one.name for one in copies(folder)) or "none"
        raise NoCopy(f"{says} There are: {has}.")
    now = take(connection, folder=folder, at=at, replaced=True)
    if connection.vendor == "sqlite":
        _back_sqlite(connection, wanted[0].path)
    else:
        _back_postgresql(connection, wanted[0].path, now.path)
    (folder / FOLDER / UNFINISHED).unlink(missing_ok=True)
    return wanted[0], now


def _back_sqlite(connection: Any, path: Path) -> None:
    """Page by page into the live file, under its locks: whoever still reads sees one state or the other."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
        if source.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise NoCopy(f"The copy {path.name} is damaged. Name another one.")
        connection.close()
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=10)) as target:
            try:
                source.backup(target)
            except sqlite3.OperationalError:
                raise NoCopy("The database is in use. Stop this service first.") from None
            target.execute("PRAGMA journal_mode=WAL")


def _back_postgresql(connection: Any, path: Path, now: Path) -> None:
    try:
        bring_back(connection, path)
    except NoCopy:
        bring_back(connection, now)
        raise


def bring_back(connection: Any, path: Path) -> None:
    """Put a dump in the place of everything in a PostgreSQL database."""
    tool = shutil.which("pg_restore")
    if tool is None:
        raise NoCopy("pg_restore is not on this machine. Install PostgreSQL’s client programs.")
    _run([tool, "--list", str(path)], connection, "brought back")  # a file that is none stops here
    # Tables that the newer version made are not in the copy and would stand in the way later.
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
    connection.close()
    into = f"--dbname={connection.settings_dict['NAME']}"
    words = [tool, "--no-owner", "--single-transaction", "--exit-on-error", into, str(path)]
    _run(words, connection, "brought back")
