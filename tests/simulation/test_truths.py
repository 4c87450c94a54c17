"""The traps are really in the data, and their strength is the one stated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from article16.simulation import attendance as att
from article16.simulation.people import mandate_shares
from article16.simulation.region import Region, regions
from article16.simulation.scenarios import scenario
from article16.simulation.truth import add, tally, truth
from article16.simulation.world import World
from tests.simulation.cast import ZERO, region_of

BIG = {"men": 5 * 4096, "seed": 7}


def made(world: World) -> list[Region]:
    return list(regions(world, **BIG))


def whole(world: World) -> dict:  # type: ignore[type-arg]
    return truth(world, **BIG, total=add(tally(region) for region in made(world)))


def test_no_effect_is_no_effect_on_any_single_man() -> None:
    region = region_of(ZERO)
    np.testing.assert_array_equal(region.change.without, region.change.given)
    stated = whole(ZERO)
    assert stated["effect"]["all_with_a_T1"] == 0
    assert stated["re_assault"]["without"] == stated["re_assault"]["given"] == stated["re_assault"]["real"]


def test_completers_look_better_although_nothing_works() -> None:
    region = region_of(replace(ZERO, comparison=0.0, dropout_by_risk=0.8), men=4096)
    done = region.attendance.ending == att.COMPLETED
    stopped = region.path.starts & (region.attendance.ending == att.DROPPED_OUT)
    again = region.happenings.within
    assert again[done].mean() < again[stopped].mean() - 0.05


def test_harm_is_harm() -> None:
    stated = whole(scenario("harm"))
    assert stated["effect"]["all_with_a_T1"] < -0.1
    assert stated["re_assault"]["given"] > stated["re_assault"]["without"]


def test_dropout_at_average_risk_is_the_stated_share() -> None:
    # No other cause and no dependence: share of starters that drop out is 0.35, within 4 standard errors.
    # 20,480 men * 0.85 * 0.9 = 15,667 starters; SE = sqrt(0.35 * 0.65 / 15667) = 0.0038
    flat = replace(
        World(), excluded=0.0, custody=0.0, moved=0.0, died=0.0, dropout_by_risk=0.0, dropout_unemployed=0.0,
        dropout_substance=0.0, dropout_young=0.0,
    )  # fmt: skip
    assert whole(flat)["dropped_out"] == pytest.approx(0.35, abs=4 * 0.0038)


def test_creaming_takes_in_men_of_lower_risk() -> None:
    region = region_of(replace(World(), creaming=1.0, unsuitable=0.4))
    taken = region.path.taken_in
    assert region.men.risk[taken].mean() < region.men.risk[~taken].mean() - 0.5


def test_a_creamed_comparison_is_riskier_and_one_by_lot_is_not() -> None:
    for assignment, gap in (("creamed", 0.3), ("lot", 0.0)):
        world = replace(World(), comparison=0.5, creaming=0.8, assignment=assignment)
        risk, where = region_of(world).men.risk, region_of(world).path
        difference = risk[where.comparison].mean() - risk[where.taken_in & ~where.comparison].mean()
        assert (difference > gap) if gap else (abs(difference) < 0.12)  # SE about 0.034


def test_partners_of_worse_cases_are_lost() -> None:
    stated = whole(scenario("traps"))["abuse"]
    assert all(
        seen < real - 0.1 for seen, real in zip(stated["real_where_partner_answered"], stated["real"], strict=True)
    )
    even = whole(replace(scenario("traps"), partner_lost_by_abuse=0.0))["abuse"]
    assert even["real_where_partner_answered"] == pytest.approx(even["real"], abs=0.06)  # SE about 0.017


def test_risk_is_standard_normal_and_routes_follow_the_mandate() -> None:
    men = [region.men for region in made(World())]
    risk = np.concatenate([each.risk for each in men])
    assert abs(risk.mean()) < 4 / np.sqrt(len(risk))
    assert risk.std() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("overall", [0.0, 0.1, 0.6, 0.95, 1.0])
def test_the_settings_together_have_the_stated_share_of_ordered_men(overall: float) -> None:
    shares = mandate_shares(overall)
    assert shares.mean() == pytest.approx(overall, abs=1e-12)
    assert shares[0] <= shares[2] <= shares[1]  # community, prison, probation


def test_the_mixed_world_is_zero_on_average_and_opposite_by_mandate() -> None:
    # 0.2 for the 60 % who were ordered, 0.2 - 0.5 = -0.3 for the 40 % who were not: 0.12 - 0.12 = 0
    benefit = np.concatenate([region.change.benefit for region in made(scenario("mixed"))])
    ordered = np.concatenate([region.men.mandated for region in made(scenario("mixed"))])
    assert benefit.mean() == pytest.approx(0, abs=0.02)
    assert benefit[ordered].mean() == pytest.approx(0.2, abs=0.02)
    assert benefit[~ordered].mean() == pytest.approx(-0.3, abs=0.02)


def test_sums_of_regions_do_not_depend_on_their_order() -> None:
    tallies = [tally(region) for region in made(World())]
    assert add(tallies) == add(tallies[::-1])
    with pytest.raises(ValueError, match="no region"):
        add([])


def test_a_world_of_one_man_who_is_not_taken_in_states_no_share() -> None:
    nobody = replace(World(), unsuitable=1.0)
    total = add(tally(region) for region in regions(nobody, men=1, seed=1))
    stated = truth(nobody, men=1, seed=1, total=total)
    assert stated["effect"]["all_with_a_T1"] is None
    assert stated["completed"] is None
