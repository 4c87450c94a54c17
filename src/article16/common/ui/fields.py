"""Answers as people write them: a date in one text field, read whichever way it was written."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext_lazy as _

DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,2})")
MONTH_IN_WORDS = re.compile(r"(\d{1,2})\.?\s+([^\W\d]+)\.?\s+(\d{4})")
YEARS = range(1900, 2200)  # what the messages across the wall can say; any other year is a slip of the keyboard


def read_date(text: str) -> date | None:
    """12 11 2026, 12.11.2026, 2026-11-12 and 12 November 2026 are one day; anything else is None."""
    text = text.strip()
    if match := YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := DAY_FIRST.fullmatch(text):
        return _day(match[3], match[2], match[1])
    if match := MONTH_IN_WORDS.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    return None


def _month(word: str) -> int:
    names = [*MONTHS.items(), *MONTHS_3.items()]
    return next((number for number, name in names if str(name).casefold() == word.casefold()), 0)


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class TolerantDateField(forms.Field):
    """A date typed as the person is used to; an impossible one is asked for again, what was typed stays."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Enter a date, for example 12 11 2026"),
        "unreadable": _("Enter the date as day, month, year, for example 12 11 2026"),
        "year": _("This year cannot be right. Check the date"),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        if (day := read_date(str(value))) is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        if day.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d %m %Y}" if isinstance(value, date) else value


class PastDateField(TolerantDateField):
    """A day that has come, as the clocks here go."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Enter today or an earlier day"), code="future")
        return day
