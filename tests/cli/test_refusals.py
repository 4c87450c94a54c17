"""A service that must not run says why in a sentence, and does not run."""

import json
import sqlite3
from pathlib import Path

import pytest


def data(house) -> Path:
    return Path(house.environment["ARTICLE16_DATA"])


def refused(done) -> str:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ARTICLE16_CASEWORK_ORIGIN", "casework", "Write it like https://casework.example.org"),
        ("ARTICLE16_CASEWORK_ORIGIN", "http://casework.example.org", "only https:// is served"),
        ("ARTICLE16_CASEWORK_ORIGIN", "http://casework.localhost:99999", "a port that is no port"),
        ("ARTICLE16_CASEWORK_IDLE_MINUTES", "soon", "Write a whole number from 1 to 120"),
        ("ARTICLE16_CASEWORK_IDLE_MINUTES", "0", "Write a whole number from 1 to 120"),
        ("ARTICLE16_INSTALLED", "yes", "Only an installation ends training mode"),
        ("ARTICLE16_INSTALLED", "/nowhere/installed.json", "Only an installation ends training mode"),
        ("ARTICLE16_CASEWORK_DATABASE", "mysql://x/y", "Write it like postgresql://"),
    ],
)
def test_a_wrong_setting_is_answered_with_what_to_write(house, name, value, sentence):
    assert sentence in refused(house.service("casework", "web", **{name: value}))


def test_casework_does_not_start_without_a_pin(house):
    assert "pin" in refused(house.service("casework", "prepare"))


def test_casework_does_not_start_with_a_changed_pin(house):
    house.prepared()
    path = data(house) / "pin" / "support.json"
    pin = json.loads(path.read_text())
    path.chmod(0o644)
    path.write_text(json.dumps(pin | {"fingerprint": "0" * 64}))
    assert "fingerprint" in refused(house.service("casework", "web"))


def test_a_new_key_is_accepted_only_by_its_whole_fingerprint(house, tmp_path):
    from article16.wall.box.opening import ensure_key_pair

    house.prepared()
    path = data(house) / "pin" / "support.json"
    path.unlink()
    fresh = ensure_key_pair(tmp_path / "new", zone="support", inbox="unix:/nowhere/inbox.sock", pin=path)
    fingerprint = fresh.pin("").fingerprint
    assert refused(house.service("casework", "accept-pin", fingerprint[:8]))
    assert house.service("casework", "accept-pin", fingerprint).returncode == 0
    assert house.service("casework", "prepare").returncode == 0


def test_casework_does_not_start_with_the_pin_of_another_service(house, tmp_path):
    from article16.wall.box.opening import ensure_key_pair

    house.prepared()
    path = data(house) / "pin" / "support.json"
    path.unlink()
    ensure_key_pair(tmp_path / "foreign", zone="support", inbox="unix:/nowhere/inbox.sock", pin=path)
    assert refused(house.service("casework", "web"))
    assert refused(house.service("casework", "prepare"))


@pytest.mark.parametrize("service", ["casework", "support"])
def test_no_service_starts_while_a_trigger_is_missing(house, service):
    house.prepared()
    with sqlite3.connect(data(house) / service / f"{service}.sqlite3") as database:
        database.execute("DROP TRIGGER audit_entry_no_delete")
    assert "audit_entry_no_delete" in refused(house.service(service, "web"))
    again = house.service(service, "prepare")
    assert "rules of the database were missing and are made again (audit_entry_no_delete)" in again.stderr
    assert "Traceback" not in house.service(service, "check").stderr


def test_no_service_touches_the_database_of_a_later_version(house):
    house.prepared()
    with sqlite3.connect(data(house) / "casework" / "casework.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('clients', '0999_later', '2030-01-01')"
        )
    assert "later version" in refused(house.service("casework", "prepare"))
    assert "later version" in refused(house.service("casework", "web"))


def test_a_key_file_that_others_can_read_stops_support(house):
    house.prepared()
    for path in (data(house) / "support").glob("*key*"):
        path.chmod(0o644)
    assert "chmod" in refused(house.service("support", "web"))


def test_everything_under_one_user_never_leaves_training_mode(house):
    """What an installation needs, and who may not what, is tested where there are users: tests/installed."""
    house.prepared()
    state = data(house) / "installed.json"
    state.write_text('{"program": "", "pin": "/p", "published": "/p", "sender": "/p", "homes": {}}')
    for service in ("casework", "support"):
        said = refused(house.service(service, "web", ARTICLE16_INSTALLED=str(state)))
        assert "Others than root can change" in said or "was not installed for" in said
