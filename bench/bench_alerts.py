"""Warnings: from the fact to support's inbox, the duty desk with 500 of them, and the reconciler over every episode."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

from bench import people
from bench.figures import Figure, at_most, figure
from bench.home import ROOT, Home, home
from bench.suites import Extent

REGISTERS, MEN_IN_ONE = 50, 12
CROSS_LIMIT = 1_000.0  # ms at p99, from the commit of the fact to the receipt of the inbox
DESK, DESK_LIMIT = 500, 20.0  # warnings; ms of processor time
EPISODES, RECONCILE_LIMIT = 100_000, 60.0  # seconds


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        yield desk(here, database, extent)
        people.begin(here.environment, "casework")
        yield from crossing(here, database, extent)
        yield reconciling(database, extent)


def desk(here: Home, database: str, extent: Extent) -> Figure:
    """The page of a locked worker, its reading recorded under the seal."""
    command = [sys.executable, "-m", "bench.desk", str(extent.times(DESK)), str(extent.times(200))]
    done = subprocess.run(command, cwd=ROOT, env=here.environment, check=True, stdout=subprocess.PIPE)
    values: list[float] = json.loads(done.stdout.splitlines()[-1])
    name = f"duty desk, {extent.times(DESK)} open"
    return figure(name, database, values, "ms of processor time", limits=(at_most(DESK_LIMIT),))


def crossing(here: Home, database: str, extent: Extent) -> Iterator[Figure]:
    """So many registers of twelve saved at once, one man of each with a warning; real sender, real inbox."""
    registers = extent.times(REGISTERS)
    people.take_in(registers * MEN_IN_ONE)
    with here.process("support", "inbox"), here.process("casework", "sender"):
        _until_empty()
        found: list[float] = []
        for _ in range(extent.times(4, least=1)):
            found += _round(here, registers)
    limits = (at_most(CROSS_LIMIT, of="p99"),) if len(found) >= 100 else ()
    yield figure(f"warning to support's inbox, {registers} registers at once", database, found, "ms", limits=limits)


def _round(here: Home, registers: int) -> list[float]:
    """From each register's commit until support's inbox has committed its warning, ms."""
    from article16.casework.clients.models import Episode

    episodes = list(Episode.objects.order_by("pk")[: registers * MEN_IN_ONE])
    committed: dict[UUID, float] = {}
    start = threading.Barrier(registers)

    def save(number: int) -> None:
        from django.db import connection

        fact, men = uuid4(), episodes[number * MEN_IN_ONE : (number + 1) * MEN_IN_ONE]
        start.wait()
        try:
            _register(men, fact)
            committed[fact] = time.perf_counter()
        finally:
            connection.close()

    clerks = [threading.Thread(target=save, args=(number,)) for number in range(registers)]
    with _arrivals(here, registers) as arrived:
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()
    # Warnings are handed over in the order of their commits.
    return [(there - done) * 1000 for done, there in zip(sorted(committed.values()), sorted(arrived), strict=True)]


def _register(men: list, fact: UUID) -> None:
    from django.db import transaction
    from django.utils import timezone

    from article16.casework.warnings import actions
    from article16.wall.vocabulary import AlertKind, Attendance, Course, CourseEvent, Severity

    at = timezone.now()

    def present(mailbox: UUID, code: str) -> Course:
        return Course(
            mailbox=mailbox,
            programme=code,
            fact=uuid4(),
            event=CourseEvent.ATTENDANCE,
            on=date(2026, 11, 21),
            attendance=Attendance.PRESENT,
            session=1,
        )

    with transaction.atomic():
        actions.tell_many(messages=[(man, present) for man in men], at=at)
        actions.warn(
            kind=AlertKind.CONCERN, fact=fact, episode=men[0], severity=Severity.HIGH, by="", at=at, words="He shook."
        )


@contextmanager
def _arrivals(here: Home, number: int) -> Iterator[list[float]]:
    """When each of so many further warnings lay in the slot of support's inbox, looked for every few milliseconds.

    A process of its own: it must not wait its turn behind fifty clerks.
    """
    store = here.environment.get("ARTICLE16_SUPPORT_DATABASE") or str(here.folder / "support" / "inbox.sqlite3")
    words = [sys.executable, "-m", "bench.slot", store, str(number)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdout is not None
        watcher.stdout.readline()  # it has counted what lies there already
        seen: list[float] = []
        yield seen
        seen += json.loads(watcher.stdout.readline())


def _until_empty() -> None:
    from article16.wall.outbox import queries

    end = time.monotonic() + 180
    while queries.state("support").unsent and time.monotonic() < end:
        time.sleep(0.05)


def reconciling(database: str, extent: Extent) -> Figure:
    """Every rule over all raw rows: a fifth of the men in the programme now, with registers of the last weeks."""
    from django.utils import timezone

    from article16.casework.rules import actions
    from article16.casework.warnings.models import Changed

    count = extent.times(EPISODES, least=200)
    _fill(count)
    Changed.objects.all().delete()
    at = timezone.now()
    actions.reconcile(at=at)  # what was never warned of leaves now
    begun = time.perf_counter()
    done = actions.reconcile(at=at)
    seconds = time.perf_counter() - begun
    assert done.owed == 0, "the second comparison finds nothing"
    name = f"reconciler over {count:,} episodes, {done.asked:,} facts"
    return figure(name, database, [seconds], "s", limits=(at_most(RECONCILE_LIMIT),))


def _fill(count: int) -> None:
    """Men, their episodes, a fifth of them in groups of twelve with eight registers, some notes with a concern."""
    from django.db import transaction
    from django.utils import timezone

    from article16.casework.clients.models import Client, Episode, Referral
    from article16.casework.groups.models import Attendance, Enrolment, Group, Session
    from article16.casework.records.models import Note
    from article16.common.accounts.models import Programme, Staff

    at, place, staff = timezone.now(), Programme.objects.first(), Staff.objects.first()
    today = timezone.localdate(at)
    wrote = {"written_at": at, "written_by": staff}
    with transaction.atomic():
        men = [Client(name=f"Man {n}", code=f"B-{n}", created_at=at) for n in range(count)]
        Client.objects.bulk_create(men, batch_size=2000)
        opened = today - timedelta(days=200)
        episodes = [
            Episode(client=man, programme=place, number=1, opened_on=opened, state="active" if n % 5 == 0 else "ended",
                    ended_on=None if n % 5 == 0 else today - timedelta(days=100))
            for n, man in enumerate(men)
        ]  # fmt: skip
        Episode.objects.bulk_create(episodes, batch_size=2000)
        Referral.objects.bulk_create(
            [Referral(episode=one, received_on=opened, status="taken-up", status_on=opened) for one in episodes],
            batch_size=2000,
        )
        active = [one for one in episodes if one.state == "active"]
        for number, start in enumerate(range(0, len(active), 12)):
            group = Group.objects.create(
                programme=place, name=f"Group {number}", kind="rolling", weekday=3, time="18:00", minutes=120,
                time_zone="Europe/Vienna", where="venue", first_day=opened, planned_sessions=26, planned_hours=52,
                **wrote,
            )  # fmt: skip
            held = [
                Session(group=group, number=n + 1, starts_at=at - timedelta(days=53 - 7 * n), minutes=120,
                        planned_day=today - timedelta(days=53 - 7 * n), taken_at=at if n < 8 else None)
                for n in range(9)
            ]  # fmt: skip
            Session.objects.bulk_create(held)
            members = active[start : start + 12]
            Enrolment.objects.bulk_create(
                [Enrolment(episode=one, group=group, since=opened, **wrote) for one in members]
            )
            Attendance.objects.bulk_create(
                Attendance(session=session, episode=one, mark="absent" if (m + n) % 7 == 0 else "present",
                           fact=uuid4(), concern=(m + n) % 41 == 0, **wrote)
                for n, session in enumerate(held[:8])
                for m, one in enumerate(members)
            )  # fmt: skip
        Note.objects.bulk_create(
            [
                Note(episode=one, on=today, kind="fact", channel="meeting", with_whom="him", words="He said so.",
                     concern="other" if n % 10 == 0 else "", seriousness="high" if n % 10 == 0 else "", **wrote)
                for n, one in enumerate(active)
            ],
            batch_size=2000,
        )  # fmt: skip
