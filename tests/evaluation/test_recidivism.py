"""Each source by itself, with its own response; "any source" only under its own name."""

import math

import pytest

from article16.evaluation.recidivism import by_source
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about

NAN = math.nan
REPORTS = {"official": [0, 0, 1, 0, 0], "partner": [1, NAN, 1, 0, NAN], "client": [0, 0, 0, 0, NAN]}


def test_sources_stand_side_by_side() -> None:
    official, partner, client = by_source(REPORTS, "12 months from referral", about=about())
    assert [official.value, partner.value, client.value] == [0.2, 2 / 3, 0]
    assert [official.response, partner.response, client.response] == [1, 0.6, 0.8]
    assert partner.estimand.informant == "partner"
    assert partner.estimand.outcome.endswith("12 months from referral")


def test_any_source_is_a_composite_and_silence_is_not_no() -> None:
    # men 1 and 3 yes; man 4 no from all; men 2 and 5 unknown, because the partner is
    found = by_source(REPORTS, "w", about=about(), composite=True)[-1]
    assert "composite" in found.estimand.informant
    assert (found.value, found.n, found.response) == (2 / 3, 3, 0.6)


def test_bad_reports() -> None:
    assert isinstance(by_source({"partner": [NAN, NAN]}, "w", about=about())[0], CannotEstimate)
    with pytest.raises(ValueError, match="partner is neither"):
        by_source({"partner": [2]}, "w", about=about())
    with pytest.raises(ValueError, match="different numbers"):
        by_source({"a": [1], "b": [1, 0]}, "w", about=about())
