"""Any path through any instrument gives answers that validate and score."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article16 import instruments
from article16.instruments.missing import Missing
from tests.instruments import paths_of

ALL = list(instruments.load_all())
QUICK = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
@QUICK
@given(data=st.data())
def test_any_path_gives_answers_that_validate_and_score(instrument, data):
    informant, time, answers = data.draw(paths_of.answered(instrument))
    assert instruments.problems_of(instrument, answers, informant=informant, time=time) == ()
    result = instruments.score(instrument, answers, informant=informant, time=time)
    for one in result.scores.values():
        assert one.low <= one.high
        assert one.answered <= one.asked or not one.asked
        assert one.steps or one.value is None


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
@QUICK
@given(data=st.data())
def test_whatever_the_open_answers_are_the_score_lies_in_the_range_that_was_said(instrument, data):
    informant, time, answers = data.draw(paths_of.answered(instrument))
    before = instruments.score(instrument, answers, informant=informant, time=time)
    gone = {Missing.DECLINED, Missing.UNKNOWN}
    kept = {key: answer for key, answer in answers.items() if not (isinstance(answer, Missing) and answer in gone)}
    full = paths_of.fill_up(data.draw, instrument, kept, informant, time, paths_of.valid_answer)
    after = instruments.score(instrument, full, informant=informant, time=time)
    for key, one in after.scores.items():
        if key in before.scores and one.value is not None:
            assert before.scores[key].low - 1e-9 <= one.value <= before.scores[key].high + 1e-9, key
            if before.scores[key].low_band == before.scores[key].high_band:
                assert one.band == before.scores[key].band or before.scores[key].band is None


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
@QUICK
@given(data=st.data())
def test_answers_written_to_a_file_and_read_again_are_the_same(instrument, data):
    _, _, answers = data.draw(paths_of.answered(instrument))
    for key, answer in answers.items():
        item = instrument.by_key[key.partition(".")[0]]
        if isinstance(answer, str) and not answer.strip():
            continue
        if isinstance(answer, Missing):
            text = answer.value
        else:
            text = ";".join(map(str, sorted(answer))) if isinstance(answer, frozenset) else str(answer)
        assert instruments.read(item, text) == answer


def test_what_the_path_leads_round_does_not_apply_also_when_an_answer_was_left_behind():
    five = instruments.load("five_points")
    done = instruments.complete(five, {"police": 0, "police_times": 3}, informant="client", time="T1")
    assert done["police_times"].answer is Missing.DOES_NOT_APPLY
    (problem,) = instruments.problems_of(five, {"police": 0, "police_times": 3}, informant="client", time="T1")
    assert "skipped" in problem.sentence


def test_what_no_file_could_give_back_is_no_answer():
    register = instruments.load("risk_register")
    day = next(item.key for item in register.items if item.kind == "date")
    given = {"violence_words": "\ud800", day: datetime(2026, 11, 19, 8, 30)}  # noqa: DTZ001  # a day with a time of day
    told = {one.key: one.sentence for one in instruments.problems_of(register, given, informant="worker")}
    assert "half a character" in told["violence_words"]
    assert "is not a date" in told[day]


def test_five_kinds_of_missing_stay_apart():
    five = instruments.load("five_points")
    answers = {"police": Missing.UNKNOWN, "children": 0, "insulted": Missing.DECLINED}
    done = instruments.complete(five, answers, informant="partner", time="T3")
    stands = {key: done[key].answer for key in ("age", "pushed", "insulted", "children_number", "police")}
    assert stands == {
        "age": Missing.NOT_ASKED, "pushed": Missing.NOT_REACHED, "insulted": Missing.DECLINED,
        "children_number": Missing.DOES_NOT_APPLY, "police": Missing.UNKNOWN,
    }  # fmt: skip
    assert done["police_times"].answer is Missing.NOT_ASKED  # it hangs on what she does not know


def test_children_are_asked_about_one_by_one():
    five = instruments.load("five_points")
    done = instruments.complete(five, {"children": 1, "children_number": 3}, informant="client", time="T0")
    assert [key for key in done if key.startswith("child_age")] == ["child_age.1", "child_age.2", "child_age.3"]
