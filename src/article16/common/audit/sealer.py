"""Chains the new entries and notes the end of the chain outside the database; the service's tick calls it."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from article16.common.audit import chain, files
from article16.common.audit.actions import Verb, record
from article16.common.audit.models import Link

BATCH = 2_000  # rows for which other writers wait
_FIRST_ID = "0" * 32


def seal_once(*, at: datetime, folder: Path | None = None) -> int:
    """How many entries got their place in the chain; safe to kill, and safe while another sealer runs."""
    folder = folder or files.default_folder()
    with files.only_writer(folder):
        _note_beginning(folder, at=at)
        chained = _chain_waiting()
        _note_end(folder, at=at)
    return chained


def accept(*, by: str, reason: str, at: datetime, folder: Path | None = None) -> None:
    """After a restore, a person declares that the log as it is now is the one to go on with.

    The former head and anchors stay beside the new ones, and the log itself says who accepted it and why.
    """
    folder = folder or files.default_folder()
    record(verb=Verb.SETTING, thing="audit log", by=by, what="accept", reason=reason, at=at)
    with files.only_writer(folder):
        files.set_aside(folder, at=at)
        _write(folder, _last(), at=at)
    seal_once(at=at, folder=folder)


def _chain_waiting() -> int:
    """Batch after batch, each in a transaction of its own; what comes in meanwhile may wait for the next time."""
    chained, last = 0, _FIRST_ID
    while True:
        ids = _chain_some(after=last)
        chained += len(ids)
        if len(ids) < BATCH:
            return chained
        last = max(ids)


@transaction.atomic
def _chain_some(*, after: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # On SQLite the transaction alone keeps a second sealer waiting.
            cursor.execute("LOCK TABLE audit_link IN SHARE ROW EXCLUSIVE MODE")
        # Subqueries and not joins: for a handful of new rows PostgreSQL would read the whole chain.
        cursor.execute(
            f"SELECT {chain.columns(connection.vendor)} FROM ("  # noqa: S608  columns of our own table
            "SELECT entry_id FROM audit_unchained WHERE entry_id > %s ORDER BY entry_id LIMIT %s"
            ") u JOIN audit_entry e ON e.id = u.entry_id "
            "WHERE (SELECT 1 FROM audit_link l WHERE l.entry_id = u.entry_id) IS NULL",
            [after, BATCH],
        )
        rows = sorted(cursor.fetchall(), key=_time_and_id)
        if not rows:
            return []
        links = Link.objects.bulk_create(_links(rows))
        ids = [link.entry_id for link in links]
        cursor.execute(
            "DELETE FROM audit_unchained WHERE entry_id > %s AND entry_id <= %s "
            "AND (SELECT 1 FROM audit_link l WHERE l.entry_id = audit_unchained.entry_id) IS NOT NULL",
            [after, max(ids)],
        )
    return ids


def _links(rows: list[tuple[Any, ...]]) -> list[Link]:
    last = _last()
    seq, before = (last.seq, bytes(last.hash)) if last else (0, chain.GENESIS)
    links = []
    for row in rows:
        seq += 1
        after = chain.linked(before, seq, row)
        entry_id = row[0].decode() if isinstance(row[0], bytes) else row[0]
        links.append(Link(seq=seq, entry_id=entry_id, previous=before, hash=after))
        before = after
    return links


def _time_and_id(row: tuple[Any, ...]) -> tuple[Any, Any]:
    return row[1], row[0]


def _last() -> Link | None:
    return Link.objects.order_by("-seq").first()


def _note_beginning(folder: Path, *, at: datetime) -> None:
    """Written before the first row is chained, so that a head that is missing later was taken away."""
    if not (folder / files.HEAD).exists() and not Link.objects.exists():
        _write(folder, None, at=at)


def _note_end(folder: Path, *, at: datetime) -> None:
    if _chain_goes_on(folder):
        _write(folder, _last(), at=at)


def _chain_goes_on(folder: Path) -> bool:
    """False when the chain was cut or rewritten: then the old head is evidence, and `verify` tells of it."""
    try:
        head = files.read_head(folder)
    except files.UnreadableError:
        return False
    if head is None:
        return False
    if head.rows == 0:
        return True
    found = Link.objects.filter(seq=head.rows).first()
    return found is not None and bytes(found.hash).hex() == head.hash


def _write(folder: Path, last: Link | None, *, at: datetime) -> None:
    rows, end = (last.seq, bytes(last.hash)) if last else (0, chain.GENESIS)
    files.write_head(folder, rows=rows, hash=end, at=at)
    if rows:
        # Anchors that nobody can read any more are evidence too: `verify` tells of them, the sealer goes on.
        with suppress(files.UnreadableError):
            files.add_anchor(folder, rows=rows, hash=end, at=at, by_quarter=bool(settings.AUDIT_SEAL))
