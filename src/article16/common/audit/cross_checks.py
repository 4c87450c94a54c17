"""Questions about the audit log that the chain alone cannot answer: is every entry in it, and in the index of ids?"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

# Hand-made nonsense in place of a list counts as an empty one here; the chain tells of it.
_LIST = {
    "sqlite": "json_each(CASE WHEN json_valid(e.ids) AND json_type(e.ids) = 'array' THEN e.ids ELSE '[]' END) AS one",
    "postgresql": "jsonb_array_elements_text(CASE WHEN jsonb_typeof(e.ids) = 'array' THEN e.ids ELSE '[]' END) "
    "AS one(value)",
}
_LENGTH = {
    "sqlite": "CASE WHEN json_valid(e.ids) AND json_type(e.ids) = 'array' THEN json_array_length(e.ids) ELSE 0 END",
    "postgresql": "CASE WHEN jsonb_typeof(e.ids) = 'array' THEN jsonb_array_length(e.ids) ELSE 0 END",
}


def missing_subjects(connection: Any, *, after: int, until: int) -> list[int]:
    """Rows of the chain, above `after` and up to `until`, with ids that the index does not have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT l.seq FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id "  # noqa: S608  one of two fixed texts
            f"CROSS JOIN {_LIST[connection.vendor]} "
            # Not as a join: PostgreSQL would read the whole index for each batch.
            "WHERE l.seq > %s AND l.seq <= %s AND (SELECT 1 FROM audit_subject s WHERE s.thing = e.thing "
            "AND s.object_id = one.value AND s.at = e.at AND s.entry_id = e.id) IS NULL",
            [after, until],
        )
        return sorted(seq for (seq,) in cursor.fetchall())


def index_problems(connection: Any) -> list[str]:
    """The index holds nothing that no entry says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM audit_subject), "  # noqa: S608  as above
            f"(SELECT coalesce(sum({_LENGTH[connection.vendor]}), 0) FROM audit_entry e)"
        )
        indexed, said = cursor.fetchone()
    if indexed <= said:
        return []
    return [_("The index of who opened what has %(count)d rows that no entry says.") % {"count": indexed - said}]


def queue_problems(
    connection: Any, *, sealer_ran: datetime | None, at: datetime, patience: timedelta
) -> tuple[int, list[str]]:
    """How many entries wait for the sealer, and what is wrong with those that do, or do not."""
    limit = connection.ops.adapt_datetimefield_value(at - patience)
    waiting, gone, late = _row(
        connection,
        "SELECT count(e.id), count(*) - count(e.id), "
        "count(CASE WHEN e.sealed IS NULL AND e.at < %s THEN 1 END) "
        "FROM audit_unchained u LEFT JOIN audit_entry e ON e.id = u.entry_id",
        limit,
    )
    (outside,) = _row(
        connection,
        "SELECT count(*) FROM audit_entry e "
        "WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id) "
        "AND NOT EXISTS (SELECT 1 FROM audit_unchained u WHERE u.entry_id = e.id)",
    )
    problems = []
    if gone:
        problems.append(_("%(count)d entries were deleted before they were chained.") % {"count": gone})
    if outside:
        problems.append(
            _("%(count)d entries stand outside the chain: they were put there by hand.") % {"count": outside}
        )
    if waiting and (late or sealer_ran is None or at - sealer_ran > patience):
        problems.append(
            _("%(count)d entries wait to be chained for too long: the sealer does not run.") % {"count": waiting}
        )
    return waiting, problems


def _row(connection: Any, sql: str, *params: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
