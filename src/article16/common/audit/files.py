"""The head and the anchors: what the chain was, kept outside the database, because a cut end leaves no gap in it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from article16.common.audit.chain import GENESIS
from article16.common.audit.times import quarter_of

HEAD, ANCHORS = "head.json", "anchors.jsonl"


class UnreadableError(ValueError):
    """A head or anchor file that holds something else than we wrote."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the chain when the sealer last ran."""

    rows: int
    hash: str  # hexadecimal
    at: str  # when the sealer ran, ISO 8601, UTC

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last row of the chain on one day."""

    day: str  # ISO 8601, UTC
    rows: int
    hash: str  # hexadecimal


def default_folder() -> Path:
    return Path(settings.DATA_FOLDER) / "audit"


def read_head(folder: Path) -> Head | None:
    """The head, or None where none was ever written."""
    path = folder / HEAD
    if not path.exists():
        return None
    with _refusing_nonsense(path):
        head = Head(**_known(json.loads(path.read_bytes())))
        if head.time.tzinfo is None:
            raise ValueError(head.at)
        return head


def read_anchors(folder: Path) -> tuple[Anchor, ...]:
    path = folder / ANCHORS
    if not path.exists():
        return ()
    with _refusing_nonsense(path):
        anchors = tuple(Anchor(**_known(json.loads(line))) for line in path.read_bytes().splitlines())
        for anchor in anchors:
            date.fromisoformat(anchor.day)
        return anchors


def write_head(folder: Path, *, rows: int, hash: bytes, at: datetime) -> None:
    head = Head(rows=rows, hash=hash.hex(), at=at.astimezone(UTC).isoformat())
    _replace(folder / HEAD, json.dumps(asdict(head)) + "\n")


def add_anchor(folder: Path, *, rows: int, hash: bytes, at: datetime, by_quarter: bool) -> None:
    """One anchor a day. `by_quarter` keeps no more than one for each quarter: many would tell the day of each row."""
    kept = read_anchors(folder)
    today = at.astimezone(UTC).date().isoformat()
    if any(anchor.day == today for anchor in kept):
        return
    if by_quarter:
        kept = tuple(anchor for anchor in kept if _quarter(anchor.day) != _quarter(today))
    lines = [*kept, Anchor(day=today, rows=rows, hash=hash.hex())]
    _replace(folder / ANCHORS, "".join(json.dumps(asdict(line)) + "\n" for line in lines))


def set_aside(folder: Path, *, at: datetime) -> None:
    """The head and the anchors get another name and stay as evidence."""
    suffix = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    for name in (HEAD, ANCHORS):
        if (folder / name).exists():
            (folder / name).rename(folder / f"{name}.{suffix}")
    _sync(folder)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Two sealers write these files one after the other."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _replace(path: Path, text: str) -> None:
    """The whole new file or the whole old one, whatever happens in between."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o600)
    draft.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _refusing_nonsense(path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableError(path.name) from error


def _known(found: Any) -> dict[str, Any]:
    if len(bytes.fromhex(found["hash"])) != len(GENESIS) or type(found["rows"]) is not int or found["rows"] < 0:
        raise ValueError("neither a head nor an anchor")
    return found


def _quarter(day: str) -> datetime:
    return quarter_of(datetime.fromisoformat(day).replace(tzinfo=UTC))
