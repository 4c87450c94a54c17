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

import numpy as np
from scipy import special

from article16.evaluation.proportions import clopper_pearson, mid_p, wilson
from article16.evaluation.results import NotConvergedError, Result
from bench.coverage_worlds import ABOUT, WORLDS, World


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
    parser.add_argument("--report", action="store_true", help="what the whole report claims, instead of single methods")
    args = parser.parse_args()
    if args.report:
        from bench.claims import table

        missed = table(args.runs, args.seed)
        print(f"\nmissed: {', '.join(missed)}" if missed else "")
        return 1 if missed else 0
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
