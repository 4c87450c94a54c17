"""Worlds with a stated truth, and the interval that a method gives in each: what `bench.calibrate` counts."""

from __future__ import annotations

import math
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
from article16.evaluation.reliability import alpha
from article16.evaluation.repeated.gee import Gee, gee
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, Estimand, Result
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.curves import kaplan_meier, mean_time, mean_time_difference
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


def mean_within(random: Random, men: int = 50) -> Result:
    t, c = random.exponential(10, men), random.uniform(2, 30, men)
    return mean_time(np.minimum(t, c), (t <= c).astype(float), 10, about=ABOUT)


def mean_rare(random: Random) -> Result:
    t, c = random.exponential(50, 20), random.uniform(2, 100, 20)
    return mean_time(np.minimum(t, c), (t <= c).astype(float), 10, about=ABOUT)


def mean_gap(random: Random, men: int = 50, until: float = 10) -> Result:
    t, c = random.exponential(10, 2 * men), random.uniform(2, 30, 2 * men)
    side = np.repeat([0.0, 1.0], men)
    return mean_time_difference(np.minimum(t, c), (t <= c).astype(float), side, until, about=ABOUT)


def mean_gap_unlike(random: Random) -> Result:
    """8 men against 40, and two or three events among the 8."""
    t, c = random.exponential(20, 48), random.uniform(2, 60, 48)
    side = (np.arange(48) < 8).astype(float)
    return mean_time_difference(np.minimum(t, c), (t <= c).astype(float), side, 8, about=ABOUT)


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
    World("pooled mean, 5 programmes, REML, Hartung-Knapp", 0.3, five_programmes),
    World("difference of means, 8 men a group, unequal spread", 1.0, welch),
    World("MMRM change, 8 men a group, 15 % missing", 0.0, repeated),
    World("Kaplan-Meier, 60 men, log-log", math.exp(-0.5), survival),
    World("mean time until 10, 50 men", 10 * -math.expm1(-1), mean_within),
    World("mean time until 10, 12 men", 10 * -math.expm1(-1), lambda r: mean_within(r, 12)),
    World("difference of mean times, 50 men a group", 0.0, mean_gap),
    World("difference of mean times until 8, 8 men a group", 0.0, lambda r: mean_gap(r, 8, 8)),
    World("difference of mean times until 8, 8 men against 40", 0.0, mean_gap_unlike),
    World("mean time until 10, 20 men, few events", 50 * -math.expm1(-0.2), mean_rare),
    World("Cox, 150 men", 0.5, hazard),
    World("8 facilitators, 8 men each, CR2", 0.0, facilitators),
    World("ICC one-way, 15 men, 3 reports", 0.5, alike),
    World("alpha, 40 men, 4 items", 0.8, scale),
    World("Firth, 20 men a group, profile", 1.0, firth),
    World("weights, women lost by his report", 0.0, lambda r: weighted(r, "his")),
    World("imputation, women lost by his report", 1.0, lambda r: imputed(r, "his")),
    World("overlap weights, confounding by risk", 0.0, adjusted),
    World("doubly robust, confounding by risk", 0.5, doubly_robust),
    World("compliers, Anderson-Rubin", 0.15, followed),
    World("concordance, 60 couples", 2 / 4.25, close_scores),
    World("Aalen-Johansen, 80 men", 0.6 * -math.expm1(-1), endings),
    World("Fine-Gray, 250 men", 0.5, share_ending_so),
    World("GEE, 100 men, 3 times", 0.8, answers),
    World("12 studies with 3 effects each, CR2", 0.3, several_effects),
    World("Imbens-Manski, women of worse cases lost", 0.324, bounded, least=0.95, most=1.0),
    World("shown mean, women lost by their own state", 0.0, shown, holds=False),
    World("weights, women lost by their own state", 0.0, lambda r: weighted(r, "hers"), holds=False),
    World("imputation, women lost by their own state", 1.0, lambda r: imputed(r, "hers"), holds=False),
)
