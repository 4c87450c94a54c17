"""kill -9 in the middle of recording and sealing loses no entry that was acknowledged, and breaks no chain."""

import subprocess
import sys
import time
from datetime import UTC, datetime

from article16.common.audit.models import Entry, Link, Unchained
from article16.common.audit.sealer import seal_once
from article16.common.db import triggers
from tests.common.audit.cast import checked


def killed(environment, folder, *, life, seconds):
    """What the process said before it was killed, whole lines only."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.common.audit.worker", str(folder), str(life)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    rest, complaints = process.communicate(timeout=30)
    assert complaints == b""
    said = (first + rest).decode()
    return said[: said.rfind("\n") + 1].split()


def test_killed_eight_times_no_acknowledged_entry_is_lost_or_doubled(database, address, folder, worker_environment):
    said = []
    for life in range(8):
        environment = worker_environment(address)
        said += killed(environment, folder, life=life, seconds=0.05 + 0.07 * life)
        # As after a power cut, with what the last life left behind.
        verdict = checked(database, folder, at=datetime.now(UTC))
        assert verdict.problems == ()
    seal_once(at=datetime.now(UTC), folder=folder)
    there = [entry.ids[0] for entry in Entry.objects.all()]
    assert len(said) > 8
    assert set(said) <= set(there)
    assert len(there) == len(set(there)) == Link.objects.count()
    assert not Unchained.objects.exists()
    assert triggers.missing(database) == []
    assert checked(database, folder, at=datetime.now(UTC)).good
