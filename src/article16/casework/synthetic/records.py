"""Reviews, sessions with one man alone, contacts and notes, as they come up on his way."""

from datetime import date, time, timedelta
from random import Random

from django.urls import reverse

from article16.casework.intake.models import Motivation
from article16.casework.records import models
from article16.casework.records.kinds import LookedAt
from article16.casework.records.policy import PLAN
from article16.casework.tasks.models import Task

from . import texts
from .scene import SPAN, Man, Scene, uuid
from .writing import Rows

REVIEW_WEEKS = 8
AGENCY_WORDS = ("Asked whether he comes regularly. Answered in writing.", "Told that the next hearing was moved.")


def begin(scene: Scene) -> None:
    """How often each programme reviews."""
    for staff in scene.staff.values():
        models.ReviewInterval.objects.get_or_create(
            programme_id=staff.programme,
            weeks=REVIEW_WEEKS,
            active_from=scene.day(0),
            defaults={"written_at": scene.at(scene.day(0)), "written_by_id": staff.manager},
        )


def dress(scene: Scene, men: list[Man], rows: Rows) -> None:
    for man in men:
        rng = scene.chance(man.course.number, "records")
        _notes(scene, man, rows, rng)
        if man.course.start is not None and man.course.start + man.shift <= SPAN:
            _reviews(scene, man, rows, rng)
            _alone(scene, man, rows, rng)


def _reviews(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    """Every eight weeks while he is in the programme; the next one is due, or a few days late."""
    began = scene.day((man.course.start or 0) + man.shift)
    end = man.ended or scene.today
    due, planned = began + timedelta(weeks=REVIEW_WEEKS), began
    while due <= end - timedelta(days=6):
        on = due + timedelta(days=rng.randint(-2, 5))
        on = min(on, end)
        _held(scene, man, rows, rng, planned, due, on)
        planned, due = on, on + timedelta(weeks=REVIEW_WEEKS)
    ended = man.ended is not None
    rows.add(
        models.Review(
            id=uuid(rng),
            episode_id=man.episode,
            programme_id=man.staff.programme,
            due_on=due,
            written_at=scene.at(planned, 17),
            written_by_id=man.staff.facilitators[0],
            settled_at=scene.at(end, 17) if ended else None,
            settled="closed" if ended else "",
        )
    )


def _held(scene: Scene, man: Man, rows: Rows, rng: Random, planned: date, due: date, on: date) -> None:
    by, at = rng.choice(man.staff.facilitators), scene.at(on, 16, 40)
    review = models.Review(
        id=uuid(rng),
        episode_id=man.episode,
        programme_id=man.staff.programme,
        due_on=due,
        written_at=scene.at(planned, 17),
        written_by_id=by,
        settled_at=at,
        settled="held",
    )
    held = models.ReviewHeld(
        id=uuid(rng),
        episode_id=man.episode,
        on=on,
        review_id=review.id,
        held_by_id=by,
        looked_at=[one.value for one in LookedAt if rng.random() < 0.7] or [LookedAt.ATTENDANCE.value],
        words=rng.choice(texts.REVIEWS),
        goals="",
        next_on=on + timedelta(weeks=REVIEW_WEEKS),
        written_at=at,
        written_by_id=by,
    )
    rows.add(review)
    rows.add(held)
    weeks = (on - man.opened).days / 7
    inside = max(0, min(10, round(5 + 2 * man.course.motivation + weeks / 20 + rng.gauss(0, 1))))
    outside = max(0, min(10, round((8 if man.course.mandated else 5) - weeks / 30 + rng.gauss(0, 1))))
    rows.add(
        Motivation(
            id=uuid(rng),
            episode_id=man.episode,
            on=on,
            occasion="review",
            fact=held.id,
            inside_state="told",
            inside=inside,
            inside_words=rng.choice(texts.INSIDE),
            outside_state="told",
            outside=outside,
            outside_words=rng.choice(texts.OUTSIDE),
            written_at=at,
            written_by_id=by,
        )
    )


def _alone(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    began, end = scene.day((man.course.start or 0) + man.shift), man.ended or scene.today
    for _session in range(rng.choice([0, 0, 1, 2])):
        on = began + timedelta(days=rng.randint(5, 180))
        if on <= end:
            _one_alone(scene, man, rows, rng, on)
    if man.ended is None and rng.random() < 0.25:
        on = scene.today + timedelta(days=rng.randint(-1, 12))
        rows.add(_planned(scene, man, rng, on, None))


def _planned(scene: Scene, man: Man, rng: Random, on: date, settled: date | None) -> models.IndividualSession:
    return models.IndividualSession(
        id=uuid(rng),
        episode_id=man.episode,
        programme_id=man.staff.programme,
        due_on=on,
        starts_at=time(rng.choice([9, 10, 11, 15]), 0),
        theme="Time out" if rng.random() < 0.5 else "",
        written_at=scene.at(min(on, scene.today) - timedelta(days=4), 18),
        written_by_id=man.staff.facilitators[0],
        settled_at=scene.at(settled, 18, 5) if settled else None,
    )


def _one_alone(scene: Scene, man: Man, rows: Rows, rng: Random, on: date) -> None:
    planned = _planned(scene, man, rng, on, on)
    rows.add(planned)
    happened = rng.choices(["held", "not-attended", "cancelled"], [85, 10, 5])[0]
    held, by = happened == "held", rng.choice(man.staff.facilitators)
    rows.add(
        models.SessionOutcome(
            id=uuid(rng),
            episode_id=man.episode,
            on=on,
            session_id=planned.id,
            happened=happened,
            minutes=rng.choice([45, 50, 60]) if held else None,
            theme=planned.theme,
            notes=rng.choice(texts.INDIVIDUAL) if held else "",
            held_by_id=by if held else None,
            written_at=scene.at(on, 18, 5),
            written_by_id=by,
        )
    )


def _notes(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    end = man.ended or scene.today
    span = (end - man.opened).days
    if man.course.contacted <= SPAN:
        _note(scene, man, rows, rng, scene.day(man.course.contacted), "fact")
    for _each in range(min(rng.choice([0, 1, 1, 2, 3, 4]), span // 20)):
        on = man.opened + timedelta(days=rng.randint(1, span))
        _note(scene, man, rows, rng, on, rng.choices(["fact", "observation", "plan"], [5, 3, 2])[0])


def _note(scene: Scene, man: Man, rows: Rows, rng: Random, on: date, kind: str) -> None:
    by = man.staff.intake if kind == "fact" else rng.choice(man.staff.facilitators)
    agency = kind == "fact" and man.course.mandated and rng.random() < 0.25
    row = models.Note(
        id=uuid(rng),
        episode_id=man.episode,
        on=on,
        kind=kind,
        channel="none" if kind != "fact" else rng.choice(["phone", "phone", "letter", "in-person"]),
        with_whom="agency" if agency else "him" if kind == "fact" else "nobody",
        agency="Probation service, office 2" if agency else "",
        happened_at=time(rng.randint(9, 16), rng.choice([5, 10, 20, 40])) if kind == "fact" else None,
        words=rng.choice(AGENCY_WORDS if agency else texts.NOTES[kind]),
        due_on=on + timedelta(days=rng.randint(4, 20)) if kind == "plan" else None,
        written_at=scene.at(on, 17, 15),
        written_by_id=by,
    )
    rows.add(row)
    if row.due_on:
        _task(scene, man, rows, rng, row)


def _task(scene: Scene, man: Man, rows: Rows, rng: Random, note: models.Note) -> None:
    due = note.due_on or note.on
    done = due <= scene.today - timedelta(days=3)
    rows.add(
        Task(
            id=uuid(rng),
            kind=PLAN,
            fact=note.id,
            episode_id=man.episode,
            programme_id=man.staff.programme,
            due=due,
            role="facilitator",
            words=note.words,
            url=reverse("note", args=[note.id]),
            written_at=note.written_at,
            written_by_id=note.written_by_id,
            done_at=scene.at(due, 18, 20) if done else None,
            done_by_id=note.written_by_id if done else None,
        )
    )
