"""How long the estimators need for a million men, as a ratio of the limit: `python bench/bench_estimators.py`."""

import sys
import time
from collections.abc import Callable

import numpy as np

from article16.evaluation.repeated.mmrm import mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, Estimand
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.cox import cox
from article16.evaluation.survival.curves import kaplan_meier

ABOUT = About(estimand=Estimand(population="made up", clock="none", outcome="made up", informant="none"))
MEN = 1_000_000


def measured(name: str, limit: float, work: Callable[[], object]) -> bool:
    began, busy = time.perf_counter(), time.process_time()
    work()
    took, cpu = time.perf_counter() - began, time.process_time() - busy
    print(f"{name:<28} {took:6.2f} s ({cpu:.2f} s of CPU)  {took / limit:5.2f} of the limit of {limit} s")
    return took <= limit


def main() -> int:
    random = np.random.default_rng(16)
    scores = random.normal(size=(MEN, 1)) + random.normal(size=(MEN, 5))
    scores[random.random((MEN, 5)) < 0.2] = np.nan
    z = np.column_stack([np.ones(MEN), random.integers(0, 2, MEN)]).astype(float)
    x = np.column_stack([random.normal(size=MEN), random.normal(35, 9, MEN), random.integers(0, 2, (3, MEN)).T])
    until, gone = random.exponential(400 / np.exp(0.3 * x[:, 0])), random.uniform(100, 730, MEN)
    stop, event = np.ceil(np.minimum(until, gone)), (until < gone).astype(float)
    ending = np.where(event == 1, random.integers(1, 4, MEN), 0)
    good = [
        measured("MMRM, 5 times, 31 patterns", 1.5, lambda: mmrm(sums(scores, z), about=ABOUT)),
        measured("Cox, 5 covariates, 630 days", 3.0, lambda: cox(stop, event, x, list("abcde"), about=ABOUT)),
        measured("Kaplan-Meier", 1.0, lambda: kaplan_meier(stop, event)),
        measured("Aalen-Johansen", 1.0, lambda: aalen_johansen(stop, ending, 1)),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
