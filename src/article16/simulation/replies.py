"""Who is asked when, who answers, and what each could tell: two informants, five times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.simulation.attendance import COMPLETED, CUSTODY, DIED, Attendance
from article16.simulation.change import TIMES, Change
from article16.simulation.draws import REGION, Purpose, stream
from article16.simulation.groups import WEEK
from article16.simulation.instrument import SCALES
from article16.simulation.path import Path
from article16.simulation.people import Codes, Flags, Floats, People, expit, logit
from article16.simulation.world import World

INFORMANTS = ("client", "partner")
STATUSES = ("answered", "not reached", "declined", "does not apply", "not asked")
ANSWERED, NOT_REACHED, DECLINED, DOES_NOT_APPLY, NOT_ASKED = range(5)
T4_DAYS = 182  # six months after T3
T3, T4 = 3, 4  # positions in TIMES
_NEVER_ASKED = 0.1  # share of unreached partners nobody tried to ask, assumption
_LATER = 5  # days by which an answer comes after the day it was due, at most


@dataclass(frozen=True, slots=True)
class Replies:
    """Shape (n, 5 times, 2 informants) each.

    Parameters
    ----------
    due
        Whether a questionnaire was due at all.
    status
        Positions in `STATUSES`.
    day
        Days since referral: answered on, or due on.
    """

    due: Flags
    status: npt.NDArray[np.uint8]
    day: Codes

    @property
    def answered(self) -> Flags:
        """Questionnaires that came back."""
        return np.asarray(self.due & (self.status == ANSWERED))


def replies(
    world: World, men: People, path: Path, came: Attendance, truth: Change, *, seed: int, region: int
) -> Replies:
    """Which questionnaires were due and which came back.

    Notes
    -----
    T2 falls due only for men still enrolled half way. T3 falls due at the end or when he stops coming. Partners of
    worse cases are lost more often, by `partner_lost_by_abuse` per SD of what is true at that time.
    """
    chance = stream(seed, Purpose.REPLIES, region)
    uniform = chance.random((4, REGION, len(TIMES)))[:, : len(men)]
    due, day = _due(world, path, came)
    status = np.empty((*due.shape, 2), dtype=np.uint8)
    status[..., 0] = _of_client(world, came, uniform[0])
    status[..., 1] = _of_partner(world, men, truth, uniform[1], uniform[3])
    both = np.repeat(due[..., None], 2, axis=2)
    later = np.floor(uniform[1:3] * _LATER).astype(np.int64).transpose(1, 2, 0)
    days = day[..., None] + later * (status == ANSWERED)
    days[:, 0] = np.minimum(days[:, 0], path.decision[:, None])  # T0 comes before the decision
    return Replies(due=both, status=status, day=days)


def _due(world: World, path: Path, came: Attendance) -> tuple[Flags, Codes]:
    """Whether and when each time falls due; shape (n, 5) each."""
    half = world.weeks // 2
    alone = path.comparison & ~np.isin(came.ending, (CUSTODY, DIED))
    end = np.where(path.comparison, path.start + WEEK * (world.weeks - 1), came.ended)
    seen = path.observed
    alive = seen & (came.ending != DIED)
    due = np.stack(
        [np.ones(len(seen), dtype=np.bool_), seen, seen & (alone | (came.weeks > half)), alive, alive], axis=1
    )
    day = np.stack([path.contact, path.start, path.start + WEEK * half, end, end + T4_DAYS], axis=1)
    return due, day


def _of_client(world: World, came: Attendance, uniform: Floats) -> npt.NDArray[np.uint8]:
    gone = (came.ending != COMPLETED)[:, None] & (np.arange(len(TIMES)) >= T3)[None, :]
    late = np.where(np.arange(len(TIMES)) == T4, 0.7, 1.0)  # T4 is reached less even of those who finished
    share = np.where(gone, world.client_lost, world.client_reached) * late
    return _status(uniform, share, refuses=0.2)


def _of_partner(world: World, men: People, truth: Change, uniform: Floats, never: Floats) -> npt.NDArray[np.uint8]:
    odds = (
        logit(world.partner_reached)
        - world.partner_fades * np.arange(len(TIMES))
        - world.partner_lost_by_abuse * truth.real
    )
    status = _status(uniform, expit(odds), refuses=0.3)
    status[(status == NOT_REACHED) & (never < _NEVER_ASKED)] = NOT_ASKED
    status[~men.partner_contact] = DOES_NOT_APPLY
    return status


def _status(uniform: Floats, share: Floats, *, refuses: float) -> npt.NDArray[np.uint8]:
    """Answered with that share; of the rest `refuses` declined and the others were not reached."""
    share = np.broadcast_to(share, uniform.shape)
    declined = uniform < share + (1 - share) * refuses
    status = np.where(uniform < share, ANSWERED, np.where(declined, DECLINED, NOT_REACHED))
    return status.astype(np.uint8)


def latent(world: World, men: People, path: Path, truth: Change, *, seed: int, region: int) -> npt.NDArray[np.float32]:
    """What each informant would report on each scale, had they answered; in SD of abuse.

    Returns
    -------
    ndarray
        Shape (n, 5 times, 2 informants, 5 scales). She reports what is true, with error. He reports less than is
        true by his denial, and comes nearer to it as he works (response shift). On the last scale, responsibility,
        higher is safer: his own view rises as denial falls, hers falls with the abuse.
    """
    chance = stream(seed, Purpose.ERRORS, region)
    n = len(men)
    errors = chance.standard_normal((REGION, len(TIMES), 2, len(SCALES)), dtype=np.float32)[:n]
    worked = truth.dose * path.starts[:, None]
    denial = world.denial + 0.3 * men.risk[:, None] - world.response_shift * worked
    told = np.stack([truth.real - denial, truth.real], axis=2)
    says = np.repeat(told[..., None], len(SCALES), axis=3).astype(np.float32)
    says[..., 0, -1] = 0.4 - denial
    says[..., 1, -1] = -0.6 * truth.real
    return np.asarray(says + np.float32(0.4) * errors, dtype=np.float32)
