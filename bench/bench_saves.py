"""How long a person waits for a save: a referral posted to the real server, alone and with eight at once."""

import statistics
from collections.abc import Iterator

from bench import people, sync
from bench.bench_pages import referral
from bench.browsers import Browser, together
from bench.figures import Figure, at_most, figure
from bench.home import Home, home
from bench.suites import SQLITE, Extent

LIMIT = 15.0  # ms at p95, beyond the disk's own sync
TIMES = 320
AT_ONCE = 8
WHO = "peter@demo.invalid"


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """The sync alone, then saves by one client, and by eight that save as fast as they can."""
    with home(database) as here:
        people.begin(here.environment, "casework")
        people.take_in(extent.times(1_000))
        syncs = _syncs(here, database, extent.times(TIMES))
        yield figure("the disk's own sync", database, syncs, "ms")
        with here.serving("casework"):
            for name, clients in (("one client", 1), ("eight clients at once", AT_ONCE)):
                times = extent.times(TIMES if clients == 1 else TIMES // 4)
                saves = _saves(here, clients, times)
                yield figure(f"save over HTTP, {name}, sync included", database, saves, "ms")
                beyond = [one - statistics.median(syncs) for one in saves]
                limits = (at_most(LIMIT, of="p95"),) if len(saves) >= 20 else ()
                yield figure(f"save over HTTP, {name}, beyond the sync", database, beyond, "ms", limits=limits)


def _syncs(here: Home, database: str, rounds: int) -> list[float]:
    if database == SQLITE:
        size = (here.folder / "casework" / "casework.sqlite3").stat().st_size
        return sync.of_file(here.folder, size=size, rounds=rounds)
    return sync.of_postgresql(rounds=rounds)


def _saves(here: Home, clients: int, times: int) -> list[float]:
    """Each client with a sign-in of its own, all in one programme; the first five saves of each only warm up."""
    place = str(people.programme())
    signed_in = [people.sign_in(WHO) for _ in range(clients)]
    browsers = [Browser(here.host("casework"), here.ports["casework"], cookies) for cookies in signed_in]
    forms = dict(zip(browsers, signed_in, strict=True))

    def save(browser: Browser, turn: int) -> None:
        browser.ask("/clients/add/", referral(place, forms[browser]))

    together(browsers, save, 5)
    return together(browsers, save, times)
