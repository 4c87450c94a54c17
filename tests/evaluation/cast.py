"""What the tests of the estimators share: whom the made-up numbers are about."""

from pathlib import Path

import pytest

from article16.evaluation.results import About, Estimand, Result

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def about(eligible: int | None = None) -> About:
    """Ana's programme: everyone referred, as the partners tell it."""
    return About(
        estimand=Estimand(
            population="all referred",
            clock="from referral",
            outcome="any physical violence in 6 months",
            informant="partner",
        ),
        eligible=eligible,
    )


def ends(result: Result) -> tuple[float, float]:
    """Both ends of the interval, which must be there."""
    assert result.interval is not None
    return result.interval.low, result.interval.high


def data_file(name: str) -> Path:
    """A public data file beside the project; the test is skipped where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path
