"""Runs every suite in a process of its own, because two Django settings never meet in one process.

`python -m tests [NAME…]` runs all suites, or those named. Ends with one line of counts for all of them.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

from tests import empty_databases
from tests.prepared import SHARED
from tests.service import POSTGRES


@dataclass(frozen=True)
class Suite:
    name: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    beside: bool = False  # run beside the others, and told at its end


MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # the room in bytes
ON_POSTGRES = {"ARTICLE16_TEST_ON": "postgresql"}
BOTH_CORES = ("-n", "2", "--dist", "loadscope")
# Suites of a service on PostgreSQL: by day the main path and what puts questions of its own to the database.
NEVER_ON_POSTGRES = {"casework": ("every_url", "questionnaires_engine"), "support": ("every_url", "order_on_disk")}
BY_DAY = {
    "casework": (
        *(
            "client",
            "endings",
            "enrolment",
            "erasure",
            "export",
            "forms_once",
            "group_plan",
            "import",
            "intake",
            "prepared",
        ),
        *("questionnaires", "questionnaires_schedule", "referrals", "register", "returns", "search", "standing"),
        *("synthetic_whole", "tasks", "warning_rules", "warnings"),
    ),
    "support": (
        *(
            "access",
            "alert_model",
            "alert_watchdog",
            "boxes",
            "ciphertext",
            "her_questionnaires",
            "key_keeping",
            "ladder",
        ),
        *("portal", "restricted_recovery", "rotation", "study_rows", "study_tally", "survivors", "team", "unlocking"),
        "whose_warning",
    ),
}


def on_postgres(service: str) -> Suite:
    folder = f"tests/{service}"
    if os.environ.get("ARTICLE16_EVERY_TEST"):
        chosen = (folder, *(f"--ignore={folder}/test_{name}.py" for name in NEVER_ON_POSTGRES[service]))
    else:
        chosen = tuple(f"{folder}/test_{name}.py" for name in BY_DAY[service])
    return Suite(f"{service} on PostgreSQL", (*chosen, "-n", "2"), ON_POSTGRES)


SUITES = (
    Suite("house", ("tests/house",)),
    Suite("evaluation", ("tests/evaluation", "tests/simulation", "tests/printing", *BOTH_CORES)),
    Suite("instruments", ("tests/instruments", *BOTH_CORES)),
    Suite("common", ("tests/common", "--ignore=tests/common/ui", *BOTH_CORES)),
    Suite("ui", ("tests/common/ui", "--ds=tests.common.ui.settings", *BOTH_CORES)),
    Suite("wall", ("tests/wall", *BOTH_CORES)),
    # Where support's code, keys and folder do not exist.
    Suite("casework", ("tests/casework", "-n", "2", "-p", "tests.worlds.without_support")),
    on_postgres("casework"),
    Suite("support", ("tests/support", "-n", "2")),
    on_postgres("support"),
    # Commits what it writes, so that it meets no other test in one database.
    Suite("order on PostgreSQL", ("tests/support/test_order_on_disk.py",), ON_POSTGRES),
    Suite("worlds", ("tests/worlds", "-n", "2", "--dist", "loadfile")),
    # These mostly wait for processes to end and to begin again: they run beside the others.
    Suite("crash", ("tests/crash",), beside=True),
    Suite("cli", ("tests/cli",), beside=True),
    # Two machines of two organisations are a recipe of their own: just two-machines.
    Suite("installed", ("tests/installed", "--ignore=tests/installed/test_two_machines.py"), beside=True),
    Suite("browser", ("tests/browser", "-n", "2", "--dist", "loadscope")),
)
COUNT = re.compile(r"(\d+) (passed|failed|skipped|error)")


def main(names: list[str]) -> int:
    chosen = [suite for suite in SUITES if not names or suite.name in names]
    if unknown := set(names) - {suite.name for suite in SUITES}:
        print(f"There is no suite {', '.join(sorted(unknown))}. There are: {', '.join(one.name for one in SUITES)}.")
        return 2
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    failed = []
    with TemporaryDirectory(prefix="a16", dir=in_memory()) as shared, ThreadPoolExecutor(1) as pool:
        beside = [pool.submit(told, suite, shared) for suite in chosen if suite.beside]
        done = [(suite, *run(suite, shared)) for suite in chosen if not suite.beside]
        for suite, one in zip((one for one in chosen if one.beside), beside, strict=True):
            text, code, found = one.result()
            print(text, end="", flush=True)
            done.append((suite, code, found))
        empty_databases.remove(Path(shared), POSTGRES)
    for suite, code, found in done:
        for word, number in found.items():
            counts["failed" if word == "error" else word] += number
        if code:
            failed.append(suite.name)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if failed else 0


def in_memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM else None


def told(suite: Suite, shared: str) -> tuple[str, int, dict[str, int]]:
    """As `run`, but what it says comes back as text."""
    lines: list[str] = []
    code, found = run(suite, shared, say=lines.append)
    return "".join(lines), code, found


def say_at_once(line: str) -> None:
    print(line, end="", flush=True)


def run(suite: Suite, shared: str, *, say: Callable[[str], object] = say_at_once) -> tuple[int, dict[str, int]]:
    """The exit code of pytest, and what its last line counts. With CI=true a skipped test is a failure.

    `shared`: the folder of what all suites copy.
    """
    # Whatever asks whether a disk has kept something runs beside; for the others a folder in memory is one.
    with TemporaryDirectory(prefix="a16", dir=None if suite.beside else in_memory()) as own:
        return _run(suite, {SHARED: shared} | ({} if suite.beside else {"TMPDIR": own}), say)


def _run(suite: Suite, more: dict[str, str], say: Callable[[str], object]) -> tuple[int, dict[str, int]]:
    started = time.monotonic()
    say(f"== {suite.name}\n")
    if suite.environment is ON_POSTGRES and not postgresql_answers():
        say("PostgreSQL does not answer, so this suite is skipped. Start it, or set ARTICLE16_TEST_POSTGRES.\n")
        return (1 if os.environ.get("CI") else 0), {"skipped": 1}
    command = [sys.executable, "-m", "pytest", "-q", "--durations=4", *suite.arguments]
    # Hundreds of processes are started: none compiles anew what another one has compiled.
    environment = {**os.environ, **suite.environment, **more}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    last = ""
    for line in process.stdout or ():
        say(line)
        last = line if COUNT.search(line) else last
    found = {word: int(number) for number, word in COUNT.findall(last)}
    _, status, used = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if os.environ.get("CI") and found.get("skipped"):
        say("In CI nothing may be skipped: install Chromium and start PostgreSQL.\n")
        code = code or 1
    processor = used.ru_utime + used.ru_stime
    say(f"== {suite.name}: {time.monotonic() - started:.0f} s, of the processors {processor:.0f} s\n")
    return code, found


def postgresql_answers() -> bool:
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
