"""How long each service takes to start, and how much memory it has after ten thousand requests."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from time import perf_counter, sleep

from bench.browsers import Browser, together
from bench.figures import Figure, at_most, figure
from bench.home import ROOT, SERVICES, Home, home
from bench.suites import Extent

START_LIMIT = 3.0  # s
MEMORY_LIMIT = 150.0  # MB
REQUESTS = 10_000
STARTS = 7
LINES = 4
MEN = 200
SETTLED = 5.0  # seconds in which a process without pages has loaded all that it needs
VISITED = {
    "casework": ("miriam@demo.invalid", ("/", "/clients/", "/clients/add/", "/log/", "/account/")),
    "support": ("leyla@demo.invalid", ("/", "/log/", "/account/")),
}
BESIDE = (("support", "inbox"), ("support", "tick"), ("casework", "sender"), ("casework", "tick"))


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Start-up of each service, its memory after many pages, and the memory of the processes beside it."""
    with home(database) as here:
        for service in SERVICES:
            starts = [_start(here, service) for _ in range(extent.times(STARTS, least=1))]
            yield figure(f"{service}: start to first answer", database, starts, "s", limits=(at_most(START_LIMIT),))
        for service in SERVICES:
            count = extent.times(REQUESTS)
            name = f"{service}: memory of server and worker after {count:,} requests"
            held = _memory_after(here, service, count)
            yield Figure(name, database, held, "MB", limits=(at_most(MEMORY_LIMIT),))
        yield from _beside(here, database)


def _beside(here: Home, database: str) -> Iterator[Figure]:
    """The processes without pages, all running as in real use."""
    with ExitStack() as stack:
        running = [(service, word, stack.enter_context(here.process(service, word))) for service, word in BESIDE]
        sleep(SETTLED)
        for service, word, process in running:
            yield Figure(f"{service}: memory of the {word}", database, megabytes(process.pid), "MB")


def _start(here: Home, service: str) -> float:
    begun = perf_counter()
    with here.process(service, "web") as process:
        here.wait_for(service, process)
        return perf_counter() - begun


def _memory_after(here: Home, service: str, count: int) -> float:
    cookies = _cookies(here, service)
    with here.serving(service) as process:
        browsers = [Browser(here.host(service), here.ports[service], cookies) for _ in range(LINES)]
        paths = list(islice(cycle(VISITED[service][1]), count // LINES))
        together(browsers, lambda browser, turn: browser.ask(paths[turn]), len(paths))
        return megabytes(process.pid)


def _cookies(here: Home, service: str) -> dict[str, str]:
    """Signed in by a process of its own: two Django settings never meet in one process."""
    command = [sys.executable, "-m", "bench.people", service, VISITED[service][0], str(MEN)]
    done = subprocess.run(command, cwd=ROOT, env=here.environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def megabytes(root: int) -> float:
    """Resident memory of a process and all its children; what they share counts for each."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], check=True, stdout=subprocess.PIPE, text=True)
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    family = {root}
    while more := {pid for pid, parent, _ in rows if parent in family} - family:
        family |= more
    return sum(kilobytes for pid, _, kilobytes in rows if pid in family) / 1000
