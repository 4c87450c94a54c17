"""`article16 restore FILE`, `restore-drill FILE`, `backup`, `backup-key`: what a volunteer needs on the worst day."""

import hashlib
import json
import os
import secrets
import shutil
import sys
import tarfile
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from article16.cli import asking, backing
from article16.cli.processes import SERVICES, Failed, in_use
from article16.wall.box.archive import header_of
from article16.wall.box.archive_opening import BackupKey, load_backup_key, opened
from article16.wall.box.errors import Broken, KeyFileRefused

STAYS = ("backup", "before-upgrade", "backup-recipients", "before-restore", ".restoring")  # beginnings of names
WHY = {
    "not-a-backup": "This file is not a backup of Article 16.",
    "not-for-this-key": "This backup was not sealed to this key. Bring the other key.",
    "cut": "The backup is incomplete: it ends before its end. Take the one before it.",
    "seal": "The backup is damaged or was changed. Take the one before it.",
    "longer-than-its-end": "Something was put behind the end of this backup. Take the one before it.",
    "backup-key": "This file is not a backup key.",
}


class NotRestored(Exception):
    """Nothing was changed; the text says why."""


def add_parser(commands: Any) -> None:
    """The commands about backups."""
    key = commands.add_parser("backup-key", help="make a key that opens backups; keep it offline")
    key.add_argument("file", type=Path, help="new file for the secret half, on a stick that stays in a drawer")
    key.set_defaults(run=backing.key)
    make = commands.add_parser("backup", help="back up both services, sealed to the backup keys")
    make.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="another place than the usual")
    make.add_argument("--every", type=float, default=0.0, metavar="SECONDS", help="one after another, until stopped")
    make.set_defaults(run=backing.backup)
    again = commands.add_parser("send-again", help="hand over again what a restored women's service may have lost")
    again.add_argument("since", metavar="TIME", help="the time of its backup, such as 2026-11-20T09:00:00+01:00")
    again.set_defaults(run=_again)
    back = commands.add_parser("restore", help="put a backup in the place of what a service has now")
    drill = commands.add_parser("restore-drill", help="restore into an empty place, look at it, and remove it again")
    for parser in (back, drill):
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--key", type=Path, required=True, help="the backup key")
    back.add_argument("--reason", required=True, help="why, as it stands in the record")
    back.set_defaults(run=_restore)
    drill.add_argument("--database", default="", metavar="URL", help="for a backup of PostgreSQL: an empty database")
    drill.set_defaults(run=_drill)


def _restore(asked: Namespace) -> int:
    begun = time.monotonic()
    try:
        about, key = _examined(asked)
        one = next((each for each in asking.services() if each.service == about["service"]), None)
        if one is None:
            raise NotRestored(f"This is a backup of {about['service']}, which is not on this machine.")
        if in_use(one.port):
            raise NotRestored(f"{one.service} runs on port {one.port}. {_how_to_stop(one.service)}")
        place = _Place.of(one.service)
        _put(asked.file, key, place)
        made = datetime.fromisoformat(str(about["at"]))
        said = asking.ask(one.service, *_afterwards(place, made, asked.reason))
    except (NotRestored, Failed) as no:
        why = str(no) if isinstance(no, NotRestored) else "The service could not go on; it has said why."
        print(why, file=sys.stderr)
        return 2
    print(said.strip())
    if one.service == "support":
        _hand_over_again(made)
    _tell(made, begun)
    return 0


def _hand_over_again(made: datetime) -> None:
    """Where casework is on this machine too, nobody has to think of it."""
    here = {one.service for one in asking.services()}
    if "casework" in here and _Place.of("casework").has_data:
        print(asking.ask("casework", "send-again", made.isoformat()).strip())


def _how_to_stop(service: str) -> str:
    if asking.state() is None:
        return "Stop Article 16 first."
    return f"Stop Article 16 first: systemctl stop article16-{service}.target"


def _drill(asked: Namespace) -> int:
    """The same, into an empty place: whether it would work, what would be lost, and how long it takes."""
    begun = time.monotonic()
    try:
        about, key = _examined(asked)
        service, made = str(about["service"]), datetime.fromisoformat(str(about["at"]))
        with tempfile.TemporaryDirectory(prefix=".drill-", dir=_Place.of(service).data) as name:
            (Path(name) / service).mkdir(mode=0o700)
            asking.give(service, Path(name))
            environment = _elsewhere(service, Path(name), asked.database, str(about["database"]))
            place = _Place.of(service, environment)
            _put(asked.file, key, place)
            asking.ask(service, *_afterwards(place, made, "restore drill"), environment=environment)
            print(asking.ask(service, "verify", environment=environment).strip())
        asking.ask(service, "backup-tried", asked.file.name)
    except NotRestored as no:
        print(no, file=sys.stderr)
        return 2
    except Failed:
        print(
            "The drill failed: this backup would not bring the service back. Its reason stands above.", file=sys.stderr
        )
        return 1
    _tell(made, begun)
    return 0


def _elsewhere(service: str, folder: Path, database: str, vendor: str) -> dict[str, str]:
    if vendor == "postgresql" and not database:
        raise NotRestored("This backup is of PostgreSQL. Name an empty database: --database postgresql://…")
    prefix = f"ARTICLE16_{service.upper()}"
    pin = os.environ.get("ARTICLE16_PIN") or str(_Place.of(service).pin)
    found = {"ARTICLE16_DATA": str(folder), f"{prefix}_DATA": str(folder / service), "ARTICLE16_PIN": pin}
    # Empty: a file in its folder. What lay in the inbox must not come to lie in the real one.
    return found | {f"{prefix}_DATABASE": database, "ARTICLE16_SUPPORT_INBOX_DATABASE": ""}


def _tell(made: datetime, begun: float) -> None:
    loss = datetime.now(UTC) - made
    minutes = int(loss.total_seconds() // 60)
    when = f"{made.astimezone():%d %B %Y, %H:%M}"
    print(f"The backup is of {when}: what was written in the {minutes} minutes since is lost.")
    print(f"Back after {time.monotonic() - begun:.0f} seconds.")


def _examined(asked: Namespace) -> tuple[dict[str, Any], BackupKey]:
    try:
        with asked.file.open("rb") as file:
            about, _bound = header_of(file)
        key = load_backup_key(asked.key)
    except Broken as broken:
        raise NotRestored(WHY.get(broken.code, "This backup cannot be opened.")) from None
    except KeyFileRefused as no:
        raise NotRestored(str(no)) from None
    except OSError:
        raise NotRestored(f"{asked.file} cannot be read.") from None
    if about.get("service") not in {one.service for one in SERVICES}:
        raise NotRestored(WHY["not-a-backup"])
    return about, key


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a service has its things."""

    service: str
    data: Path
    database: Path | None  # None: PostgreSQL
    pin: Path

    @classmethod
    def of(cls, service: str, environment: dict[str, str] | None = None) -> "_Place":
        told = json.loads(asking.ask(service, "places", environment=environment))
        database = Path(told["database"]) if told["database"] else None
        return cls(service, Path(told["data"]), database, Path(told["pin"]))

    @property
    def has_data(self) -> bool:
        return self.database is None or self.database.exists()


def _again(asked: Namespace) -> int:
    try:
        print(asking.ask("casework", "send-again", asked.since).strip())
    except Failed:
        return 2
    return 0


def _afterwards(place: _Place, made: datetime, reason: str) -> list[str]:
    words = ["after-restore", "--made-at", made.isoformat(), "--reason", reason]
    dump = place.data / "database.pgdump"
    return [*words, "--dump", str(dump)] if dump.exists() else words


def _put(file: Path, key: BackupKey, place: _Place) -> None:
    """Open the whole backup beside what is there, see that it is whole, and only then change places."""
    place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.data / f".restoring-{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    try:
        _unpack(file, key, draft)
        _check(draft)
        _swap(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _unpack(file: Path, key: BackupKey, draft: Path) -> None:
    try:
        with file.open("rb") as source:
            stream: Any = _Pieces(opened(source, key=key))
            with tarfile.open(mode="r|", fileobj=stream) as archive:
                for member in archive:
                    _unpack_one(archive, member, draft)
            stream.read_to_the_end()
    except Broken as broken:
        raise NotRestored(WHY.get(broken.code, "This backup cannot be opened.")) from None
    except (tarfile.TarError, OSError) as no:
        says = f"The backup could not be unpacked ({type(no).__name__}). Is there room on the disk?"
        raise NotRestored(says) from None


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, draft: Path) -> None:
    """Plain files with plain names only. By hand: Debian 12's Python has no filter for this."""
    path = Path(member.name)
    source = archive.extractfile(member) if member.isfile() else None
    if source is None or path.is_absolute() or ".." in path.parts:
        raise NotRestored("There is something in this backup that no backup of ours has. Take the one before it.")
    (draft / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with source, (draft / path).open("xb") as target:
        os.fchmod(target.fileno(), 0o600)
        shutil.copyfileobj(source, target)


class _Pieces:
    """Pieces that were proved whole, as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def read(self, size: int) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def read_to_the_end(self) -> None:
        """The last piece alone says that nothing is missing."""
        for _piece in self._pieces:
            pass


def _check(draft: Path) -> None:
    try:
        told = json.loads((draft / "manifest.json").read_text(encoding="utf-8"))
        sums = {name: _sum((draft / name).open("rb")) for name in told["files"]}
    except (OSError, ValueError, KeyError):
        raise NotRestored("The backup does not say what is in it. Take the one before it.") from None
    if sums != told["files"]:
        raise NotRestored("A file in the backup is not what its list says. Take the one before it.")


def _sum(file: BinaryIO) -> str:
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file opened for reading


def _swap(draft: Path, place: _Place) -> None:
    asking.give(place.service, draft)
    aside = place.data / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for path in sorted(place.data.iterdir()):
        if not path.name.startswith(STAYS):
            path.rename(aside / path.name)
    if place.database is not None and place.database.parent != place.data and place.database.exists():
        place.database.rename(aside / place.database.name)
    for path in sorted(draft.iterdir()):
        if path.name == "database.sqlite3" and place.database is not None:
            path.rename(place.database)
        elif path.name != "manifest.json":
            path.rename(place.data / path.name)
    asking.give(place.service, aside)
