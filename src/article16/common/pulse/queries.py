"""Reading signs of life. Each one short query."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import Look, Pulse


@dataclass(frozen=True, slots=True)
class LookRow:
    """What the watchdog last saw of one thing."""

    name: str
    at: datetime
    well: bool
    value: str
    since: datetime
    told_at: datetime | None


def last_beat(name: str) -> datetime | None:
    """When this process was last at work; None: never. One query."""
    return Pulse.objects.filter(name=name).values_list("beat_at", flat=True).first()


def kept_time(name: str, *, at: datetime) -> datetime:
    """The time by which this process keeps deadlines, at this moment of the machine's clock. One query."""
    behind = Pulse.objects.filter(name=name).values_list("behind", flat=True).first()
    return at + timedelta(seconds=behind or 0)


def looks() -> dict[str, LookRow]:
    """What the watchdog last saw. One query."""
    rows = Look.objects.values_list("name", "at", "well", "value", "since", "told_at")
    return {row[0]: LookRow(*row) for row in rows}
