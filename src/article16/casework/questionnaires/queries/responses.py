"""What was answered: raw rows as answers again, and scores made from them anew."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from article16.common.questionnaires.encoding import read_text
from article16.instruments.definition import Instrument
from article16.instruments.scoring import Result, score

from ..models import Answer, Response
from ..schedule import ordered
from . import instruments

COLUMNS = (
    *("pk", "asking", "asking__wave", "asking__episode", "instrument", "version", "fingerprint", "informant", "time"),
    *("language", "mode", "answered_at", "on", "written_by__name", "checked_by__name", "corrects", "reason"),
)


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One set of answers, without the answers."""

    id: UUID
    asking: UUID
    wave: str
    episode: UUID
    instrument: str
    version: str
    fingerprint: str
    informant: str
    time: str
    language: str
    mode: str
    answered_at: datetime
    on: date
    written_by: str | None
    checked_by: str | None
    corrects: UUID | None
    reason: str


def standing() -> QuerySet[Response]:
    """Sets of answers that no later one corrects."""
    return Response.objects.filter(~Exists(Response.objects.filter(corrects=OuterRef("pk"))))


def of_asking(asking_id: UUID) -> list[ResponseRow]:
    """Every version of the answers, the one that holds first. One query."""
    rows = Response.objects.filter(asking=asking_id).order_by("-answered_at", "-pk")
    found = [ResponseRow(*row) for row in rows.values_list(*COLUMNS)]
    corrected = {row.corrects for row in found}
    return sorted(found, key=lambda row: row.id in corrected)


def of_episode(episode_id: UUID, instrument: str) -> list[ResponseRow]:
    """The answers that hold, to this instrument at every time, in the order of times. One query."""
    rows = standing().filter(asking__episode=episode_id, instrument=instrument).order_by("answered_at")
    found = [ResponseRow(*row) for row in rows.values_list(*COLUMNS)]
    places = {wave: place for place, wave in enumerate(ordered(row.wave for row in found))}
    return sorted(found, key=lambda row: places[row.wave])


def answers_of(rows: list[ResponseRow]) -> dict[UUID, dict[str, object]]:
    """The answers of each of these sets. One query, and at most one for each version that was asked."""
    texts: dict[UUID, dict[str, str]] = {row.id: {} for row in rows}
    for response, key, value in Answer.objects.filter(response__in=list(texts)).values_list("response", "key", "value"):
        texts[response][key] = value
    found: dict[UUID, dict[str, object]] = {}
    for row in rows:
        instrument = instruments.by_fingerprint(row.fingerprint)
        if instrument is not None:
            found[row.id] = _answers(instrument, texts[row.id])
    return found


def _answers(instrument: Instrument, texts: dict[str, str]) -> dict[str, object]:
    known = ((key, instrument.by_key.get(key.partition(".")[0]), text) for key, text in texts.items())
    return {key: read_text(item, text) for key, item, text in known if item is not None}


def result_of(row: ResponseRow, answers: dict[str, object]) -> Result | None:
    """Scores of one set, by the version that was asked."""
    instrument = instruments.by_fingerprint(row.fingerprint)
    if instrument is None:
        return None
    return score(instrument, answers, informant=row.informant, time=row.time or None)
