"""The same estimates in R, where R is installed, in the same run: seconds of both, and how many digits are alike.

Seconds are processor time of either process, because R waits as little as we do. R is never needed: where it or a
package of it is missing, the bench says so and goes on.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from article16.evaluation.meta.pooling import Pooled, pool
from article16.evaluation.repeated.gee import Gee, gee
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, Estimand
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.curves import kaplan_meier
from article16.evaluation.survival.fine_gray import fine_gray
from bench.figures import timed

ABOUT = About(estimand=Estimand(population="made up", clock="none", outcome="made up", informant="none"))
FRAME = """
words <- commandArgs(trailingOnly = TRUE)
d <- read.csv(words[1])
suppressMessages(library({package}))
for (round in seq_len(as.integer(words[2]))) {{
  cat(sum(system.time(found <- {{ {script} }})[c("user.self", "sys.self")]), "")
}}
cat("found", sprintf("%.17g", found), as.character(packageVersion("{package}")))
"""


@dataclass(frozen=True)
class Task:
    """One estimate, in both programs."""

    name: str
    package: str
    script: str  # R: from the data frame `d` to a vector of numbers
    table: Mapping[str, Any]
    ours: Callable[[], Sequence[float]]  # the same numbers in the same order
    digits: float  # that have to be alike
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """What both needed for a task, and in how many digits the most different of their numbers is alike."""

    task: Task
    ours: list[float]  # s of processor time
    theirs: list[float]
    digits: float
    package: str  # with its version


def beside_r(men: int) -> Iterator[Beside]:
    """Every task with so many men where the whole table is read, and with fewer where R itself needs long."""
    if shutil.which("Rscript") is None:
        print("R is not installed here, so nothing is measured beside it.", file=sys.stderr)
        return
    random = np.random.default_rng(17)
    slow = max(300, men // 100)
    tasks = [_cox(random, men), _curve(random, men), _fine_gray(random, 2 * slow), _mmrm(random, slow)]
    for task in (*tasks, _gee(random, 2 * slow), _pool(random, slow)):
        found = _asked(task)
        if found is not None:
            print(f"  {task.name}: {found.digits:.1f} digits alike with R's {found.package}", file=sys.stderr)
            yield found


def _asked(task: Task) -> Beside | None:
    with tempfile.TemporaryDirectory(prefix="article16-r-") as work:
        table = Path(work) / "table.csv"
        columns = np.column_stack([np.asarray(one, dtype=float) for one in task.table.values()])
        np.savetxt(table, columns, delimiter=",", header=",".join(task.table), comments="", fmt="%.17g")
        script = FRAME.format(package=task.package, script=task.script)
        words = ["Rscript", "-e", script, str(table), str(task.rounds)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    seconds, found, rest = done.stdout.partition("found")
    if done.returncode or not found:
        print(f"  {task.name}: R is here and could not be asked: {done.stderr.strip()[-200:]}", file=sys.stderr)
        return None
    *numbers, version = rest.split()
    ours = [each / 1000 for each in timed(task.ours, task.rounds, clock=time.process_time)]
    theirs = [float(one) for one in seconds.split()]
    return Beside(task, ours, theirs, alike(task.ours(), [float(one) for one in numbers]), f"{task.package} {version}")


def alike(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Digits in which the most different pair is alike; 17 when all are equal, 0 when there are not as many."""
    if len(ours) != len(theirs):
        return 0.0
    worst = max(abs(a - b) / max(abs(b), 1e-300) for a, b in zip(ours, theirs, strict=True))
    return 17.0 if worst == 0 else max(0.0, -math.log10(worst))


def _times(random: np.random.Generator, men: int) -> dict[str, Any]:
    x0, x1 = random.normal(size=men), random.normal(35, 9, men)
    until, gone = random.exponential(400 / np.exp(0.3 * x0)), random.uniform(100, 730, men)
    event = (until < gone).astype(float)
    return {"stop": np.ceil(np.minimum(until, gone)), "event": event, "x0": x0, "x1": x1}


def _told(found: Any) -> list[float]:
    """Coefficients, then their standard errors."""
    return [one.value for one in found.coefficients] + [one.standard_error for one in found.coefficients]


def _cox(random: np.random.Generator, men: int) -> Task:
    d = _times(random, men)
    x = np.column_stack([d["x0"], d["x1"]])

    def ours() -> list[float]:
        found = cox(d["stop"], d["event"], x, ["x0", "x1"], about=ABOUT)
        assert isinstance(found, Hazards)
        return _told(found)

    script = """f <- coxph(Surv(stop, event) ~ x0 + x1, d, ties = "efron", control = coxph.control(eps = 1e-12))
      c(coef(f), sqrt(diag(vcov(f))))"""
    return Task(f"Cox, 2 covariates, {men:,} men", "survival", script, d, ours, digits=9)


def _curve(random: np.random.Generator, men: int) -> Task:
    d = _times(random, men)

    def ours() -> list[float]:
        found = kaplan_meier(d["stop"], d["event"]).at(365, about=ABOUT)
        return [found.value, found.standard_error or math.nan]

    script = "s <- summary(survfit(Surv(stop, event) ~ 1, d), times = 365); c(s$surv, s$std.err)"
    return Task(f"Kaplan-Meier, {men:,} men", "survival", script, d, ours, digits=11)


def _fine_gray(random: np.random.Generator, men: int) -> Task:
    d = _times(random, men)
    d["ending"] = np.where(d["event"] == 1, random.integers(1, 3, men), 0)

    def ours() -> list[float]:
        found = fine_gray(d["stop"], d["ending"], 1, d["x0"][:, None], ["x0"], about=ABOUT)
        assert isinstance(found, Hazards)
        return _told(found)

    script = "f <- crr(d$stop, d$ending, d$x0, failcode = 1, gtol = 1e-12, maxiter = 50); c(f$coef, sqrt(diag(f$var)))"
    return Task(f"Fine-Gray, 1 covariate, {men:,} men", "cmprsk", script, d, ours, digits=8, rounds=1)


def _long(y: Any, treated: Any) -> dict[str, Any]:
    """One row for each answer that is there, by man and time."""
    man, at = np.nonzero(~np.isnan(y))
    return {"id": man, "time": at, "treated": treated[man], "y": y[man, at]}


def _mmrm(random: np.random.Generator, men: int) -> Task:
    y = random.normal(size=(men, 1)) + random.normal(size=(men, 5)) + np.arange(5) / 2
    y[random.random((men, 5)) < 0.2] = np.nan
    treated = random.integers(0, 2, men).astype(float)

    def ours() -> list[float]:
        found = mmrm(sums(y, np.column_stack([np.ones(men), treated])), about=ABOUT)
        assert isinstance(found, Mmrm)
        return [*found.beta.reshape(-1).tolist(), found.log_likelihood]

    script = """d$at <- factor(d$time)
      f <- gls(y ~ 0 + at + at:treated, d, correlation = corSymm(form = ~ as.integer(time + 1) | id),
        weights = varIdent(form = ~ 1 | at), method = "REML",
        control = glsControl(msMaxIter = 500, maxIter = 500, tolerance = 1e-10, msTol = 1e-11))
      c(coef(f), as.numeric(logLik(f)))"""
    # nlme stops where its optimiser sees no gain; the tests hold ours against 40 digits.
    return Task(f"MMRM, 5 times, {men:,} men", "nlme", script, _long(y, treated), ours, digits=3, rounds=1)


def _gee(random: np.random.Generator, men: int) -> Task:
    treated = random.integers(0, 2, men).astype(float)
    y = (random.normal(size=(men, 1)) + random.normal(size=(men, 4)) + 0.4 * treated[:, None] > 0).astype(float)
    y[random.random((men, 4)) < 0.2] = np.nan
    when = np.broadcast_to(np.arange(4.0), (men, 4))
    x = np.stack([np.ones((men, 4)), when, np.broadcast_to(treated[:, None], (men, 4))], axis=2)

    def ours() -> list[float]:
        found = gee(y, x, ["one", "time", "treated"], about=ABOUT, corrected=False)
        assert isinstance(found, Gee)
        return _told(found)

    script = """f <- geeglm(y ~ time + treated, id = id, data = d, family = binomial, corstr = "exchangeable",
        control = geese.control(epsilon = 1e-12, maxit = 200))
      c(coef(f), summary(f)$coefficients[, 2])"""
    name = f"GEE, exchangeable, 4 times, {men:,} men"
    return Task(name, "geepack", script, _long(y, treated), ours, digits=8, rounds=1)


def _pool(random: np.random.Generator, studies: int) -> Task:
    v = random.uniform(0.02, 0.1, studies)
    y = 0.3 + random.normal(0, 0.3, studies) + random.normal(size=studies) * np.sqrt(v)

    def ours() -> list[float]:
        found = pool(y, v, about=ABOUT)
        assert isinstance(found, Pooled)
        ends = found.effect.interval
        assert ends is not None
        return [found.effect.value, ends.low, ends.high, found.tau2.value]

    script = """f <- rma(y, v, data = d, test = "knha", control = list(threshold = 1e-14, maxiter = 1000))
      c(f$b[1], f$ci.lb, f$ci.ub, f$tau2)"""
    return Task(f"pooling, REML, {studies:,} studies", "metafor", script, {"y": y, "v": v}, ours, digits=9)
