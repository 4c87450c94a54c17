"""In support a stolen disk says who worked, and in which quarter: not on whose case, not what, not why, not when."""

import base64
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from article16.common.audit import files, queries
from article16.common.audit.actions import Verb, record
from article16.common.audit.models import Entry, Subject
from article16.common.audit.sealer import seal_once
from article16.common.audit.sentences import tell
from tests.common.audit.cast import NOW, checked
from tests.common.audit.test_hostile_edits import Intruder

SECRETS = {
    "thing": "survivor-case",
    "ids": ["S-207-opaque-id"],
    "what": "safety-plan-page",
    "reason": "she-rang-at-noon",
}


@pytest.fixture
def under_seal():
    with override_settings(AUDIT_SEAL="tests.common.audit.cast.seal_with_padding"):
        yield


def recorded(folder, *, at=NOW, **more):
    record(verb=Verb.READ, by="sara-worker-id", at=at, **(SECRETS | more))
    seal_once(at=at, folder=folder)


def forms(text):
    """The ways in which a text could stand in a file."""
    raw = text.encode()
    yield from (raw, raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(raw).rstrip(b"=")[:-1])
    yield from (text.encode("utf-16-le"), text.encode("utf-16-be"))


def everything_stored(connection, folder):
    """All bytes that the database and the files hold."""
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        with sqlite3.connect(name) as raw:
            stored += "\n".join(raw.iterdump()).encode()
        return stored + b"".join(path.read_bytes() for path in Path(name).parent.glob("fresh.sqlite3*"))
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_subject", "audit_link", "audit_unchained"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            stored += "\n".join(row[0] for row in cursor.fetchall()).encode()
    return stored


def test_neither_object_nor_hour_stands_in_clear(database, folder, under_seal):
    recorded(folder)
    stored = everything_stored(database, folder)
    assert b"sara-worker-id" in stored
    for secret in ("survivor-case", "S-207-opaque-id", "safety-plan-page", "she-rang-at-noon"):
        for form in forms(secret):
            assert form not in stored
    head = files.read_head(folder).at.encode()
    assert b"14:02:03" not in stored.replace(head, b"")


def test_the_same_search_finds_them_without_a_seal(database, folder):
    recorded(folder)
    stored = everything_stored(database, folder)
    assert all(secret in stored for secret in (b"survivor-case", b"S-207-opaque-id", b"safety-plan-page", b"14:02:03"))


def test_only_the_quarter_stands_in_clear(database, folder, under_seal):
    for at in (NOW, datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)):
        recorded(folder, at=at)
    quarters = sorted(Entry.objects.values_list("at", flat=True))
    assert quarters == [datetime(2026, 10, 1, tzinfo=UTC)] * 2 + [datetime(2027, 1, 1, tzinfo=UTC)]
    assert not Subject.objects.exists()


def test_a_short_and_a_long_entry_have_one_size(database, folder, under_seal):
    recorded(folder, reason="")
    recorded(folder, reason="x" * 60)
    assert len({len(bytes(entry.sealed)) for entry in Entry.objects.all()}) == 1


def test_anchors_do_not_tell_the_day_of_each_row(database, folder, under_seal):
    for day in range(5):
        recorded(folder, at=NOW + timedelta(days=day))
    recorded(folder, at=datetime(2027, 1, 5, tzinfo=UTC))
    anchors = files.read_anchors(folder)
    assert [anchor.day for anchor in anchors] == ["2026-11-25", "2027-01-05"]
    assert checked(database, folder, at=datetime(2027, 1, 5, tzinfo=UTC)).good


def test_an_entry_of_long_ago_by_its_quarter_is_not_late(database, folder, under_seal):
    seal_once(at=NOW, folder=folder)
    record(verb=Verb.READ, by="sara-worker-id", at=NOW, **SECRETS)
    assert checked(database, folder).good
    assert not checked(database, folder, at=NOW + timedelta(minutes=11)).good


def test_a_seal_moved_to_another_row_is_found(database, folder, under_seal):
    recorded(folder)
    recorded(folder)
    first, second = Entry.objects.all()
    Intruder(database).run("UPDATE audit_entry SET sealed = %s WHERE id = %s", bytes(first.sealed), second.pk.hex)
    assert len(checked(database, folder).problems) == 1


def test_the_database_refuses_a_row_that_is_clear_and_sealed_at_once(database):
    half = Entry(at=NOW, actor="sara", verb="read", thing="survivor-case", sealed=b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        half.save(force_insert=True)


def test_a_manager_reads_that_something_was_done(database, folder, under_seal):
    recorded(folder)
    told = tell(queries.recent().rows, names=lambda ids: {"sara-worker-id": "Sara Lind"})
    assert [one.text for one in told] == ["Sara Lind opened a page. Which one is sealed."]
