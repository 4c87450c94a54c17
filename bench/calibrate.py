"""Do 95 % intervals cover 95 %?  `just calibrate`, or `python -m bench.calibrate --runs 2000`: the table of the docs.

Each world states its truth. Worlds whose assumptions hold must lie within their limits, given the error of the runs;
the others are printed with what they really cover, so that nobody takes them for 95 %.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from article16.evaluation.closeness import concordance
from article16.evaluation.clusters import group_effect
from article16.evaluation.comparison.instrument import complier_effect
from article16.evaluation.comparison.weights import Target, compare
from article16.evaluation.federated import Moments, mean_difference
from article16.evaluation.icc import icc
from article16.evaluation.logistic import logistic
from article16.evaluation.lost.bounds import worst_case
from article16.evaluation.lost.imputation import difference, fill_in
from article16.evaluation.lost.weighting import weighted_mean
from article16.evaluation.meta.multilevel import three_level
from article16.evaluation.meta.pooling import pool
from article16.evaluation.proportions import clopper_pearson, mid_p, wilson
from article16.evaluation.reliability import alpha
from article16.evaluation.repeated.gee import Gee, gee
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, Estimand, NotConvergedError, Result
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.curves import kaplan_meier
from article16.evaluation.survival.fine_gray import fine_gray

ABOUT = About(estimand=Estimand(population="made up", clock="none", outcome="made up", informant="none"))
Random = np.random.Generator
NAN = math.nan


@dataclass(frozen=True)
class World:
    name: str
    truth: float
    draw: Callable[[Random], Result]
    holds: bool = True
    least: float = 0.94
    most: float = 0.96


def five_programmes(random: Random) -> Result:
    v = random.uniform(0.02, 0.1, 5)
    found = pool(0.3 + random.normal(0, 0.3, 5) + random.normal(size=5) * np.sqrt(v), v, about=ABOUT)
    return found if isinstance(found, Result) else found.effect


def welch(random: Random) -> Result:
    one, two = Moments.of(random.normal(1, 1, 8)), Moments.of(random.normal(0, 2, 8))
    return mean_difference(one, two, about=ABOUT)


def repeated(random: Random) -> Result:
    y = random.normal(size=(16, 1)) + random.normal(size=(16, 3)) + np.array([0, 0.5, 1.0])
    y[random.random((16, 3)) < 0.15] = NAN
    t = np.tile([0.0, 1.0], 8)
    found = mmrm(sums(y, np.column_stack([np.ones(16), t])), about=ABOUT)
    return found.change(1, 0, 2, about=ABOUT) if isinstance(found, Mmrm) else found


def survival(random: Random) -> Result:
    t, c = random.exponential(10, 60), random.uniform(2, 20, 60)
    return kaplan_meier(np.minimum(t, c), (t <= c).astype(float)).at(5, about=ABOUT)


def hazard(random: Random) -> Result:
    x = random.normal(size=150)
    t, c = random.exponential(10 * np.exp(-0.5 * x)), random.uniform(2, 20, 150)
    found = cox(np.minimum(t, c), (t <= c).astype(float), x, ["x"], about=ABOUT)
    return found.coefficients[0] if isinstance(found, Hazards) else found


def facilitators(random: Random) -> Result:
    who = np.repeat(np.arange(8), 8)
    y = random.normal(size=8)[who] * 0.5 + random.normal(size=64)
    return group_effect(y, (who % 2).astype(float), who, about=ABOUT)


def alike(random: Random) -> Result:
    return icc(random.normal(size=(15, 1)) + random.normal(size=(15, 3)), about=ABOUT, kind="one-way")


def scale(random: Random) -> Result:
    return alpha(random.normal(size=(40, 1)) + random.normal(size=(40, 4)), about=ABOUT)


def firth(random: Random) -> Result:
    x = np.tile([0.0, 1.0], 20)
    y = (random.random(40) < special.expit(-1 + x)).astype(float)
    found = logistic(y, x, ["x"], about=ABOUT, firth=True)
    return found[1] if isinstance(found, tuple) else found


def lost(random: Random, on: str, n: int = 300, treated: float | np.ndarray = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Her report (true mean 0, 1 if treated) and his; she is lost by his report, or by her own."""
    hers = treated + random.normal(size=n)
    his = hers + random.normal(size=n)
    chance = special.expit(0.5 + (0.5 * his if on == "his" else 1.2 * hers))
    return np.where(random.random(n) < chance, hers, NAN), his


def shown(random: Random) -> Result:
    y, _ = lost(random, "hers")
    known = Moments.of(y)
    return mean_difference(known, Moments(10**9, 0.0, 10.0**9), about=ABOUT)


def weighted(random: Random, on: str) -> Result:
    y, his = lost(random, on)
    return weighted_mean(y, his, about=ABOUT)


def imputed(random: Random, on: str) -> Result:
    t = np.tile([0.0, 1.0], 100)
    y, his = lost(random, on, 200, t)
    copies = fill_in(y, his, t, seed=int(random.integers(1 << 30)), copies=20)
    return difference(copies, about=ABOUT)


def bounded(random: Random) -> Result:
    y = (random.random(200) < 0.324).astype(float)
    y[random.random(200) < 0.6 * y] = NAN  # the truth lies at the upper bound
    return worst_case(y, 0, 1, about=ABOUT)


def adjusted(random: Random) -> Result:
    risk = random.normal(size=300)
    t = (random.random(300) < special.expit(risk)).astype(float)
    found = compare(-risk + random.normal(size=300), t, risk, ["risk"], about=ABOUT)
    return found if isinstance(found, Result) else found.effect


def close_scores(random: Random) -> Result:
    man = random.normal(size=60)
    return concordance(man + random.normal(size=60), man + random.normal(size=60) + 0.5, about=ABOUT)


def followed(random: Random) -> Result:
    z, u = np.tile([0.0, 1.0], 150), random.random(300)
    d = np.where(u < 0.2, 0, np.where(u < 0.3, 1, z))
    found = complier_effect((random.random(300) < 0.4 - 0.15 * d).astype(float), z, d, about=ABOUT)
    return found if isinstance(found, Result) else found.effect


def doubly_robust(random: Random) -> Result:
    x = random.normal(size=300)
    t = (random.random(300) < special.expit(x)).astype(float)
    found = compare(-x + 0.5 * t + random.normal(size=300), t, x, ["x"], about=ABOUT, target=Target.ALL)
    return found if isinstance(found, Result) else found.effect


def endings(random: Random) -> Result:
    a, b, c = random.exponential(10, 80), random.exponential(15, 80), random.uniform(3, 20, 80)
    stop = np.minimum(a, b)
    ending = np.where(stop <= c, np.where(a < b, 1, 2), 0)
    return aalen_johansen(np.minimum(stop, c), ending, 1).at(6, about=ABOUT)


def share_ending_so(random: Random) -> Result:
    """Fine and Gray's own model: 40 % end so at x = 0."""
    x, u = random.normal(size=250), random.random(250)
    p = 1 - 0.6 ** np.exp(0.5 * x)
    so = random.random(250) < p
    t = np.where(so, -np.log(1 - (1 - (1 - u * p) ** np.exp(-0.5 * x)) / 0.4), random.exponential(1, 250))
    c = random.uniform(0.3, 4, 250)
    found = fine_gray(np.minimum(t, c), np.where(t <= c, np.where(so, 1, 2), 0), 1, x, ["x"], about=ABOUT)
    return found.coefficients[0] if isinstance(found, Hazards) else found


def answers(random: Random) -> Result:
    t = np.tile([0.0, 1.0], 50)
    y = (random.random((100, 3)) < special.expit(-0.5 + 0.8 * t[:, None])).astype(float)
    found = gee(y, np.stack([np.ones((100, 3)), np.tile(t[:, None], (1, 3))], axis=2), ["a", "b"], about=ABOUT)
    return found.coefficients[1] if isinstance(found, Gee) else found


def several_effects(random: Random) -> Result:
    study, v = np.repeat(np.arange(12), 3), random.uniform(0.02, 0.1, 36)
    y = 0.3 + random.normal(0, 0.25, 12)[study] + random.normal(0, 0.15, 36) + random.normal(size=36) * np.sqrt(v)
    found = three_level(y, v, study, about=ABOUT)
    return found if isinstance(found, Result) else found.effect


WORLDS = (
    World("pooled mean, 5 programmes, REML, Hartung-Knapp", 0.3, five_programmes, least=0.93, most=0.97),
    World("difference of means, 8 men a group, unequal spread", 1.0, welch),
    World("MMRM change, 8 men a group, 15 % missing", 0.0, repeated),
    World("Kaplan-Meier, 60 men, log-log", math.exp(-0.5), survival, least=0.935),
    World("Cox, 150 men", 0.5, hazard),
    World("8 facilitators, 8 men each, CR2", 0.0, facilitators),
    World("ICC one-way, 15 men, 3 reports", 0.5, alike),
    World("alpha, 40 men, 4 items", 0.8, scale),
    World("Firth, 20 men a group, profile", 1.0, firth, least=0.935, most=0.97),
    World("weights, women lost by his report", 0.0, lambda r: weighted(r, "his"), least=0.93),
    World("imputation, women lost by his report", 1.0, lambda r: imputed(r, "his"), least=0.935, most=0.97),
    World("overlap weights, confounding by risk", 0.0, adjusted),
    World("doubly robust, confounding by risk", 0.5, doubly_robust, least=0.935),
    World("compliers, Anderson-Rubin", 0.15, followed),
    World("concordance, 60 couples", 2 / 4.25, close_scores),
    World("Aalen-Johansen, 80 men", 0.6 * -math.expm1(-1), endings, least=0.935, most=0.97),
    World("Fine-Gray, 250 men", 0.5, share_ending_so, least=0.935),
    World("GEE, 100 men, 3 times", 0.8, answers, least=0.935),
    World("12 studies with 3 effects each, CR2", 0.3, several_effects),
    World("Imbens-Manski, women of worse cases lost", 0.324, bounded, least=0.95, most=1.0),
    World("shown mean, women lost by their own state", 0.0, shown, holds=False),
    World("weights, women lost by their own state", 0.0, lambda r: weighted(r, "hers"), holds=False),
    World("imputation, women lost by their own state", 1.0, lambda r: imputed(r, "hers"), holds=False),
)


def coverage(world: World, runs: int, seed: int) -> tuple[float, int]:
    """Share of intervals that hold the truth, and how many runs had none."""
    random, held, none = np.random.default_rng(seed), 0, 0
    for _ in range(runs):
        try:
            found = world.draw(random)
        except NotConvergedError:
            none += 1
            continue
        if found.interval is None:
            none += 1
        else:
            held += world.truth in found.interval
    return held / max(1, runs - none), none


def exact(method: Callable[..., Result], n: int) -> tuple[float, float]:
    """Least and mean coverage over 999 true shares, worked out and not simulated."""
    intervals = [method(k, n, about=ABOUT).interval for k in range(n + 1)]
    shares = np.arange(1, 1000) / 1000
    k = np.arange(n + 1)
    chance = special.binom(n, k) * shares[:, None] ** k * (1 - shares[:, None]) ** (n - k)
    holds = np.array([[i is not None and p in i for i in intervals] for p in shares])
    covered = (chance * holds).sum(axis=1)
    return float(covered.min()), float(covered.mean())


def main() -> int:
    """0 when every world whose assumptions hold lies within its limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=16)
    args = parser.parse_args()
    began, wrong = time.perf_counter(), []
    print("| shares of 8 men (worked out) | least | mean |\n|---|---|---|")
    for method in (clopper_pearson, mid_p, wilson):
        least, mean = exact(method, 8)
        print(f"| {method.__name__.replace('_', '-')} | {100 * least:.1f} % | {100 * mean:.1f} % |")
        if method is clopper_pearson and least < 0.95:
            wrong.append(method.__name__)
    print(f"\n| world ({args.runs} runs) | covers | assumptions | no interval |\n|---|---|---|---|")
    for world in WORLDS:
        covered, none = coverage(world, args.runs, args.seed)
        error = 3 * math.sqrt(0.05 * 0.95 / args.runs)
        print(
            f"| {world.name} | {100 * covered:.1f} % | {'hold' if world.holds else 'do not hold'} | {none} |",
            flush=True,
        )
        if world.holds and not world.least - error <= covered <= world.most + error:
            wrong.append(world.name)
    print(f"\n{time.perf_counter() - began:.0f} s" + (f"; outside its limits: {', '.join(wrong)}" if wrong else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
