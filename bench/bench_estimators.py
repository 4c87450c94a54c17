"""The estimators at 1,000,000 men; pandas finds the covariance of the same scores, R, where it is, the same numbers."""

import statistics
from collections.abc import Callable, Iterator

import numpy as np

from article16.evaluation.repeated.mmrm import mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, Estimand
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.cox import cox
from article16.evaluation.survival.curves import kaplan_meier
from bench.beside_r import beside_r
from bench.figures import Figure, at_least, at_most, figure, timed
from bench.suites import Extent

ABOUT = About(estimand=Estimand(population="made up", clock="none", outcome="made up", informant="none"))
MEN = 1_000_000
TENTH = 100_000  # R gets a table of this many
ROUNDS = 3
LIMITS = {"MMRM, 5 times, 31 patterns": 1.5, "Cox, 5 covariates, 630 days": 3.0}  # s, of 1,000,000 men
Work = Callable[[], object]


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Each estimator on made-up men, MMRM beside what pandas needs for a covariance matrix alone, six beside R."""
    men = extent.times(MEN, least=1000)
    random = np.random.default_rng(16)
    yield from _repeated(random, men, database)
    for name, work in _survival(random, men).items():
        yield _figure(name, men, database, _seconds(work))
    yield from _beside_r(extent.times(TENTH, least=1000), database)


def _repeated(random: np.random.Generator, men: int, database: str) -> Iterator[Figure]:
    import pandas as pd

    scores = random.normal(size=(men, 1)) + random.normal(size=(men, 5))
    scores[random.random((men, 5)) < 0.2] = np.nan
    z = np.column_stack([np.ones(men), random.integers(0, 2, men)]).astype(float)
    frame = pd.DataFrame(scores)
    base = _seconds(frame.cov)
    yield figure(f"pandas, covariance matrix of the 5 times, {men:,} men", database, base, "s")
    seconds = _seconds(lambda: mmrm(sums(scores, z), about=ABOUT))
    ratio = statistics.median(seconds) / statistics.median(base)
    yield _figure("MMRM, 5 times, 31 patterns", men, database, seconds, ratio=ratio, to="pandas, covariance")


def _survival(random: np.random.Generator, men: int) -> dict[str, Work]:
    x = np.column_stack([random.normal(size=men), random.normal(35, 9, men), random.integers(0, 2, (3, men)).T])
    until, gone = random.exponential(400 / np.exp(0.3 * x[:, 0])), random.uniform(100, 730, men)
    stop, event = np.ceil(np.minimum(until, gone)), (until < gone).astype(float)
    ending = np.where(event == 1, random.integers(1, 4, men), 0)
    return {
        "Cox, 5 covariates, 630 days": lambda: cox(stop, event, x, list("abcde"), about=ABOUT),
        "Kaplan-Meier": lambda: kaplan_meier(stop, event),
        "Aalen-Johansen": lambda: aalen_johansen(stop, ending, 1),
    }


def _beside_r(men: int, database: str) -> Iterator[Figure]:
    for one in beside_r(men):
        name = one.task.name
        yield figure(f"R {one.package}, {name}, processor", database, one.theirs, "s")
        ratio = statistics.median(one.ours) / statistics.median(one.theirs)
        yield figure(f"{name}, processor", database, one.ours, "s", ratio=ratio, to=f"R {one.task.package}")
        yield Figure(f"{name}: alike with R", database, one.digits, "digits", limits=(at_least(one.task.digits),))


def _seconds(work: Work) -> list[float]:
    return [each / 1000 for each in timed(work, ROUNDS)]


def _figure(
    name: str, men: int, database: str, seconds: list[float], *, ratio: float | None = None, to: str = ""
) -> Figure:
    limits = (at_most(LIMITS[name]),) if name in LIMITS and men >= MEN else ()
    return figure(f"{name}, {men:,} men", database, seconds, "s", ratio=ratio, to=to, limits=limits)
