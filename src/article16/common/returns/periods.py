"""The stretch of days a return is about. Pure: the day is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12  # on the board


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted in."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """A period has at least one day."""
        if self.last < self.first:
            raise ValueError("a period that ends before it begins")


def quarter(on: date) -> Period:
    """The calendar quarter of this day."""
    month = 3 * ((on.month - 1) // 3) + 1
    return Period(date(on.year, month, 1), _month_later(date(on.year, month, 1), 3) - timedelta(days=1))


def before(period: Period) -> Period:
    """The quarter before this one."""
    return quarter(period.first - timedelta(days=1))


def year(on: date) -> Period:
    return Period(date(on.year, 1, 1), date(on.year, 12, 31))


def month_of(first: date) -> Period:
    """The month that begins with this day."""
    return Period(first, _month_later(first, 1) - timedelta(days=1))


def board(on: date) -> Period:
    """Twelve months that end with this day's month."""
    first = on.replace(day=1)
    return Period(_month_later(first, 1 - MONTHS), _month_later(first, 1) - timedelta(days=1))


def months(period: Period) -> list[date]:
    """The first day of each month of it."""
    found = [period.first.replace(day=1)]
    while (following := _month_later(found[-1], 1)) <= period.last:
        found.append(following)
    return found


def _month_later(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
