"""Dates as people write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from article16.common.ui.fields import TolerantDateField, read_date


@pytest.mark.parametrize(
    "text",
    ["12 11 2026", "12.11.2026", "12/11/2026", " 12-11-2026 ", "2026-11-12", "12 November 2026", "12. nov 2026"],
)
def test_one_day_may_be_written_in_many_ways(text):
    assert read_date(text) == date(2026, 11, 12)


@pytest.mark.parametrize("text", ["31 02 2026", "12 11", "yesterday", "12 13 2026", "12 Brumaire 2026", "12 11 26"])
def test_what_is_no_day_is_asked_for_again_with_the_next_step(text):
    with pytest.raises(ValidationError, match="day, month, year"):
        TolerantDateField().clean(text)


@pytest.mark.parametrize("text", ["1 1 0001", "31 12 1899", "1 1 2200", "9999-12-31"])
def test_a_year_that_cannot_be_is_asked_for_again(text):
    with pytest.raises(ValidationError, match="Check the date"):
        TolerantDateField().clean(text)


def test_a_date_that_is_not_needed_may_be_left_open():
    assert TolerantDateField(required=False).clean("") is None


def test_a_date_from_the_record_is_shown_as_the_help_says():
    assert TolerantDateField().prepare_value(date(2026, 3, 4)) == "04 03 2026"
    assert TolerantDateField().prepare_value("4.3.") == "4.3."
