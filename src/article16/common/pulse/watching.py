"""The watchdog: a process of its own that looks, notes what it saw, calls somebody, and keeps a switch outside held."""

import http.client
import logging
import shutil
import ssl
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from article16.common import backups
from article16.common.db.checks import SPARE_BYTES
from article16.common.doctor import Finding

from . import actions, queries
from .actions import Seen

LOOK_EVERY = 30.0  # seconds
GRACE = 60.0  # while everything starts, nothing is missed yet
BEAT_EVERY = timedelta(seconds=10)
SILENT = timedelta(seconds=60)  # a process that has not said so for longer is not at work
AGAIN = timedelta(hours=1)  # until somebody is called once more about the same thing
SWITCH_EVERY = timedelta(seconds=60)
TIMEOUT = 10.0

Question = Callable[[datetime], Seen]
log = logging.getLogger(__name__)


class Stop(Protocol):
    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> bool: ...


def alive(name: str) -> Question:
    """Whether the process of this name was at work within the last minute."""

    def look(at: datetime) -> Seen:
        beat = queries.last_beat(name)
        if beat is None:
            return Seen(name, False, "never")
        age = abs(at - beat)
        return Seen(name, age <= SILENT, f"{round(age.total_seconds())} s")

    return look


def clock(name: str) -> Question:
    """Whether the clock of the machine was set back since this process keeps time."""

    def look(at: datetime) -> Seen:
        behind = queries.kept_time(name, at=at) - at
        return Seen("clock", not behind, f"{round(behind.total_seconds() / 60)} min back" if behind else "")

    return look


def disk(at: datetime) -> Seen:
    """Room for some days of work."""
    free = shutil.disk_usage(settings.DATA_FOLDER).free
    return Seen("disk", free >= SPARE_BYTES, f"{free // 2**30} GB")


def backup(at: datetime) -> Seen:
    """When the last backup was made, its grade, and whether the next will fit; in training mode none is needed."""
    folder: Path = settings.BACKUP_FOLDER
    made = backups.newest(folder)
    if made is None:
        return Seen("backup", settings.TRAINING, "none")
    short = backups.room(folder).short
    words = f"{timezone.localtime(made):%H:%M}, {backups.grade(folder, at=at)}{', no room' if short else ''}"
    return Seen("backup", at - made <= backups.limit() and not short, words)


def look_round(questions: Sequence[Question], *, at: datetime) -> list[Seen]:
    """One look at everything. What cannot be asked is not well."""
    seen = []
    for question in questions:
        try:
            seen.append(question(at))
        except (DatabaseError, OSError) as no:
            seen.append(Seen(getattr(question, "__name__", "question"), False, type(no).__name__))
    actions.note(seen, at=at)
    return seen


def call_about(seen: Sequence[Seen], call: Callable[[datetime], bool], *, at: datetime) -> None:
    """Somebody is called when a thing has become bad, and once more each hour while it stays so."""
    known = queries.looks()
    bad = [one.name for one in seen if not one.well]
    fresh = [name for name in bad if (told := known[name].told_at) is None or at - told >= AGAIN]
    if fresh:
        log.error("the watchdog is worried: %s", ", ".join(sorted(bad)))
        if call(at):
            actions.mark_told(fresh, at=at)


def hold_switch(address: str) -> bool:
    """One GET without any data to the address outside; whether it answered. Silence there calls a person."""
    parts = urlsplit(address)
    line: http.client.HTTPConnection
    if parts.scheme == "https" and parts.hostname:
        trust = ssl.create_default_context()
        line = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT, context=trust)
    elif parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)
    else:
        log.error("the address of the dead man's switch is neither https:// nor on this machine")
        return False
    try:
        line.request("GET", parts.path or "/")
        return 200 <= line.getresponse().status < 300
    except (OSError, http.client.HTTPException) as no:
        log.warning("the dead man's switch did not answer: %s", type(no).__name__)
        return False
    finally:
        line.close()


def run(
    questions: Sequence[Question],
    call: Callable[[datetime], bool],
    *,
    switch: str,
    stop: Stop,
    also: Callable[[datetime], object] = lambda at: None,
) -> None:
    """Look until told to stop, and do `also` each time. The switch is held only while all is well."""
    stop.wait(GRACE)
    held = float("-inf")
    while not stop.is_set():
        at = timezone.now()
        try:
            seen = look_round(questions, at=at)
            call_about(seen, call, at=at)
            also(at)
            due = time.monotonic() - held >= SWITCH_EVERY.total_seconds()
            if switch and due and all(one.well for one in seen) and hold_switch(switch):
                held = time.monotonic()
        except (DatabaseError, OSError) as no:
            log.error("the watchdog cannot look: %s", type(no).__name__)
        close_old_connections()
        stop.wait(LOOK_EVERY)


def beating(name: str) -> Callable[[], datetime]:
    """A clock that says, every ten seconds, that the process that asks it is at work."""
    last: datetime | None = None

    def ask() -> datetime:
        nonlocal last
        at = timezone.now()
        if last is None or abs(at - last) >= BEAT_EVERY:
            actions.beat(name, at=at)
            last = at
        return at

    return ask


def finding(at: datetime) -> Finding:
    """For the doctor: when the watchdog last looked, and what it is worried about."""
    looks = queries.looks().values()
    if not looks and settings.TRAINING:
        return Finding(True, "The watchdog has not looked yet; in training mode nothing real can be missed.")
    if not looks:
        return Finding(False, "The watchdog has not looked yet. Start the watchdog process.")
    newest = max(one.at for one in looks)
    if at - newest > timedelta(minutes=5):
        return Finding(False, f"The watchdog last looked at {newest:%d %B, %H:%M} UTC. Start the watchdog process.")
    bad = sorted(f"{one.name} {one.value}".strip() for one in looks if not one.well)
    if bad:
        return Finding(False, f"The watchdog is worried about: {', '.join(bad)}.")
    return Finding(True, f"The watchdog looked at {newest:%H:%M} UTC and saw nothing wrong.")
