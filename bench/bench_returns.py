"""The board of figures over very many episodes: with all months kept, with this month written to, and counted anew."""

import os
import subprocess
import sys
from collections.abc import Iterator
from time import process_time
from typing import Any

from bench import people
from bench.figures import Figure, at_most, figure, timed
from bench.home import ROOT, home
from bench.suites import Extent
from bench.wsgi import ask

MEN, BOARD_LIMIT = 100_000, 200.0  # episodes, ms
MADE_UP = 1_600  # beyond it the rows of fewer men are doubled


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        made, doublings = extent.times(MEN, least=100), 0
        while made > MADE_UP:
            made, doublings = -(-made // 2), doublings + 1
        here.run("casework", "demo-fill", "--men", str(made))
        if doublings:
            grown = [sys.executable, "-m", "bench.grow", str(doublings)]
            subprocess.run(grown, cwd=ROOT, env=here.environment, check=True)
        os.environ.update(here.environment)
        people.begin(here.environment, "casework")
        yield from _measured(database, extent)


def _measured(database: str, extent: Extent) -> Iterator[Figure]:
    from django.db import connection
    from django.urls import reverse
    from django.utils import timezone

    from article16.casework.returns import actions
    from article16.casework.wsgi import application

    cookies, episodes = people.sign_in("tom@demo.invalid"), _noted()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    begun, months = process_time(), 0
    while found := actions.count_outdated(timezone.localdate()):
        months += found
    whole = (process_time() - begun) * 1000 / max(1, months)
    yield Figure(f"a month of the figures counted anew, {episodes:,} episodes", database, whole, "ms")
    name = f"board of figures, {episodes:,} episodes"
    rounds = extent.times(40)

    def page() -> Any:
        return ask(application, reverse("figures"), cookies, None, answers=("200",))

    timed(page, 3)
    times = timed(page, rounds, clock=process_time)
    yield figure(name, database, times, "ms of processor time", limits=(at_most(BOARD_LIMIT),))
    _write_this_month()
    times = timed(page, rounds, clock=process_time)
    yield figure(
        f"{name}, this month out of date", database, times, "ms of processor time", limits=(at_most(BOARD_LIMIT),)
    )


def _noted() -> int:
    """All that is there is out of date: rows were doubled past the triggers on PostgreSQL."""
    from article16.casework.clients.models import Episode, Referral, ReferralStep
    from article16.casework.endings.models import Ending
    from article16.casework.questionnaires.models import Asking
    from article16.casework.returns.models import Outdated

    Outdated.objects.all().delete()
    days = (("referral", Referral, "received_on"), ("step", ReferralStep, "on"), ("ending", Ending, "decided_on"),
            ("asking", Asking, "opens_on"))  # fmt: skip
    for about, model, day in days:
        every = model.objects.filter(**{f"{day}__isnull": False}).order_by().values_list(day, flat=True).distinct()
        months = {one.replace(day=1) for one in every}
        Outdated.objects.bulk_create(Outdated(about=about, day=one) for one in months)
    return Episode.objects.count()


def _write_this_month() -> None:
    from django.utils import timezone

    from article16.casework.returns.models import Outdated

    today = timezone.localdate()
    Outdated.objects.bulk_create(Outdated(about=one, day=today) for one in ("referral", "step", "ending", "asking"))
