"""From referral to the first session: contact, decision, arm, group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from article16.simulation.draws import REGION, Purpose, stream
from article16.simulation.groups import NONE, Groups, groups
from article16.simulation.people import Codes, Flags, Floats, People, expit, logit
from article16.simulation.world import World

SUITABILITY = ("suitable", "not yet", "not suitable", "referred on")
_NOT_TAKEN = np.array([0.3, 0.4, 0.3])  # not yet, not suitable, referred on
ARMS = ("programme", "comparison")
CONTACT_MEAN = 6.0  # days from referral to first contact, assumption
ASSESSMENT_MEAN = 21.0  # days from contact to decision, assumption


@dataclass(frozen=True, slots=True)
class Path:
    """What happens before the first session; arrays of shape (n,), days since the referral of each man.

    `suitability` is a position in `SUITABILITY`; `comparison` men are taken in and get no programme; `starts` men
    come to a first session. `start` is the day of it; for a man of the comparison arm the day he would have come.
    """

    contact: Codes
    decision: Codes
    suitability: Codes
    comparison: Flags
    starts: Flags
    start: Codes
    groups: Groups

    @property
    def taken_in(self) -> Flags:
        """Suitable men, of either arm."""
        return np.asarray(self.suitability == 0)

    @property
    def observed(self) -> Flags:
        """Men with a T1: those who start, and the comparison arm."""
        return self.starts | self.comparison


def path(world: World, men: People, *, seed: int, region: int) -> Path:
    """The way of the men of a region to their first session."""
    chance = stream(seed, Purpose.PATH, region)
    uniform = chance.random((6, REGION))[:, : len(men)]
    contact = np.floor(-np.log1p(-uniform[0]) * CONTACT_MEAN).astype(np.int64)
    decision = contact + 1 + np.floor(-np.log1p(-uniform[1]) * ASSESSMENT_MEAN).astype(np.int64)
    refused = uniform[2] < expit(logit(world.unsuitable) + world.creaming * men.risk)
    reasons = 1 + np.searchsorted(np.cumsum(_NOT_TAKEN)[:-1], uniform[3], side="right")
    suitability = np.where(refused, reasons, 0)
    comparison = ~refused & (uniform[4] < _comparison_share(world, men.risk))
    starts = ~refused & ~comparison & (uniform[5] >= world.no_show)
    ready = men.referred + decision + 1
    made = groups(world, programme=men.programme, ready=ready, comes=starts, seed=seed, region=region)
    # A comparison man's start stands for the day a place would have been free: three weeks after the decision.
    start = decision + 21
    start[starts] = made.starts[made.of_man[starts]] - men.referred[starts]
    return Path(
        contact=contact,
        decision=decision,
        suitability=suitability,
        comparison=comparison,
        starts=starts,
        start=start,
        groups=made,
    )


def _comparison_share(world: World, risk: Floats) -> Floats:
    if world.comparison == 0 or world.assignment == "lot":
        return np.full(len(risk), world.comparison)
    return np.asarray(expit(logit(world.comparison) + world.creaming * risk))


def deviations(made: Groups) -> Floats:
    """What programme, pair and group add to the effect on each man, in SD of abuse; 0 without a group."""
    if len(made.deviation) == 0:
        return np.zeros(len(made.of_man))
    return np.where(made.of_man == NONE, 0.0, made.deviation[made.of_man])
