"""How much a score must move to be more than the questionnaire's own error, from the first answers of many. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from article16.instruments.definition import How, Instrument, Score
from article16.instruments.scoring import score

FEWEST = 30  # people; below it neither spread nor reliability is worth a limit
LINEAR = {How.SUM, How.MEAN, How.PRORATED}
Sets = Sequence[tuple[str | None, Mapping[str, object]]]  # the time, and the answers, of each person


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured for one score."""

    score: str
    people: int
    spread: float  # standard deviation, points
    reliability: float  # 0 to 1
    limit: float  # points


def limits(instrument: Instrument, sets: Sets, *, informant: str, who: str) -> list[Found]:
    """One for each score that a limit can be found for; none below 30 people. `who` says in words whom it is from."""
    if len(sets) < FEWEST:
        return []
    asked = [one for one in instrument.scores if one.how in LINEAR and informant in one.informants]
    found = (_limit(instrument, one, sets, informant, who) for one in asked)
    return [one for one in found if one]


def _limit(instrument: Instrument, one: Score, sets: Sets, informant: str, who: str) -> Found | None:
    """Spread from all who have the score, reliability from those who answered every question of it."""
    import numpy as np

    from article16.evaluation.change import reliable_change
    from article16.evaluation.reliability import alpha
    from article16.evaluation.results import About, Estimand

    about = About(estimand=Estimand(population=who, clock="none", outcome=one.key, informant=informant))
    values, items = _values(instrument, one, sets, informant)
    if len(values) < FEWEST:
        return None
    spread = float(np.std(values, ddof=1))
    reliability = alpha(np.array(items, dtype=float), about=about).estimate
    if reliability is None or not 0 <= reliability < 1 or spread <= 0:
        return None
    limit = reliable_change([0.0], [0.0], spread=spread, reliability=reliability, about=about)[0].details["limit"]
    return Found(one.key, len(values), spread, reliability, float(limit))


def _values(instrument: Instrument, one: Score, sets: Sets, informant: str) -> tuple[list[float], list[list[float]]]:
    """The score of each person who has it, and the answers turned to one side, open ones as no number."""
    values: list[float] = []
    items: dict[int, list[float]] = defaultdict(list)
    for place, (time, answers) in enumerate(sets):
        scored = score(instrument, answers, informant=informant, time=time).scores.get(one.key)
        if scored is not None and scored.value is not None:
            values.append(scored.value)
        for key in one.of:
            item = instrument.by_key[key]
            answer = answers.get(key)
            known = isinstance(answer, int | float | frozenset)
            number = item.number(answer) if known else float("nan")
            low, high = item.bounds()
            items[place].append(low + high - number if key in one.reverse else number)
    return values, list(items.values())
