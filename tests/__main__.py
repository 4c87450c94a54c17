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

from tests.service import POSTGRES


@dataclass(frozen=True)
class Suite:
    name: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    beside: bool = False  # run beside the others, and told at its end


ON_POSTGRES = {"ARTICLE16_TEST_ON": "postgresql"}
BOTH_CORES = ("-n", "2", "--dist", "loadscope")

SUITES = (
    Suite("house", ("tests/house",)),
    Suite("evaluation", ("tests/evaluation", "tests/simulation", "tests/printing", *BOTH_CORES)),
    Suite("instruments", ("tests/instruments", *BOTH_CORES)),
    Suite("common", ("tests/common", "--ignore=tests/common/ui", *BOTH_CORES)),
    Suite("ui", ("tests/common/ui", "--ds=tests.common.ui.settings", *BOTH_CORES)),
    Suite("wall", ("tests/wall", *BOTH_CORES)),
    # Where support's code, keys and folder do not exist.
    Suite("casework", ("tests/casework", "-n", "2", "-p", "tests.worlds.without_support")),
    Suite(
        "casework on PostgreSQL",
        (
            "tests/casework",
            "--ignore=tests/casework/test_every_url.py",
            "--ignore=tests/casework/test_questionnaires_engine.py",
            "-n",
            "2",
        ),
        ON_POSTGRES,
    ),
    Suite("support", ("tests/support", "-n", "2")),
    Suite(
        "support on PostgreSQL", ("tests/support", "--ignore=tests/support/test_every_url.py", "-n", "2"), ON_POSTGRES
    ),
    Suite("worlds", ("tests/worlds",)),
    # These mostly wait for processes to end and to begin again: they run beside the others.
    Suite("crash", ("tests/crash",), beside=True),
    Suite("cli", ("tests/cli",), beside=True),
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
    with ThreadPoolExecutor(1) as pool:
        beside = [pool.submit(told, suite) for suite in chosen if suite.beside]
        done = [(suite, *run(suite)) for suite in chosen if not suite.beside]
        for suite, one in zip((one for one in chosen if one.beside), beside, strict=True):
            text, code, found = one.result()
            print(text, end="", flush=True)
            done.append((suite, code, found))
    for suite, code, found in done:
        for word, number in found.items():
            counts["failed" if word == "error" else word] += number
        if code:
            failed.append(suite.name)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if failed else 0


def told(suite: Suite) -> tuple[str, int, dict[str, int]]:
    """As `run`, but what it says comes back as text."""
    lines: list[str] = []
    code, found = run(suite, say=lines.append)
    return "".join(lines), code, found


def say_at_once(line: str) -> None:
    print(line, end="", flush=True)


def run(suite: Suite, *, say: Callable[[str], object] = say_at_once) -> tuple[int, dict[str, int]]:
    """The exit code of pytest, and what its last line counts. With CI=true a skipped test is a failure."""
    started = time.monotonic()
    say(f"== {suite.name}\n")
    if suite.environment is ON_POSTGRES and not postgresql_answers():
        say("PostgreSQL does not answer, so this suite is skipped. Start it, or set ARTICLE16_TEST_POSTGRES.\n")
        return (1 if os.environ.get("CI") else 0), {"skipped": 1}
    command = [sys.executable, "-m", "pytest", "-q", *suite.arguments]
    process = subprocess.Popen(command, env={**os.environ, **suite.environment}, stdout=subprocess.PIPE, text=True)
    last = ""
    for line in process.stdout or ():
        say(line)
        last = line if COUNT.search(line) else last
    found = {word: int(number) for number, word in COUNT.findall(last)}
    code = process.wait()
    if os.environ.get("CI") and found.get("skipped"):
        say("In CI nothing may be skipped: install Chromium and start PostgreSQL.\n")
        code = code or 1
    say(f"== {suite.name}: {time.monotonic() - started:.0f} s\n")
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
