"""When she is asked: rules over every way of his and every day of hers, and the messages they are read from."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article16.common.questionnaires.windows import months_after
from article16.support.questionnaires import course
from article16.support.questionnaires.course import PLAN, His, Step, his, step_of
from article16.support.questionnaires.schedule import Days, End, State, days_of, link_time, windows
from article16.support.survivors.asked import Times
from article16.support.survivors.contact import SafeContact, Window, Wish, spans
from article16.wall.vocabulary import Attendance, Course, CourseEvent, Ending, Opened, Schedule

START = date(2026, 1, 5)
DAYS = st.integers(0, 900).map(lambda days: START + timedelta(days))
OFTEN = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@st.composite
def all_days(draw) -> Days:
    sessions = sorted(draw(st.lists(DAYS, max_size=4)))
    started = sessions[0] if sessions else None
    return Days(
        first_contact=draw(st.none() | DAYS),
        started=started,
        half=sessions[len(sessions) // 2] if sessions else None,
        end=sessions[-1] if sessions else draw(st.none() | DAYS),
        stopped=draw(st.booleans()),
        completed=draw(st.booleans()),
        died=draw(st.none() | st.none() | DAYS),
    )


def by_wave(days: Days) -> dict:
    return {one.wave: one for one in windows(days)}


@given(all_days(), st.integers(-400, 1400))
@OFTEN
def test_days_of_a_window_are_in_order_and_states_follow_each_other(days, offset):
    order = [State.EARLY, State.DUE, State.LATE, State.CLOSED]
    on = START + timedelta(offset)
    for one in windows(days):
        if one.due is None:
            assert one.state(on) in {State.UNPLANNED, State.CLOSED}
            continue
        assert one.opens <= one.due <= one.closes
        assert one.opens <= one.late_after <= one.closes
        assert order.index(one.state(on)) <= order.index(one.state(on + timedelta(1)))


@given(all_days())
@OFTEN
def test_when_he_stops_the_half_closes_and_the_end_opens_that_day(days):
    found = by_wave(days)
    if days.died or not days.stopped or days.end is None:
        return
    assert found["T3"].opens == days.end
    passed = days.completed and found["T2"].due is not None and found["T2"].due <= days.end
    if not passed:
        assert found["T2"].ended in {End.STOPPED, End.BEFORE}


@given(all_days())
@OFTEN
def test_the_fourth_is_six_months_after_the_end_whatever_the_end_was(days):
    """Guidelines B.6."""
    found = by_wave(days)
    assert found["T4"].due == (months_after(days.end, 6) if days.end else None)


@given(all_days())
@OFTEN
def test_once_he_has_died_nothing_is_asked(days):
    if days.died:
        assert {one.ended for one in windows(days)} == {End.DIED}


@given(all_days())
@OFTEN
def test_her_first_time_is_hers_whole_also_when_she_is_reached_late(days):
    first = by_wave(days)["T0"]
    if days.first_contact and days.started and days.started <= days.first_contact:
        assert first.closes == days.first_contact + timedelta(56)


@given(all_days())
@OFTEN
def test_what_was_over_before_she_was_reached_is_never_asked(days):
    for one in windows(days):
        if one.wave != "T0" and days.first_contact and one.closes and one.closes < days.first_contact:
            assert one.state(days.first_contact) is State.CLOSED
            assert one.ended is not None


def test_days_set_by_her_worker_hold_before_what_messages_say():
    plan = His(started=START, sessions=(START, START + timedelta(70)), planned_end=START + timedelta(140))
    own = Times(started=START + timedelta(7), end=START + timedelta(30), stopped=True)
    days = days_of(plan, own, reached=START)
    assert (days.started, days.end, days.stopped) == (START + timedelta(7), START + timedelta(30), True)
    assert days.half == START
    alone = days_of(His(), None, reached=None)
    assert {one.state(START) for one in windows(alone)} == {State.UNPLANNED}


# What messages say.

BOX = uuid4()
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def told(*messages, box: UUID = BOX) -> tuple[Step, ...]:
    steps = (step_of(one, at=NOON, number=number) for number, one in enumerate(messages))
    return tuple(one for one in steps if one)


def step(event: CourseEvent, on: date, box: UUID = BOX, **more) -> Course:
    return Course(mailbox=box, programme="graz", fact=uuid4(), event=event, on=on, **more)


def plan(*days: date, box: UUID = BOX) -> Schedule:
    return Schedule(mailbox=box, programme="graz", sessions=days, planned_end=days[-1])


def test_the_latest_plan_holds_and_who_came_on_which_evening_is_left_out():
    days = (START, START + timedelta(7), START + timedelta(14))
    came = step(CourseEvent.ATTENDANCE, START, attendance=Attendance.PRESENT, session=1)
    steps = told(plan(*days), came, plan(*days[:2]), step(CourseEvent.STARTED, START))
    assert len(steps) == 3
    found = his(BOX, steps)
    assert (found.started, found.sessions, found.planned_end) == (START, days[:2], days[1])
    assert found.seen_days == set(days[:2])


def test_a_wrong_ending_corrected_and_a_case_reopened_move_her_dates_back():
    ended = step(CourseEvent.ENDED, START + timedelta(20), ending=Ending.DROPPED_OUT)
    assert his(BOX, told(ended)).stopped == START + timedelta(20)
    corrected = step(CourseEvent.CORRECTED, START + timedelta(21), corrects=ended.fact)
    assert his(BOX, told(ended, corrected)).stopped is None
    again = step(CourseEvent.ENDED, START + timedelta(40), ending=Ending.COMPLETED)
    found = his(BOX, told(ended, step(CourseEvent.REOPENED, START + timedelta(30)), again))
    assert (found.stopped, found.completed) == (START + timedelta(40), True)


def test_two_files_that_were_one_man_speak_of_him_and_another_man_does_not():
    other, stranger = uuid4(), uuid4()
    merged = step(CourseEvent.MERGED, START, box=other, merged_into=BOX)
    steps = told(merged, plan(START, box=other), step(CourseEvent.DIED, START, box=stranger))
    assert his(BOX, steps).sessions == his(other, steps).sessions == (START,)
    assert his(BOX, steps).died is None
    assert his(None, steps) == His()


def test_two_files_that_were_parted_again_speak_each_of_their_own_man():
    other = uuid4()
    merged = step(CourseEvent.MERGED, START, box=other, merged_into=BOX)
    wrong = step(CourseEvent.CORRECTED, START, box=other, corrects=merged.fact)
    steps = told(merged, plan(START, box=other), plan(START + timedelta(7)), wrong)
    assert his(other, steps).sessions == (START,)
    assert his(BOX, steps).sessions == (START + timedelta(7),)


def test_his_latest_referral_up_to_a_day_is_known_under_each_of_his_mailboxes():
    other = uuid4()
    referred = [
        Opened(mailbox=box, programme="graz", on=START + timedelta(days))
        for box, days in ((BOX, 0), (other, 10), (uuid4(), 11))
    ]
    steps = told(*referred, step(CourseEvent.MERGED, START, box=other, merged_into=BOX))
    assert course.referred_on(BOX, steps, on=START + timedelta(9)) == START
    assert course.referred_on(BOX, steps, on=START + timedelta(90)) == START + timedelta(10)
    assert course.referred_on(BOX, steps, on=START - timedelta(1)) is None
    assert his(BOX, steps) == His(), "her times do not hang on it"


def test_a_plan_that_was_replaced_is_not_kept_and_nothing_else_is_lost():
    steps = told(plan(START), step(CourseEvent.STARTED, START), plan(START + timedelta(7)))
    kept = course.needed([*steps, *steps])
    assert len(kept) == 2
    assert his(BOX, kept) == his(BOX, steps)


def test_steps_are_the_same_after_they_were_sealed():
    steps = told(plan(START), step(CourseEvent.ENDED, START, ending=Ending.COMPLETED))
    assert course.steps_from(course.steps_bytes(steps)) == steps
    assert steps[0].event == PLAN


# The day of a link.

HOURS = st.builds(lambda day, since: Window(day, time(since), time(since + 2)), st.integers(0, 6), st.integers(0, 21))


@given(
    st.lists(HOURS, min_size=1, max_size=4), st.sets(st.integers(0, 30).map(lambda n: START + timedelta(n))), st.uuids()
)
@OFTEN
def test_a_link_opens_inside_her_times_and_on_no_day_of_his(hours, his_days, case):
    contact = SafeContact(Wish.OPEN, START, windows=tuple(hours), zone="Europe/Vienna")
    at = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
    one = by_wave(Days(first_contact=START))["T0"]
    mine = list(spans(contact, at=at))
    found = link_time(one, mine, his_days=frozenset(his_days), case=case, zone=contact.zone, at=at)
    if found is None:
        return
    since, until = found
    assert at <= since < until
    assert any(low <= since and until <= high for low, high in mine)
    from zoneinfo import ZoneInfo

    for moment in (since, until - timedelta(seconds=1)):
        day = moment.astimezone(ZoneInfo("Europe/Vienna")).date()
        assert day not in his_days
        assert one.opens <= day <= one.closes


@pytest.mark.parametrize("ended", [None, End.STOPPED])
def test_where_nothing_fits_no_link_opens(ended):
    contact = SafeContact(Wish.OPEN, START, windows=(Window(0, time(9), time(9, 10)),))
    one = by_wave(Days(first_contact=START))["T0"]
    at = datetime(2026, 1, 5, 7, tzinfo=UTC)
    found = spans(contact, at=at)
    assert link_time(one, found, his_days=frozenset(), case=uuid4(), zone="Europe/Vienna", at=at) is None
