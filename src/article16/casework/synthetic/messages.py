"""What left for the women's service: the same for every man, and warnings of long ago as already raised."""

from datetime import datetime
from typing import Any
from uuid import UUID

from article16.casework.warnings.models import Raised
from article16.casework.warnings.policy import within
from article16.wall.outbox.actions import post_many
from article16.wall.vocabulary import (
    AlertKind,
    Attendance,
    Course,
    CourseEvent,
    Ending,
    Message,
    Occasion,
    Opened,
    PartnerDetails,
    Person,
    Relation,
    Severity,
    Source,
)

from . import names
from .scene import SPAN, Man, Scene, uuid
from .writing import Rows

WEEKS = 8  # of attendance that is told; what came before says nothing to anybody now
ATTENDED = {
    "present": Attendance.PRESENT,
    "late": Attendance.LATE,
    "left early": Attendance.LEFT_EARLY,
    "absent excused": Attendance.EXCUSED,
    "absent unexcused": Attendance.ABSENT,
    "sent away": Attendance.SENT_AWAY,
}
ENDINGS = {
    "completed": Ending.COMPLETED,
    "dropped out": Ending.DROPPED_OUT,
    "excluded": Ending.EXCLUDED,
    "custody": Ending.PRISON,
    "transferred": Ending.MOVED,
    "not suitable": Ending.NOT_SUITABLE,
    "withdrawn": Ending.NEVER_STARTED,
}


def raised(
    scene: Scene, man: Man, rows: Rows, *, kind: AlertKind, fact: UUID, severity: Severity, at: datetime, by: UUID
) -> None:
    """A warning of the past. What happened since yesterday is left to the rules, which warn of it in earnest."""
    if (scene.today - at.date()).days < 2:
        return
    rows.add(
        Raised(
            id=uuid(scene.chance(man.course.number, f"{kind}/{fact}")),
            kind=kind.value,
            fact=fact,
            episode_id=man.episode,
            severity=severity.value,
            source=Source.STAFF.value,
            raised_at=at,
            due=at + within(kind, severity),
            zone=man.staff.zone,
            by=str(by),
        )
    )


def post(scene: Scene, men: list[Man], *, at: datetime) -> int:
    """Each man's messages in their order. Inside a transaction; how many they were."""
    found = [one for man in men for one in _of(scene, man)]
    post_many(zone="support", messages=found, at=at)
    return len(found)


def _of(scene: Scene, man: Man) -> list[Message]:
    rng = scene.chance(man.course.number, "messages")
    to: dict[str, Any] = {"mailbox": man.mailbox, "programme": man.staff.code}
    found: list[Message] = [Opened(**to, on=man.opened), _box(scene, man)]
    course = man.course
    if course.start is not None and man.group and man.group.first <= scene.today:
        found.append(Course(**to, fact=uuid(rng), event=CourseEvent.STARTED, on=man.group.first))
        for visit in course.visits:
            day = visit.day + man.shift
            if SPAN - 7 * WEEKS <= day < SPAN and (man.ended is None or scene.day(day) <= man.ended):
                told: dict[str, Any] = {"attendance": ATTENDED[visit.mark], "session": visit.number}
                found.append(Course(**to, fact=uuid(rng), event=CourseEvent.ATTENDANCE, on=scene.day(day), **told))
    if man.ended and course.ending == "died":
        found.append(Course(**to, fact=uuid(rng), event=CourseEvent.DIED, on=man.ended))
    elif man.ended:
        ending = Ending.NEVER_STARTED if course.start is None and course.ending == "dropped out" else None
        how = ending or ENDINGS.get(course.ending or "", Ending.OTHER)
        found.append(Course(**to, fact=uuid(rng), event=CourseEvent.ENDED, on=man.ended, ending=how))
    return found


def _box(scene: Scene, man: Man) -> PartnerDetails:
    """What was put into the box for her service: for some men a name, for some nothing, always of one size."""
    rng = scene.chance(man.course.number, "box")
    people: tuple[Person, ...] = ()
    if man.course.partner_contact:
        people = (Person(relation=Relation.PARTNER, name=f"{names.partner(rng)} (made up)"),)
    return PartnerDetails(
        mailbox=man.mailbox,
        programme=man.staff.code,
        occasion=Occasion.REFERRAL,
        written_at=scene.at(man.opened, 9, 50),
        people=people,
        words="Made up for a demonstration." if people else "",
    )
