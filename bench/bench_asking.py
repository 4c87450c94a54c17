"""A worker asks her: a page of hers saved and sealed, her list and her answers shown; beside the same in the clear."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

from bench import people, sync
from bench.bench_survivors import NOTHING, _leyla, _unlocked
from bench.figures import Figure, at_most, figure
from bench.home import Home, home
from bench.suites import SQLITE, Extent

SAVE_LIMIT, CASE_LIMIT = 20.0, 60.0  # ms: p95 beyond the sync of the disk; median
UNIT = "ms of processor time"
# Whatever seals or opens here: what stands in the case, the row of the study, the row of the record.
SEALS = tuple(
    f"article16.support.{name}"
    for name in ("keys.cases.encrypt", "keys.cases.decrypt", "keys.sealing.seal", "outcomes.actions.keeping.seal")
)


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        people.begin(here.environment, "support")
        rounds = extent.times(100, least=20)  # fewer have no p95
        sealed = _worked(rounds)
        syncs = _syncs(here, database, rounds)
        with ExitStack() as clear:
            for name in SEALS:
                clear.enter_context(patch(name, _as_it_is))
            plain = _worked(rounds)
    names = (
        ("save a page that is read to her, beyond the sync", "ms", at_most(SAVE_LIMIT, of="p95")),
        ("open the case of a woman who answered five times", UNIT, at_most(CASE_LIMIT)),
        ("her questionnaires by time", UNIT, at_most(CASE_LIMIT)),
    )
    beyond = [[one - statistics.median(syncs) for one in saves] for saves in (sealed[0], plain[0])]
    for (name, unit, limit), one, other in zip(names, (beyond[0], *sealed[1:]), (beyond[1], *plain[1:]), strict=True):
        ratio = statistics.median(one) / statistics.median(other)
        yield figure(name, database, one, unit, ratio=ratio, to=NOTHING, limits=(limit,))


def _syncs(here: Home, database: str, rounds: int) -> list[float]:
    if database != SQLITE:
        return sync.of_postgresql(rounds=rounds)
    size = (here.folder / "support" / "support.sqlite3").stat().st_size
    return sync.of_file(here.folder, size=size, rounds=rounds)


def _as_it_is(content: bytes, **_place: object) -> bytes:
    return content


def _worked(rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds: by the clock of each save, of the processor for each opening of the case and of the list."""
    from article16.support.keys import demo
    from tests.service import once, signed_in
    from tests.support.asking_her import answered, begin, file_of, may_be_asked

    by = _unlocked()
    browser = signed_in(_leyla())
    browser.post("/unlock/", {"once": once(browser, "/unlock/"), "password": demo.PASSPHRASE})
    case = may_be_asked(by)
    for wave in ("T0", "T1", "T2", "T3", "T4"):
        answered(case, by, wave, insulted="1", worried="2")
    saved: list[float] = []
    while len(saved) < rounds:
        pages = begin(browser, may_be_asked(by))
        while "/sittings/" in pages.url and len(saved) < rounds:
            form = pages.form()
            said = {key: "1" for key in pages.radios() if key in form["s"]}
            _timed(saved, partial(pages.send, form=form, **said), clock=perf_counter)
    opened: list[float] = []
    shown: list[float] = []
    for _number in range(rounds):
        _timed(opened, partial(file_of, case, by))
        _timed(shown, partial(browser.get, f"/cases/{case}/questionnaires/"))
    return saved, opened, shown


def _timed(into: list[float], work: Callable[[], Any], *, clock: Callable[[], float] = process_time) -> None:
    begun = clock()
    work()
    into.append((clock() - begun) * 1000)
