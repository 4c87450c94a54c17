"""How episodes ended and rested, who was told, and the warnings that left then."""

from datetime import date, timedelta
from random import Random

from article16.casework.endings import models
from article16.casework.endings.kinds import SAYS_WHY, EndingKind, MainReason
from article16.casework.endings.mapping import leaves
from article16.casework.warnings.policy import RULES
from article16.wall.vocabulary import AlertKind, Severity

from . import messages
from .scene import Man, Scene, uuid
from .writing import Rows

KINDS = {
    "completed": EndingKind.COMPLETED,
    "dropped out": EndingKind.DROPPED_OUT,
    "excluded": EndingKind.EXCLUDED,
    "custody": EndingKind.CUSTODY,
    "transferred": EndingKind.TRANSFERRED,
    "died": EndingKind.DIED,
    "not suitable": EndingKind.NOT_SUITABLE,
    "withdrawn": EndingKind.WITHDRAWN,
}
REASONS = {
    "planned": "Attended all that the programme asks for. Last conversation held.",
    "work": "Works elsewhere since this month and cannot come at the hours of the group.",
    "distance": "Moved; the way is too long now.",
    "health": "Ill for a long time; letter of his doctor is in the file.",
    "motivation": "Says he sees no use in it. Two letters and a call were not answered.",
    "separation": "Says that with the separation there is no reason to come any more.",
    "absence": "Absent beyond the rules, after letter and review.",
    "behaviour": "Threatened another man of the group; de-selected by the team on the same evening.",
    "offence": "Arrested; the court told us the next day.",
    "other": "Other reasons, as written in the note of this day.",
}
THERE = {"present", "late", "left early"}


def dress(scene: Scene, men: list[Man], rows: Rows) -> None:
    for man in men:
        rng = scene.chance(man.course.number, "endings")
        _rested(scene, man, rows, rng)
        if man.ended:
            _ended(scene, man, man.ended, rows, rng)


def _kind(man: Man) -> EndingKind:
    if man.course.ending == "dropped out" and man.course.start is None:
        return EndingKind.NEVER_STARTED
    return KINDS.get(man.course.ending or "", EndingKind.OTHER)


def _ended(scene: Scene, man: Man, on: date, rows: Rows, rng: Random) -> None:
    kind = _kind(man)
    days = [scene.day(visit.day + man.shift) for visit in man.course.visits if visit.mark in THERE]
    last = max((day for day in days if day <= on), default=None)
    by, at = man.staff.manager, scene.at(on, 17, 30)
    row = models.Ending(
        id=uuid(rng),
        episode_id=man.episode,
        kind=kind,
        last_attended_on=last,
        never_attended=last is None,
        decided_on=on,
        reasons=REASONS[man.course.reason or "other"],
        main_reason=_main_reason(kind, man.course.reason),
        elsewhere="Programme of another province" if kind is EndingKind.TRANSFERRED else "",
        written_at=at,
        written_by_id=by,
    )
    rows.add(row)
    _told(scene, man, row, on, rows, rng)
    alert = leaves(kind, elsewhere=True).alert
    if alert:
        messages.raised(scene, man, rows, kind=alert, fact=row.id, severity=RULES[alert].severity, at=at, by=by)


def _main_reason(kind: EndingKind, reason: str | None) -> str:
    if kind in SAYS_WHY:
        return ""
    return reason if reason in MainReason.values else MainReason.OTHER


def _told(scene: Scene, man: Man, ending: models.Ending, on: date, rows: Rows, rng: Random) -> None:
    whom = ["himself"] if man.course.ending != "died" else []
    if man.course.mandated:
        whom.append(man.course.route if man.course.route in {"court", "probation", "prison"} else "referrer")
    for one in whom:
        day = min(on + timedelta(days=rng.randint(0, 5)), scene.today)
        rows.add(
            models.Told(
                id=uuid(rng),
                ending_id=ending.id,
                whom=one,
                on=day,
                how=rng.choice(["letter", "phone", "spoken"]) if one == "himself" else "letter",
                written_at=scene.at(day, 17, 40),
                written_by_id=man.staff.manager,
            )
        )


def _rested(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    """A few rest for some weeks; those who rest today are still to come back."""
    if man.group is None or man.group.first > scene.today:
        return
    if man.state == "suspended":
        begins, back = scene.today - timedelta(days=rng.randint(1, 5)), None
    elif man.ended and rng.random() < 0.05 and (man.ended - man.group.first).days > 60:
        begins = man.group.first + timedelta(days=rng.randint(20, 40))
        back = begins + timedelta(days=2)
    else:
        return
    by, at = man.staff.manager, scene.at(begins, 12)
    row = models.Suspension(
        id=uuid(rng),
        episode_id=man.episode,
        begins_on=begins,
        until=(back or begins) + timedelta(days=14),
        reason="Came under the influence of alcohol; may come again after a conversation with his doctor.",
        written_at=at,
        written_by_id=by,
    )
    rows.add(row)
    messages.raised(scene, man, rows, kind=AlertKind.SUSPENDED, fact=row.id, severity=Severity.HIGH, at=at, by=by)
    if back:
        rows.add(
            models.Resumption(
                id=uuid(rng),
                episode_id=man.episode,
                suspension_id=row.id,
                on=back,
                reason="Has spoken with his doctor and keeps to what was agreed.",
                written_at=scene.at(back, 12),
                written_by_id=by,
            )
        )
