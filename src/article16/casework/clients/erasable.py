"""Tables that never lose a row, but for a man whose file is erased whole: the one declared way through."""

from article16.common.db.guards import no_truncate, refusal, refusal_unless
from article16.common.db.triggers import Trigger

# Stands inside the transaction of an erasure alone, beside a row that names the two people; see casework.retention.
UNDERWAY = "EXISTS (SELECT 1 FROM retention_underway)"


def append_only_but_erased(table: str) -> tuple[Trigger, ...]:
    """Rows can be added and read; they go only with the whole file of a man."""
    return (refusal(table, "update"), refusal_unless(table, "delete", unless=UNDERWAY), no_truncate(table))
