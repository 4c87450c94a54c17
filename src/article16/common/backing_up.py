"""A backup of this service while it runs: one file, sealed to keys that are kept offline. docs/how-to/backup.md."""

import argparse
import hashlib
import io
import json
import os
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from article16.common import backups
from article16.common.backups import SUFFIX, Made
from article16.common.db import live_copy, previous
from article16.common.service import Refused, until_stopped
from article16.wall.box.archive import Recipient, Sealer, load_recipient
from article16.wall.box.errors import Broken

RECIPIENTS = "backup-recipients"  # folder of public halves, *.pub
NOT_KEPT = frozenset({"backup", previous.FOLDER, "restoring", RECIPIENTS})
DATABASES = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


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
    """One backup, or with --every SECONDS one after another until told to stop; a failure is said, and tried again."""
    parser = argparse.ArgumentParser(prog="backup")
    parser.add_argument("--to", type=Path, default=settings.BACKUP_FOLDER)
    parser.add_argument("--every", type=float, default=0.0)
    asked = parser.parse_args(argv)
    if not asked.every:
        print(_one(asked.to), flush=True)  # noqa: T201  because the command line asked
        return 0
    stop, pause = until_stopped(), 0.0
    while not stop.wait(pause):
        begun = time.monotonic()
        try:
            _one(asked.to)
        except Refused as no:
            print(no, file=sys.stderr, flush=True)  # noqa: T201  because the journal of the unit keeps it
        close_old_connections()
        pause = max(0.0, asked.every - (time.monotonic() - begun))
    return 0


def _one(folder: Path) -> Path:
    """One backup to everybody who has a key by now; Refused with a sentence when there is none or no room."""
    try:
        return make(folder, recipients(), at=timezone.now()).path
    except (OSError, DatabaseError) as no:
        says = f"No backup could be made in {folder} ({type(no).__name__}). Is it there, and is there room?"
        raise Refused(says) from None


def tried(argv: Sequence[str]) -> int:
    """A drill brought this service back from the backup of this name: it stays until another was tried."""
    name = Path(argv[0]).name if len(argv) == 1 else ""
    if name.startswith(f"{settings.SERVICE}-") and name.endswith(SUFFIX) and settings.BACKUP_FOLDER.is_dir():
        backups.note_tried(settings.BACKUP_FOLDER, name, at=timezone.now())
    return 0


def make(folder: Path, to_whom: Sequence[Recipient], *, at: datetime) -> Made:
    """Everything this service cannot do without, as one sealed file that appears whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    backups.forget(folder, at=at)  # first: it makes room
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
    inbox: Path | None = getattr(settings, "WALL_ARRIVALS", None)  # of support alone; installed, in a folder of its own
    elsewhere = [inbox] if inbox and inbox.exists() and inbox.parent != folder else []
    for path in [*sorted(folder.glob("*.sqlite3")), *elsewhere]:
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
