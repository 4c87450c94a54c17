"""What was saved lies in SQLite's log first; bringing it over into the file makes nobody wait who saves."""

from typing import Any


def bring_over(connection: Any) -> None:
    """As much of the log as no reader needs any more; on PostgreSQL nothing, which does this itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
