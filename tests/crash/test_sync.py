"""No answer says “saved” before the disk has it."""

import os
import re
import signal

import pytest

from tests.crash.clerk import Browser
from tests.crash.sites import Site, make_site, wait_until
from tests.crash.test_kill import healthy

SAVES = 10
CALLS = "fdatasync,fsync,write,writev,sendto,sendmsg"
_SYNC = re.compile(r"\b(fdatasync|fsync)\(\d+\)\s+= 0|\b(fdatasync|fsync) resumed>.*= 0")

ASK_SQLITE = "print(*(k.execute(f'PRAGMA {name}').fetchone()[0] for name in ('journal_mode', 'synchronous')))"
ASK_POSTGRESQL = (
    "k.execute('SHOW fsync'); a = k.fetchone(); k.execute('SHOW synchronous_commit'); b = k.fetchone(); print(*a, *b)"
)


@pytest.mark.needs("strace")
def test_on_sqlite_each_saved_form_is_synced_before_it_is_answered() -> None:
    """Read from the system calls of the live worker."""
    site = make_site("sqlite")
    try:
        calls = traced_saves(site)
    finally:
        site.remove()
    synced_before = syncs_before_answers(calls)
    assert len(synced_before) == SAVES
    assert min(synced_before) >= 1, synced_before


def test_the_service_s_own_connection_syncs_each_commit(site: Site) -> None:
    """What can be seen without strace, and all that can be seen of PostgreSQL, whose server does the syncing."""
    site.prepare()
    question, answer = (ASK_POSTGRESQL, "on on") if site.databases else (ASK_SQLITE, "wal 2")
    asked = site.run(
        "article16.casework", "shell", "-c", f"from django.db import connection as c; k = c.cursor(); {question}"
    )
    assert answer in asked.stdout, asked.stdout + asked.stderr


def traced_saves(site: Site) -> list[str]:
    """The calls of the web worker while a clerk saves one form after the other."""
    site.prepare()
    traced = site.folder / "calls"
    tracer = ("strace", "-f", "-qq", "-s", "20", "-e", f"trace={CALLS}", "-o", str(traced))
    strace = site.start("article16.casework", "web", under=tracer)
    wait_until(lambda: healthy(site), seconds=60, why="casework answers")
    browser = Browser(site.port, site.host)
    browser.enter("peter@demo.invalid")
    programme = browser.get("/clients/add/").text.split('name="programme" value="')[1].split('"')[0]
    for number in range(SAVES):
        form = browser.form("/clients/add/")
        data = {**form, "name": f"Man {number}", "birth_date": "", "programme": programme, "for_her_service": ""}
        assert browser.post("/clients/add/", data).status == 302
    for pid in set(site.processes()) - {strace.pid}:
        os.kill(pid, signal.SIGKILL)
    strace.wait(20)  # it ends with what it traces
    return traced.read_text(errors="replace").splitlines()


def syncs_before_answers(calls: list[str]) -> list[int]:
    """How many syncs ended between each saved form's answer and the answer before it. The sign-in is left out."""
    counts, syncs = [], 0
    for line in calls:
        if _SYNC.search(line):
            syncs += 1
        elif '"HTTP/1.1 ' in line:
            counts += [syncs] if '"HTTP/1.1 302' in line else []
            syncs = 0
    return counts[1:]
