"""Groups, their sessions, who sits in them, and every register that was taken, with what absences brought."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.urls import reverse

from article16.casework.groups import models
from article16.casework.groups.standing import Held, Mark, Rules, Step, crossed
from article16.casework.tasks.models import Task
from article16.wall.vocabulary import AlertKind, Severity

from . import messages, texts
from .scene import SPAN, WORLD, ZONE, Circle, Man, Scene, chance, uuid
from .writing import Rows

MARKS = {
    "present": Mark.PRESENT,
    "late": Mark.LATE,
    "left early": Mark.LEFT_EARLY,
    "absent excused": Mark.EXCUSED,
    "absent unexcused": Mark.ABSENT,
    "sent away": Mark.SENT_AWAY,
}
EVENINGS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BEFORE = {"graz": "", "probation": "Probation, ", "prison": "Block B, "}
HOURS = {"graz": time(18, 0), "probation": time(17, 0), "prison": time(14, 0)}
ROOMS = {"graz": "Room 2, first floor", "probation": "Seminar room", "prison": "Group room, block B"}
MINUTES = 120
RULES = Rules()
WHO = {Step.LETTER: "facilitator", Step.REVIEW: "facilitator", Step.EXCLUSION: "manager"}
GRAVITY = {Step.LETTER: Severity.ORDINARY, Step.REVIEW: Severity.HIGH, Step.EXCLUSION: Severity.HIGH}
GENDERS = ("woman", "man")


def dress(scene: Scene, men: list[Man], rows: Rows) -> None:
    """The groups of these men, whole: a group and all its men are always in one portion."""
    by_group: dict[UUID, list[Man]] = {}
    for man in men:
        if man.group:
            by_group.setdefault(man.group.id, []).append(man)
    for those in by_group.values():
        circle = those[0].group
        if circle:
            _group(scene, circle, those, rows)


def _group(scene: Scene, circle: Circle, men: list[Man], rows: Rows) -> None:
    rng = chance(scene.seed, "group", circle.id)
    code, first = circle.staff.code, circle.first
    last = first + timedelta(weeks=WORLD.weeks - 1)
    over = last < scene.today
    written = {"written_at": scene.at(first - timedelta(days=10), 14), "written_by_id": circle.staff.manager}
    rows.add(
        models.Group(
            id=circle.id,
            programme_id=circle.staff.programme,
            name=f"{BEFORE[code]}{EVENINGS[first.weekday()]} group {circle.number + 1}",
            kind="closed",
            capacity=max(WORLD.group_size, len(men)),
            weekday=first.weekday(),
            time=HOURS[code],
            minutes=MINUTES,
            time_zone=str(ZONE),
            where="venue",
            place=ROOMS[code],
            first_day=first,
            planned_sessions=WORLD.weeks,
            planned_hours=Decimal(WORLD.weeks * MINUTES) / 60,
            themes=texts.THEMES,
            ended_on=last if over else None,
            **written,
        )
    )
    for seat, (staff, gender) in enumerate(zip(circle.facilitators, GENDERS, strict=True), 1):
        rows.add(
            models.Facilitator(
                id=uuid(rng),
                group_id=circle.id,
                staff_id=staff,
                seat=seat,
                gender=gender,
                since=first,
                until=last if over else None,
            )
        )
    sessions = _sessions(scene, circle, men, rows, rng)
    for man in men:
        _enrolment(scene, man, rows)
        _registers(scene, man, sessions, rows)


def _sessions(
    scene: Scene, circle: Circle, men: list[Man], rows: Rows, rng: Random
) -> dict[int, tuple[UUID, datetime, bool]]:
    """Number to id, beginning, and whether the register was taken."""
    themes, hour = texts.THEMES.splitlines(), HOURS[circle.staff.code]
    days = [circle.first + timedelta(weeks=n) for n in range(WORLD.weeks)]
    held = [day for day in days if day < scene.today]
    there = {visit.number for man in men for visit in man.course.visits}
    made = {}
    for number, day in enumerate(days, 1):
        starts = scene.at(day, hour.hour, hour.minute)
        missing = circle.left_untaken and bool(held) and day == held[-1]
        taken = day < scene.today and number in there and not missing
        row = models.Session(
            id=uuid(rng),
            group_id=circle.id,
            number=number,
            starts_at=starts,
            minutes=MINUTES,
            theme=themes[(number - 1) % len(themes)],
            planned_day=day,
            taken_at=starts + timedelta(minutes=MINUTES + 12) if taken else None,
            homework_due=number > 1 if taken else None,
        )
        rows.add(row)
        made[number] = (row.id, starts, taken)
        if taken and rng.random() < 0.5:
            rows.add(
                models.Debrief(
                    id=uuid(rng),
                    session_id=row.id,
                    words=rng.choice(texts.DEBRIEFS),
                    written_at=starts + timedelta(minutes=MINUTES + 25),
                    written_by_id=circle.facilitators[number % 2],
                )
            )
    return made


def _enrolment(scene: Scene, man: Man, rows: Rows) -> None:
    circle = man.group
    if circle is None or man.course.decided + 3 > SPAN:
        return  # nobody is in a group before he was found suitable
    left = man.ended and max(man.ended, circle.first)
    rows.add(
        models.Enrolment(
            id=uuid(scene.chance(man.course.number, "enrolment")),
            episode_id=man.episode,
            group_id=circle.id,
            since=circle.first,
            until=left,
            written_at=scene.at(min(circle.first, scene.today) - timedelta(days=2), 10),
            written_by_id=man.staff.intake,
            left_at=scene.at(left, 16) if left else None,
            left_by_id=circle.facilitators[0] if left else None,
            left_why="",
        )
    )


def _registers(scene: Scene, man: Man, sessions: dict[int, tuple[UUID, datetime, bool]], rows: Rows) -> None:
    rng = scene.chance(man.course.number, "registers")
    history: list[Held] = []
    for visit in man.course.visits:
        session, starts, taken = sessions[visit.number]
        day = starts.date()
        if not taken or (man.ended and day > man.ended):
            continue
        mark = MARKS[visit.mark]
        row = _attendance(man, visit.number, visit.minutes, mark, rng)
        row.session_id = session
        row.written_at = starts + timedelta(minutes=MINUTES + 12)
        rows.add(row)
        before = list(history)
        history.append(Held(mark, row.minutes))
        if mark in {Mark.ABSENT, Mark.SENT_AWAY}:
            _steps(scene, man, row, crossed(RULES, before, history), day, rows)
        if row.concern:
            _concern(scene, man, row, day, rows)


def _attendance(man: Man, number: int, minutes: int, mark: Mark, rng: Random) -> models.Attendance:
    there = mark in {Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.SENT_AWAY}
    warm = 1.6 + 0.4 * man.course.motivation + 0.04 * number
    rated = [max(0, min(4, round(rng.gauss(mean, 0.7)))) for mean in (warm + 0.4, warm)]
    key = uuid(rng)
    concern = there and rng.random() < 0.008
    circle = man.group
    return models.Attendance(
        id=key,
        episode_id=man.episode,
        mark=mark,
        minutes=minutes if there else None,
        took_part=rated[0] if there else None,
        accountability=rated[1] if there else None,
        homework=(rng.random() < 0.7) if there and number > 1 else None,
        note=rng.choice(texts.CHECK_IN) if there and rng.random() < 0.15 else "",
        concern=concern,
        concern_words=rng.choice(texts.CONCERNS) if concern else "",
        fact=key,
        written_by_id=circle.facilitators[number % 2] if circle else man.staff.manager,
    )


def _steps(scene: Scene, man: Man, row: models.Attendance, steps: tuple[Step, ...], day: date, rows: Rows) -> None:
    for step in steps:
        _step(scene, man, row, step, day, rows)
    if steps:
        _raised(scene, man, row, AlertKind.MISSED_SESSIONS, GRAVITY[steps[-1]], rows)


def _raised(scene: Scene, man: Man, row: models.Attendance, kind: AlertKind, severity: Severity, rows: Rows) -> None:
    messages.raised(
        scene, man, rows, kind=kind, fact=row.pk, severity=severity, at=row.written_at, by=row.written_by_id
    )


def _step(scene: Scene, man: Man, row: models.Attendance, step: Step, day: date, rows: Rows) -> None:
    """What the rules of attendance ask for; done a few days later, or still open when it happened just now."""
    url = reverse("attendance", args=[man.client])
    words = f"Reached with the session of {day.day} {day:%B %Y}"
    _task(
        scene,
        man,
        f"attendance-{step.value}",
        row,
        WHO[step],
        day + timedelta(days=RULES.answer_days),
        words,
        url,
        rows,
    )


def _concern(scene: Scene, man: Man, row: models.Attendance, day: date, rows: Rows) -> None:
    url = reverse("session-register", args=[row.session_id])
    _task(scene, man, "concern", row, "manager", day, row.concern_words, url, rows)
    _raised(scene, man, row, AlertKind.CONCERN, Severity.HIGH, rows)


def _task(
    scene: Scene, man: Man, kind: str, row: models.Attendance, role: str, due: date, words: str, url: str, rows: Rows
) -> None:
    rng = scene.chance(man.course.number, f"{kind}/{row.pk}")
    done = due - timedelta(days=rng.randint(-1, 4))
    closed = done < scene.today - timedelta(days=1)
    rows.add(
        Task(
            id=uuid(rng),
            kind=kind,
            fact=row.pk,
            episode_id=man.episode,
            programme_id=man.staff.programme,
            due=due,
            role=role,
            words=words,
            url=url,
            written_at=row.written_at,
            written_by_id=row.written_by_id,
            done_at=scene.at(max(done, row.written_at.date()), 21, 30) if closed else None,
            done_by_id=(man.staff.manager if role == "manager" else row.written_by_id) if closed else None,
            done_words="" if kind == "concern" or not closed else "Spoken of with him.",
        )
    )
