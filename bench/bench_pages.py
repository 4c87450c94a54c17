"""What a page of fifty men and a save cost the processor, with everything on, beside a bare Django page."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from secrets import choice, randbelow, token_urlsafe
from string import ascii_lowercase
from time import process_time

from bench import people
from bench.figures import Figure, at_most, figure, timed
from bench.home import ROOT, home
from bench.suites import Extent
from bench.wsgi import ask

MEN = 1_000
ROWS = 50
PAGE_LIMIT = 10.0  # ms of processor time
RATIO_LIMIT = 5.0  # times the bare page
BARE = "a bare Django page of the same size"


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """A signed-in page of fifty rows with its audit row; a man's file; a save with audit and outbox."""
    with home(database) as here:
        people.begin(here.environment, "casework")
        files = people.take_in(extent.times(MEN, least=2 * ROWS))
        cookies = people.sign_in("miriam@demo.invalid")
        from article16.casework.wsgi import application

        def cost(path: str) -> list[float]:
            timed(lambda: ask(application, path, cookies), 20)
            return timed(lambda: ask(application, path, cookies), extent.times(500), clock=process_time)

        size = len(ask(application, "/clients/", cookies))
        bare = _bare(size, extent.times(250)) + _bare(size, extent.times(250))
        unit = "ms of processor time"
        yield figure(BARE, database, bare, unit)
        for name, path, limits in (
            ("page of 50 men, read recorded", "/clients/", (at_most(PAGE_LIMIT), at_most(RATIO_LIMIT, of="ratio"))),
            ("page of one man, read recorded", files[0], (at_most(PAGE_LIMIT),)),
        ):
            found = cost(path)
            ratio = statistics.median(found) / statistics.median(bare)
            yield figure(name, database, found, unit, ratio=ratio, to="the bare page", limits=limits)

        def save() -> None:
            ask(application, "/clients/add/", cookies, referral(str(people.programme()), cookies))

        timed(save, 5)
        yield figure(
            "save of a referral, audit and outbox", database, timed(save, extent.times(200), clock=process_time), unit
        )


def referral(programme: str, cookies: Mapping[str, str]) -> dict[str, str]:
    """A form as the page sends it, each time another one."""
    return {
        "csrfmiddlewaretoken": next(value for name, value in cookies.items() if name.endswith("-form")),
        "once": token_urlsafe(24),
        # As men have: with a name or a birth date that hundreds share, each save would be compared with all of them.
        "name": f"{_word()} {_word()}",
        "birth_date": f"{1 + randbelow(28)} {1 + randbelow(12)} {1940 + randbelow(65)}",
        "programme": programme,
        "for_her_service": "Works at the school in Lend.",
        "same": "another",  # should a man of a like name be there already
    }


def _word() -> str:
    return "".join(choice(ascii_lowercase) for _letter in range(8)).title()


def _bare(size: int, rounds: int) -> list[float]:
    command = [sys.executable, "-m", "bench.bare", str(ROWS), str(size), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    found: list[float] = json.loads(done.stdout)
    return found
