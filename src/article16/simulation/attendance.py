"""Week by week: who comes, who is away, who stops and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.simulation.draws import REGION, Purpose, stream
from article16.simulation.groups import WEEK
from article16.simulation.path import Path
from article16.simulation.people import Codes, Floats, People, expit, logit
from article16.simulation.world import World

PRESENT, LATE, LEFT_EARLY, EXCUSED, UNEXCUSED, SENT_AWAY, ENDED = range(7)
MARKS = ("present", "late", "left early", "absent excused", "absent unexcused", "sent away", "ended")
MINUTES_SHORT = 20  # a man who is late or leaves early misses so many, assumption

ENDINGS = ("completed", "dropped out", "excluded", "custody", "transferred", "died", "not suitable", "withdrawn")
COMPLETED, DROPPED_OUT, EXCLUDED, CUSTODY, TRANSFERRED, DIED, NOT_SUITABLE, WITHDRAWN = range(8)
REASONS = (
    "planned", "work", "distance", "health", "motivation", "separation", "absence", "behaviour", "offence", "other"
)  # fmt: skip
# Main reason by ending, positions in REASONS with their shares; assumptions.
_WHY: dict[int, tuple[tuple[int, ...], tuple[float, ...]]] = {
    COMPLETED: ((0,), (1.0,)),
    DROPPED_OUT: ((4, 1, 5, 3, 2, 9), (0.35, 0.2, 0.15, 0.12, 0.08, 0.1)),
    EXCLUDED: ((6, 7), (0.65, 0.35)),
    CUSTODY: ((8,), (1.0,)),
    TRANSFERRED: ((2,), (1.0,)),
    DIED: ((9,), (1.0,)),
    NOT_SUITABLE: ((4, 3, 7, 9), (0.4, 0.3, 0.1, 0.2)),
    WITHDRAWN: ((4, 9), (0.7, 0.3)),
}
_WITHDRAWN_SHARE = 0.5  # ordered men who never start: the referrer takes back so many, assumption
# Of the sessions he comes to: late the last 8 %, leaves early the very last 3 %; assumptions.
_LATE_FROM, _EARLY_FROM = 0.89, 0.97
DECISION_LAG = 14  # days from the last session until the programme notes that he stopped, assumption


@dataclass(frozen=True, slots=True)
class Attendance:
    """What each man got; arrays of shape (n,) unless said.

    Parameters
    ----------
    marks
        Shape (n, weeks), positions in `MARKS`; `ENDED` from the week in which he no longer comes.
    weeks
        Sessions held while he was enrolled, from 0.
    attended
        Sessions attended (present, late or left early).
    ending, reason
        Positions in `ENDINGS` and `REASONS`.
    last, ended
        Days since referral: last session attended, and the ending decided. For men who never start both are the
        day of the decision.
    """

    marks: npt.NDArray[np.uint8]
    weeks: Codes
    attended: Codes
    ending: Codes
    reason: Codes
    last: Codes
    ended: Codes

    def dose_by(self, week: int) -> Floats:
        """Share of the planned sessions attended up to and including that week; from 0 to 1."""
        came = self.marks[:, :week] <= LEFT_EARLY
        return np.asarray(came.sum(axis=1) / self.marks.shape[1])


def attendance(world: World, men: People, path: Path, *, seed: int, region: int) -> Attendance:
    """The sessions of the men of a region, for the comparison arm those they would have had.

    Notes
    -----
    Each cause of leaving has its own weekly hazard; that of dropping out depends on risk, work, substance, age and
    mandate. The first cause to come ends the episode. The shares of the world hold for a man at average risk.
    """
    chance = stream(seed, Purpose.ATTENDANCE, region)
    n = len(men)
    causes = chance.random((6, REGION))[:, :n]
    draws = chance.random((REGION, world.weeks), dtype=np.float32)[:n]
    marks = _marks(world, men, draws)
    weeks, cause = _until(world, men, causes)
    marks[np.arange(world.weeks)[None, :] >= weeks[:, None]] = ENDED
    no_show = np.where(men.mandated & (causes[5] < _WITHDRAWN_SHARE), WITHDRAWN, DROPPED_OUT)
    ending = np.where(path.taken_in, np.where(path.observed, cause, no_show), NOT_SUITABLE)
    came = marks <= LEFT_EARLY
    attended = came.sum(axis=1)
    last_week = np.where(attended > 0, world.weeks - 1 - came[:, ::-1].argmax(axis=1), 0)
    last = path.start + WEEK * last_week
    held = path.start + WEEK * np.maximum(weeks - 1, 0)
    ended = np.where(ending == COMPLETED, held, held + DECISION_LAG)
    never = ~path.observed
    return Attendance(
        marks=marks,
        weeks=np.where(never, 0, weeks),
        attended=np.where(never, 0, attended),
        ending=ending,
        reason=_reasons(ending, causes[5]),
        last=np.where(never, path.decision, last),
        ended=np.where(never, path.decision, ended),
    )


def _marks(world: World, men: People, draws: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """One draw for each session: away (excused 60 %, not 35 %, sent away 5 %), else late 8 %, early 3 %, present."""
    away = expit(logit(world.absence) + world.absence_by_risk * men.risk)[:, None].astype(np.float32)
    marks = np.full(draws.shape, PRESENT, dtype=np.uint8)
    marks[draws > _LATE_FROM] = LATE
    marks[draws > _EARLY_FROM] = LEFT_EARLY
    marks[draws < away] = SENT_AWAY
    marks[draws < away * np.float32(0.95)] = UNEXCUSED
    marks[draws < away * np.float32(0.6)] = EXCUSED
    marks[:, 0] = np.where(marks[:, 0] <= LEFT_EARLY, marks[:, 0], PRESENT)  # the first session defines his start
    return marks


def _until(world: World, men: People, uniform: Floats) -> tuple[Codes, Codes]:
    """Sessions held before he left, and the ending."""
    young = men.age <= 1
    odds = (
        world.dropout_by_risk * men.risk
        + world.dropout_unemployed * (men.unemployed - world.unemployed)
        + world.dropout_substance * (men.substance - world.substance)
        + world.dropout_young * (young - 0.47)  # 47 % are under 35
        + world.dropout_voluntary * (~men.mandated - (1 - world.mandated))
    )
    shares = [expit(logit(world.dropout) + odds)] + [
        np.full(len(men), share) for share in (world.excluded, world.custody, world.moved, world.died)
    ]
    # Exponential time with the hazard that gives the share within the planned weeks, in sessions.
    times = np.array([_weeks(share, draw, world.weeks) for share, draw in zip(shares, uniform[:5], strict=True)])
    first = times.argmin(axis=0)
    weeks = np.minimum(np.floor(times.min(axis=0)) + 1, world.weeks).astype(np.int64)
    ending = np.where(times.min(axis=0) >= world.weeks, COMPLETED, first + DROPPED_OUT)
    return weeks, ending


def _weeks(share: Floats, draw: Floats, planned: int) -> Floats:
    hazard = np.maximum(-np.log1p(-share) / planned, 1e-300)
    return np.asarray(-np.log1p(-draw) / hazard)


def _reasons(ending: Codes, draw: Floats) -> Codes:
    reason = np.zeros(len(ending), dtype=np.int64)
    for code, (which, shares) in _WHY.items():
        here = ending == code
        reason[here] = np.array(which)[np.searchsorted(np.cumsum(shares)[:-1], draw[here], side="right")]
    return reason
