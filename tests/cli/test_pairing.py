"""Two services that know each other's keys: by themselves on one machine, and by a fingerprint read out after a change."""

import json
import os
import subprocess
import sys

from tests.cli.conftest import House, wait_until
from tests.cli.test_restoring import take_in, tell

CODES = "SELECT set_aside FROM inbox_receivedmessage ORDER BY arrived_at, sequence"


def codes(house: House) -> list[str]:
    return [row[0] for row in tell(house, "support", CODES)]


def add_programme(house: House) -> None:
    script = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django; django.setup()
from django.utils import timezone
from article16.common.accounts import actions
actions.add_programme(name="Graz programme", code="graz", by="", at=timezone.now())
"""
    environment = {**os.environ, **house.environment}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True)


def deliver(house: House, number: int) -> None:
    with house.running("support", "inbox"), house.running("casework", "sender"), house.running("support", "tick"):
        wait_until(lambda: len(codes(house)) == number)


def test_messages_count_from_the_first_start_and_again_once_a_new_key_was_accepted(house: House):
    add_programme(house.prepare())
    take_in(house, "Lukas Brandner")
    deliver(house, 2)
    assert codes(house) == ["", ""]
    made = house.service("casework", "new-signing-key")
    assert made.returncode == 0, made.stderr
    take_in(house, "Emre Yildiz")
    deliver(house, 4)
    assert codes(house) == ["", "", "signer", "signer"]
    assert "another key" in house.service("support", "check").stdout
    assert house.service("support", "accept-sender", "ab12 cd34").returncode == 2
    told = json.loads(house.service("casework", "pairing", "--file").stdout)
    done = house.service("support", "accept-sender", told["fingerprint"])
    assert "2 messages that had waited" in done.stdout, done.stderr
    assert codes(house) == [""] * 4
    spoken = [words for words in house.service("casework", "pairing").stdout.splitlines() if words.startswith("  ")]
    theirs = [words for words in house.service("support", "pairing").stdout.splitlines() if words.startswith("  ")]
    assert spoken == theirs[::-1], "what one reads out is what the other compares"
