"""Her pages by a link: a page saved and sealed, and the next one shown; beside the same without encryption."""

import re
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from time import process_time
from typing import Any
from unittest.mock import patch

from bench import people
from bench.bench_survivors import NOTHING, _unlocked
from bench.figures import Figure, at_most, figure
from bench.home import home
from bench.suites import Extent

SAVE_LIMIT = 20.0  # ms, p95, beyond the sync of the disk
UNIT = "ms of processor time"


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        people.begin(here.environment, "support")
        rounds = extent.times(150)
        saved, shown = _walked(_unlocked(), rounds)
        with ExitStack() as clear:
            for name in SEALS:
                clear.enter_context(patch(name, _as_it_is))
            bare, opened = _walked(_unlocked(), rounds)
        limit = at_most(SAVE_LIMIT, of="p95")
        yield _beside("save a page of her questionnaire", database, saved, bare, limits=(limit,))
        yield _beside("show the next page of it", database, shown, opened)


# Whatever seals or opens while she saves: her page and her state, the row of the study, the row of the record.
SEALS = tuple(
    f"article16.support.{name}"
    for name in (
        *("portal.seals.encrypt", "portal.seals.decrypt", "portal.seals.seal"),
        *("keys.sealing.seal", "outcomes.actions.keeping.seal"),
    )
)


def _as_it_is(content: bytes, **_place: object) -> bytes:
    return content


def _walked(by: Any, rounds: int) -> tuple[list[float], list[float]]:
    """Links answered page by page until so many pages were saved: milliseconds of each save, and of each showing."""
    from tests.support.her_links import begin, open_hers

    saved: list[float] = []
    shown: list[float] = []
    hers = open_hers(by, name="Made-up")
    while len(saved) < rounds:
        browser = begin(hers.link())
        while page := _timed(shown, partial(_page, browser)):
            _timed(saved, partial(_send, browser, page))
    return saved, shown


def _timed(into: list[float], work: Callable[[], str]) -> str:
    begun = process_time()
    found = work()
    into.append((process_time() - begun) * 1000)
    return found


def _page(browser: Any) -> str:
    """The part that stands open; empty: she has ended."""
    answer = browser.get("/p/")
    return answer.content.decode() if answer.status_code == 200 else ""


def _send(browser: Any, page: str) -> str:
    from tests.support.her_links import post

    answers = dict.fromkeys(re.findall(r'type="radio" name="q\.([^"]+)" value="1"', page), "1")
    answer = post(browser, page, **answers)
    assert answer.status_code == 302, "a page was not saved"
    return str(answer.url)


def _beside(name: str, database: str, sealed: list[float], plain: list[float], **more: Any) -> Figure:
    ratio = statistics.median(sealed) / statistics.median(plain)
    return figure(name, database, sealed, UNIT, ratio=ratio, to=NOTHING, **more)
