"""Keys: unlocking as a worker does, and a new key for every case after somebody left."""

import time
from collections.abc import Iterator
from uuid import uuid4

from bench import people
from bench.figures import Figure, at_most, figure, timed
from bench.home import home
from bench.suites import Extent

UNLOCK_LIMIT = 1_000.0  # ms, Argon2id and the answer of the page
CASES, ROTATION_LIMIT = 5_000, 2.0  # seconds


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        people.begin(here.environment, "support")
        yield from unlocking(database, extent.times(20))
        yield from rotating(database, extent.times(CASES, least=100), extent.times(5, least=1))


def unlocking(database: str, rounds: int) -> Iterator[Figure]:
    """The whole request with the passphrase of the demonstration, then a page unlocked beside the page locked."""
    from django.core.cache import cache

    from article16.support.keys import demo
    from tests.service import once, signed_in

    browser = signed_in(_leyla())
    locked = timed(lambda: browser.get("/log/"), rounds * 5)
    tokens = iter([once(browser, "/unlock/") for _ in range(rounds)])

    def unlock() -> None:
        cache.clear()
        answer = browser.post("/unlock/", {"once": next(tokens), "password": demo.PASSPHRASE})
        assert answer.status_code == 302, "it did not unlock"

    yield figure("unlock by passphrase", database, timed(unlock, rounds), "ms", limits=(at_most(UNLOCK_LIMIT),))
    opened = timed(lambda: browser.get("/log/"), rounds * 5)
    ratio = _middle(opened) / _middle(locked)
    yield figure("page of the record, 50 rows opened", database, opened, "ms", ratio=ratio, to="the same page locked")


def rotating(database: str, cases: int, rounds: int) -> Iterator[Figure]:
    """A new generation and every case key under it, beside the same rows written without any cryptography."""
    from django.utils import timezone

    from article16.support.keys import demo, holders
    from article16.support.keys.actions import cases as case_keys
    from article16.support.keys.actions import rotating as keys
    from article16.support.keys.actions import workers
    from article16.support.keys.rings import Ring

    leyla = _leyla()
    opened = workers.open_with_passphrase(staff=leyla.pk, passphrase=demo.PASSPHRASE)
    case_keys.new_case_keys(cases=[uuid4() for _ in range(cases)], at=timezone.now())
    plain = [_seconds(lambda: _write_again(cases)) for _ in range(rounds)]

    def rotate() -> None:
        held = holders.unlocked_with(opened.pair, opened.key, leyla.pk)
        done = keys.rotate(ring=Ring.ZONE, by=held, at=timezone.now())
        assert done.resealed == cases, "a case was left behind"

    limits, to = (at_most(ROTATION_LIMIT),), "the same rows without encryption"
    # The first opens what was sealed to the public half and not wrapped since; each later one what was wrapped.
    for name, times in (
        (f"new key for {cases:,} cases as they were made", 1),
        (f"new key for {cases:,} cases", rounds),
    ):
        found = [_seconds(rotate) for _ in range(times)]
        yield figure(name, database, found, "s", ratio=_middle(found) / _middle(plain), to=to, limits=limits)


def _write_again(cases: int) -> None:
    """As many rows read and written in the same batches, as they are."""
    from django.db import transaction

    from article16.support.keys.actions import wrapping as keys
    from article16.support.keys.models import CaseKey

    ids = list(CaseKey.objects.order_by("case").values_list("case", flat=True))
    for at in range(0, cases, keys.BATCH):
        with transaction.atomic():
            found = CaseKey.objects.filter(case__in=ids[at : at + keys.BATCH])
            rows = list(found.values_list("case", "generation", "sealed"))
            keys.write([(case, bytes(sealed)) for case, _, sealed in rows], generation=rows[0][1])


def _leyla():
    from article16.common.accounts.models import Staff

    return Staff.objects.get(email="leyla@demo.invalid")


def _seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
