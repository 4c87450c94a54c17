"""When he is asked: rules over every course of a man, and the facts they are read from."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from article16.casework.questionnaires.schedule import (
    Anchor,
    Course,
    End,
    Rules,
    State,
    Window,
    months_after,
    windows,
)

START = date(2026, 1, 5)
DAYS = st.integers(0, 900).map(lambda days: START + timedelta(days))
RULES = st.builds(
    Rules, st.sampled_from(Anchor), st.sets(st.sampled_from([3, 6, 12, 18])).map(lambda s: tuple(sorted(s)))
)


@st.composite
def courses(draw):
    first = draw(DAYS)
    sessions = tuple(sorted(draw(st.sets(DAYS.filter(lambda day: day >= first), max_size=30))))
    stopped = draw(st.none() | DAYS.filter(lambda day: day >= first))
    return Course(
        first_contact=first,
        started=sessions[0] if sessions else None,
        sessions=sessions,
        stopped=stopped,
        completed=bool(stopped) and draw(st.booleans()),
        last_attended=draw(st.none() | st.just(stopped)),
        withdrawn=draw(st.none() | DAYS),
        died=draw(st.none() | DAYS),
    )


def by_wave(course, rules=Rules()):  # noqa: B008  a frozen value
    return {one.wave: one for one in windows(course, rules)}


def weekly(count, since=START + timedelta(28)):
    return tuple(since + timedelta(7 * n) for n in range(count))


@given(courses(), RULES)
def test_days_of_a_window_are_in_order_and_states_follow_each_other(course, rules):
    order = [State.EARLY, State.DUE, State.LATE, State.CLOSED]
    for one in windows(course, rules):
        if one.due is None:
            assert one.state(START) in {State.UNPLANNED, State.CLOSED}
            continue
        assert one.opens <= one.due <= one.late_after <= one.closes
        days = [one.opens - timedelta(1), one.opens, one.due, one.late_after, one.closes, one.closes + timedelta(1)]
        states = [one.state(day) for day in days]
        assert states == sorted(states, key=order.index)
        if one.ended is None:
            assert (states[0], states[2], states[-1]) == (State.EARLY, State.DUE, State.CLOSED)


@given(courses(), RULES)
def test_the_same_facts_give_the_same_windows_in_the_same_order(course, rules):
    found = windows(course, rules)
    assert found == windows(course, rules)
    assert [one.wave for one in found[:5]] == ["T0", "T1", "T2", "T3", "T4"]
    assert len({one.wave for one in found}) == len(found)


@given(courses(), RULES, DAYS)
def test_nothing_is_asked_after_death_or_withdrawal(course, rules, on):
    if course.died or course.withdrawn:
        assert {one.state(on) for one in windows(course, rules)} == {State.CLOSED}


@given(courses(), RULES)
def test_who_stopped_coming_is_asked_the_end_and_not_the_half(course, rules):
    if course.stopped is None or course.died or course.withdrawn:
        return
    found = by_wave(course, rules)
    assert found["T3"].opens == found["T3"].due == course.stopped
    half = found["T2"]
    if not (course.completed and half.due and half.due <= course.stopped):
        assert half.ended is End.STOPPED


@given(st.integers(2, 40), st.integers(1, 60))
def test_the_half_moves_with_the_plan_by_as_many_days(count, days):
    before = by_wave(Course(START, weekly(count)[0], weekly(count)))
    moved = tuple(day + timedelta(days) for day in weekly(count))
    after = by_wave(Course(START, moved[0], moved))
    assert after["T2"].due - before["T2"].due == timedelta(days)
    assert after["T3"].due - before["T3"].due == timedelta(days)


def test_of_eight_sessions_the_fourth_is_the_half_and_the_last_the_end():
    sessions = weekly(8)
    found = by_wave(Course(START, sessions[0], sessions))
    assert (found["T1"].due, found["T2"].due, found["T3"].due) == (sessions[0], sessions[3], sessions[7])


def test_six_months_are_counted_from_the_end_or_from_the_last_session_he_came_to():
    course = Course(START, stopped=date(2026, 8, 31), last_attended=date(2026, 7, 14))
    assert by_wave(course)["T4"].due == date(2027, 2, 28)
    assert by_wave(course, Rules(Anchor.LAST_ATTENDED))["T4"].due == date(2027, 1, 14)
    found = by_wave(course, Rules(follow_ups=(3, 6, 12, 18)))
    assert {wave: found[wave].due for wave in found if wave.startswith("F")} == {
        "F3": date(2026, 11, 30), "F6": date(2027, 2, 28), "F12": date(2027, 8, 31), "F18": date(2028, 2, 29),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2026, 6, 30), 18, date(2027, 12, 30)),
    ],
)
def test_months_end_with_their_last_day(day, months, after):
    assert months_after(day, months) == after


def test_without_a_plan_there_is_no_date_and_nothing_is_due():
    found = by_wave(Course(START))
    assert found["T2"] == Window("T2")
    assert found["T2"].state(START) is State.UNPLANNED
    assert found["T0"].state(START) is State.DUE


@pytest.mark.django_db
def test_planning_reads_sessions_endings_death_and_withdrawal(cast, man):
    from article16.casework.clients.models import Episode, EpisodeState
    from article16.casework.endings.kinds import EndingKind
    from article16.casework.endings.models import Ending
    from article16.casework.questionnaires.actions import planning
    from article16.casework.questionnaires.models import Asking

    at = timezone.now()
    today = timezone.localdate(at)
    episode = Episode.objects.get(client=man)
    planning.replan(episodes=[episode.pk], by="", at=at)
    assert set(Asking.objects.values_list("wave", "due_on")) == {
        ("T0", today), ("T1", None), ("T2", None), ("T3", None), ("T4", None),
    }  # fmt: skip
    Episode.objects.filter(pk=episode.pk).update(state=EpisodeState.ENDED, ended_on=today)
    Ending.objects.create(
        episode=episode, kind=EndingKind.DROPPED_OUT, last_attended_on=today, decided_on=today, reasons="Stays away.",
        written_at=at, written_by=cast.ana,
    )  # fmt: skip
    planning.replan(episodes=[episode.pk], by="", at=at)
    assert Asking.objects.get(wave="T2").ended == "stopped"
    assert Asking.objects.get(wave="T3").opens_on == today
    assert Asking.objects.get(wave="T4").due_on == months_after(today, 6)
    first = Ending.objects.get()
    Ending.objects.create(
        episode=episode, kind=EndingKind.DIED, decided_on=today, reasons="He has died.", corrects=first,
        correction=man.pk, why_corrected="Told late.", written_at=at, written_by=cast.ana,
    )  # fmt: skip
    planning.replan(episodes=[episode.pk], by="", at=at)
    assert set(Asking.objects.values_list("ended", flat=True)) == {"died"}
    assert planning.replan(episodes=[episode.pk], by="", at=at) == 0, "nothing has changed since"


@pytest.mark.django_db
@pytest.mark.parametrize("men", [3, 30])
def test_planning_costs_the_same_whatever_the_number_of_men(cast, men, django_assert_max_num_queries):
    from article16.casework.questionnaires.actions import planning
    from tests.casework.conftest import make_man

    for n in range(men):
        make_man(cast, cast.graz, f"Man {n}")
    with django_assert_max_num_queries(20):
        planning.replan_all(at=timezone.now())
