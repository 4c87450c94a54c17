"""How many rows each part of a figure has: counted now, or, for the board, taken from months that are kept.

The board takes a month that is kept where nothing was written about it since, and counts the others as everything
else is counted here: it shows the same either way.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from article16.common.returns.periods import Period, month_of, months

from ..models import Cell, Outdated
from .rows import SOURCES, Programmes, Rows

# The figures that the board shows by month, and about what a row is written that changes them.
MONTHLY = {
    "referrals": "referral",
    "agencies": "referral",
    "first-contact": "referral",
    "starts": "step",
    "endings": "ending",
    "answers": "asking",
}


def counts(code: str, period: Period, programmes: Programmes, *, today: date) -> dict[str, int]:
    """How many rows each part of a figure has. One query."""
    rows = SOURCES[code](period, programmes, today)
    if not rows.columns:
        return {"": rows.found.count()}
    found: Counter[str] = Counter()
    for (part,), number in _parts(rows):
        _count(found, rows.today(part), number)
    return dict(found)


def _count(found: Counter[str], part: str | None, number: int) -> None:
    if part is not None:
        found[part] += number


def _parts(rows: Rows, *by: str) -> Iterator[tuple[tuple[Any, ...], int]]:
    """How many rows there are of each part, apart by these columns too."""
    columns = (*by, *rows.columns)
    for *values, number in rows.told.order_by().values(*columns).annotate(n=Count("pk")).values_list(*columns, "n"):
        yield (*values[: len(by)], rows.part(*values[len(by) :])), number


Board = dict[str, dict[date, Counter[str]]]  # figure -> month -> part -> number


def board(period: Period, programmes: Collection[UUID], *, today: date) -> Board:
    """Whole months of each figure that is kept by month.

    Two queries, and one for each figure of a month that is out of date.
    What is out of date is asked first: what the tick counts in between is then counted once more, and never missed.
    """
    old = {(about, day.replace(day=1)) for about, day in _noted(period)}
    found: Board = {code: defaultdict(Counter) for code in MONTHLY}
    called = {code: SOURCES[code](period, (), today).today for code in MONTHLY}
    for code, month, part, number in _cells(period, programmes):
        if (MONTHLY[code], month) not in old:
            _count(found[code][month], called[code](part), number)
    for code, about in MONTHLY.items():
        for month in (one for one in months(period) if (about, one) in old):
            for (programme, part), number in _month(code, month, today).items():
                if programme in programmes:
                    _count(found[code][month], called[code](part), number)
    return found


def _month(code: str, month: date, today: date) -> Counter[tuple[UUID, str]]:
    """By programme and part, of all programmes: the days of the month are looked up first, and then whose they are."""
    found: Counter[tuple[UUID, str]] = Counter()
    for (programme, part), number in _parts(SOURCES[code](month_of(month), None, today), "episode__programme"):
        found[programme, part] += number
    return found


def _noted(period: Period) -> QuerySet:
    noted = Outdated.objects.filter(day__range=(period.first, period.last))
    return noted.order_by().values_list("about", "day").distinct()


def _cells(period: Period, programmes: Programmes) -> QuerySet:
    kept = Cell.objects.filter(figure__in=MONTHLY, month__range=(period.first, period.last), programme__in=programmes)
    return (
        kept.order_by()
        .values("figure", "month", "part")
        .annotate(n=Sum("number"))
        .values_list("figure", "month", "part", "n")
    )


def outdated(most: int) -> dict[tuple[str, date], list[int]]:
    """What is out of date: about what, the month, and the notes that say so. One query."""
    found: dict[tuple[str, date], list[int]] = {}
    for pk, about, day in Outdated.objects.order_by("pk").values_list("pk", "about", "day")[:most]:
        found.setdefault((about, day.replace(day=1)), []).append(pk)
    return found


def cells_of(about: str, month: date, *, today: date) -> list[Cell]:
    """The numbers of this month, of all programmes, counted today. A query for each figure."""
    return [
        Cell(figure=code, month=month, programme_id=programme, part=part, number=number)
        for code in (code for code, one in MONTHLY.items() if one == about)
        for (programme, part), number in _month(code, month, today).items()
    ]
