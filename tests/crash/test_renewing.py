"""A new key of the service survives kill -9 at any moment: every case opens, and the next try goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time

from tests.crash.sites import Site

CASES = 2_000
KILLS = int(os.environ.get("ARTICLE16_CRASH_KILLS", "6"))
SEED = int(os.environ.get("ARTICLE16_CRASH_SEED", "16"))


def command(site: Site, word: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.renewing", word, str(CASES)],
        env=site.environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=site.folder,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def killed(site: Site, after: float) -> bool:
    """One try, ended so many seconds after it began to write. Whether it was still at it."""
    command = [sys.executable, "-m", "tests.crash.renewing", "renew", str(CASES)]
    running = subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True, cwd=site.folder)
    with running as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return "done" not in process.stdout.read()


def test_a_renewal_that_is_killed_loses_no_case_and_is_finished_by_the_next_try(site: Site) -> None:
    site.prepare()
    texts = command(site, "fill")
    chance, cut, between = random.Random(SEED), 0, 0
    for number in range(KILLS):
        # Most of them soon, the first at once: on a quick machine a renewal is over within some hundredths of a second.
        cut += killed(site, 0.6 * chance.random() ** 4 if number else 0.0)
        told = json.loads(command(site, "check", texts))
        assert told["opened"] == CASES
        assert told["pin"] == told["current"]
        between += len(told["of cases"]) > 1
    command(site, "renew")
    told = json.loads(command(site, "check", texts))
    assert told["of cases"] == [told["current"]]
    print(f"{KILLS} kills, {cut} of them before the end, {between} between two batches; {CASES} cases open each time")
    assert cut
