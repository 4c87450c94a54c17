"""The days of a slot: weekly, without holidays, by the clock on the wall."""

from datetime import UTC, date, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from article16.casework.groups.plan import Closed, Slot, days, is_closed, position

dates = st.dates(date(2000, 1, 1), date(2100, 1, 1))
slots = st.builds(
    Slot,
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(15, 240),
    st.sampled_from(["Europe/Vienna", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
holidays_ = st.lists(st.builds(lambda day, more: Closed(day, day + timedelta(days=more)), dates, st.integers(0, 40)))


@given(slots, dates, holidays_)
def test_each_day_is_the_slots_own_after_the_first_and_on_no_holiday(slot, since, holidays):
    found = list(islice(days(slot, since=since, holidays=holidays), 30))
    assert found == sorted(set(found))
    assert all(day >= since and day.weekday() == slot.weekday and not is_closed(day, holidays) for day in found)


@given(slots, dates)
def test_without_holidays_there_is_one_in_every_week(slot, since):
    found = list(islice(days(slot, since=since, holidays=[]), 20))
    assert found[0] - since < timedelta(days=7)
    assert {later - day for day, later in pairwise(found)} == {timedelta(days=7)}


@given(slots, dates)
def test_the_moment_is_the_time_on_the_wall_or_after_the_hour_that_does_not_exist(slot, day):
    local = slot.moment(day).astimezone(ZoneInfo(slot.zone))
    gap = (local.replace(tzinfo=None) - local.replace(tzinfo=None).combine(day, slot.time)).total_seconds()
    assert 0 <= gap <= 3600
    assert slot.moment(day).tzinfo is UTC


def test_the_hour_that_spring_leaves_out_is_the_hour_after_it():
    slot = Slot(6, time(2, 30), 90, "Europe/Vienna")
    assert slot.moment(date(2027, 3, 28)).astimezone(ZoneInfo("Europe/Vienna")).time() == time(3, 30)


def test_holidays_without_end_end_the_search():
    forever = [Closed(date(2000, 1, 1), date(2200, 1, 1))]
    assert list(days(Slot(3, time(18), 120, "Europe/Vienna"), since=date(2026, 1, 1), holidays=forever)) == []


def test_a_rolling_group_begins_its_curriculum_again():
    assert [position(number, 3) for number in range(1, 8)] == [1, 2, 3, 1, 2, 3, 1]
