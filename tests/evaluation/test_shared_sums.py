"""One round of sums gives what one file with all men gives, Cox included; a few rounds give what no round can hold."""

from dataclasses import replace

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.federated import Aggregate, mean_difference, merge
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import CannotEstimate
from article16.evaluation.sharing import FEATURES, aggregates
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.patterns import Patterns, patterns
from article16.evaluation.survival.rounds import Programme, cox_by_rounds
from tests.evaluation.cast import about
from tests.evaluation.oracle import close, maximum
from tests.evaluation.report import studies

NAMES = ["treated", "ordered"]
MOST = 50_000  # bytes of one programme and outcome


def men(seed: int, n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weeks with ties, three endings (0: still there), two features of two values."""
    random = np.random.default_rng(seed)
    x = random.integers(0, 2, (n, 2)).astype(float)
    stop = np.ceil(random.exponential(20 * np.exp(-0.5 * x[:, 0])))
    return np.minimum(stop, 40), np.where(stop > 40, 0, random.integers(1, 3, n)), x


def hazards(found: object) -> Hazards:
    assert isinstance(found, Hazards)
    return found


def test_cox_of_features_with_few_values_from_one_round_is_that_of_one_file() -> None:
    files = [men(seed) for seed in (1, 2, 3)]
    parts = []
    for number, (stop, ending, x) in enumerate(files):
        found = patterns(stop, ending, x, NAMES, 2, about=about())
        assert isinstance(found, Patterns)
        sent = Aggregate(programme=f"P{number}", outcome="drop-out", informant="programme", patterns=found)
        assert len(sent.to_text()) <= MOST
        parts.append(Aggregate.from_text(sent.to_text()))
    together = merge(parts).patterns
    assert together is not None
    one = hazards(together.cox(2, about=about()))
    stop, ending, x = (np.concatenate(column) for column in zip(*files, strict=True))
    whole = hazards(cox(stop, (ending == 2).astype(float), x, NAMES, about=about()))
    for mine, wanted in zip(one.coefficients, whole.coefficients, strict=True):
        assert mine.value == pytest.approx(wanted.value, rel=1e-12)
        assert mine.standard_error == pytest.approx(wanted.standard_error, rel=1e-12)
    assert one.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)


def test_what_one_round_cannot_hold_is_said() -> None:
    stop, ending, x = men(4)
    x[:, 0] = np.random.default_rng(4).normal(size=len(x))
    found = patterns(stop, ending, x, NAMES, 2, about=about())
    assert isinstance(found, CannotEstimate)
    assert "one round of sums holds Cox for at most 64" in str(found)


def test_cox_round_by_round_is_cox_stratified_by_programme() -> None:
    files = [men(seed, 30) for seed in (5, 6, 7)]
    for number, (_stop, _ending, x) in enumerate(files):
        x[:, 1] = np.random.default_rng(number).normal(50 + number, 15, len(x)).round(1)
    events = [(ending == 1).astype(float) for _, ending, _ in files]
    homes = [Programme.of(stop, event, x) for (stop, _, x), event in zip(files, events, strict=True)]
    found = hazards(cox_by_rounds([home.opening() for home in homes], [home.answer for home in homes], NAMES, about=about()))  # fmt: skip

    def likelihood(a: mp.mpf, b: mp.mpf) -> mp.mpf:
        total = mp.mpf(0)
        for (stop, _, x), event in zip(files, events, strict=True):
            rate = [mp.e ** (a * mp.mpf(u) + b * mp.mpf(v - 50) / 10) for u, v in x.tolist()]
            for week in sorted(set(stop[event == 1].tolist())):
                tied = [r for r, t, e in zip(rate, stop, event, strict=True) if t == week and e == 1]
                at_risk = sum(r for r, t in zip(rate, stop, strict=True) if t >= week)
                total += sum(mp.log(r) for r in tied)
                total -= sum(mp.log(at_risk - mp.mpf(i) / len(tied) * sum(tied)) for i in range(len(tied)))
        return total

    wanted = maximum(likelihood, [found.coefficients[0].value, 10 * found.coefficients[1].value], steps=6)
    assert close(found.coefficients[0].value, wanted[0], 1e-10)
    assert close(10 * found.coefficients[1].value, wanted[1], 1e-10)


def test_a_programme_without_events_and_a_feature_that_does_not_vary() -> None:
    stop, ending, x = men(8)
    quiet = Programme.of(stop, np.zeros(len(stop)), x)
    loud = Programme.of(stop, (ending == 1).astype(float), x)
    alone = hazards(cox_by_rounds([loud.opening()], [loud.answer], NAMES, about=about()))
    both = cox_by_rounds([quiet.opening(), loud.opening()], [quiet.answer, loud.answer], NAMES, about=about())
    assert hazards(both).coefficients[0].value == pytest.approx(alone.coefficients[0].value, rel=1e-12)
    assert "nobody had the event" in str(cox_by_rounds([quiet.opening()], [quiet.answer], NAMES, about=about()))
    same = replace(loud, x=np.column_stack([np.ones(len(stop)), x[:, 1]]))
    assert "treated does not vary" in str(cox_by_rounds([same.opening()], [same.answer], NAMES, about=about()))


def test_sums_of_a_study_are_small_and_answer_as_its_file() -> None:
    data = studies.data(400, 3, "comparison=0.4")
    made = aggregates(data, outcome="abuse", informant="partner")
    assert len(made) == 3
    assert max(len(one.to_text()) for one in made) <= MOST
    whole = merge([Aggregate.from_text(one.to_text()) for one in made])
    scores = data.scores["abuse", "partner"]
    treated, control = (data.column("assigned") == arm for arm in ("programme", "comparison"))
    last = -scores[:, 4]
    gap = mean_difference(whole.moments["treated"], whole.moments["control"], about=about())
    assert gap.value == pytest.approx(np.nanmean(last[treated]) - np.nanmean(last[control]), rel=1e-12)
    placed = treated | control
    plain = mmrm(sums(scores[placed], np.column_stack([np.ones(placed.sum()), treated[placed]])), about=about())
    assert whole.sums is not None
    shared = mmrm(whole.sums, about=about())
    assert isinstance(plain, Mmrm)
    assert isinstance(shared, Mmrm)
    assert shared.beta == pytest.approx(plain.beta, rel=1e-12)
    stop, ending, who = data.courses()
    columns = [np.array([float(one == code) for one in data.column(name)[who]]) for _, name, code in FEATURES]
    names = [title for title, _, _ in FEATURES]
    file = hazards(cox(stop // 7, (ending == 2).astype(float), np.column_stack(columns), names, about=about()))
    assert whole.patterns is not None
    sent = hazards(whole.patterns.cox(2, about=about()))
    assert [one.value for one in sent.coefficients] == pytest.approx(
        [one.value for one in file.coefficients], rel=1e-10
    )


def test_what_a_study_does_not_hold_is_named() -> None:
    with pytest.raises(ValueError, match="It has: abuse"):
        aggregates(studies.data(), outcome="happiness", informant="partner")
    with pytest.raises(ValueError, match="client or partner"):
        aggregates(studies.data(), outcome="abuse", informant="police")
