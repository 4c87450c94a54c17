"""Scores: worked by hand, the same for one row and for a million, and each says how it was reached."""

import doctest
import importlib
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16 import instruments
from article16.instruments.columns import OneByOne
from article16.instruments.missing import Missing

PHQ9, FIVE, CTS2, ODARA = (instruments.load(one) for one in ("phq9", "five_points", "cts2", "odara"))


def phq9(**answers):
    return instruments.score(PHQ9, {f"phq9_{key[1:]}": n for key, n in answers.items()}, informant="client")


def test_a_score_says_how_it_was_reached():
    total = phq9(q1=2, q2=1, q3=1, q4=1, q5=1, q6=1, q7=0).scores["total"]
    # 7 points over seven answers are one a question, nine over nine questions.
    assert total.value == 9
    assert total.steps[-2:] == ("(2 + 1 + 1 + 1 + 1 + 1 + 0) / 7 answered * 9 = 9", "9 lies in the band mild")
    assert (total.low, total.high, total.low_band, total.high_band) == (7, 13, "mild", "moderate")


def test_the_ninth_question_raises_its_alert_at_any_total_and_stays_possible_while_it_is_open():
    assert [(one.key, one.certain) for one in phq9(q9=1).alerts] == [("self_harm", True)]
    assert [(one.key, one.certain) for one in phq9(q1=0).alerts] == [("self_harm", False)]
    assert phq9(q9=0).alerts == ()


def test_silence_is_never_zero():
    result = instruments.score(FIVE, {}, informant="partner", time="T2")
    assert {key: one.value for key, one in result.scores.items() if one.value is not None} == {}


def test_the_result_names_the_version_that_was_asked():
    result = phq9(q1=1)
    assert (result.instrument, result.version, result.fingerprint) == ("phq9", "1.0.0", PHQ9.fingerprint)
    assert len(result.fingerprint) == 64


def test_a_reversed_question_is_turned_round_in_its_step():
    unsafe = instruments.score(FIVE, {"fear": 4, "safe": 1}, informant="partner", time="T1").scores["unsafe"]
    assert unsafe.value == 3.5  # (4 + (4 - 1)) / 2
    assert "safe = 1, reversed, counts 3" in unsafe.steps


def test_what_the_path_leads_round_counts_as_the_item_says():
    none = instruments.score(FIVE, {"police": 0}, informant="client", time="T3").scores["police_calls"]
    assert (none.value, none.steps[0]) == (0, "police_times = skipped, counts 0")
    maybe = instruments.score(FIVE, {}, informant="client", time="T3").scores["police_calls"]
    assert (maybe.value, maybe.low, maybe.high) == (None, 0, 99)


def test_an_expression_shows_every_step():
    excuses = instruments.score(FIVE, {"why": frozenset({4, 5})}, informant="client", time="T1").scores["excuses"]
    assert excuses.value == 2
    assert "why = 4, 5" in excuses.steps
    assert "chosen(why, 4) = 1" in excuses.steps


BAD = [
    ({"nothing": 1}, "no question"), ({"insulted": 9}, "not one of"), ({"insulted": True}, "not one of"),
    ({"insulted": "1"}, "not one of"), ({"police_times": 2, "police": 0}, "skipped"),
    ({"police_times": 2}, "still open"),
    ({"age": 30}, "not put"), ({"impact": frozenset({1, 19})}, "excludes"), ({"impact": frozenset({77})}, "not among"),
    ({"impact": frozenset()}, "set of one"),
    ({"hopes_words": "x" * 1_000_000}, "characters"), ({"hopes_words": 3}, "text"),
    ({"children": 1, "children_number": 99}, "between"), ({"children": 1, "children_number": 1.5}, "whole"),
    ({"children": 1, "children_number": float("nan")}, "not a number"),
    ({"children": 1, "children_number": 1, "child_saw.2": 1}, "not so many"),
    ({"child_saw": 1}, "write"), ({"insulted.1": 1}, "write"), ({"insulted": Missing.UNKNOWN}, "do not know"),
    ({"insulted": Missing.DOES_NOT_APPLY}, "does not apply"),
    ({"child_saw.x": 1}, "not so many"), ({"insulted": [1]}, "not one of"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "part"), BAD, ids=[part for _, part in BAD])
def test_every_bad_answer_is_refused_with_a_sentence(answers, part):
    problems = instruments.problems_of(FIVE, answers, informant="partner", time="T3")
    assert any(part in problem.sentence for problem in problems), problems


def test_all_bad_answers_are_told_at_once():
    with pytest.raises(instruments.Refused) as refused:
        instruments.check(FIVE, {"insulted": 9, "pushed": 9, "nothing": 1}, informant="client", time="T1")
    assert len(refused.value.problems) == 3


def test_a_foreign_informant_or_time_is_refused():
    assert "not answered by" in instruments.problems_of(FIVE, {}, informant="worker")[0].sentence
    assert "not asked at" in instruments.problems_of(FIVE, {}, informant="client", time="T9")[0].sentence


CODES = st.lists(st.lists(st.sampled_from([-1, 0, 1, 2, 3]), min_size=9, max_size=9), min_size=1, max_size=30)


@settings(max_examples=50, deadline=None)
@given(CODES, st.booleans())
def test_a_million_rows_are_scored_as_one_is(rows, whole):
    table = np.array(rows, dtype=np.int8)
    columns = {f"phq9_{n}": table[:, n - 1] for n in range(1, 10)}
    if not whole:
        columns = {key: np.where(column < 0, np.nan, column.astype(float)) for key, column in columns.items()}
    many = instruments.score_columns(PHQ9, columns, "total", informant="client")
    for place, row in enumerate(rows):
        answers = {f"phq9_{n}": code for n, code in enumerate(row, 1) if code >= 0}
        one = instruments.score(PHQ9, answers, informant="client").scores["total"]
        same(one, many, place)


def same(one, many, place):
    value = many.value[place]
    assert (one.value is None and np.isnan(value)) or one.value == pytest.approx(value)
    assert (one.low, one.high) == pytest.approx((many.low[place], many.high[place]))
    assert one.answered == many.answered[place]


@pytest.mark.parametrize(
    ("instrument", "key", "informant"),
    [(CTS2, "physical_self_times", "client"), (CTS2, "physical_self_kinds", "client"),
     (CTS2, "physical_self_any", "client"),
     (ODARA, "total", "worker"), (FIVE, "acts", "client"), (FIVE, "emotional", "partner"), (FIVE, "unsafe", "partner"),
     (FIVE, "injury_worst", "partner"), (FIVE, "strain", "client"), (FIVE, "changes_made", "client")],
)  # fmt: skip
def test_every_way_of_scoring_is_the_same_by_columns(instrument, key, informant):
    chance = np.random.default_rng(16)
    score = next(one for one in instrument.scores if one.key == key)
    items = [instrument.by_key[name] for name in score.of]
    columns = {item.key: chance.integers(-1, int(item.bounds()[1]) + 1, 60).astype(np.int8) for item in items}
    time = "T3" if instrument.times else None
    many = instruments.score_columns(instrument, columns, key, informant=informant, time=time)
    for place in range(60):
        answers = {item.key: written(item, int(columns[item.key][place])) for item in items}
        answers = {name: answer for name, answer in answers.items() if answer is not None}
        same(instruments.score(instrument, answers, informant=informant, time=time).scores[key], many, place)


def written(item, number):
    if number < 0:
        return None
    if item.kind == "multiple":
        together = [choice.code for choice in item.choices if not choice.alone]
        alone = [choice.code for choice in item.choices if choice.alone]
        return frozenset(together[:number] or alone)
    return number


def test_columns_refuse_what_they_cannot_do_and_what_is_outside_the_scale():
    with pytest.raises(OneByOne):
        instruments.score_columns(FIVE, {}, "police_calls", informant="client")
    with pytest.raises(KeyError):
        instruments.score_columns(FIVE, {}, "nothing", informant="client")
    columns = {f"phq9_{n}": np.array([0, 4]) for n in range(1, 10)}
    with pytest.raises(ValueError, match="outside"):
        instruments.score_columns(PHQ9, columns, "total", informant="client")
    columns = {f"phq9_{n}": np.array([0.5]) for n in range(1, 10)}
    with pytest.raises(ValueError, match="choice"):
        instruments.score_columns(PHQ9, columns, "total", informant="client")


def test_a_file_of_answers_is_scored_row_by_row_and_bad_rows_say_why():
    header = "person,informant,time,police,police_times,impact,insulted,strange"
    lines = (
        f"{header}\nC-014,client,T1,1,2,1;4,.declined,\nC-015,client,T1,0,2,,,x\nC-016,,T1,,,,,\nC-017,client,T1,1\n"
    )
    rows = list(instruments.score_csv(FIVE, io.StringIO(lines)))
    assert rows[0].result.scores["impacts"].value == 2
    assert rows[0].result.scores["police_calls"].value == 2
    assert [problem.sentence[:24] for problem in rows[1].problems] == [
        "five_points has no quest",
        "police_times: is skipped",
    ]
    assert "Who answered?" in rows[2].problems[0].sentence
    assert "more or fewer cells" in rows[3].problems[0].sentence


def test_the_examples_in_the_docstrings_are_true():
    for name in ("expressions", "computing", "scoring"):
        module = importlib.import_module(f"article16.instruments.{name}")
        failed, tried = doctest.testmod(module)
        assert tried
        assert failed == 0
