"""Times as the audit log keeps them."""

from datetime import UTC, datetime


def quarter_of(at: datetime) -> datetime:
    """The first instant of the quarter, in UTC: all that a stolen disk may say of when."""
    moment = at.astimezone(UTC)
    return datetime(moment.year, 3 * ((moment.month - 1) // 3) + 1, 1, tzinfo=UTC)
