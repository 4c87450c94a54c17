"""How many men answered at each time, and why the others did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Count, F, OuterRef, Subquery, Value, When

from ..models import Asking, NotAnswered
from ..schedule import ordered

ANSWERED, OPEN, CLOSED = "answered", "open", "closed"  # closed: without an answer or a reason


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One questionnaire at one time, over all men whose time has come."""

    instrument: str
    wave: str
    men: int
    answered: int
    open: int
    unexplained: int
    reasons: tuple[tuple[str, int], ...]  # the commonest first

    @property
    def share(self) -> int | None:
        """Answered, of those whose time has come, in per cent; None: nobody's has."""
        return round(100 * self.answered / self.men) if self.men else None


def board(programmes: Iterable[UUID], on: date) -> tuple[TimeRow, ...]:
    """Every time that has come for somebody. One query, whatever the number of men."""
    reason = NotAnswered.objects.filter(asking=OuterRef("pk")).order_by("-written_at").values("reason")[:1]
    came = Asking.objects.filter(episode__programme__in=list(programmes), opens_on__lte=on)
    rows = came.annotate(
        why=Subquery(reason),
        stands=Case(
            When(done_at__isnull=False, then=Value(ANSWERED)),
            When(why__isnull=False, then=F("why")),
            When(ended__gt="", then=F("ended")),
            When(closes_on__lt=on, then=Value(CLOSED)),
            default=Value(OPEN),
            output_field=CharField(),
        ),
    )
    counted = rows.values("instrument", "wave", "stands").annotate(men=Count("pk")).order_by()
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in counted.values_list("instrument", "wave", "stands", "men"):
        found.setdefault(row[:2], {})[row[2]] = row[3]
    waves = ordered(wave for _instrument, wave in found)
    keys = sorted(found, key=lambda key: (key[0], waves.index(key[1])))
    return tuple(_row(*key, found[key]) for key in keys)


def _row(instrument: str, wave: str, counts: dict[str, int]) -> TimeRow:
    known = {ANSWERED, OPEN, CLOSED}
    reasons = sorted(((why, men) for why, men in counts.items() if why not in known), key=lambda one: (-one[1], one[0]))
    return TimeRow(
        instrument=instrument,
        wave=wave,
        men=sum(counts.values()),
        answered=counts.get(ANSWERED, 0),
        open=counts.get(OPEN, 0),
        unexplained=counts.get(CLOSED, 0),
        reasons=tuple(reasons),
    )
