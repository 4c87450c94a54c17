"""New violence and who learns of it: partner, client, police, each with its own windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.simulation.attendance import CUSTODY, DIED, TRANSFERRED, Attendance
from article16.simulation.change import Change
from article16.simulation.draws import REGION, Purpose, stream
from article16.simulation.path import Path
from article16.simulation.people import DAYS_A_YEAR, Codes, Flags, Floats
from article16.simulation.replies import Replies
from article16.simulation.world import World

MOST = 12  # events of one man that are made; the rate at 4 SD above the mean gives five a year
SOURCES = ("client", "partner", "police")


@dataclass(frozen=True, slots=True)
class Happenings:
    """True re-assaults from the first session on.

    Parameters
    ----------
    day
        Shape (n, 12): days since referral, in order; beyond the end of follow-up: none.
    happened
        Shape (n, 12): within follow-up.
    known
        Shape (n, 12, 3): client, partner, police know of it and were asked.
    police_asked
        Shape (n,): police records were checked.
    followed
        Shape (n,): last day on which anything is known of him, days since referral.
    within, within_without, within_given
        Shape (n,): at least one in the first `follow_up_days` from the start, as it was, had he had no programme,
        had he been given a place.
    """

    day: Codes
    happened: Flags
    known: npt.NDArray[np.bool_]
    police_asked: Flags
    followed: Codes
    within: Flags
    within_without: Flags
    within_given: Flags


def happenings(
    world: World, *, path: Path, came: Attendance, truth: Change, back: Replies, seed: int, region: int
) -> Happenings:
    """The re-assaults of the men of a region, who knows of them, and how long each man is followed.

    Notes
    -----
    Events follow a rate that is constant until T3 (by the mean of true abuse at T2 and T3) and constant after it
    (by that at T4). Follow-up ends with death, custody or moving away, else at the later of T4 and `follow_up_days`.
    """
    chance = stream(seed, Purpose.HAPPENINGS, region)
    n = len(path.start)
    waits = np.cumsum(chance.standard_exponential((REGION, MOST)), axis=1)[:n]
    seen = chance.random((REGION, MOST, len(SOURCES)))[:n]
    asked = chance.random(REGION)[:n] < world.police_asked
    first = np.maximum(back.day[:, 3, 0] - path.start, 1)  # days until T3
    follow_up = np.full(n, world.follow_up_days)
    real, without, given = (_days(world, abuse, first, waits) for abuse in (truth.real, truth.without, truth.given))
    seen_at_all = path.observed
    followed = _followed(world, path, came, back)
    day = path.start[:, None] + np.minimum(real, 1e6).astype(np.int64)
    happened = seen_at_all[:, None] & (day <= followed[:, None])
    known = seen < np.array([world.seen_by_client, world.seen_by_partner, world.seen_by_police])
    told = np.stack([*(_told(day, back, who) for who in (0, 1)), np.broadcast_to(asked[:, None], day.shape)], axis=2)
    return Happenings(
        day=day,
        happened=happened,
        known=known & told & happened[..., None],
        police_asked=asked,
        followed=followed,
        within=seen_at_all & (real[:, 0] < follow_up),
        within_without=seen_at_all & (without[:, 0] < follow_up),
        within_given=seen_at_all & (given[:, 0] < follow_up),
    )


def _days(world: World, abuse: Floats, first: Codes, waits: Floats) -> Floats:
    """Days from the start to each event; shape (n, 12)."""
    early = world.assaults / DAYS_A_YEAR * np.exp(world.assaults_by_abuse * (abuse[:, 2] + abuse[:, 3]) / 2)
    late = world.assaults / DAYS_A_YEAR * np.exp(world.assaults_by_abuse * abuse[:, 4])
    by_then = (early * first)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        days = np.where(waits <= by_then, waits / early[:, None], first[:, None] + (waits - by_then) / late[:, None])
    return np.nan_to_num(days, nan=np.inf, posinf=np.inf)


def _followed(world: World, path: Path, came: Attendance, back: Replies) -> Codes:
    end = np.maximum(back.day[:, 4].max(axis=1), path.start + world.follow_up_days)
    cut = np.isin(came.ending, (CUSTODY, DIED)) | ((came.ending == TRANSFERRED) & ~path.comparison)
    end = np.where(cut, came.ended, end)
    return np.where(path.observed, end, path.decision)


def _told(day: Codes, back: Replies, who: int) -> npt.NDArray[np.bool_]:
    """Whether the informant answered a questionnaire whose period holds the day: T1 to T3, or T3 to T4."""
    middle, last = back.day[:, 3, who][:, None], back.day[:, 4, who][:, None]
    early = (day <= middle) & back.answered[:, 3, who][:, None]
    late = (day > middle) & (day <= last) & back.answered[:, 4, who][:, None]
    return np.asarray(early | late)
