"""What a programme sends about one outcome by one informant, so that several can be answered as one. Personal data."""

from __future__ import annotations

import numpy as np

from article16.evaluation.federated import Aggregate, Moments
from article16.evaluation.numerics import Array, Bools
from article16.evaluation.repeated.sufficient import Sums, sums
from article16.evaluation.report.data import INFORMANTS, PLACE, WAYS, Data
from article16.evaluation.results import About, Estimand
from article16.evaluation.survival.exits import Exits, exits
from article16.evaluation.survival.patterns import Patterns, patterns

WEEK = 7  # days
# Few values each, so that one round holds what Cox needs of them.
FEATURES = (
    ("ordered to come", "mandate", "mandated"),
    ("not in work", "employed", "no"),
    ("alcohol or drugs a problem", "substance", "yes"),
    ("under 25", "age_band", "under 25"),
)


def aggregates(data: Data, *, outcome: str, informant: str) -> tuple[Aggregate, ...]:
    """One aggregate for each programme of a study.

    Parameters
    ----------
    outcome
        A score of the study, such as "abuse".
    informant
        "client" or "partner".

    Returns
    -------
    tuple of Aggregate
        By arm ("treated", "control"; "all" in a study without arms): new violence in the year after the start as this
        informant reports it, the score at T4 (turned so that higher is safer), and weeks to each ending. For all men:
        sums of the score at T0 to T4 for each pattern of missing times, and endings for each pattern of features.

    Raises
    ------
    ValueError
        When the study has no such score, or there is no such informant.
    """
    scale = next((one for one in data.scales if one.name == outcome), None)
    if scale is None:
        has = ", ".join(one.name for one in data.scales) or "none"
        raise ValueError(f"The study has no score “{outcome}”. It has: {has}.")
    if informant not in INFORMANTS:
        raise ValueError(f"The informant is {' or '.join(INFORMANTS)}, not “{informant}”.")
    sign = -1.0 if scale.lower_is_safer(informant) else 1.0
    column = data.column("programme")
    names = sorted({str(name) for name in column if name is not None})
    return tuple(_one(data, name, column == name, outcome, informant, sign) for name in names)


def _one(data: Data, name: str, mine: Bools, outcome: str, informant: str, sign: float) -> Aggregate:
    scores, again = data.scores[outcome, informant], data.reported(informant)
    arms = {arm: mine & here for arm, here in _arms(data).items()}
    return Aggregate(
        programme=name,
        outcome=outcome,
        informant=informant,
        events={arm: _counted(again[here]) for arm, here in arms.items()},
        moments={arm: Moments.of(sign * scores[here, 4]) for arm, here in arms.items()},
        exits={arm: left for arm, here in arms.items() if (left := _left(data, here)).men},
        sums=_sums(scores[mine], arms, mine),
        patterns=_patterns(data, mine),
    )


def _arms(data: Data) -> dict[str, Bools]:
    assigned = data.column("assigned")
    given = np.array([one is not None for one in assigned], dtype=np.bool_)
    treated = np.asarray(given & (assigned == PLACE), dtype=np.bool_)
    if not treated.any() or not (given & ~treated).any():
        return {"all": np.ones(data.men, dtype=np.bool_)}
    return {"treated": treated, "control": given & ~treated}


def _counted(again: Array) -> tuple[int, int]:
    known = again[~np.isnan(again)]
    return int(known.sum()), len(known)


def _left(data: Data, here: Bools) -> Exits:
    stop, ending, who = data.courses()
    mine = here[who]
    return exits(np.floor(stop[mine] / WEEK), ending[mine], len(WAYS))


def _sums(scores: Array, arms: dict[str, Bools], mine: Bools) -> Sums | None:
    """A column of ones and, with two arms, 1 for the treated; men without a place count in no arm."""
    if "treated" in arms:
        placed = (arms["treated"] | arms["control"])[mine]
        columns = np.column_stack([np.ones(int(placed.sum())), arms["treated"][mine][placed].astype(np.float64)])
        return sums(scores[placed], columns) if placed.any() else None
    return sums(scores, np.ones((len(scores), 1))) if len(scores) else None


def _patterns(data: Data, mine: Bools) -> Patterns | None:
    stop, ending, who = data.courses()
    columns = []
    for _title, name, code in FEATURES:
        values = data.column(name)[who]
        columns.append(np.array([np.nan if one is None else float(one == code) for one in values], dtype=np.float64))
    x = np.column_stack(columns) if len(who) else np.empty((0, len(FEATURES)))
    here = mine[who] & ~np.isnan(x).any(axis=1)
    if not here.any():
        return None
    nobody = About(
        estimand=Estimand(population="all who started", clock="from the first session", outcome="ending",
                          informant="programme")
    )  # fmt: skip
    found = patterns(
        np.floor(stop[here] / WEEK), ending[here], x[here], [title for title, _, _ in FEATURES], len(WAYS), about=nobody
    )
    return found if isinstance(found, Patterns) else None
