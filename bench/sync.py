"""What the disk itself takes to keep a commit, so that it can be told apart from what we add."""

import os
from pathlib import Path

from bench.figures import timed
from bench.suites import POSTGRES

PAGE = 4096  # bytes
COMMIT = 24 * PAGE  # what a save of a referral writes, rounded up


def of_file(folder: Path, *, size: int, rounds: int) -> list[float]:
    """Milliseconds of a write and sync of one commit's bytes, at changing places of a file of this size."""
    path = folder / "sync"
    path.write_bytes(bytes(max(size, 2 * COMMIT)))
    places = (max(size, 2 * COMMIT) - COMMIT) // PAGE
    content, turns = os.urandom(COMMIT), iter(range(rounds))
    line = os.open(path, os.O_WRONLY)
    try:
        os.fsync(line)

        def commit() -> None:
            os.pwrite(line, content, next(turns) * 24 % places * PAGE)
            getattr(os, "fdatasync", os.fsync)(line)  # macOS has no fdatasync

        return timed(commit, rounds)
    finally:
        os.close(line)
        path.unlink()


def of_postgresql(*, rounds: int) -> list[float]:
    """Milliseconds of the smallest commit of this server; nearly all of it is the sync of its own log."""
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as server:
        # A line in the server's log of changes and no table: its commit waits for the sync all the same.
        return timed(lambda: server.execute("SELECT pg_logical_emit_message(true, 'bench', 'x')"), rounds)
