"""What the report says of an effect rests on one number named beforehand; the pages say the same as the rule."""

import math

import numpy as np
import pytest

from article16.evaluation.report.claims import Claim, claim
from article16.evaluation.report.data import Data
from article16.evaluation.report.desk import Desk
from article16.evaluation.report.parts.comparison import comparison
from article16.evaluation.report.parts.primary import KEY
from article16.evaluation.report.words import Words
from bench.claims import ASKED, claimed, claims, study
from tests.evaluation.report import studies

SAID = {
    Claim.BENEFIT: "report it to be safer than",
    Claim.HARM: "report it to be less safe than",
    Claim.NEITHER: "report no clear difference",
}
WORLDS = {"no effect": (ASKED[1], 20), "moderate": (ASKED[4], 12)}


def found(data: Data) -> Claim:
    desk = Desk(data, Words("en"), release=False, seed=16)
    comparison(desk)
    return claim(desk)


@pytest.mark.parametrize("effect", [-0.9, 0.9])
def test_the_first_page_says_what_the_rule_says(effect: float) -> None:
    study = (500, 5, "comparison=0.5", f"effect={effect}")
    ruled = found(studies.data(*study))
    report = studies.report("en", *study)
    for key in ("front", "funders", "service"):
        words = " ".join(next(part for part in report.parts if part.key == key).words)
        assert [one for one, said in SAID.items() if said in words] == [ruled], key
    assert ruled is {-0.9: Claim.HARM, 0.9: Claim.BENEFIT}[effect]


def test_without_a_comparison_group_nothing_is_claimed() -> None:
    report = studies.report()
    words = " ".join(line for part in report.parts for line in part.words)
    assert not any(said in words for said in SAID.values())
    assert KEY not in {one.key for one in report.numbers}


def test_the_short_way_of_the_calibration_reads_what_the_files_hold() -> None:
    asked = ASKED[1]
    short = study(asked.world, 300, 5)
    world = [f"{name}={getattr(asked.world, name)}" for name in ("effect", "programme_sd", "facilitator_sd", "group_sd",
             "creaming", "dropout_by_risk", "partner_lost_by_abuse", "response_shift", "mandated", "comparison",
             "assignment")]  # fmt: skip
    whole = studies.data(300, 5, *world)
    for key, scores in whole.scores.items():
        assert np.array_equal(np.nan_to_num(short.scores[key], nan=-1), np.nan_to_num(scores, nan=-1))
    assert claimed(short, 16) is found(whole)


@pytest.mark.parametrize("name", WORLDS)
def test_worlds_with_and_without_an_effect_in_short(name: str) -> None:
    """`just calibrate --report` draws hundreds; docs/methods/calibration.md has the shares."""
    asked, runs = WORLDS[name]
    assert asked.least is not None
    error = 3 * math.sqrt(asked.least * (1 - asked.least) / runs)
    assert claims(asked, runs, 2026)[asked.wanted] / runs >= asked.least - error


def test_men_of_the_comparison_group_did_not_start_and_their_course_is_no_course_of_the_programme() -> None:
    data = studies.data(500, 5, "comparison=0.5", "effect=0.9")
    elsewhere = data.column("assigned") == "comparison"
    assert elsewhere.sum() > 100
    assert (~np.isnan(data.number("day_start")[elsewhere])).any()  # the day on which they would have started
    assert not data.started[elsewhere].any()
    assert np.isnan(data.course("abuse", "partner")[elsewhere]).all()
    assert not np.isnan(data.scores["abuse", "partner"][elsewhere, 4]).all()
