from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from article16.simulation import instrument
from article16.simulation.answers import DECLINED, DOES_NOT_APPLY, items, scores
from article16.simulation.replies import latent
from article16.simulation.scenarios import scenario
from article16.simulation.study import responses
from article16.simulation.world import World
from tests.simulation.cast import region_of


def answers_at(level: float, *, declined: float = 0.0, n: int = 4000) -> np.ndarray:
    says = np.full((n, len(instrument.SCALES)), level, dtype=np.float32)
    return items(says, np.ones(n, dtype=bool), declined=declined, seed=3, region=0)


def test_an_item_is_answered_as_the_graded_response_model_says() -> None:
    # First item of the first scale lies at ease - 1 = -0.2; steepness 1.7; the step of level 0 has its middle at
    # 1/32. P(at least sometimes) = 1 / (1 + exp(-1.7 * (0.03125 + 0.2))) = 1 / (1 + exp(-0.393125)) = 0.59703
    # P(often) = 1 / (1 + exp(-1.7 * (0.03125 + 0.2 - 1.2))) = 1 / (1 + exp(1.646875)) = 0.16151
    first = answers_at(0.0, n=40_000)[0]
    assert (first >= 1).mean() == pytest.approx(0.59703, abs=4 * 0.00245)  # SE = sqrt(.597 * .403 / 40000)
    assert (first == 2).mean() == pytest.approx(0.16151, abs=4 * 0.00184)


def test_more_abuse_gives_more_of_every_item() -> None:
    low, high = answers_at(-1.0).mean(axis=1), answers_at(1.0).mean(axis=1)
    assert (low < high).all()


def test_items_about_children_do_not_apply_without_children() -> None:
    says = np.zeros((10, 5), dtype=np.float32)
    made = items(says, np.arange(10) < 5, declined=0.0, seed=3, region=0)
    block = instrument.slices()[instrument.CHILDREN]
    assert (made[block, 5:] == DOES_NOT_APPLY).all()
    assert (made[block, :5] >= 0).all()


def test_the_stated_share_of_items_is_declined() -> None:
    made = answers_at(0.0, declined=0.0625)  # 16 of 256
    assert (made == DECLINED).mean() == pytest.approx(0.0625, abs=0.003)


def test_a_score_is_fifty_times_the_mean_answer_and_needs_four_fifths_of_the_items() -> None:
    given = np.zeros((instrument.ITEMS, 3), dtype=np.int8)
    given[:26, 0] = [2] * 13 + [1] * 13  # mean 1.5, score 75
    given[:6, 1] = DECLINED  # 20 of 26 answered: 77 %, too few
    given[:5, 2] = DECLINED  # 21 of 26 answered: 81 %
    given[5:26, 2] = 1  # mean 1, score 50
    abuse = scores(given)[0]
    assert abuse[0] == 75
    assert np.isnan(abuse[1])
    assert abuse[2] == 50


def test_he_acknowledges_more_while_what_is_true_stays() -> None:
    world = replace(scenario("zero"), response_shift=0.8, drift=0.0, crisis=0.0)
    region = region_of(world)
    says = latent(world, region.men, region.path, region.change, seed=region.seed, region=0)
    stayed = region.path.starts & (region.change.dose[:, 4] > 0.8)
    moved = says[stayed, 4].mean(axis=0) - says[stayed, 1].mean(axis=0)  # informant, scale
    assert moved[0, 0] > 0.5  # he reports more abuse
    assert moved[0, -1] > 0.5  # and answers for more
    assert abs(moved[1, 0]) < 0.1  # she reports the same


def test_what_was_not_answered_is_empty_and_not_zero() -> None:
    columns = responses(region_of(World(), men=300))
    status = columns["status"].texts()  # type: ignore[union-attr]
    empty = columns["q_abuse_01"].empty  # type: ignore[union-attr]
    assert [one != "answered" for one in status] == empty.tolist()
