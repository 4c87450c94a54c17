"""Interviews, what moves him, suitability and agreement, as intake writes them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from article16.casework.intake import models, programme_actions
from article16.casework.intake.kinds import Topic

from . import texts
from .scene import SPAN, Man, Scene, uuid
from .writing import Rows

WORDS = {
    Topic.VIOLENCE: texts.VIOLENCE,
    Topic.ACKNOWLEDGES: texts.ACKNOWLEDGES,
    Topic.CHILDREN: texts.CHILDREN,
    Topic.RELATIONSHIPS: texts.RELATIONSHIPS,
    Topic.SUBSTANCES: texts.SUBSTANCES,
    Topic.MENTAL_HEALTH: texts.MENTAL_HEALTH,
    Topic.WORK: texts.WORK,
    Topic.HOUSING: texts.HOUSING,
}
OUTCOMES = {"suitable": "suitable", "not yet": "not-yet", "not suitable": "not-suitable", "referred on": "referred-on"}


@dataclass(frozen=True, slots=True)
class Programme:
    """By what one programme judges, and what men sign there."""

    criteria: tuple[tuple[UUID, str], ...]  # id and kind
    contract: UUID
    limits: UUID


def begin(scene: Scene) -> dict[str, Programme]:
    """Each programme's criteria and released texts, from the first day on."""
    at = scene.at(scene.day(0) - timedelta(days=30))
    made = {}
    for code, staff in scene.staff.items():
        where = {"programme": staff.programme, "by": str(staff.manager), "at": at}
        if not models.Criterion.objects.filter(programme=staff.programme).exists():
            programme_actions.begin_with_our_criteria(**where)
        if not models.AgreementText.objects.filter(programme=staff.programme).exists():
            programme_actions.begin_with_our_texts(**where)
            for text in models.AgreementText.objects.filter(programme=staff.programme).values_list("pk", flat=True):
                programme_actions.release_text(text_id=text, **where)
        released = dict(
            models.AgreementText.objects.filter(programme=staff.programme, released_at__isnull=False)
            .order_by("version")
            .values_list("kind", "pk")
        )
        criteria = models.Criterion.objects.filter(programme=staff.programme, until=None).order_by("position")
        made[code] = Programme(tuple(criteria.values_list("pk", "kind")), released["contract"], released["limits"])
    return made


def dress(scene: Scene, men: list[Man], rows: Rows, programmes: dict[str, Programme]) -> None:
    for man in men:
        rng = scene.chance(man.course.number, "intake")
        held = _interviews(scene, man, rows, rng)
        if man.course.decided <= SPAN and man.course.ending != "withdrawn":
            _decision(scene, man, rows, rng, programmes[man.staff.code], held)
        if man.signs:
            _agreement(scene, man, rows, rng, programmes[man.staff.code])


def _interviews(scene: Scene, man: Man, rows: Rows, rng: Random) -> int:
    """Two to four, between the first contact and the decision; the first asks about everything."""
    course = man.course
    if course.ending == "withdrawn":
        return 0
    room = max(course.decided - course.contacted, 1)
    count = min(rng.choice([2, 2, 3, 3, 4]), room)
    days = sorted({course.contacted + (n + 1) * room // count for n in range(count)})
    held = [day for day in days if day <= SPAN]
    for n, number in enumerate(held):
        _interview(scene, man, rows, rng, scene.day(number), n)
    return len(held)


def _interview(scene: Scene, man: Man, rows: Rows, rng: Random, day: date, n: int) -> None:
    written = {"written_at": scene.at(day, 12, 10), "written_by_id": man.staff.intake}
    row = models.Interview(
        id=uuid(rng),
        episode_id=man.episode,
        on=day,
        minutes=rng.choice([45, 50, 60, 75, 90]),
        held_by_id=man.staff.intake if n == 0 else rng.choice(man.staff.facilitators),
        setting=rng.choices(["in-person", "video", "phone"], [88, 8, 4])[0],
        **written,
    )
    rows.add(row)
    for topic in Topic:
        told = rng.random() < (0.95 if topic in {Topic.VIOLENCE, Topic.ACKNOWLEDGES} else 0.8 if n == 0 else 0.35)
        state = "told" if told else rng.choices(["not-asked", "declined"], [9, 1])[0]
        words = _words(man, topic, rng) if told else ""
        rows.add(models.Section(id=uuid(rng), interview_id=row.id, topic=topic, state=state, words=words))
    if n == 0:
        _motivation(man, rows, rng, row, written)


def _words(man: Man, topic: Topic, rng: Random) -> str:
    if topic == Topic.CHILDREN and not man.course.children:
        return "No children."
    if topic == Topic.SUBSTANCES and not man.course.substance:
        return "None, he says."
    if topic == Topic.WORK and man.course.unemployed:
        return texts.WORK[1]
    return rng.choice(WORDS[topic])


def _motivation(man: Man, rows: Rows, rng: Random, interview: models.Interview, written: dict) -> None:
    inside = max(0, min(10, round(5 + 2 * man.course.motivation + rng.gauss(0, 1))))
    outside = max(0, min(10, round((8 if man.course.mandated else 5) + rng.gauss(0, 1.5))))
    rows.add(
        models.Motivation(
            id=uuid(rng),
            episode_id=man.episode,
            on=interview.on,
            occasion="intake",
            fact=interview.id,
            inside_state="told",
            inside=inside,
            inside_words=rng.choice(texts.INSIDE),
            outside_state="told",
            outside=outside,
            outside_words=rng.choice(texts.OUTSIDE),
            **written,
        )
    )


def _decision(scene: Scene, man: Man, rows: Rows, rng: Random, here: Programme, held: int) -> None:
    course, day = man.course, scene.day(man.course.decided)
    outcome = OUTCOMES[course.suitability]
    row = models.Assessment(
        id=uuid(rng),
        episode_id=man.episode,
        on=day,
        outcome=outcome,
        reasons=rng.choice(texts.SUITABLE) if outcome == "suitable" else texts.UNSUITABLE[course.suitability],
        referred_to=rng.choice(texts.REFERRED_TO) if outcome == "referred-on" else "",
        look_again_on=day + timedelta(days=90) if outcome == "not-yet" else None,
        interviews=held,
        written_at=scene.at(day, 15, 20),
        written_by_id=man.staff.manager,
    )
    rows.add(row)
    against = None if outcome == "suitable" else rng.randrange(len(here.criteria))
    for n, (criterion, kind) in enumerate(here.criteria):
        well, badly = ("met", "not-met") if kind == "inclusion" else ("not-met", "met")
        finding = badly if n == against else "not-known" if rng.random() < 0.05 else well
        rows.add(
            models.Judgement(id=uuid(rng), assessment_id=row.id, criterion_id=criterion, finding=finding, words="")
        )


def _agreement(scene: Scene, man: Man, rows: Rows, rng: Random, here: Programme) -> None:
    day = scene.day(man.course.decided + 1)
    rows.add(
        models.Agreement(
            id=uuid(rng),
            episode_id=man.episode,
            on=day,
            contract_id=here.contract,
            limits_id=here.limits,
            how="paper",
            kept_at=f"Cabinet 2, folder {1 + man.course.number % 40}",
            read_out=rng.random() < 0.1,
            written_at=scene.at(day, 10, 45),
            written_by_id=man.staff.intake,
        )
    )
