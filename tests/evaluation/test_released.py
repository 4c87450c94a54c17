"""What may leave, what could have been seen, and sums that are the same as one file."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation import disclosure
from article16.evaluation.disclosure import Figure
from article16.evaluation.federated import Aggregate, Moments, mean_difference, merge
from article16.evaluation.power import detectable_difference, detectable_share, people_needed
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import CannotEstimate
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.curves import kaplan_meier, log_rank
from article16.evaluation.survival.exits import combine, exits, stratified_log_rank
from tests.evaluation.cast import about

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=1, max_size=8)


def test_counts_are_rounded_to_five_and_shares_come_from_them() -> None:
    assert [disclosure.rounded(n) for n in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]
    # 17 of 47: 15 of 45, 33 %
    assert disclosure.share(17, 47) == Figure(33.0, 45)
    assert disclosure.share(3, 7).value is None
    assert disclosure.share(8, 8).value == 100
    with pytest.raises(ValueError, match="not a share"):
        disclosure.share(9, 8)


def test_one_small_row_hides_another() -> None:
    found = disclosure.counts({"completed": 40, "dropped out": 12, "prison": 3})
    assert found["prison"].why == disclosure.WITHHELD
    assert found["dropped out"].why == disclosure.PROTECTS
    assert found["completed"].value == 40
    # 40 + rounded(12 + 3): the two withheld rows cannot be told apart
    assert found["total"].value == 55
    with pytest.raises(ValueError, match="worked out"):
        disclosure.counts({"total": 9})


@given(COUNTS)
def test_no_small_row_can_be_worked_out(table: dict[str, int]) -> None:
    found = disclosure.counts(table)
    hidden = [name for name in table if found[name].value is None]
    assert all(found[name].value is None for name, n in table.items() if 0 < n < 8)
    if found["total"].value is not None and hidden:
        assert len(hidden) >= 2
        assert sum(table[name] for name in hidden) >= 8
    assert disclosure.problems([f for f in found.values() if f.value is not None and f.value >= 8]) == ()


def test_a_figure_stays_until_eight_persons_differ() -> None:
    then = frozenset(f"C-{i:03}" for i in range(20))
    seven = then | {f"C-{i:03}" for i in range(20, 27)}
    eight = seven | {"C-027"}
    old, new = Figure(30.0, 20), Figure(33.0, 25)
    assert disclosure.steady(old, then, new, seven) == (old, then)
    assert disclosure.steady(old, then, new, eight) == (new, eight)
    assert disclosure.steady(None, frozenset(), new, seven) == (new, seven)


def test_means_of_few_or_of_one_loud_person_stay() -> None:
    assert disclosure.mean([1.234] * 8) == Figure(1.2, 10)
    assert disclosure.mean([1] * 7 + [math.nan] * 5).value is None
    assert "one person" in disclosure.mean([0] * 9 + [100]).why
    assert "Figure 1" in disclosure.problems([Figure(1.0, 7)])[0]


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(-9, 9)), min_size=1, max_size=60))
def test_marks_stand_for_at_least_eight(pairs: list[tuple[int, float]]) -> None:
    bins = disclosure.in_bins(*zip(*pairs, strict=True))
    assert all(one.n >= 8 for one in bins)
    assert len(bins) == 0 if len(pairs) < 8 else len(bins) >= 1
    assert disclosure.in_bins(*zip(*reversed(pairs), strict=True)) == bins


def test_what_could_have_been_seen() -> None:
    made = Path(__file__).parent / "reference" / "power.json"
    wanted = json.loads(made.read_text(encoding="utf-8"))
    assert detectable_difference(30, 30, about=about()).value == pytest.approx(wanted["difference"], rel=1e-10)
    halved = detectable_difference(60, 60, about=about(), design_effect=2)
    assert halved.value == pytest.approx(detectable_difference(30, 30, about=about()).value, rel=1e-12)
    assert people_needed(0.5) == math.ceil(wanted["people"]) == 64
    assert people_needed(0.5, design_effect=1.5) == 96
    with pytest.raises(ValueError, match="difference of 0"):
        people_needed(0)
    found = detectable_share(100, 100, 0.4, about=about())
    assert found.value == pytest.approx(0.4 - found.details["share_treated"], rel=1e-12)
    assert found.details["share_treated"] == pytest.approx(wanted["share"], rel=1e-10)
    assert "would not be found" in str(detectable_share(8, 8, 0.2, about=about()))
    assert isinstance(detectable_difference(1, 9, about=about()), CannotEstimate)


def world(seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    n = 300
    return {
        "programme": random.integers(0, 4, n),
        "treated": random.integers(0, 2, n).astype(float),
        "stop": random.integers(1, 52, n).astype(float),
        "ending": random.integers(0, 3, n).astype(float),
        "score": random.normal(20, 5, n),
        "scores": np.where(random.random((n, 5)) < 0.2, np.nan, random.normal(20, 5, (n, 5))),
    }


def shared(w: dict[str, Any], k: int) -> Aggregate:
    mine = w["programme"] == k
    arms = {"treated": mine & (w["treated"] == 1), "control": mine & (w["treated"] == 0)}
    z = np.column_stack([np.ones(int(mine.sum())), w["treated"][mine]])
    found = Aggregate(
        programme=f"P{k}",
        outcome="score",
        informant="partner",
        events={arm: (int(w["ending"][rows].astype(bool).sum()), int(rows.sum())) for arm, rows in arms.items()},
        moments={arm: Moments.of(w["score"][rows]) for arm, rows in arms.items()},
        exits={arm: exits(w["stop"][rows], w["ending"][rows], 2) for arm, rows in arms.items()},
        sums=sums(w["scores"][mine], z),
    )
    return Aggregate.from_text(found.to_text())  # as it arrives


@given(st.integers(0, 500))
@settings(deadline=None, max_examples=10)
def test_federated_is_pooled(seed: int) -> None:
    w = world(seed)
    whole = merge(shared(w, k) for k in (2, 0, 3, 1))
    t = w["treated"] == 1
    assert whole.events["treated"] == (int((w["ending"][t] > 0).sum()), int(t.sum()))
    one = mean_difference(whole.moments["treated"], whole.moments["control"], about=about())
    two = mean_difference(Moments.of(w["score"][t]), Moments.of(w["score"][~t]), about=about())
    assert one.value == pytest.approx(two.value, rel=1e-11, abs=1e-12)
    assert one.standard_error == pytest.approx(two.standard_error, rel=1e-12)
    mine, his = whole.exits["treated"].curve(), kaplan_meier(w["stop"][t], (w["ending"][t] > 0).astype(float))
    assert np.array_equal(mine.survival, his.survival)
    both = combine([whole.exits["treated"], whole.exits["control"]]).incidence(2)
    assert np.array_equal(both.incidence, aalen_johansen(w["stop"], w["ending"], 2).incidence)
    assert whole.sums is not None
    near = mmrm(whole.sums, about=about())
    far = mmrm(sums(w["scores"], np.column_stack([np.ones(300), w["treated"]])), about=about())
    assert isinstance(near, Mmrm)
    assert isinstance(far, Mmrm)
    assert np.allclose(near.beta, far.beta, rtol=1e-12, atol=1e-12)
    assert np.allclose(near.sigma, far.sigma, rtol=1e-11)


def test_log_rank_within_one_programme_is_the_plain_one() -> None:
    w = world(1)
    t = w["treated"] == 1
    parts = (exits(w["stop"][t], w["ending"][t] > 0, 1), exits(w["stop"][~t], w["ending"][~t] > 0, 1))
    found = stratified_log_rank([parts], about=about())
    plain = log_rank(w["stop"], (w["ending"] > 0).astype(float), w["treated"], about=about())
    assert found.value == pytest.approx(plain.value, rel=1e-12)
    assert isinstance(stratified_log_rank([(parts[0], exits([], [], 1))], about=about()), CannotEstimate)


def test_an_aggregate_is_small() -> None:
    # five times, four covariates, all 31 patterns, weekly endings of two arms over two years
    random = np.random.default_rng(2)
    n = 3000
    scores = np.where(random.random((n, 5)) < 0.4, np.nan, np.round(random.normal(20, 5, (n, 5))))
    z = np.column_stack([np.ones(n), random.integers(0, 2, (n, 2)), random.integers(18, 60, n)]).astype(float)
    ends = {arm: exits(random.integers(1, 104, n), random.integers(0, 4, n), 3) for arm in ("treated", "control")}
    found = Aggregate(programme="P", outcome="o", informant="client", exits=ends, sums=sums(scores, z))
    assert len(found.to_text().encode()) <= 50_000


def test_what_is_never_pooled() -> None:
    one = Aggregate(programme="P", outcome="o", informant="client")
    with pytest.raises(ValueError, match="one programme: P"):
        merge([one, one])
    with pytest.raises(ValueError, match="never pooled"):
        merge([one, Aggregate(programme="Q", outcome="o", informant="partner")])
    with pytest.raises(ValueError, match="No aggregate"):
        merge([])
    for text in ("no", "{}", '{"version": 2}'):
        with pytest.raises(ValueError, match="aggregate"):
            Aggregate.from_text(text)
    with pytest.raises(ValueError, match="Row 1"):
        exits([1], [3], 2)
    assert isinstance(mean_difference(Moments(1, 1, 0), Moments(5, 1, 1), about=about()), CannotEstimate)
