"""How often the whole report claims an effect, in worlds without one and in worlds with one: `just calibrate --report`.

The report claims by one rule alone (`article16.evaluation.report.claims`), so only the comparison it rests on is worked
out here; a test holds the first page of whole reports against the same rule.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.report.claims import Claim, claim
from article16.evaluation.report.data import INFORMANTS, TIMES, Data, Scale
from article16.evaluation.report.desk import Desk
from article16.evaluation.report.parts.comparison import arms, covariates
from article16.evaluation.report.parts.primary import primary
from article16.evaluation.report.words import Words
from article16.evaluation.tables.columns import Coded, Column, Sparse
from article16.evaluation.tables.fields import Kind
from article16.simulation import instrument
from article16.simulation.region import regions
from article16.simulation.scenarios import scenario
from article16.simulation.study import study_tables
from article16.simulation.world import World

READ = ("case", "time", "informant")
MISSING, NEVER = "does not apply", -999_000


@dataclass(frozen=True)
class Asked:
    """A world, and what the report should say of it in at least so many runs."""

    name: str
    world: World
    men: int
    wanted: Claim
    least: float | None  # None: printed only


_TRAPS = scenario("traps")
ASKED = (
    Asked("no effect; creaming, lost partners, mixed routes, response shift", _TRAPS, 1000, Claim.NEITHER, 0.95),
    Asked("the same, 300 men", _TRAPS, 300, Claim.NEITHER, 0.95),
    Asked("the same, without a comparison group", replace(_TRAPS, comparison=0.0), 300, Claim.NEITHER, 1.0),
    Asked("no effect, comparison by lot", scenario("zero"), 1000, Claim.NEITHER, 0.95),
    Asked("moderate effect, comparison by lot", scenario("moderate"), 1000, Claim.BENEFIT, 0.80),
    Asked("moderate effect among all the traps", scenario("moderate-traps"), 1000, Claim.BENEFIT, None),
    Asked("harm of 0.3 SD, comparison by lot", scenario("harm"), 1000, Claim.HARM, None),
)


def study(world: World, men: int, seed: int) -> Data:
    """What the report reads of such a study for its claim, without writing and reading the files."""
    tables = [study_tables(region) for region in regions(world, men=men, seed=seed)]
    cases = {name: np.concatenate([_cells(one["cases"][name]) for one in tables]) for name in tables[0]["cases"]}
    case = cases["case"].astype(np.int64)
    said = {name: np.concatenate([_cells(one["responses"][name]) for one in tables]) for name in READ}
    row, place = said["case"].astype(np.int64), np.searchsorted(TIMES, said["time"].astype(str))
    scales, scores = [], {}
    for one in instrument.fields():
        if one.kind is not Kind.SCORE:
            continue
        name = one.name.removeprefix("score_")
        scales.append(Scale(name, one.meaning, one.unit, one.minimum, one.maximum, dict(one.safer), one.domain))
        values = np.concatenate([_cells(each["responses"][one.name]) for each in tables])
        for who in INFORMANTS:
            mine = said["informant"] == who
            scores[name, who] = np.full((men, len(TIMES)), np.nan)
            scores[name, who][row[mine], place[mine]] = values[mine]
    status: dict[str, Any] = {who: np.full((men, len(TIMES)), None, dtype=object) for who in INFORMANTS}
    return Data(
        made_up=True, title="made up", case=case, columns=cases, codes={}, scales=tuple(scales), scores=scores,
        status=status, events=(), asked={}, exposure={}, fingerprint="",
    )  # fmt: skip


def _cells(column: Column) -> npt.NDArray[Any]:
    """As the reader gives them: None or NaN where missing."""
    if isinstance(column, Coded):
        return np.array([None if word == MISSING else word for word in column.words], dtype=object)[column.positions]
    if isinstance(column, Sparse):
        return np.where(column.empty, np.nan, column.values)
    return np.where(column <= NEVER, np.nan, column)


def claimed(data: Data, seed: int) -> Claim:
    """What the first page will say."""
    desk = Desk(data, Words("en"), release=False, seed=seed)
    if found := arms(desk):
        who, treated = found
        primary(desk, who, treated, covariates(desk, who)[1])
    return claim(desk)


def claims(asked: Asked, runs: int, seed: int) -> Counter[Claim]:
    """How often each was claimed."""
    return Counter(claimed(study(asked.world, asked.men, seed + i), seed) for i in range(runs))


def table(runs: int, seed: int) -> list[str]:
    """Prints a row for each world; the names of those that miss what was promised by more than chance."""
    wrong = []
    print(f"| world ({runs} runs) | men | benefit | harm | neither | promised |\n|---|---|---|---|---|---|")
    for asked in ASKED:
        found = claims(asked, runs, seed)
        shares = " | ".join(f"{100 * found[one] / runs:.1f} %" for one in (Claim.BENEFIT, Claim.HARM, Claim.NEITHER))
        promised = "–" if asked.least is None else f"{asked.wanted} ≥ {100 * asked.least:.0f} %"
        print(f"| {asked.name} | {asked.men:,} | {shares} | {promised} |", flush=True)
        if asked.least is not None:
            error = 3 * math.sqrt(asked.least * (1 - asked.least) / runs)
            if found[asked.wanted] / runs < asked.least - error:
                wrong.append(asked.name)
    return wrong
