"""Copies of databases that are in use: consistent, in a file of this user's own, gone when no longer needed."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from article16.common.db import previous


@contextmanager
def of_database(connection: Any, folder: Path) -> Iterator[Path]:
    """The database of this service as one file: SQLite, or a dump of PostgreSQL."""
    if connection.vendor == "sqlite":
        with of_file(Path(connection.settings_dict["NAME"])) as copy:
            yield copy
        return
    with _draft(folder, ".pgdump") as path:
        previous.dump(connection, path)
        yield path


@contextmanager
def of_file(path: Path) -> Iterator[Path]:
    """An SQLite file as it is at one moment, whoever writes meanwhile."""
    with _draft(path.parent, ".sqlite3") as copy:
        with (
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            answer = target.execute("PRAGMA quick_check").fetchone()[0]
        if answer != "ok":
            raise previous.NoCopy(f"{path.name} is damaged: no backup was made. Restore the last one.")
        yield copy


@contextmanager
def _draft(folder: Path, suffix: str) -> Iterator[Path]:
    # Beside the database: on the same disk, under the same encryption, and never in a folder that others share.
    path = folder / f".backup-{secrets.token_hex(8)}{suffix}"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
