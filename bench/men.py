"""Asks the pages of one home that is filled already: `python -m bench.men ROUNDS REGISTERS` prints times as JSON."""

import json
import os
import re
import sys
from datetime import timedelta
from secrets import token_urlsafe
from time import perf_counter, process_time
from typing import Any

from bench import people
from bench.figures import timed
from bench.wsgi import ask

WHO = "miriam@demo.invalid"
GROUP = 12  # men in the register that is saved
SESSIONS = 26  # of each group
WARM = 5


def main(rounds: int, registers: int) -> dict[str, Any]:
    people.begin(os.environ, "casework")
    _statistics()
    cookies = people.sign_in(WHO)
    from article16.casework.wsgi import application

    pages: dict[str, Any] = {}
    for name, path, form, rows in _asked():
        pages[name] = _page(application, path, cookies, form, rows, rounds)
    # Made after the pages of the day, which would be full of registers that nobody took.
    sessions = _registers_of_twelve(registers + WARM)
    pages["the register of 12"] = _page(application, sessions[0], cookies, None, GROUP, rounds)
    walls, cpus = _saves(application, cookies, sessions)
    return {"pages": pages, "saves": walls, "saves_cpu": cpus}


def _statistics() -> None:
    """As the database does by itself within minutes of such a load."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def _asked() -> list[tuple[str, str, dict[str, str] | None, int]]:
    """Name, address, form, and the rows that a bare page of the same size has; 0: it is compared with none."""
    from django.urls import reverse

    man, facts = _somebody()
    search = reverse("search")
    words = man.name.split()
    return [
        ("today", "/", None, 50),
        ("list of 50 men", reverse("clients"), None, 50),
        ("the man's page", reverse("client", args=[man.pk]), None, 50),
        ("search by code", search, {"q": man.code}, 0),
        ("search by name", search, {"q": f"{words[-1]} {words[0][:3]}"}, 0),
        ("search by a beginning", search, {"q": words[-1][:3]}, 0),
        ("search by date of birth", search, {"q": f"{man.birth_date:%d.%m.%Y}"}, 0),
        ("search by reference", search, {"q": facts}, 0),
    ]


def _somebody() -> tuple[Any, str]:
    """A man with a long history, and an agency's reference."""
    from django.db.models import Count

    from article16.casework.clients.models import Client, ReferralFacts
    from article16.casework.groups.models import Attendance

    graz = Attendance.objects.filter(episode__programme__code="graz", episode__client__name__regex="^[A-Z]")
    most = graz.values("episode__client").annotate(n=Count("pk")).order_by("-n", "episode__client").first()
    facts = ReferralFacts.objects.filter(episode__programme__code="graz").exclude(reference_key="")
    reference = facts.order_by("pk").values_list("agency_reference", flat=True).first()
    return Client.objects.get(pk=most["episode__client"]), reference or "1 Hv 1"


def _page(application: Any, path: str, cookies: Any, form: Any, rows: int, rounds: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    data = {**form, "csrfmiddlewaretoken": _token(cookies)} if form else None

    def once() -> bytes:
        return ask(application, path, cookies, data, answers=("200", "302"))

    timed(once, 20)
    size = len(once())
    with CaptureQueriesContext(connection) as asked:
        once()
    queries = [one["sql"] for one in asked.captured_queries]
    count = sum(not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for sql in queries)
    return {"ms": timed(once, rounds, clock=process_time), "bytes": size, "queries": count, "rows": rows}


def _token(cookies: Any) -> str:
    return next(value for name, value in cookies.items() if name.endswith("-form"))


def _registers_of_twelve(count: int) -> list[str]:
    """So many registers that nobody took, of groups of twelve men and a whole programme's sessions; their addresses."""
    from django.db import transaction
    from django.utils import timezone

    at, found = timezone.now(), []
    with transaction.atomic():
        while len(found) < count:
            found += _group_of_twelve(len(found), at)
    return found[:count]


def _group_of_twelve(number: int, at: Any) -> list[str]:
    from datetime import time
    from decimal import Decimal

    from django.urls import reverse
    from django.utils import timezone

    from article16.casework.clients import actions as clients
    from article16.casework.clients.models import Episode
    from article16.casework.groups.models import Enrolment, Group, Session
    from article16.common.accounts import queries

    place, today = people.programme(), timezone.localdate(at)
    first = today - timedelta(days=SESSIONS + 1)
    by = queries.demo_people([WHO])[WHO]
    written = {"written_at": at, "written_by": by}
    group = Group.objects.create(
        programme_id=place, name=f"Measured group {token_urlsafe(6)}", kind="rolling", capacity=GROUP, weekday=0,
        time=time(6), minutes=120, time_zone="Europe/Vienna", where="venue", first_day=first, planned_sessions=SESSIONS,
        planned_hours=Decimal(2 * SESSIONS), **written,
    )  # fmt: skip
    for place_of_his in range(GROUP):
        referred = clients.Referred(f"Gruber Register {number + place_of_his:04d}", None, place, received_on=first)
        man = clients.open_client(referred=referred, by=str(by.pk), at=at, on=today)
        Enrolment.objects.create(episode=Episode.objects.get(client=man), group=group, since=first, **written)
    made = Session.objects.bulk_create(
        Session(group=group, starts_at=at - timedelta(days=n + 1), minutes=120, planned_day=today)
        for n in range(SESSIONS)
    )
    return [reverse("session-register", args=[one.pk]) for one in sorted(made, key=lambda one: one.starts_at)]


def _saves(application: Any, cookies: Any, sessions: list[str]) -> tuple[list[float], list[float]]:
    """Twelve men present, with minutes and ratings: milliseconds on the wall and of the processor."""
    forms = [(path, _filled(ask(application, path, cookies).decode(), cookies)) for path in sessions]
    walls, cpus = [], []
    for path, form in forms:
        wall, cpu = perf_counter(), process_time()
        ask(application, path, cookies, form)
        walls.append((perf_counter() - wall) * 1000)
        cpus.append((process_time() - cpu) * 1000)
    return walls[WARM:], cpus[WARM:]


def _filled(page: str, cookies: Any) -> dict[str, str]:
    men = re.findall(r'name="shown-([0-9a-f-]+)"', page)
    form = {"csrfmiddlewaretoken": _token(cookies), "once": token_urlsafe(24)}
    for one in men:
        form |= {f"mark-{one}": "present", f"minutes-{one}": "120", f"shown-{one}": ""}
        form |= {f"took_part-{one}": "3", f"accountability-{one}": "2"}
    if len(men) != GROUP:
        raise RuntimeError(f"A register of {len(men)} instead of {GROUP}.")
    return form


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
