"""The study in tests: an evaluator who holds its key and no other, and messages as casework sends them."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from tests.service import make_person
from tests.support.holding import give_key

EPOCH = "0f" * 16
REFERRED = date(2026, 3, 2)
_numbers = count(1)


def give_study(cast: Any, settings: Any, name: str = "Eva Counts") -> Any:
    """An evaluator with the study key; the first one makes it. Nobody else can open what is sealed to it."""
    from article16.support.keys.actions.founding import begin_generation, give
    from article16.support.keys.models import Generation, WorkerKey
    from article16.support.keys.rings import Ring
    from article16.wall.box.opening import make_key_pair

    at = timezone.now()
    eva = make_person(name, "evaluator", cast.graz, at=at)
    opened = give_key(eva, settings)
    of = Generation.objects.filter(ring=Ring.STUDY).first()
    pair = make_key_pair(Ring.STUDY)
    if of is None:
        of = begin_generation(Ring.STUDY, pair, at=at)
    give(pair, of=of, to=WorkerKey.objects.get(pk=opened.key), by=eva.pk, at=at)
    return eva, opened


def arrive(*messages: Any) -> None:
    """These messages came through the wall, and nobody has opened them."""
    from article16.support.keys import zone
    from article16.wall import wire
    from article16.wall.box.sealing import seal
    from article16.wall.header import encode_header, header_for, seal_context
    from article16.wall.inbox.models import ReceivedMessage
    from article16.wall.vocabulary import encode

    pin, at = zone.pin(), timezone.now()
    for message in messages:
        number = next(_numbers)
        told = header_for(message, zone=pin.zone, generation=pin.generation, epoch=EPOCH, sequence=number)
        header = encode_header(told)
        sealed = seal(encode(message), to=pin, context=seal_context(header), size=message.padded_to)
        ReceivedMessage.objects.create(
            zone=pin.zone, generation=pin.generation, epoch=EPOCH, sequence=number, type=type(message).__name__,
            header=header, sealed=sealed, sha256=wire.Packet(header, sealed).sha256, arrived_at=at, received_at=at,
            checked=True,
        )  # fmt: skip


def opened_message(man: UUID, on: date = REFERRED) -> Any:
    from article16.wall.vocabulary import Opened

    return Opened(mailbox=man, programme="graz", on=on)


def recorded(man: UUID, table: str, *, day: int = 0, wave: str = "", instrument: str = "", **values: str) -> Any:
    """A row of study data; a dot in a name is written as two underscores."""
    from article16.wall.vocabulary import StudyRecord, StudyTable, StudyValue, Wave

    said = tuple(StudyValue(item=name.replace("__", "."), value=value) for name, value in values.items())
    return StudyRecord(
        mailbox=man, programme="graz", fact=uuid4(), table=StudyTable(table), wave=Wave(wave) if wave else None,
        day=day, instrument=instrument or None, instrument_version="1.0.0" if instrument else None, values=said,
    )  # fmt: skip


def rows_of(found: Any) -> list[Any]:
    """Every row that this evaluator can open, the earliest first."""
    from article16.support.outcomes.queries.rows import opened_rows

    return [one.row for one in opened_rows(found)]


__all__ = ["REFERRED", "arrive", "give_study", "opened_message", "recorded", "rows_of"]


def programme_of(men: int, *, waves: tuple[str, ...] = ("T0", "T1", "T2", "T3", "T4"), hers: bool = True) -> list[Any]:
    """Rows of made-up men and women: referred, some ending early, answering every other time. No chance in it."""
    from datetime import timedelta

    from article16.instruments import library
    from article16.support.outcomes.rows import StudyRow

    five = library.load("who5")
    asked = {"instrument": "who5", "version": five.version, "fingerprint": five.fingerprint}
    rows: list[Any] = []
    for number in range(men):
        man, woman = UUID(int=(number << 64) | (4 << 76) | (2 << 62)), UUID(int=(number << 64) | (4 << 76) | (3 << 62))
        came = REFERRED + timedelta(number)
        stopped = number % 3 == 0
        rows.append(StudyRow(table="course", man=man, on=came, values=(("event", "opened"), ("value", "graz"))))
        case = {
            "programme": "graz", "passage": "1", "route": "court" if number % 2 else "self", "mandate": "mandated",
            "day_contact": "3", "day_decision": "9", "day_start": "14", "suitability": "suitable",
            "ending": "dropped out" if stopped else "completed", "day_last_attendance": "80" if stopped else "200",
            "day_ending": "90" if stopped else "210",
        }  # fmt: skip
        rows.append(StudyRow(table="cases", man=man, episode=f"e{number}", values=tuple(case.items())))
        seen = (("sessions_planned", "26"), ("sessions_offered", "20"), ("sessions_attended", str(8 + number % 12)))
        rows.append(StudyRow(table="exposure", man=man, key="group", values=seen))
        for place, wave in enumerate(waves):
            for informant, who in (("client", None), ("partner", woman)) if hers else (("client", None),):
                answers = tuple((f"who5_{one}", str((number + place + one) % 6)) for one in range(1, 6))
                silent = (number + place) % 4 == 0
                rows.append(
                    StudyRow(
                        table="responses", man=man, woman=who, informant=informant, wave=wave, day=place * 50,
                        status="not reached" if silent else "answered", values=() if silent else answers, **asked,
                    )
                )  # fmt: skip
    return rows
