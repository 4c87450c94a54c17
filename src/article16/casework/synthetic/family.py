"""Whom he or an authority names, what official records say, and the documents of his file."""

import hashlib
from datetime import date, timedelta
from random import Random
from uuid import UUID

from article16.casework.family import models
from article16.casework.family.document_actions import months_later
from article16.casework.family.policy import DELETION_TASK
from article16.casework.tasks.models import Task

from . import names
from .scene import SPAN, Man, Scene, uuid
from .writing import Rows

ORDER, LETTER, REPORT = "court", "letter", "own-report"  # codes of types of document
TITLES = {
    ORDER: ("Judgement with order to take part", "Regional court"),
    LETTER: ("Letter about the first appointment", "Himself"),
    REPORT: ("Report on the first half", ""),
}


def begin() -> dict[str, tuple[UUID, int]]:
    """The types of document that there are: code to id and months kept."""
    rows = models.DocumentKind.objects.filter(code__in=TITLES).values_list("code", "pk", "months")
    return {code: (pk, months) for code, pk, months in rows}


def dress(scene: Scene, men: list[Man], rows: Rows, kinds: dict[str, tuple[UUID, int]]) -> None:
    for man in men:
        rng = scene.chance(man.course.number, "family")
        if man.course.contacted <= SPAN:
            _relatives(scene, man, rows, rng)
        _boxes(scene, man, rows, rng)
        if man.course.decided <= SPAN:
            _records(scene, man, rows, rng)
        if kinds:
            _documents(scene, man, rows, rng, kinds)


def _relatives(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    day = scene.day(man.course.contacted)
    written = {"written_at": scene.at(day, 12, 20), "written_by_id": man.staff.intake}
    ordered = rng.random() < (0.4 if man.course.mandated else 0.15)
    source = rng.choice(["court", "police"]) if ordered else "client"
    rows.add(
        models.Relative(
            id=uuid(rng),
            episode_id=man.episode,
            relation="partner" if rng.random() < 0.45 else "former-partner",
            name=names.partner(rng),
            source=source,
            said_on=day,
            order="in-force" if ordered else rng.choice(["none", "not-asked"]),
            order_until=day + timedelta(days=rng.choice([120, 240, 365])) if ordered else None,
            order_words="No contact, 100 metres." if ordered else "",
            **written,
        )
    )
    for _child in range(rng.choice([1, 1, 2, 3]) if man.course.children else 0):
        rows.add(
            models.Relative(
                id=uuid(rng),
                episode_id=man.episode,
                relation="child",
                name=names.child(rng),
                birth_date=day - timedelta(days=rng.randint(200, 5800)),
                source="client",
                said_on=day,
                order="not-asked",
                **written,
            )
        )


def _boxes(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    """At referral and half-way, for every man."""
    days = [(man.opened, "referral")]
    if man.course.start is not None:
        half = scene.day(man.course.start + man.shift) + timedelta(days=91)
        days += [(half, "review")] if half <= (man.ended or scene.today) else []
    for day, occasion in days:
        rows.add(
            models.BoxRecord(
                id=uuid(rng),
                episode_id=man.episode,
                occasion=occasion,
                written_at=scene.at(day, 9, 50),
                written_by_id=man.staff.intake,
            )
        )


def _records(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    """The police are asked at the decision; the answer comes within some weeks, or still waits."""
    asked = scene.day(man.course.decided)
    answered = asked + timedelta(days=rng.randint(3, 40))
    row = models.RecordsCheck(
        id=uuid(rng),
        episode_id=man.episode,
        source="police",
        agency="Police, records office",
        asked_on=asked,
        period_from=asked - timedelta(days=365),
        period_to=asked,
        expected_by=asked + timedelta(days=28),
        written_at=scene.at(asked, 16),
        written_by_id=man.staff.intake,
    )
    rows.add(row)
    lost = rng.random() < 0.3 and asked > scene.today - timedelta(days=70)
    if answered > scene.today or lost:
        return
    outcome = rng.choices(["incidents", "none", "not-given"], [45, 48, 7])[0]
    answer = models.RecordsAnswer(
        id=uuid(rng),
        episode_id=man.episode,
        check_asked_id=row.id,
        answered_on=answered,
        outcome=outcome,
        written_at=scene.at(answered, 10),
        written_by_id=man.staff.intake,
    )
    row.answered_at = answer.written_at
    rows.add(answer)
    for _entry in range(rng.choice([1, 1, 2]) if outcome == "incidents" else 0):
        rows.add(
            models.RecordedIncident(
                id=uuid(rng),
                answer_id=answer.id,
                on=asked - timedelta(days=rng.randint(1, 364)),
                kind=rng.choice(["call-out", "barring", "charge", "conviction"]),
            )
        )


def _documents(scene: Scene, man: Man, rows: Rows, rng: Random, kinds: dict[str, tuple[UUID, int]]) -> None:
    first = ORDER if man.course.mandated else LETTER
    if man.course.mandated or rng.random() < 0.3:
        _document(scene, man, rows, rng, man.opened, first, kinds)
    if man.course.start is not None and man.course.start + man.shift + 80 <= SPAN:
        _document(scene, man, rows, rng, scene.day(man.course.start + man.shift + 80), REPORT, kinds)


def _document(
    scene: Scene, man: Man, rows: Rows, rng: Random, day: date, code: str, kinds: dict[str, tuple[UUID, int]]
) -> None:
    (title, sender), (kind, months) = TITLES[code], kinds[code]
    content = f"Made-up document for a demonstration.\n{title}: {man.code or 'second passage'}, {day}.\n".encode()
    keep = months_later(day, months)
    row = models.Document(
        id=uuid(rng),
        episode_id=man.episode,
        kind_id=kind,
        title=title,
        received_from=sender,
        received_on=day,
        media="txt",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        keep_until=keep,
        written_at=scene.at(day, 13, 5),
        written_by_id=man.staff.intake,
    )
    rows.add(row)
    gone = keep < scene.today - timedelta(days=10)
    if gone:
        rows.add(
            models.DocumentDeletion(
                document_id=row.id,
                reason="Its time had passed.",
                written_at=scene.at(keep, 8, 30),
                written_by_id=man.staff.manager,
            )
        )
    else:
        rows.add(models.DocumentContent(document_id=row.id, content=content))
    rows.add(
        Task(
            id=uuid(rng),
            kind=DELETION_TASK,
            fact=row.id,
            episode_id=man.episode,
            programme_id=man.staff.programme,
            due=keep,
            role="manager",
            url=f"/clients/{man.client}/documents/{row.id}/delete/",
            written_at=row.written_at,
            written_by_id=man.staff.intake,
            done_at=scene.at(keep, 8, 30) if gone else None,
            done_by_id=man.staff.manager if gone else None,
        )
    )
