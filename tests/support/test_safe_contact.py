"""Safe contact is what she said, to the minute: no moment outside her windows, in any week, in any clock change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article16.support.survivors.contact import OLD, SafeContact, Way, Window, Wish, joined, proposed, verdict

VIENNA = ZoneInfo("Europe/Vienna")
TODAY = date(2026, 11, 19)  # a Thursday
YEAR = datetime.fromisoformat("2026-01-01")  # naive, as the strategy wants it
minutes = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
windows = st.builds(Window, st.integers(0, 6), minutes, minutes)
moments = st.datetimes(YEAR, YEAR + timedelta(days=364)).map(lambda moment: moment.replace(tzinfo=UTC))


def said(*windows: Window, **more: object) -> SafeContact:
    facts = {"wish": Wish.OPEN, "confirmed_on": TODAY, "ways": (Way.PHONE,), "windows": windows} | more
    return SafeContact(**facts)  # type: ignore[arg-type]


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIENNA)


EVENING = Window(3, time(17), time(19))


def test_inside_her_window_she_may_be_called_until_it_ends():
    found = verdict(said(EVENING), at=local(19, 17, 30))
    assert found.now
    assert found.until == local(19, 19)
    assert found.next == (local(26, 17), local(26, 19))


@pytest.mark.parametrize(("hour", "minute", "may"), [(16, 59, False), (17, 0, True), (18, 59, True), (19, 0, False)])
def test_a_window_begins_on_its_minute_and_ends_on_it(hour: int, minute: int, may: bool):
    assert verdict(said(EVENING), at=local(19, hour, minute)).now is may


def test_before_it_the_page_says_when():
    found = verdict(said(EVENING), at=local(19, 9))
    assert (found.now, found.why, found.next) == (False, "outside", (local(19, 17), local(19, 19)))


@pytest.mark.parametrize("wish", [Wish.NEVER, Wish.DANGER_ONLY, Wish.NOT_ASKED])
def test_each_no_of_hers_holds_at_every_hour(wish: Wish):
    found = verdict(said(EVENING, wish=wish), at=local(19, 17, 30))
    assert (found.now, found.next, found.why) == (False, None, wish.value)
    assert proposed(said(EVENING, wish=wish), at=local(19, 17, 30), after=timedelta()) is None


def test_what_she_said_long_ago_is_asked_again_first():
    at = local(19, 17, 30)
    assert verdict(said(EVENING, confirmed_on=TODAY - OLD), at=at).now
    assert verdict(said(EVENING, confirmed_on=TODAY - OLD - timedelta(days=1)), at=at).why == "old"
    assert verdict(said(EVENING, confirmed_on=None), at=at).why == "old"


def test_without_a_window_there_is_no_moment():
    assert verdict(said(), at=local(19, 12)).why == "no window"


def test_a_window_past_midnight_ends_on_the_next_day():
    night = said(Window(3, time(22), time(1)))
    assert verdict(night, at=local(19, 23)).until == local(20, 1)
    assert verdict(night, at=local(20, 0, 30)).now
    assert not verdict(night, at=local(20, 1)).now


def test_when_clocks_change_her_window_stays_on_her_wall():
    """On 25 October 2026 the night has an hour more; on 29 March one less."""
    sunday = said(Window(6, time(1), time(4)), confirmed_on=date(2026, 10, 1))
    assert verdict(sunday, at=local(25, 1, month=10)).until == local(25, 4, month=10)
    assert local(25, 4, month=10) - local(25, 1, month=10) == timedelta(hours=3)  # as walls say
    spring = said(Window(6, time(2), time(2, 30)), confirmed_on=date(2026, 3, 1))
    hours = [datetime(2026, 3, 29, hour, minute, tzinfo=UTC) for hour in range(5) for minute in range(0, 60, 5)]
    assert not any(verdict(spring, at=moment).now for moment in hours)


def test_the_next_attempt_is_proposed_inside_a_window():
    assert proposed(said(EVENING), at=local(19, 17, 30), after=timedelta(hours=1)) == local(19, 18, 30)
    assert proposed(said(EVENING), at=local(19, 17, 30), after=timedelta(hours=3)) == local(26, 17)


@given(windows=st.lists(windows, max_size=4), at=moments)
def test_no_moment_outside_her_windows_is_ever_allowed(windows: list[Window], at: datetime):
    """Guidelines B.1 a."""
    found = verdict(said(*windows, confirmed_on=at.date()), at=at)
    here = at.astimezone(VIENNA)
    allowed = any(_inside(window, here) for window in windows)
    assert found.now is allowed or _on_a_clock_change(here)


def _inside(window: Window, here: datetime) -> bool:
    clock = here.time()
    if window.until > window.since:
        return here.weekday() == window.weekday and window.since <= clock < window.until
    started = here.weekday() == window.weekday and clock >= window.since
    return started or ((here.weekday() - 1) % 7 == window.weekday and clock < window.until)


def _on_a_clock_change(here: datetime) -> bool:
    return len({(here + timedelta(hours=hours)).utcoffset() for hours in (-26, 0, 26)}) > 1


@given(
    windows=st.lists(windows, min_size=1, max_size=4), at=moments, after=st.timedeltas(timedelta(), timedelta(days=3))
)
def test_what_is_proposed_may_be_done(windows: list[Window], at: datetime, after: timedelta):
    contact = said(*windows, confirmed_on=at.date())
    moment = proposed(contact, at=at, after=after)
    if moment is not None:
        assert moment >= at + after
        assert verdict(contact, at=moment).now


@given(st.lists(st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair))), max_size=6))
def test_joined_stretches_do_not_touch(spans: list[tuple[datetime, datetime]]):
    found = joined(spans)
    assert all(before[1] < after[0] for before, after in pairwise(found))
