"""Commands that both services have: prepare, web, tick, doctor, first-link, demo, verify."""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from article16.common.accounts import actions, demo, queries
from article16.common.audit import sealer, verifying
from article16.common.db import checks
from article16.common.db.write_ahead import bring_over

from . import doctor
from .backing_up import backup, tried
from .papers.commands import papers
from .restored import places
from .service import Command, Refused, until_stopped
from .upgrading import restore_previous

logger = logging.getLogger("article16.tick")
SEAL_EVERY = 10.0  # seconds
TIDY_EVERY = 3600.0  # seconds
WSGI = "article16.%s.wsgi:application"


def refuse_unless_ready() -> None:
    """Raises Refused with every reason why this service must not be served now."""
    problems = [*checks.before_start(connection, folder=settings.DATA_FOLDER), *doctor.safety()]
    if problems:
        raise Refused("\n".join(problems))


def web(argv: Sequence[str]) -> int:
    """Serve this service's pages until told to stop."""
    refuse_unless_ready()
    # This process becomes the server, so that what the checks loaded does not stay in memory beside the worker.
    # Four threads serve more than the default's many, in a quarter of the memory.
    options = {
        "--interface": "wsgi",
        "--host": "127.0.0.1",
        "--port": str(settings.PORT),
        "--workers": "1",
        "--blocking-threads": "4",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *words, "--no-ws", WSGI % settings.SERVICE])


def tick_with(*work: Callable[[], object], every: float = SEAL_EVERY) -> Command:
    """The process that does what falls due: `work` every so many seconds, the sealing of the record, SQLite's log."""

    def tick(argv: Sequence[str]) -> int:
        stop, sealed, tidied = until_stopped(), float("-inf"), float("-inf")
        while not stop.is_set():
            for job in work:
                _try(job)
            if time.monotonic() - sealed >= SEAL_EVERY:
                _try(lambda: sealer.seal_once(at=timezone.now()))
                sealed = time.monotonic()
                _try(lambda: bring_over(connection))
            if time.monotonic() - tidied >= TIDY_EVERY:
                _try(lambda: actions.forget_old_forms(at=timezone.now()))
                tidied = time.monotonic()
            close_old_connections()
            stop.wait(every)
        return 0

    return tick


def _try(job: Callable[[], object]) -> None:
    """A job that fails now is tried again at the next tick; the others are done all the same."""
    try:
        job()
    except (DatabaseError, OSError) as error:
        logger.error("tick failed: %s", type(error).__name__)


def first_link(argv: Sequence[str]) -> int:
    """Print the one-time link for the first account, when there is none yet."""
    if not queries.anybody():
        token = actions.invite(staff=None, by="", at=timezone.now())
        _say(f"{settings.ORIGIN}/invitation/{token}/")
    return 0


def demo_fill(argv: Sequence[str], *, more: Callable[[demo.DemoPerson], dict[str, str]] = lambda person: {}) -> int:
    """Fill the service with made-up staff, and print their sign-ins as JSON lines, with what the service adds."""
    people = import_string(f"article16.{settings.SERVICE}.demo_people.PEOPLE")
    programmes = import_string(f"article16.{settings.SERVICE}.demo_people.PROGRAMMES")
    demo.fill(programmes=programmes, people=people, at=timezone.now())
    roles = import_string(settings.ROLES)
    for person in people:
        row = {"role": str(roles[person.role].label), "name": person.name, "email": person.email}
        secrets = {"password": demo.PASSWORD, "code_secret": demo.code_secret(person.email)}
        _say(json.dumps({**row, **secrets, **more(person)}))
    return 0


def verify(argv: Sequence[str]) -> int:
    """Recompute the whole record and say whether anything was changed, taken out or cut off."""
    verdict = verifying.verify(connection=connection, folder=settings.DATA_FOLDER / "audit", at=timezone.now())
    for problem in verdict.problems:
        _say(problem)
    _say(f"{settings.SERVICE}: {verdict.rows} rows checked, {len(verdict.problems)} problems found.")
    return 1 if verdict.problems else 0


def accept_record(argv: Sequence[str]) -> int:
    """After a restore: declare that the record as it is now is the one to go on with. The reason stands in it."""
    if len(argv) != 1 or not argv[0].strip():
        raise Refused('Give the reason in quotes: accept-record "restored the backup of 3 May after the disk failed".')
    sealer.accept(by="", reason=argv[0].strip(), at=timezone.now())
    return 0


def check(argv: Sequence[str]) -> int:
    """The doctor of this service: every question, its answer in a sentence."""
    findings = doctor.examine(at=timezone.now())
    for finding in findings:
        _say(f"{'ok  ' if finding.well else 'LOOK'} {finding.sentence}")
    return 0 if all(finding.well for finding in findings) else 1


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  because the command line asked


SHARED: dict[str, Command] = {
    "web": web,
    "first-link": first_link,
    "demo-fill": demo_fill,
    "verify": verify,
    "check": check,
    "accept-record": accept_record,
    "restore-previous": restore_previous,
    "backup": backup,
    "backup-tried": tried,
    "places": places,
    "papers": papers,
}
