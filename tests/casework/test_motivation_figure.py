"""The plot of what moves him: the whole range, a break where there is no number, the same in words."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from article16.casework.intake.figure import HEIGHT, MARGIN, WIDTH, figure, lines, side_words
from article16.casework.intake.queries import MotivationRow, SideRow
from tests.casework.conftest import Cast  # noqa: F401  because it sets the service up

ANSWERS = st.one_of(st.none(), st.integers(0, 10))


def row(number, day=1, words=""):
    side = SideRow("told", number, words) if number is not None else SideRow("declined", None, words)
    return MotivationRow(uuid4(), date(2026, 11, day), "intake", side, side, "Peter Sand")


def test_a_missing_number_breaks_the_line_and_is_no_zero():
    drawn = figure([row(4, 1), row(6, 2), row(None, 3), row(0, 4)], inside=True)
    assert drawn.line.count("M") == 2, "one line before the gap, one after"
    assert [(one.told, one.label) for one in drawn.points] == [(True, "4"), (True, "6"), (False, ""), (True, "0")]


def test_many_points_carry_only_their_first_and_last_number():
    drawn = figure([row(5, 1 + number) for number in range(12)], inside=True)
    assert [one.label for one in drawn.points] == ["5", *[""] * 10, "5"]
    assert all(one.told for one in drawn.points)


def test_the_words_say_the_first_and_the_last_number_and_judge_neither():
    assert figure([row(3, 1), row(8, 9)], inside=True).words == "3 of 10 on 1 Nov 2026, 8 of 10 on 9 Nov 2026."
    assert figure([row(None)], inside=False).words == "No number yet."
    assert figure([row(5)], inside=False).words == "5 of 10 on 1 Nov 2026."


def test_a_line_of_the_table_keeps_the_kinds_of_missing_apart():
    assert side_words(SideRow("told", 0, "his son")) == "0 of 10: his son"
    assert side_words(SideRow("declined", None, "")) == "declined"
    assert side_words(SideRow("not-asked", None, "")) == "not asked"
    assert lines([row(7, words="shame")])[0].inside == "7 of 10: shame"


@given(st.lists(ANSWERS, min_size=1, max_size=40))
def test_every_point_lies_within_the_picture_and_a_higher_number_never_lower(numbers):
    drawn = figure([row(number, 1 + place % 28) for place, number in enumerate(numbers)], inside=True)
    assert all(0 <= one.x <= WIDTH and MARGIN <= one.y <= HEIGHT for one in drawn.points)
    told = sorted((number, point.y) for number, point in zip(numbers, drawn.points, strict=True) if number is not None)
    assert [y for _number, y in told] == sorted((y for _number, y in told), reverse=True)
    assert drawn.line.count("M") + drawn.line.count("L") == len(told)
