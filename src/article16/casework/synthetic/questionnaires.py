"""Questionnaires at their times: answered, or why not. Planned by the room's own planner from what happened."""

from datetime import date, datetime
from random import Random
from typing import Any

from article16.casework.questionnaires import models
from article16.casework.questionnaires.actions import planning
from article16.casework.questionnaires.actions.authoring import keep_definition
from article16.casework.questionnaires.queries import instruments
from article16.casework.questionnaires.schedule import asked_as
from article16.common.questionnaires.encoding import encoded
from article16.common.questionnaires.parts import settled
from article16.instruments.answers import Refused, check
from article16.instruments.definition import Instrument
from article16.instruments.items import Kind
from article16.instruments.missing import Missing

from .scene import Man, Scene, chance, uuid
from .writing import Rows

AT_ONCE = 500  # men planned in one go
SETS = 16  # different sets of answers for each time; who gave which is drawn
REASONS = ("not-reached", "did-not-come", "did-not-want", "unwell")
CLIENT = "client"
RISK = "risk_register"  # filled in by his facilitator when he begins


class Answers:
    """Whole sets of answers for each time of an instrument, made once because following its paths takes time."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._sets: dict[tuple[str, str], list[dict[str, str]]] = {}

    def one(self, instrument: Instrument, time: str, rng: Random, *, informant: str = CLIENT) -> dict[str, str]:
        key = (instrument.fingerprint, time)
        if key not in self._sets:
            made = [_set(instrument, time, informant, chance(self._seed, *key, n)) for n in range(SETS)]
            self._sets[key] = [one for one in made if one]
        return rng.choice(self._sets[key]) if self._sets[key] else {}


def _set(instrument: Instrument, time: str, informant: str, rng: Random) -> dict[str, str]:
    """Answers to the questions with single choices, the lower ones more often; the rest was left open."""
    when = time or None
    given: dict[str, Any] = {}
    for item in instrument.items:
        if item.kind is Kind.SINGLE and not item.repeat and item.is_asked_of(informant, when) and rng.random() < 0.97:
            codes = item.codes
            given[item.key] = codes[min(int(rng.expovariate(1.1)), len(codes) - 1)]
    done = settled(instrument, given, informant=informant, time=when)
    try:
        check(instrument, done, informant=informant, time=when)
    except Refused:
        return {}
    return encoded(done) | {key: one.value for key, one in done.items() if one is Missing.NOT_REACHED}


def dress(scene: Scene, men: list[Man], rows: Rows, answers: Answers, *, at: datetime, whole: bool) -> None:
    """After everything else of these men is written, because the times follow from it. `whole`: with every answer."""
    by_episode = {man.episode: man for man in men}
    ids, rated = list(by_episode), set()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        planning.replan(episodes=some, by="", at=at)
        due = models.Asking.objects.filter(episode__in=some, due_on__lte=scene.today, ended="", done_at=None)
        for asking in due.order_by("pk"):
            man = by_episode[asking.episode_id]
            _became(scene, man, asking, rows, answers, whole=whole)
            if asking.wave == "T1" and whole and man.episode not in rated:
                rated.add(man.episode)
                _rated(scene, man, asking.due_on or scene.today, rows, answers)
    done = rows.take(models.Asking)
    rows.write()
    models.Asking.objects.bulk_update(done, ["done_at", "explained_at"], batch_size=AT_ONCE)


def _became(scene: Scene, man: Man, asking: models.Asking, rows: Rows, answers: Answers, *, whole: bool) -> None:
    rng = scene.chance(man.course.number, f"asking/{asking.wave}/{asking.instrument}")
    found = [one for one in man.course.interviews if one.time == asking.wave and one.informant == CLIENT]
    answered = not found or found[0].status == "answered"
    on = asking.due_on or scene.today
    if answered and on < scene.today:
        _answered(scene, man, asking, on, rows, answers.one if whole else None, rng)
    elif not answered and (scene.today - on).days > 3:
        said = models.NotAnswered(
            id=uuid(rng),
            asking_id=asking.pk,
            reason=rng.choice(REASONS),
            written_at=scene.at(on, 19),
            written_by_id=rng.choice(man.staff.facilitators),
        )
        rows.add(said)
        asking.explained_at = said.written_at
        rows.add(asking)


def _answered(scene: Scene, man: Man, asking: models.Asking, on: date, rows: Rows, draw: Any, rng: Random) -> None:
    instrument = instruments.of_library(asking.instrument)
    if instrument is None:
        return
    time, at = asked_as(asking.wave) if instrument.times else "", scene.at(on, 17, rng.randint(5, 50))
    response = models.Response(
        id=uuid(rng),
        asking_id=asking.pk,
        instrument=instrument.id,
        version=instrument.version,
        fingerprint=instrument.fingerprint,
        informant=CLIENT,
        time=time,
        language="en",
        mode="self",
        begun_at=scene.at(on, 16, 40),
        answered_at=at,
        on=on,
    )
    rows.add(response)
    for key, text in (draw(instrument, time, rng) if draw else {}).items():
        rows.add(models.Answer(response_id=response.id, key=key, value=text))
    asking.done_at = at
    rows.add(asking)


def _rated(scene: Scene, man: Man, on: date, rows: Rows, answers: Answers) -> None:
    """What one of his facilitators knows of him when he begins. Long past, so that it makes no task."""
    instrument, rng = instruments.of_library(RISK), scene.chance(man.course.number, "rating")
    if instrument is None or on >= scene.today:
        return
    informant = instruments.worker_of(instrument)
    rating = models.Rating(
        id=uuid(rng),
        episode_id=man.episode,
        instrument=instrument.id,
        version=instrument.version,
        fingerprint=instrument.fingerprint,
        informant=informant,
        language="en",
        answers=answers.one(instrument, "", rng, informant=informant),
        begun_at=scene.at(on, 18),
        rated_at=scene.at(on, 18, rng.randint(10, 40)),
        on=on,
        written_by_id=rng.choice(man.staff.facilitators),
    )
    rows.add(rating)


def begin(scene: Scene) -> Answers:
    """Each programme's instruments are kept as they are asked, and what staff fill in."""
    at = scene.at(scene.day(0))
    if risk := instruments.of_library(RISK):
        keep_definition(risk, at=at)
    for choice in instruments.choice_of(frozenset(one.programme for one in scene.staff.values())).values():
        for name in choice:
            found = instruments.of_library(name)
            if found:
                keep_definition(found, at=at)
    return Answers(scene.seed)
