"""A number carries its meaning, or there is a sentence in its place."""

import math

import pytest

from article16.evaluation.results import CannotEstimate, Direction, Interval, Result, cannot, response_of
from tests.evaluation.cast import about


def result(low: float, high: float, direction: Direction, unit: str = "points") -> Result:
    return Result(
        method="m",
        estimand=about().estimand,
        estimate=(low + high) / 2,
        unit=unit,
        interval=Interval(low, high),
        direction=direction,
    )


def test_no_number_is_never_a_result() -> None:
    with pytest.raises(ValueError, match="must be a sentence"):
        Result(method="mean", estimand=about().estimand, estimate=math.nan)


def test_cannot_is_a_result_with_a_sentence_and_no_value() -> None:
    found = cannot("Wilson score interval", about(12), "nobody answered")
    assert isinstance(found, Result)
    assert isinstance(found, CannotEstimate)
    assert str(found) == "Cannot be estimated, because nobody answered."
    assert found.response == 0
    with pytest.raises(ValueError, match="nobody answered"):
        _ = found.value


def test_harm_is_excluded_only_by_the_whole_interval() -> None:
    assert result(0.1, 0.3, Direction.HIGHER_IS_SAFER).excludes_harm
    assert not result(-0.1, 0.3, Direction.HIGHER_IS_SAFER).excludes_harm
    assert result(-0.3, -0.1, Direction.LOWER_IS_SAFER).excludes_harm
    assert result(-0.3, -0.1, Direction.NONE).excludes_harm is None
    # A share of re-arrest is no contrast: there is no harm to exclude.
    assert result(0.1, 0.3, Direction.LOWER_IS_SAFER, "proportion").excludes_harm is None


def test_response_is_of_those_who_should_have_answered() -> None:
    assert response_of(47, about(100)) == 0.47
    assert response_of(47, about()) is None
    with pytest.raises(ValueError, match="only 40 were eligible"):
        response_of(47, about(40))


def test_an_interval_has_two_ends_in_order() -> None:
    assert 0.2 in Interval(0.1, 0.3)
    with pytest.raises(ValueError, match="low <= high"):
        Interval(0.3, 0.1)


def test_details_cannot_be_changed_afterwards() -> None:
    found = Result(method="m", estimand=about().estimand, estimate=1.0, details={"q": 2.0})
    with pytest.raises(TypeError):
        found.details["q"] = 3.0  # type: ignore[index]


def test_a_result_prints_its_interval_and_n() -> None:
    assert str(result(0.1, 0.3, Direction.NONE)) == "0.2 (0.1 to 0.3), m, n = 0"
