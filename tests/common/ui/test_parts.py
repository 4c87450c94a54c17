"""The values that the components show."""

import pytest

from article16.common.ui.parts import Ladder, Progress, Rung
from article16.common.ui.templatetags.ui import in_words, pips


def test_a_ladder_says_where_it_stands_and_who_is_next():
    ladder = Ladder((Rung("duty", "02:00", told=True), Rung("second", "02:30", current=True), Rung("lead", "02:38")))
    assert ladder.reached == 2
    assert ladder.here.name == "second"
    assert ladder.following.name == "lead"
    assert ladder.bars == (True, True, False)


def test_the_top_rung_has_nobody_after_it():
    ladder = Ladder((Rung("duty", "02:00", told=True), Rung("head", "02:46", current=True)))
    assert ladder.following is None


def test_a_rung_says_by_its_icon_whether_it_was_told():
    assert [Rung("a", "", told=True).icon, Rung("a", "", current=True).icon, Rung("a", "").icon] == [
        "tick",
        "bell",
        "ring",
    ]


def test_progress_is_counted_in_parts():
    assert Progress(part=3, parts=4).bars == ("reached", "reached", "here", "")


def test_pips_show_more_absences_than_are_allowed():
    assert pips(2, 4) == [True, True, False, False]
    assert pips(5, 4) == [True] * 5


@pytest.mark.parametrize(("number", "words"), [(2, "Two"), (9, "Nine"), (10, "10")])
def test_numbers_to_nine_are_words(number, words):
    assert in_words(number) == words
