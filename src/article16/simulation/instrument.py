"""The made-up questionnaire: five scales of own-numbered items, answered never, sometimes or often.

It carries no wording. The 60 items stand for the domains a programme asks about, so that the size and the
behaviour of real data can be tried without anybody's questionnaire.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.tables.fields import Field, item, score

NAME = "made-up"
VERSION = "1"
OPTIONS = 3  # 0 never, 1 sometimes, 2 often
# Points of a score: mean option times 50, so from 0 (all never) to 100 (all often).
POINTS = 50.0
# A score is made when at least this share of its items is answered.
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Scale:
    """A block of items with one score.

    Parameters
    ----------
    name
        Score column is `score_` and this name.
    items
        Number of items.
    ease
        Position of the middle item on the latent scale, in SD; higher is rarer.
    safer
        Which way is safer, for each informant.
    domain
        What it is about, in the order of the IMPACT toolkit.
    measure
        Of Project Mirabal; 0: none alone.
    titles
        Language and how a report calls it.
    """

    name: str
    meaning: str
    items: int
    ease: float
    safer: tuple[tuple[str, str], ...]
    domain: int
    measure: int
    titles: tuple[tuple[str, str], ...]


LOWER = (("partner", "lower"),)
HIGHER = (("client", "higher"), ("partner", "higher"))


def _titled(english: str, spanish: str) -> tuple[tuple[str, str], ...]:
    return (("en", english), ("es", spanish))


SCALES: tuple[Scale, ...] = (
    Scale(
        "abuse",
        "abusive and violent behaviour",
        26,
        0.8,
        LOWER,
        1,
        3,
        _titled("violence and abuse", "violencia y maltrato"),
    ),
    Scale(
        "impact", "what it did to her", 10, 0.4, LOWER, 1, 2, _titled("what it did to her", "lo que le causó a ella")
    ),
    Scale(
        "fear",
        "her fear and lack of safety",
        8,
        0.5,
        LOWER,
        2,
        3,
        _titled("her fear and lack of safety", "miedo y falta de seguridad de ella"),
    ),
    Scale(
        "children",
        "what it did to the children",
        6,
        0.9,
        LOWER,
        3,
        6,
        _titled("what it did to the children", "lo que causó a los niños"),
    ),
    Scale(
        "responsibility",
        "whether he answers for it",
        10,
        0.3,
        HIGHER,
        5,
        5,
        _titled("whether he answers for it", "si se hace responsable"),
    ),
)
ITEMS = sum(scale.items for scale in SCALES)
CHILDREN = 3  # position of the scale that does not apply without children


def slices() -> list[slice]:
    """Which item columns belong to which scale."""
    ends = np.cumsum([scale.items for scale in SCALES]).tolist()
    return [slice(end - scale.items, end) for end, scale in zip(ends, SCALES, strict=True)]


def fields() -> tuple[Field, ...]:
    """Columns of items and scores for the descriptor of a made-up study."""
    items = tuple(
        item(f"q_{scale.name}_{number:02d}", f"{scale.meaning}, item {number}", instrument=NAME, maximum=OPTIONS - 1)
        for scale in SCALES
        for number in range(1, scale.items + 1)
    )
    scores = tuple(
        score(
            f"score_{scale.name}",
            f"{scale.meaning}: mean of answered items, rescaled",
            instrument=NAME,
            minimum=0,
            maximum=100,
            safer=scale.safer,
            domain=scale.domain,
            measure=scale.measure,
            titles=scale.titles,
        )
        for scale in SCALES
    )
    return items + scores


BINS = 128  # the latent scale from -4 to 4 SD in steps of 1/16
_SPAN = 4.0
_STEEPNESS = 1.7  # logit units per SD


def positions(latent: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Which step of the latent scale each value falls in; values beyond 4 SD take the last step."""
    steps = (latent + _SPAN) * (BINS / (2 * _SPAN))
    return np.clip(steps, 0, BINS - 1).astype(np.uint8)


def thresholds() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """Draws of 16 bits below the first number answer at least *sometimes*, below the second *often*.

    Returns
    -------
    tuple of arrays
        Shape (BINS, ITEMS) each. Item positions are spread evenly over 2 SD around the scale's ease;
        *often* lies 1.2 SD above *sometimes* (graded response model).

    Source
    ------
    Samejima 1969, graded response model, https://doi.org/10.1007/BF03372160
    """
    middle = (np.arange(BINS) + 0.5) * (2 * _SPAN / BINS) - _SPAN
    spread = np.concatenate([scale.ease + np.linspace(-1, 1, scale.items) for scale in SCALES])
    some = 1 / (1 + np.exp(-_STEEPNESS * (middle[:, None] - spread[None, :])))
    often = 1 / (1 + np.exp(-_STEEPNESS * (middle[:, None] - spread[None, :] - 1.2)))
    return np.floor(some * 65535).astype(np.uint16), np.floor(often * 65535).astype(np.uint16)
