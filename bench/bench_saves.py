"""How long a person waits for a save: a referral posted to the real server, alone and with eight at once."""

import statistics
from collections.abc import Iterator
from time import perf_counter

from bench import people, sync
from bench.bench_pages import referral
from bench.browsers import Browser, together
from bench.figures import Figure, at_most, figure
from bench.home import Home, home
from bench.suites import SQLITE, Extent

LIMIT = 15.0  # ms at p95, beyond the disk's own sync
TIMES = 300
SYNCS = 100
CROWDS = (
    # Name, clients, saves of each, seconds between two saves of one client
    ("one client", 1, TIMES, 0.0),
    ("eight clients without a pause", 8, TIMES // 4, 0.0),
    ("eight clients, one save a second each", 8, TIMES // 10, 1.0),
)
WHO = "peter@demo.invalid"


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """The sync alone, then saves by one client, by eight as fast as they can, and by eight very busy people."""
    with home(database) as here:
        people.begin(here.environment, "casework")
        people.take_in(extent.times(1_000))
        every_sync: list[float] = []
        with here.serving("casework"), here.process("casework", "tick"):
            for name, clients, times, pause in CROWDS:
                # A disk has moods: it is asked before and after each crowd.
                syncs = _syncs(here, database, extent.times(SYNCS))
                saves, rate = _saves(here, clients, extent.times(times), pause)
                syncs += _syncs(here, database, extent.times(SYNCS))
                every_sync += syncs
                yield figure(f"save over HTTP, {name}, sync included", database, saves, "ms")
                limits = (at_most(LIMIT, of="p95"),) if len(saves) >= 20 and not pause else ()
                beyond = [one - statistics.median(syncs) for one in saves]
                yield figure(f"save over HTTP, {name}, beyond the sync", database, beyond, "ms", limits=limits)
                yield Figure(f"saves over HTTP, {name}", database, rate, "a second")
        yield figure("the disk's own sync, meanwhile", database, every_sync, "ms")


def _syncs(here: Home, database: str, rounds: int) -> list[float]:
    if database == SQLITE:
        size = (here.folder / "casework" / "casework.sqlite3").stat().st_size
        return sync.of_file(here.folder, size=size, rounds=rounds)
    return sync.of_postgresql(rounds=rounds)


def _saves(here: Home, clients: int, times: int, pause: float) -> tuple[list[float], float]:
    """Milliseconds of each save, and how many there were in a second.

    Each client with a sign-in of its own, all in one programme. The first five saves of each only warm up.
    """
    place = str(people.programme())
    signed_in = [people.sign_in(WHO) for _ in range(clients)]
    browsers = [Browser(here.host("casework"), here.ports["casework"], cookies) for cookies in signed_in]
    forms = dict(zip(browsers, signed_in, strict=True))

    def save(browser: Browser, turn: int) -> None:
        browser.ask("/clients/add/", referral(place, forms[browser]))

    together(browsers, save, 5)
    begun = perf_counter()
    found = together(browsers, save, times, pause=pause)
    return found, len(found) / (perf_counter() - begun)
