"""Entries find their place in the chain once, whoever seals and whatever happens meanwhile."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from article16.common.audit import chain, files, sealer
from article16.common.audit.models import Entry, Link, Unchained
from article16.common.audit.sealer import accept, seal_once
from tests.common.audit.cast import NOW, checked, opened, sealed_days


def test_every_entry_is_chained_once_and_the_chain_is_whole(database, folder):
    sealed_days(folder)
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert not Unchained.objects.exists()
    verdict = checked(database, folder)
    assert verdict.good
    assert (verdict.rows, verdict.unchained, verdict.problems, verdict.complete) == (6, 0, (), True)


def test_sealing_with_nothing_to_seal_notes_that_the_sealer_ran(database, folder):
    assert seal_once(at=NOW, folder=folder) == 0
    later = NOW + timedelta(seconds=10)
    assert seal_once(at=later, folder=folder) == 0
    assert files.read_head(folder).time == later
    assert checked(database, folder).good


def test_an_idle_round_costs_few_statements(database, folder):
    sealed_days(folder)
    with CaptureQueriesContext(database) as asked:
        seal_once(at=NOW, folder=folder)
    said = [query["sql"] for query in asked if query["sql"].startswith(("SELECT", "INSERT", "DELETE"))]
    assert len(said) == 3


def test_entries_of_one_round_stand_in_the_order_of_time(database, folder):
    for minute in (3, 1, 2):
        opened(f"c-{minute}", at=NOW + timedelta(minutes=minute))
    seal_once(at=NOW, folder=folder)
    order = [link.entry.ids for link in Link.objects.order_by("seq").select_related("entry")]
    assert order == [["c-1"], ["c-2"], ["c-3"]]


def test_a_long_backlog_is_chained_in_batches(database, folder, monkeypatch):
    monkeypatch.setattr(sealer, "BATCH", 3)
    for turn in range(10):
        opened(f"c-{turn}")
    assert seal_once(at=NOW, folder=folder) == 10
    assert checked(database, folder).good


def test_the_hash_of_a_row_is_the_one_that_the_reference_gives(database, folder):
    import hashlib

    opened("c-014", "c-015", by="åsa")
    seal_once(at=NOW, folder=folder)
    (link,) = Link.objects.all()

    texts = (link.entry_id.hex, "2026-11-21 14:02:03.456789", "åsa", "read", "client", "client-file", "")
    ids = '["c-014", "c-015"]'
    lengths = [*(len(text.encode()) for text in texts), 0xFFFF_FFFF, len(ids)]  # the eighth: not sealed
    encoded = b"".join(length.to_bytes(4, "big") for length in lengths) + ("".join(texts) + ids).encode()
    expected = bytes(32) + (1).to_bytes(8, "big") + encoded
    assert bytes(link.hash) == hashlib.sha256(expected).digest()
    assert bytes(link.previous) == chain.GENESIS


def test_a_whole_second_has_the_same_bytes_on_both_databases(database, folder):
    opened("c-014", at=NOW.replace(microsecond=0))
    seal_once(at=NOW, folder=folder)
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {chain.columns(database.vendor)} FROM audit_entry e")
        assert b"2026-11-21 14:02:03.000000" in chain.encoded(cursor.fetchone())


def test_no_two_entries_have_the_same_bytes():
    row = (b"id", b"2026-01-01 00:00:00", b"ana", b"read", b"client", b"", b"", None, b"[]")
    others = [
        (*row[:2], b"anaread", b"", *row[4:]),
        (*row[:7], b"", row[8]),
        (*row[:8], b'[""]'),
        (*row[:7], b"[]", b""),
        (*row[:8], None),
    ]
    assert len({chain.encoded(other) for other in (row, *others)}) == 6


def seal_in_a_thread(folder, failures):
    try:
        for _ in range(20):
            seal_once(at=NOW, folder=folder)
    except Exception as failure:
        failures.append(failure)
    finally:
        connections["default"].close()


def record_in_a_thread(failures):
    try:
        for turn in range(50):
            with transaction.atomic():
                opened(f"c-{turn}", "c-900")
    except Exception as failure:
        failures.append(failure)
    finally:
        connections["default"].close()


def test_sealers_and_writers_at_once_chain_every_entry_once(database, folder, tmp_path):
    failures = []
    # A folder of its own for the second: the lock on the files must not be what saves the chain.
    folders = (folder, tmp_path / "other")
    threads = [threading.Thread(target=seal_in_a_thread, args=(one, failures)) for one in folders]
    threads += [threading.Thread(target=record_in_a_thread, args=(failures,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_once(at=NOW, folder=folder)
    assert failures == []
    assert Entry.objects.count() == Link.objects.count() == 150
    assert checked(database, folder).good


def test_one_anchor_a_day(database, folder):
    for day in (0, 0, 1, 3):
        opened("c-014")
        seal_once(at=NOW + timedelta(days=day), folder=folder)
    anchors = files.read_anchors(folder)
    assert [(anchor.day, anchor.rows) for anchor in anchors] == [
        ("2026-11-21", 1),
        ("2026-11-22", 3),
        ("2026-11-24", 4),
    ]
    assert checked(database, folder, at=NOW + timedelta(days=3)).good


def test_a_death_before_the_files_are_written_is_no_alarm(database, folder):
    sealed_days(folder)
    head, anchors = (folder / "head.json").read_bytes(), (folder / "anchors.jsonl").read_bytes()
    opened("c-777")
    seal_once(at=NOW + timedelta(days=1), folder=folder)
    (folder / "head.json").write_bytes(head)
    (folder / "anchors.jsonl").write_bytes(anchors)
    assert checked(database, folder).good
    assert seal_once(at=NOW, folder=folder) == 0
    assert files.read_head(folder).rows == 7


def test_a_death_while_a_file_is_written_leaves_the_former_one(database, folder):
    sealed_days(folder)
    (folder / ".head.json.new").write_text('{"rows": 7')
    assert checked(database, folder).good
    seal_once(at=NOW, folder=folder)
    assert json.loads((folder / "head.json").read_text())["rows"] == 6


def test_the_files_are_for_their_owner_only(database, folder):
    sealed_days(folder)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_restored_log_goes_on_once_a_person_accepts_it(database, folder):
    sealed_days(folder)
    files.write_head(folder, rows=99, hash=bytes(range(32)), at=NOW)
    seal_once(at=NOW, folder=folder)
    assert files.read_head(folder).rows == 99
    assert not checked(database, folder).good
    accept(by="mia", reason="Restored the backup of Friday.", at=NOW, folder=folder)
    assert checked(database, folder).good
    last = Link.objects.order_by("-seq").select_related("entry").first().entry
    assert (last.actor, last.verb, last.what, last.reason) == (
        "mia",
        "setting",
        "accept",
        "Restored the backup of Friday.",
    )
    assert sorted(path.name[:14] for path in folder.iterdir()) == [
        "anchors.jsonl",
        "anchors.jsonl.",
        "head.json",
        "head.json.2026",
    ]


@pytest.mark.parametrize("name", ["head.json", "anchors.jsonl"])
def test_the_sealer_goes_on_beside_a_file_that_nobody_can_read(database, folder, name):
    sealed_days(folder)
    (folder / name).write_text("{")
    opened("c-777")
    assert seal_once(at=NOW + timedelta(days=1), folder=folder) == 1
    assert (folder / name).read_text() == "{"
