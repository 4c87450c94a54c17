from __future__ import annotations

import pytest

from article16.simulation.draws import Purpose, stream


def test_the_same_seed_purpose_and_region_give_the_same_chance() -> None:
    assert stream(1, Purpose.PATH, 2).random(5).tolist() == stream(1, Purpose.PATH, 2).random(5).tolist()


def test_another_seed_purpose_or_region_gives_other_chance() -> None:
    first = {
        stream(seed, purpose, region).random()
        for seed in (0, 1, 2**64 - 1)
        for purpose in Purpose
        for region in (0, 1, 2**32 - 1)
    }
    assert len(first) == 3 * len(Purpose) * 3


@pytest.mark.parametrize(("seed", "region"), [(-1, 0), (2**64, 0), (0, -1), (0, 2**32)])
def test_a_seed_or_region_out_of_range_is_refused(seed: int, region: int) -> None:
    with pytest.raises(ValueError, match="whole number"):
        stream(seed, Purpose.PATH, region)
