"""The worst day: a backup made while the service runs, opened with a key from a drawer, on a machine that has nothing."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from tests.cli.conftest import House, wait_until

CLI = "article16.cli"


def folder(house: House, service: str) -> Path:
    return house.folder / "data" / service


def tell(house: House, service: str, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder(house, service) / f"{service}.sqlite3")) as line:
        return line.execute(query).fetchall()


def backups(house: House) -> dict[str, Path]:
    done = house.run(CLI, "backup")
    assert done.returncode == 0, done.stderr
    return {path.name.split("-")[0]: path for path in map(Path, done.stdout.split())}


def restore(house: House, file: Path, key: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return house.run(CLI, "restore", str(file), "--key", str(key), "--reason", "the disk failed", **more)


def take_in(house: House, name: str) -> None:
    """A man more, as a referral makes him."""
    script = f"""
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django; django.setup()
from django.utils import timezone
from article16.casework.clients import actions
from article16.common.accounts import queries
at = timezone.now()
place = queries.programmes()[0].id
actions.open_client(referred=actions.Referred({name!r}, None, place), by="", at=at, on=timezone.localdate(at))
"""
    environment = {**os.environ, **house.environment}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True)


def test_without_a_key_no_backup_is_made_and_the_next_step_is_said(house: House):
    done = house.prepared().run(CLI, "backup")
    assert done.returncode == 2
    assert "article16 backup-key" in done.stderr
    assert not list(house.folder.rglob("*.a16backup"))


def test_casework_comes_back_as_it_was_and_says_what_is_lost(kept: tuple[House, Path]):
    house, key = kept
    take_in(house, "Lukas Brandner")
    made = backups(house)
    take_in(house, "Emre Yildiz")
    epochs = tell(house, "casework", "SELECT epoch FROM outbox_epoch")
    done = restore(house, made["casework"], key)
    assert done.returncode == 0, done.stderr
    assert [row[0] for row in tell(house, "casework", "SELECT name FROM clients_client")] == ["Lukas Brandner"]
    # Messages are numbered anew, so that no number means two things.
    assert len(tell(house, "casework", "SELECT epoch FROM outbox_epoch")) == len(epochs) + 1
    assert re.search(r"the \d+ minutes since is lost", done.stdout)
    assert re.search(r"Back after \d+ seconds", done.stdout)
    aside = next(folder(house, "casework").glob("before-restore-*"))
    assert (aside / "casework.sqlite3").exists()
    # The record goes on, says why, and holds.
    assert house.service("casework", "verify").returncode == 0
    reasons = [row[0] for row in tell(house, "casework", "SELECT reason FROM audit_entry")]
    assert any("the disk failed" in reason for reason in reasons)


def test_a_machine_with_nothing_becomes_the_service_again(kept: tuple[House, Path]):
    house, key = kept
    take_in(house, "Lukas Brandner")
    made = backups(house)
    secret = (folder(house, "casework") / "secret-key").read_text()
    away = house.folder / "away.a16backup"
    shutil.copy(made["casework"], away)
    shutil.rmtree(folder(house, "casework"))
    done = restore(house, away, key)
    assert done.returncode == 0, done.stderr
    assert tell(house, "casework", "SELECT name FROM clients_client") == [("Lukas Brandner",)]
    assert (folder(house, "casework") / "secret-key").read_text() == secret


def test_what_support_lost_is_handed_over_again_and_nothing_arrives_twice(kept: tuple[House, Path]):
    house, key = reachable(kept)
    made = backups(house)
    take_in(house, "Lukas Brandner")
    deliver(house, 2)
    assert restore(house, made["support"], key).returncode == 0
    assert arrived(house) == []
    deliver(house, 2)
    take_in(house, "Emre Yildiz")
    deliver(house, 4)
    assert sorted(arrived(house)) == [1, 2, 3, 4]


def arrived(house: House) -> list[int]:
    """Numbers of what came in, whether taken over already or not."""
    rows: list[tuple] = tell(house, "support", "SELECT sequence FROM inbox_receivedmessage")
    # The slot makes its own table when the inbox first starts.
    with (
        closing(sqlite3.connect(folder(house, "support") / "inbox.sqlite3")) as line,
        suppress(sqlite3.OperationalError),
    ):
        rows += line.execute("SELECT sequence FROM inbox_arrival").fetchall()
    return [row[0] for row in rows]


def reachable(kept: tuple[House, Path]) -> tuple[House, Path]:
    """The pin names the inbox of the folder that was copied; a start names this one's."""
    kept[0].prepare()
    return kept


def deliver(house: House, number: int) -> None:
    with house.running("support", "inbox"), house.running("casework", "sender"):
        wait_until(lambda: len(set(arrived(house))) == number)


def test_a_backup_is_whole_while_people_write(kept: tuple[House, Path]):
    house, key = kept
    command = [sys.executable, "-c", WRITING, str(folder(house, "casework") / "casework.sqlite3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            made = backups(house)["casework"]
        finally:
            writer.kill()
    assert restore(house, made, key).returncode == 0
    pairs = tell(house, "casework", "SELECT a, b FROM pairs")
    assert pairs
    assert all(a == b for a, b in pairs)


WRITING = """
import sqlite3, sys
line = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
line.execute("CREATE TABLE pairs (a, b)")
n = 0
while True:
    n += 1
    line.execute("BEGIN IMMEDIATE")
    line.execute("INSERT INTO pairs VALUES (?, NULL)", [n])
    line.execute("UPDATE pairs SET b = ? WHERE a = ?", [n, n])
    line.execute("COMMIT")
    if n == 20:
        print("writing", flush=True)
"""


def test_nothing_of_a_person_can_be_read_in_a_backup_or_left_beside_it(kept: tuple[House, Path]):
    house, _key = kept
    take_in(house, "Canary Harbour")
    made = backups(house)
    assert all(b"Canary" not in path.read_bytes() for path in made.values())
    assert not list(folder(house, "casework").rglob(".backup-*"))
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in made.values())


def test_killed_in_the_middle_there_is_no_half_backup(kept: tuple[House, Path]):
    house, _key = kept
    with closing(sqlite3.connect(folder(house, "casework") / "casework.sqlite3")) as line:
        line.execute("CREATE TABLE much (x)")
        line.executemany("INSERT INTO much VALUES (?)", [(os.urandom(100_000),) for _ in range(600)])
        line.commit()
    process = subprocess.Popen(
        [sys.executable, "-m", "article16.casework", "backup"], env={**os.environ, **house.environment}
    )
    place = folder(house, "casework") / "backup"
    wait_until(lambda: place.exists() and any(one.stat().st_size > 2**20 for one in place.glob(".*.part")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list(place.glob("*.a16backup"))
    assert house.service("casework", "backup").returncode == 0
    assert len(list(place.glob("*.a16backup"))) == 1


def test_a_backup_that_cannot_be_trusted_changes_nothing(kept: tuple[House, Path]):
    house, key = kept
    file = backups(house)["casework"]
    whole = file.read_bytes()
    other = house.folder / "drawer" / "other"
    assert house.run(CLI, "backup-key", str(other)).returncode == 0
    flipped = whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]
    tries = [(whole[:-1000], key), (flipped, key), (b"", key), (b"x" * 99, key)]
    tries += [(whole, other), (whole, file), (whole, house.folder / "missing")]
    before = (folder(house, "casework") / "casework.sqlite3").read_bytes()
    for content, with_key in tries:
        file.write_bytes(content)
        file.chmod(0o600)
        done = restore(house, file, with_key)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert done.stderr.strip().endswith((".", "?")), done.stderr
    assert (folder(house, "casework") / "casework.sqlite3").read_bytes() == before
    assert not list(folder(house, "casework").glob("before-restore-*"))
    assert not list(folder(house, "casework").glob(".restoring-*"))


def test_a_running_service_is_not_restored(kept: tuple[House, Path]):
    house, key = kept
    made = backups(house)["casework"]
    with house.running("casework", "web"):
        port = int(house.environment["ARTICLE16_CASEWORK_ORIGIN"].rsplit(":", 1)[1])
        from article16.cli.processes import in_use

        wait_until(lambda: in_use(port))
        done = restore(house, made, key)
        assert done.returncode == 2
        assert "Stop Article 16 first" in done.stderr


def test_the_drill_says_loss_and_duration_and_leaves_nothing(kept: tuple[House, Path]):
    house, key = kept
    take_in(house, "Lukas Brandner")
    made = backups(house)
    before = sorted(folder(house, "casework").iterdir())
    for file in made.values():
        done = house.run(CLI, "restore-drill", str(file), "--key", str(key))
        assert done.returncode == 0, done.stderr
        assert "0 problems found" in done.stdout
        assert "Back after" in done.stdout
    assert sorted(folder(house, "casework").iterdir()) == before
    assert tell(house, "casework", "SELECT name FROM clients_client") == [("Lukas Brandner",)]


def test_both_databases_restored_to_different_times_lose_no_message(kept: tuple[House, Path]):
    """Casework to before a referral that support has; support to before one that casework still has."""
    house, key = reachable(kept)
    take_in(house, "First")
    early = backups(house)
    deliver(house, 2)
    take_in(house, "Second")
    deliver(house, 4)
    late = backups(house)["casework"]
    take_in(house, "Third")
    deliver(house, 6)
    assert restore(house, late, key).returncode == 0
    assert restore(house, early["support"], key).returncode == 0
    deliver(house, 4)
    take_in(house, "Fourth")
    with house.running("support", "inbox"), house.running("casework", "sender"):
        wait_until(lambda: len(arrived(house)) == 6)
    names = [row[0] for row in tell(house, "casework", "SELECT name FROM clients_client ORDER BY code")]
    assert names == ["First", "Second", "Fourth"]


def test_one_backup_after_another_from_the_first_key_on_until_stopped(house: House):
    house.prepared()
    place = folder(house, "casework") / "backup"
    with house.running("casework", "backup", "--every", "0.2"):
        assert house.run(CLI, "backup-key", str(house.folder / "key")).returncode == 0
        wait_until(lambda: len(list(place.glob("*.a16backup"))) >= 3)
    time.sleep(0.1)
    told = json.loads(house.service("casework", "places").stdout)
    assert Path(told["data"]) == folder(house, "casework")
