"""Whether a warning is about a man whom this worker knows privately: then she reads nothing of it, and passes it on."""

from uuid import UUID

from article16.support.keys.opening import Unlocked
from article16.support.survivors.known import closed_men

from .women import man


def closed(alert: UUID, staff: UUID, by: Unlocked | None) -> bool:
    """Asked while unlocked only: locked, nobody knows whom a warning is about. Five queries at most."""
    return by is not None and man(alert, by) in closed_men(staff, by)
