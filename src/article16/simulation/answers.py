"""Item answers and scores of the questionnaires that came back."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from article16.simulation.draws import Purpose, stream
from article16.simulation.instrument import CHILDREN, ENOUGH, ITEMS, POINTS, SCALES, positions, slices, thresholds

DECLINED = -3
DOES_NOT_APPLY = -4
_LOW_BYTE = 0xFF


@cache
def _thresholds() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    return thresholds()


def items(
    latent: npt.NDArray[np.float32],
    children: npt.NDArray[np.bool_],
    *,
    declined: float,
    seed: int,
    region: int,
) -> npt.NDArray[np.int8]:
    """Answers of the questionnaires of one region, in their order.

    Parameters
    ----------
    latent
        Shape (questionnaires, 5): what the informant would report on each scale, in SD.
    children
        Shape (questionnaires,): whether the items about children apply.
    declined
        Share of single items left unanswered, rounded to 1/256.

    Returns
    -------
    ndarray
        Shape (items, questionnaires), int8: 0 never, 1 sometimes, 2 often, -3 declined, -4 does not apply.
    """
    chance = stream(seed, Purpose.ITEMS, region)
    some, often = _thresholds()
    steps = positions(latent.astype(np.float64))
    answers = np.empty((ITEMS, len(latent)), dtype=np.int8)
    refuse = round(declined * 256)
    for number, block in enumerate(slices()):
        step = steps[:, number]
        for item in range(block.start, block.stop):
            draw = chance.integers(0, 65536, size=len(latent), dtype=np.uint16)
            row = (draw < some[:, item][step]).view(np.int8) + (draw < often[:, item][step]).view(np.int8)
            if refuse:
                row[(draw & _LOW_BYTE) < refuse] = DECLINED
            answers[item] = row
    answers[slices()[CHILDREN], ~children] = DOES_NOT_APPLY
    return answers


def scores(answers: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    """Scale scores from 0 to 100 points; NaN where fewer than 80 % of the items are answered.

    Parameters
    ----------
    answers
        Shape (items, questionnaires).

    Returns
    -------
    ndarray
        Shape (scales, questionnaires), float32: mean answer of the answered items times 50.
    """
    made = np.full((len(SCALES), answers.shape[1]), np.nan, dtype=np.float32)
    for number, block in enumerate(slices()):
        here = answers[block]
        given = (here >= 0).sum(axis=0, dtype=np.int16)
        total = np.maximum(here, 0).sum(axis=0, dtype=np.int16)
        enough = given >= ENOUGH * (block.stop - block.start)
        made[number, enough] = POINTS * total[enough] / given[enough]
    return made
