"""The men, their episodes and referrals, as the actions of that room write them."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from article16.casework.clients import models, names

from . import texts
from .scene import Man, Scene, uuid
from .writing import Rows

PATHS = {"court": "after-prosecution", "probation": "after-prosecution", "prison": "after-prosecution"}
PATHS |= {"police": "without-prosecution"}
SENDERS = {
    "self": "himself",
    "partner": "himself",
    "health": "health",
    "child protection": "child-protection",
    "other programme": "programme",
}
ANSWER_WITHIN = 7  # days from a referral to the answer that was promised


def agencies(scene: Scene) -> dict[str, dict[str, UUID]]:
    """Programme code to kind of agency to its id. Made once."""
    found: dict[str, dict[str, UUID]] = {}
    for code, staff in scene.staff.items():
        for name, kind in texts.AGENCIES[code]:
            values = {"kind": kind, "contact": "Made up; nobody answers there.", "written_at": scene.at(scene.day(0))}
            row, _new = models.Agency.objects.get_or_create(
                name=name, defaults={**values, "written_by_id": staff.manager}
            )
            found.setdefault(code, {})[kind] = row.pk
    return found


def dress(scene: Scene, men: list[Man], rows: Rows, offices: dict[str, dict[str, UUID]]) -> None:
    for man in men:
        rng = scene.chance(man.course.number, "clients")
        if man.first:
            _person(scene, man, rows)
        rows.add(
            models.Episode(
                id=man.episode,
                client_id=man.client,
                programme_id=man.staff.programme,
                number=man.number,
                opened_on=man.opened,
                state=man.state,
                ended_on=man.ended,
                intake_done_at=scene.at(scene.day(man.course.decided + 1), 10, 45) if man.signs else None,
            )
        )
        _referral(scene, man, rows)
        _facts(scene, man, rows, rng, offices[man.staff.code])
        _orders(scene, man, rows, rng)
        _deadlines(scene, man, rows, rng)


def _person(scene: Scene, man: Man, rows: Rows) -> None:
    at = scene.at(man.opened, 9, 30)
    rows.add(
        models.Client(
            id=man.client, code=man.code, name=man.name, birth_date=man.born, mailbox=man.mailbox, created_at=at
        )
    )
    for part in names.parts(man.name):
        rows.add(models.NamePart(client_id=man.client, part=part))


def steps(man: Man) -> list[tuple[str, int]]:
    """What became of the referral, with the day of the simulation."""
    course = man.course
    found = [("received", course.referred), ("contacted", course.contacted)]
    seen = min(course.contacted + 4, course.decided)
    if course.start is not None:
        found += [("seen", seen), ("waiting", course.decided), ("taken-up", course.start + man.shift)]
    elif course.ending == "withdrawn":
        found.append(("withdrawn", course.ended or course.decided))
    elif course.ending == "not suitable":
        found += [("seen", seen), ("declined", course.ended or course.decided)]
    return found


def _referral(scene: Scene, man: Man, rows: Rows) -> None:
    done = [(status, scene.day(day)) for status, day in steps(man) if scene.day(day) <= scene.today]
    status, status_on = done[-1]
    contacted = next((day for status, day in done if status == "contacted"), None)
    appointment = scene.today + timedelta(days=3 + man.course.number % 5) if status == "contacted" else None
    rows.add(
        models.Referral(
            episode_id=man.episode,
            received_on=man.opened,
            contacted_on=contacted,
            status=status,
            status_on=status_on,
            appointment_on=appointment,
        )
    )
    for n, (status, day) in enumerate(done):
        rows.add(
            models.ReferralStep(
                id=uuid(scene.chance(man.course.number, f"step{n}")),
                episode_id=man.episode,
                status=status,
                on=day,
                appointment_on=appointment if status == "contacted" else None,
                reason="He called and does not wish to come." if status == "withdrawn" else "",
                written_at=scene.at(day, 11, 5 * n),
                written_by_id=man.staff.intake,
            )
        )


def _facts(scene: Scene, man: Man, rows: Rows, rng: Random, offices: dict[str, UUID]) -> None:
    course = man.course
    sender = SENDERS.get(course.route, course.route)
    agency = offices.get(sender) or (offices.get("court") if course.mandated else None)
    reference = f"{rng.randint(1, 40)} Hv {rng.randint(1, 180)}/{man.opened:%y}" if course.mandated else ""
    foreign = man.language not in {"German", "Bosnian, Croatian, Serbian"} and rng.random() < 0.3
    needs = rng.random() < 0.12
    rows.add(
        models.ReferralFacts(
            id=uuid(rng),
            episode_id=man.episode,
            path=PATHS.get(course.route, "voluntary"),
            sender=sender,
            own_reason=_own_reason(course.route, rng),
            mandate=_mandate(course.mandated, course.setting, course.route),
            mandate_text=rng.choice(texts.MANDATES) if course.mandated else "",
            sessions_ordered=course.planned if course.mandated else None,
            hours_ordered=course.planned * 2 if course.mandated else None,
            agency_id=agency,
            agency_reference=reference,
            reference_key=names.key(reference),
            referred_by=rng.choice(texts.REFERRERS) if agency else "",
            referrer_contact="",
            language=man.language,
            interpreter="yes" if foreign else "no",
            reading=rng.choices(["well", "with-help", "not", "not-asked"], [80, 10, 2, 8])[0],
            needs="yes" if needs else "no",
            needs_words=rng.choice(texts.NEEDS) if needs else "",
            written_at=scene.at(man.opened, 9, 30),
            written_by_id=man.staff.intake,
        )
    )


def _own_reason(route: str, rng: Random) -> str:
    if route == "partner":
        return "ultimatum"
    return rng.choice(["crisis", "ultimatum", "children", "change"]) if route == "self" else ""


def _mandate(ordered: bool, setting: str, route: str) -> str:
    if not ordered:
        return "condition-of-dropping" if route == "police" else "none"
    return "condition-of-release" if setting == "prison" else "order"


def _orders(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    if rng.random() > (0.45 if man.course.mandated else 0.2):
        return
    begins = man.opened - timedelta(days=rng.randint(10, 90))
    rows.add(
        models.Order(
            id=uuid(rng),
            episode_id=man.episode,
            kind=rng.choice(["protection", "no-contact", "barring", "bail"]),
            begins=begins,
            ends=begins + timedelta(days=rng.choice([180, 365, 730])),
            source=rng.choice(["court", "police", "client"]),
            words="",
            written_at=scene.at(man.opened, 9, 40),
            written_by_id=man.staff.intake,
        )
    )


def _deadlines(scene: Scene, man: Man, rows: Rows, rng: Random) -> None:
    """Whoever sent him gets an answer; a court has a day of its own, and a report half-way."""
    _deadline(
        scene, man, rows, rng, "answer", man.opened + timedelta(days=ANSWER_WITHIN), scene.day(man.course.contacted)
    )
    if man.course.mandated:
        hearing = man.opened + timedelta(days=rng.randint(60, 260))
        _deadline(scene, man, rows, rng, "hearing", hearing, hearing)
    if man.course.mandated and man.course.start is not None:
        report = scene.day(man.course.start) + timedelta(days=91)
        _deadline(scene, man, rows, rng, "report", report, report - timedelta(days=rng.randint(0, 9)))


def _deadline(scene: Scene, man: Man, rows: Rows, rng: Random, kind: str, due: date, done: date) -> None:
    closed = man.ended is not None and man.ended < due
    when = min(done, man.ended) if closed and man.ended else done
    is_done = when <= scene.today
    rows.add(
        models.Deadline(
            id=uuid(rng),
            episode_id=man.episode,
            kind=kind,
            due=due,
            words="",
            done_at=scene.at(when, 15) if is_done else None,
            done_by_id=man.staff.intake if is_done else None,
            done_words=("No longer needed: his episode has ended." if closed else "") if is_done else "",
            written_at=scene.at(man.opened, 9, 45),
            written_by_id=man.staff.intake,
        )
    )
