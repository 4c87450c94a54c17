"""Where a man stands to the rules of attendance: worked cases, and what must hold for every course of sessions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article16.casework.groups.standing import THERE, Held, Mark, Rules, Step, counts, crossed, standing

P, L, E, A, S, C = Mark.PRESENT, Mark.LATE, Mark.EXCUSED, Mark.ABSENT, Mark.SENT_AWAY, Mark.CANCELLED
RULES = Rules(letter=2, review=4, exclusion=5, review_in_row=3, allowed=4)


def after(*marks, rules=RULES):
    return standing(rules, [Held(mark) for mark in marks])


@pytest.mark.parametrize(
    ("marks", "absences", "in_row", "step", "following", "until"),
    [
        ([], 0, 0, None, Step.LETTER, 2),
        ([P, A], 1, 1, None, Step.LETTER, 1),
        ([A, P, A], 2, 1, Step.LETTER, Step.REVIEW, 2),
        ([A, A, A], 3, 3, Step.REVIEW, Step.EXCLUSION, 2),  # three in a row bring the review before the fourth
        ([A, E, A, C, A], 3, 3, Step.REVIEW, Step.EXCLUSION, 2),  # excused and cancelled do not end the row
        ([A, P, A, P, A, P, A], 4, 1, Step.REVIEW, Step.EXCLUSION, 1),
        ([A, A, A, A, A], 5, 5, Step.EXCLUSION, None, 0),
        ([S], 1, 1, None, Step.LETTER, 1),
        ([E, E, E, E, E], 0, 0, None, Step.LETTER, 2),
    ],
)
def test_worked_cases(marks, absences, in_row, step, following, until):
    found = after(*marks)
    assert (found.absences, found.in_row, found.step) == (absences, in_row, step)
    assert (found.next, found.until_next) == (following, until)


def test_a_review_reached_by_a_row_stays_reached_when_he_comes_again():
    assert Step.REVIEW in after(A, A, A, P, P).reached


def test_too_few_minutes_count_as_an_absence_and_unknown_minutes_do_not():
    rules = replace(RULES, minimum_minutes=60)
    assert standing(rules, [Held(L, 59), Held(L, 60), Held(P, None)]).absences == 1


def test_whether_excused_and_sent_away_count_is_for_the_programme_to_say():
    strict = replace(RULES, excused_count=True, sent_away_counts=False)
    assert after(E, E, S, rules=strict).absences == 2


def test_whether_a_missed_session_alone_counts_is_for_the_programme_to_say():
    missed = [Held(Mark.ABSENT, alone=True)] * 2
    assert standing(RULES, missed).absences == 2
    assert standing(replace(RULES, alone_counts=False), missed).absences == 0


def test_only_as_many_are_made_up_for_as_the_rules_allow():
    rules = replace(RULES, make_ups=1)
    assert standing(rules, [Held(A, None, True), Held(A, None, True)]).absences == 1


steps = st.one_of(st.none(), st.integers(1, 9))
rules_ = st.builds(
    Rules,
    letter=steps,
    review=steps,
    exclusion=steps,
    letter_in_row=steps,
    review_in_row=steps,
    exclusion_in_row=steps,
    excused_count=st.booleans(),
    sent_away_counts=st.booleans(),
    alone_counts=st.booleans(),
    minimum_minutes=st.integers(0, 120),
    make_ups=st.integers(0, 4),
)
held_ = st.builds(Held, st.sampled_from(Mark), st.one_of(st.none(), st.integers(0, 120)), st.booleans())
courses = st.lists(held_, max_size=40)


@given(rules_, courses)
def test_a_course_counts_no_more_absences_than_it_has_and_the_row_is_within_the_total(rules, course):
    found = standing(rules, course)
    assert 0 <= found.in_row <= found.absences <= sum(counts(rules, one) for one in course)
    assert found.absences + found.made_up == sum(counts(rules, one) for one in course)
    assert found.made_up <= rules.make_ups


@given(rules_, courses, held_)
def test_one_session_more_never_takes_a_step_back_and_adds_at_most_one_absence(rules, course, one):
    before, then = standing(rules, course), standing(rules, [*course, one])
    assert before.reached <= then.reached
    assert before.absences <= then.absences <= before.absences + 1


@given(rules_, courses)
def test_an_attended_session_ends_the_row_and_nothing_else(rules, course):
    came = Held(Mark.PRESENT, 120)
    before, then = standing(rules, course), standing(rules, [*course, came])
    assert (then.in_row, then.absences, then.reached) == (0, before.absences, before.reached)


@given(rules_, courses)
def test_cancelled_sessions_change_nothing_wherever_they_stand(rules, course):
    thinned = [one for one in course if one.mark is not Mark.CANCELLED]
    assert standing(rules, course) == standing(rules, thinned)


@given(rules_, courses)
def test_what_it_says_of_the_next_step_comes_true(rules, course):
    found = standing(rules, course)
    if found.next is None:
        return
    missed = [Held(Mark.ABSENT)] * found.until_next
    assert found.next in standing(rules, [*course, *missed]).reached
    assert standing(rules, [*course, *missed[1:]]).reached == found.reached


@given(rules_, courses)
def test_every_step_is_crossed_exactly_once_on_the_way(rules, course):
    on_the_way = [step for n in range(len(course)) for step in crossed(rules, course[:n], course[: n + 1])]
    assert sorted(on_the_way) == sorted(standing(rules, course).reached)


@given(rules_, courses, st.data())
def test_making_up_for_a_session_never_makes_it_worse(rules, course, data):
    if not course:
        return
    place = data.draw(st.integers(0, len(course) - 1))
    before, better = list(course), list(course)
    before[place], better[place] = replace(course[place], made_up=False), replace(course[place], made_up=True)
    assert standing(rules, better).absences <= standing(rules, before).absences


def test_there_are_four_ways_of_having_been_there():
    assert {mark.value for mark in THERE} == {"present", "late", "left-early", "sent-away"}
