"""How much a score must move to be more than error, measured on the men of each programme. Runs once a day."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.instruments.definition import How, Instrument, Score
from article16.instruments.scoring import score

from ..models import Reference, Response
from ..queries import instruments, responses
from ..queries.responses import ResponseRow

FEWEST = 30  # men; below it neither spread nor reliability is worth a limit
LATEST = 500  # men, the latest, are enough for a limit
LINEAR = {How.SUM, How.MEAN, How.PRORATED}


def measure_all(*, at: datetime) -> int:
    """Every programme and version that was asked; how many limits were found."""
    firsts = Response.objects.filter(asking__wave__in=["T0", "T1"], corrects__isnull=True)
    pairs = firsts.order_by("asking__episode__programme", "fingerprint").values_list(
        "asking__episode__programme", "fingerprint"
    )
    return sum(measure(programme=programme, fingerprint=one, at=at) for programme, one in pairs.distinct())


@transaction.atomic
def measure(*, programme: UUID, fingerprint: str, at: datetime) -> int:
    """The limits of one version in one programme, in the place of those before. Four queries."""
    instrument = instruments.by_fingerprint(fingerprint)
    rows = _firsts(programme, fingerprint)
    found: list[Reference] = []
    if instrument is not None and len(rows) >= FEWEST:
        answers = responses.answers_of(rows)
        sets = [(row, answers[row.id]) for row in rows if row.id in answers]
        for one in instrument.scores:
            if one.how in LINEAR and "client" in one.informants:
                found += _limit(instrument, one, sets)
    for reference in found:
        reference.programme_id, reference.fingerprint, reference.measured_at = programme, fingerprint, at
    Reference.objects.filter(programme=programme, fingerprint=fingerprint).delete()
    Reference.objects.bulk_create(found)
    return len(found)


def _firsts(programme: UUID, fingerprint: str) -> list[ResponseRow]:
    """His first answers to it, one set for each man."""
    rows = responses.standing().filter(
        asking__episode__programme=programme, fingerprint=fingerprint, asking__wave__in=["T0", "T1"]
    )
    columns = (*responses.COLUMNS, "asking__episode__client")
    by_man: dict[UUID, ResponseRow] = {}
    for *values, man in rows.order_by("answered_at").values_list(*columns):
        by_man.setdefault(man, ResponseRow(*values))
    return list(by_man.values())[-LATEST:]


def _limit(instrument: Instrument, one: Score, sets: list[tuple[ResponseRow, dict[str, object]]]) -> list[Reference]:
    """Spread from all who have the score, reliability from those who answered every question of it."""
    import numpy as np

    from article16.evaluation.change import reliable_change
    from article16.evaluation.reliability import alpha
    from article16.evaluation.results import About, Estimand

    who = "men of one programme at their first time"
    about = About(estimand=Estimand(population=who, clock="none", outcome=one.key, informant="client"))
    values, items = _values(instrument, one, sets)
    if len(values) < FEWEST:
        return []
    spread = float(np.std(values, ddof=1))
    reliability = alpha(np.array(items, dtype=float), about=about).estimate
    if reliability is None or not 0 <= reliability < 1 or spread <= 0:
        return []
    limit = reliable_change([0.0], [0.0], spread=spread, reliability=reliability, about=about)[0].details["limit"]
    return [Reference(score=one.key, men=len(values), spread=spread, reliability=reliability, limit=float(limit))]


def _values(
    instrument: Instrument, one: Score, sets: list[tuple[ResponseRow, dict[str, object]]]
) -> tuple[list[float], list[list[float]]]:
    """The score of each man who has it, and his answers turned to one side, open ones as no number."""
    values: list[float] = []
    items: dict[int, list[float]] = defaultdict(list)
    for place, (row, answers) in enumerate(sets):
        scored = score(instrument, answers, informant="client", time=row.time or None).scores.get(one.key)
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
