"""A backup of this service while it runs: one file, sealed to keys that are kept offline. docs/how-to/backup.md."""

import argparse
import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from article16.common.db import live_copy, previous
from article16.common.service import Refused, until_stopped
from article16.wall.box.archive import Recipient, Sealer, load_recipient
from article16.wall.box.errors import Broken

RECIPIENTS = "backup-recipients"  # folder of public halves, *.pub
SUFFIX = ".a16backup"
LONGEST = timedelta(days=35)  # what was erased is gone from every copy after this
WHOLE = timedelta(days=2)  # all copies of the last days stay; of earlier ones, the last of each day
NOT_KEPT = frozenset({"backup", previous.FOLDER, "restoring", RECIPIENTS})
DATABASES = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


@dataclass(frozen=True, slots=True)
class Made:
    """One backup."""

    path: Path
    made_at: datetime


def recipients() -> list[Recipient]:
    """Those who can open the backups of this service; Refused when there is none or a file is damaged."""
    folder: Path = settings.DATA_FOLDER / RECIPIENTS
    found = []
    for path in sorted(folder.glob("*.pub")):
        try:
            found.append(load_recipient(path))
        except Broken:
            says = f"{path} is not the public half of a backup key. Make one with article16 backup-key."
            raise Refused(says) from None
    if not found:
        says = "Nobody could open a backup yet. Make a key first: article16 backup-key FILE, and keep it offline."
        raise Refused(says)
    return found


def backup(argv: Sequence[str]) -> int:
    """One backup, or with --every SECONDS one after another until told to stop."""
    parser = argparse.ArgumentParser(prog="backup")
    parser.add_argument("--to", type=Path, default=settings.BACKUP_FOLDER)
    parser.add_argument("--every", type=float, default=0.0)
    asked = parser.parse_args(argv)
    to_whom = recipients()
    stop = until_stopped() if asked.every else None
    while True:
        begun = time.monotonic()
        made = make(asked.to, to_whom, at=timezone.now())
        if stop is None:
            print(made.path, flush=True)  # noqa: T201  because the command line asked
            return 0
        close_old_connections()
        if stop.wait(max(0.0, asked.every - (time.monotonic() - begun))):
            return 0


def make(folder: Path, to_whom: Sequence[Recipient], *, at: datetime) -> Made:
    """Everything this service cannot do without, as one sealed file that appears whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{settings.SERVICE}-{at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z{SUFFIX}"
    part = path.with_name(f".{path.name}.part")
    about = {"service": settings.SERVICE, "at": at.isoformat(), "database": connection.vendor}
    try:
        with part.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            into = Sealer(out, about, to_whom)
            _write(into, about)
            into.close()
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _forget(folder, at=at)
    return Made(path, at)


def _write(into: Sealer, about: dict[str, object]) -> None:
    sums: dict[str, str] = {}
    with tarfile.open(mode="w|", fileobj=into) as archive:  # type: ignore[call-overload]  # a stream to write into is enough
        for name, source in _parts():
            with source as path:
                sums[name] = _add(archive, name, path)
        told = json.dumps({**about, "files": sums}, indent=1).encode()
        _add_bytes(archive, "manifest.json", told)


def _parts() -> Iterator[tuple[str, Any]]:
    """Names inside the backup, and for each a context that gives a file which does not change meanwhile."""
    folder: Path = settings.DATA_FOLDER
    with live_copy.of_database(connection, folder) as copy:
        yield f"database.{copy.suffix.lstrip('.')}", _there(copy)
    for path in sorted(folder.glob("*.sqlite3")):
        if connection.vendor == "sqlite" and path == Path(connection.settings_dict["NAME"]):
            continue
        with live_copy.of_file(path) as copy:
            yield path.name, _there(copy)
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and inside.parts[0] not in NOT_KEPT and _is_plain(path):
            yield str(inside), _there(path)


def _is_plain(path: Path) -> bool:
    return not path.name.endswith(DATABASES) and not path.name.startswith(".")


@contextmanager
def _there(path: Path) -> Iterator[Path]:
    yield path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        info = archive.gettarinfo(arcname=name, fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        archive.addfile(info, _Summed(file, digest, info.size))
    return digest.hexdigest()


@dataclass
class _Summed:
    """A file of a size that was said before: a log that grows meanwhile is cut there."""

    file: Any
    digest: Any
    left: int

    def read(self, size: int = -1) -> bytes:
        content: bytes = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(content)
        self.digest.update(content)
        return content


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def made(folder: Path) -> list[Made]:
    """Backups of this service in a folder, the latest first."""
    found = []
    for path in folder.glob(f"{settings.SERVICE}-*{SUFFIX}"):
        with suppress(ValueError):
            stamp = path.name.removeprefix(f"{settings.SERVICE}-").removesuffix(f"Z{SUFFIX}")
            found.append(Made(path, datetime.strptime(stamp, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _forget(folder: Path, *, at: datetime) -> None:
    """Of earlier days the last backup stays; none stays for longer than 35 days."""
    days: set[str] = set()
    for one in made(folder):
        day = f"{one.made_at:%Y-%m-%d}"
        age = at - one.made_at
        if age > LONGEST or (age > WHOLE and day in days):
            one.path.unlink(missing_ok=True)
        days.add(day)


def grade(folder: Path, *, at: datetime) -> str:
    """ "continuous" when the last five follow each other within a minute or so, "daily" within a day, else "none"."""
    times = [one.made_at for one in made(folder)[:5]]
    if not times or at - times[0] > timedelta(hours=24):
        return "none"
    gaps = [later - earlier for later, earlier in pairwise(times)]
    closely = len(times) == 5 and max(gaps) <= timedelta(seconds=90) and at - times[0] <= timedelta(seconds=90)
    return "continuous" if closely else "daily"
