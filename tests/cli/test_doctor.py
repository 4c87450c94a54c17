"""The doctor finds what a person would otherwise find out too late."""

import os
import sqlite3
import time
from pathlib import Path

from tests.cli.conftest import wait_until


def data(house) -> Path:
    return Path(house.environment["ARTICLE16_DATA"])


def looks(done) -> str:
    return "\n".join(line for line in done.stdout.splitlines() if line.startswith("LOOK"))


def test_before_serving_only_the_silence_of_both_services_needs_a_look(house):
    done = house.prepared().run("article16.cli", "doctor")
    assert done.returncode == 1
    found = looks(done).splitlines()
    assert len(found) == 2
    assert all("does not answer at http://" in line for line in found)


def test_an_account_without_a_second_factor_is_named_as_a_count(house):
    house.prepared()
    link = house.service("casework", "first-link").stdout
    assert "/invitation/" in link
    with sqlite3.connect(data(house) / "casework" / "casework.sqlite3") as database:
        database.execute(
            "INSERT INTO accounts_staff (id, email, name, is_active, created_at, password, sessions_ended)"
            " VALUES ('0123456789abcdef0123456789abcdef', 'ana@example.org', 'Ana Ferreira', 1, '2026-01-01', 'scrypt$', 0)"
        )
    done = house.service("casework", "check")
    assert done.returncode == 1
    assert "1 account has no second factor" in looks(done)
    assert "Ana" not in done.stdout


def test_a_message_that_waits_for_long_is_seen(house):
    house.prepared()
    with sqlite3.connect(data(house) / "casework" / "casework.sqlite3") as database:
        database.execute(
            "INSERT INTO outbox_outgoingmessage (zone, epoch, sequence, type, header, sealed, written_at, refused, tries)"
            " VALUES ('support', 'x', 1, 'Opened', x'00', x'00', '2026-01-01 00:00:00', '', 0)"
        )
    assert "The oldest message has waited" in looks(house.service("casework", "check"))


def test_files_from_the_future_tell_of_a_clock_that_was_set_back(house):
    house.prepared()
    path = data(house) / "casework" / "casework.sqlite3"
    later = time.time() + 3600
    os.utime(path, (later, later))
    assert "The clock was set back" in looks(house.service("casework", "check"))


def test_a_tick_that_stands_still_is_seen(house):
    house.prepared()
    house.service("casework", "first-link")
    head = data(house) / "casework" / "audit" / "head.json"
    head.parent.mkdir(exist_ok=True)
    head.write_text('{"rows": 0, "hash": "%s", "at": "2026-01-01T00:00:00+00:00"}' % ("0" * 64))
    assert "last sealed" in looks(house.service("casework", "check"))


def test_before_the_first_start_the_doctor_says_what_to_start(house):
    done = house.run("article16.cli", "doctor")
    assert done.returncode == 1
    assert "Start with article16 serve or demo" in looks(done)
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_one_sentence(house):
    done = house.service("casework", "check", ARTICLE16_CASEWORK_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "The database does not answer" in looks(done)
    assert "Traceback" not in done.stderr


def test_the_record_verifies_and_a_change_by_hand_is_found(house):
    house.prepared().service("casework", "first-link")
    with house.running("casework", "tick"):
        head = data(house) / "casework" / "audit" / "head.json"
        wait_until(lambda: head.exists() and '"rows": 1' in head.read_text())
    assert house.run("article16.cli", "audit", "verify").returncode == 0
    with sqlite3.connect(data(house) / "casework" / "casework.sqlite3") as database:
        database.execute("DROP TRIGGER audit_entry_no_update")
        database.execute("UPDATE audit_entry SET what = 'nothing'")
    house.service("casework", "prepare")
    done = house.run("article16.cli", "audit", "verify", "--service", "casework")
    assert done.returncode == 1
    assert "1 rows checked, 1 problems found" in done.stdout


def test_after_a_restore_a_person_accepts_the_record_with_a_reason(house):
    house.prepared()
    refused = house.service("casework", "accept-record")
    assert "Give the reason" in refused.stderr
    assert house.service("casework", "accept-record", "restored the backup of 3 May").returncode == 0
    assert house.run("article16.cli", "audit", "verify").returncode == 0
    with sqlite3.connect(data(house) / "casework" / "casework.sqlite3") as database:
        assert database.execute("SELECT reason FROM audit_entry").fetchall() == [("restored the backup of 3 May",)]
