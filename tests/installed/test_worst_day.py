"""The sheet for volunteers (docs/how-to/server-died.md), on a machine that was just installed: nothing but two files and a stick."""

import re
import shutil
from pathlib import Path

from tests.installed.conftest import HOSTS, Machine, rows, wait_until


def test_two_backups_and_a_stick_bring_both_services_back(serving: Machine):
    layout, away = serving.layout, serving.root.parent / "away"
    key = away / "stick.key"
    away.mkdir(mode=0o700)
    assert serving.cli("backup-key", str(key)).returncode == 0
    made = {}
    for line in serving.cli("backup").stdout.split():
        made[Path(line).name.split("-")[0]] = shutil.copy(line, away)
    assert set(made) == set(HOSTS)
    before = numbers(serving)
    serving.end()
    serving.running.clear()
    for part in layout.parts:
        for path in layout.folder(part).iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (layout.published, layout.pin, layout.sender):
        path.unlink()

    assert serving.cli("install", "--root", str(serving.root)).returncode == 0
    said = restored(serving, made["support"], key)
    since = re.search(r"send-again (\S+)", said)
    assert since is not None
    assert serving.run("support-prepare").returncode == 0
    for name in ("support-inbox", "support-web", "support-tick"):
        serving.start(name)
    assert "The pin is in" in serving.cli("take-pin").stdout
    restored(serving, made["casework"], key)
    again = serving.cli("send-again", since[1])
    assert again.returncode == 0, again.stderr
    done = serving.run("casework-prepare")
    assert done.returncode == 0, done.stderr
    for name in ("casework-web", "casework-sender", "casework-tick"):
        serving.start(name)
    assert serving.cli("take-sender").returncode == 0
    wait_until(lambda: all(serving.answers(service) for service in HOSTS), said=serving.said)
    # What was there is there, and new warnings come, under a new epoch and signed by a key that support knows.
    assert before <= numbers(serving)
    assert serving.run("casework-tick", POSTING).returncode == 0
    wait_until(lambda: len({epoch for epoch, _number in numbers(serving)}) == 2, said=serving.said)


def restored(machine: Machine, file: str, key: Path) -> str:
    done = machine.cli("restore", file, "--key", str(key), "--reason", "the server died")
    assert done.returncode == 0, done.stderr
    assert re.search(r"Back after \d+ seconds", done.stdout)
    return done.stdout


def numbers(machine: Machine) -> set[tuple]:
    return set(
        rows(machine.layout.folder("support") / "support.sqlite3", "SELECT epoch, sequence FROM inbox_receivedmessage")
    )


POSTING = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django; django.setup()
from django.utils import timezone
from article16.casework.warnings import actions
actions.send_test(zone="support", at=timezone.now())
"""
