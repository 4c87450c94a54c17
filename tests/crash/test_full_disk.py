"""A full disk: the page that says so, nothing half saved, and work goes on as soon as there is room."""

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from tests.crash.clerk import Browser, words
from tests.crash.sites import Site, make_site, wait_until
from tests.crash.test_kill import healthy

ROOM = 700 * 2**20  # bytes; below 500 MB no service starts
TABLES = ("clients_client", "clients_episode", "audit_entry", "outbox_outgoingmessage", "accounts_submission")
WAITING = "SELECT count(*) FROM audit_unchained"

Fill = Callable[[], None]


@contextmanager
def on_a_small_disk() -> Iterator[tuple[Site, Fill, Fill]]:
    """A file system of its own, made no larger than what lies on it."""
    site = make_site("sqlite")
    disk = site.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", disk], check=True)
    site.more["ARTICLE16_CASEWORK_DATA"] = str(disk / "casework")

    def fill() -> None:
        """One page is left, less than any write needs once the journal has no room of its own to use again."""
        with closing(sqlite3.connect(disk / "casework" / "casework.sqlite3", timeout=20)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        used = shutil.disk_usage(disk).used
        subprocess.run(["mount", "-o", f"remount,size={used + 4096}", disk], check=True)

    try:
        yield site, fill, lambda: subprocess.run(["mount", "-o", f"remount,size={ROOM}", disk], check=True)
    finally:
        site.end()
        subprocess.run(["umount", disk], check=True)
        site.remove()


@contextmanager
def with_a_limit_on_files() -> Iterator[tuple[Site, Fill, Fill]]:
    """The kernel lets no file of the live server grow: another error, but as sudden, and it needs no root."""
    site = make_site("sqlite")

    def limit(most: int) -> None:
        for pid in site.processes():
            _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))

    try:
        yield site, lambda: limit(4096), lambda: limit(resource.RLIM_INFINITY)
    finally:
        site.remove()


@pytest.mark.parametrize(
    "full", [pytest.param(on_a_small_disk, marks=pytest.mark.needs("mount")), with_a_limit_on_files]
)
def test_a_full_disk_says_so_and_nothing_is_half_saved(full: Callable) -> None:
    with full() as (site, fill, make_room):
        browser = signed_in(site)
        first = referral(browser, "Before")
        assert browser.post("/clients/add/", first).status == 302
        second = referral(browser, "In the middle")
        wait_until(lambda: waiting(site) == 0, seconds=40, why="the record is sealed")
        before = counts(site)
        fill()
        for _again in range(3):
            refused(browser.post("/clients/add/", second))
        refused(browser.get("/clients/"))  # a list that cannot be recorded is not shown
        make_room()
        assert counts(site) == before
        saved = browser.post("/clients/add/", second)
        assert (saved.status, browser.post("/clients/add/", second).location) == (302, saved.location)
        assert "In the middle" in browser.get("/clients/").text
        wait_until(lambda: waiting(site) == 0, seconds=40, why="the record is sealed again")
        assert site.run("article16.casework", "verify").returncode == 0
        assert "CANARY" not in site.log()


def refused(answer) -> None:
    assert (answer.status, "Closed for a moment" in answer.text) == (503, True), answer.text[:500]


def waiting(site: Site) -> int:
    return site.database("casework").one(WAITING)


def signed_in(site: Site) -> Browser:
    site.prepare()
    for word in ("web", "tick"):
        site.start("article16.casework", word)
    wait_until(lambda: healthy(site), seconds=60, why="casework answers")
    browser = Browser(site.port, site.host)
    browser.enter("peter@demo.invalid")
    return browser


def referral(browser: Browser, name: str) -> dict[str, str]:
    page = browser.get("/clients/add/").text
    programme = page.split('name="programme" value="')[1].split('"')[0]
    data = {"name": name, "birth_date": "", "programme": programme, "for_her_service": words(name)}
    return browser.form("/clients/add/") | data


def counts(site: Site) -> dict[str, int]:
    return {table: site.database("casework").one(f"SELECT count(*) FROM {table}") for table in TABLES}
