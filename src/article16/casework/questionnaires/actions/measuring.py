"""How much a score must move to be more than error, measured on the men of each programme. Runs once a day."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.common.questionnaires.measuring import FEWEST, Sets, limits

from ..models import Rating, Reference, Response
from ..queries import instruments, ratings, responses
from ..queries.responses import ResponseRow

LATEST = 500  # men, the latest, are enough for a limit


def measure_all(*, at: datetime) -> int:
    """Every programme and version that was asked; how many limits were found."""
    firsts = Response.objects.filter(asking__wave__in=["T0", "T1"], corrects__isnull=True)
    pairs = firsts.order_by("asking__episode__programme", "fingerprint").values_list(
        "asking__episode__programme", "fingerprint"
    )
    found = sum(measure(programme=programme, fingerprint=one, at=at) for programme, one in pairs.distinct())
    rated = Rating.objects.filter(corrects__isnull=True).order_by("episode__programme", "fingerprint")
    places = rated.values_list("episode__programme", "fingerprint").distinct()
    return found + sum(measure_rated(programme=programme, fingerprint=one, at=at) for programme, one in places)


def measure(*, programme: UUID, fingerprint: str, at: datetime) -> int:
    """The limits of one version in one programme, from men's first answers. Four queries."""
    rows = _firsts(programme, fingerprint)
    answers = responses.answers_of(rows) if len(rows) >= FEWEST else {}
    sets = [(row.time or None, answers[row.id]) for row in rows if row.id in answers]
    return _measured(programme, fingerprint, sets, "client", "men of one programme at their first time", at)


def measure_rated(*, programme: UUID, fingerprint: str, at: datetime) -> int:
    """The same of what staff filled in, from the first time of each man. Four queries."""
    instrument = instruments.by_fingerprint(fingerprint)
    if instrument is None or instruments.for_him(instrument):
        return 0
    firsts: dict[UUID, ratings.RatingRow] = {}
    for row, man in ratings.of_programme(programme, fingerprint):
        firsts.setdefault(man, row)
    rows = list(firsts.values())[-LATEST:]
    answers = ratings.answers_of(rows) if len(rows) >= FEWEST else {}
    sets: list[tuple[str | None, Mapping[str, object]]] = [(None, one) for one in answers.values()]
    who = "men of one programme, as staff first filled it in"
    return _measured(programme, fingerprint, sets, instruments.worker_of(instrument), who, at)


@transaction.atomic
def _measured(programme: UUID, fingerprint: str, sets: Sets, informant: str, who: str, at: datetime) -> int:
    """In the place of the limits before."""
    instrument = instruments.by_fingerprint(fingerprint)
    found: list[Reference] = []
    if instrument is not None and len(sets) >= FEWEST:
        measured = limits(instrument, sets, informant=informant, who=who)
        found = [
            Reference(score=one.score, men=one.people, spread=one.spread, reliability=one.reliability, limit=one.limit)
            for one in measured
        ]
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
