"""Somebody with the database's password, no triggers in the way: every change shows."""

import json
from datetime import timedelta

import pytest
from django.db import connections, transaction

from article16.common.audit import chain
from article16.common.audit.models import Link
from article16.common.audit.sealer import seal_once
from article16.common.db import triggers
from tests.common.audit.cast import NOW, checked, opened, sealed_days


class Intruder:
    """Drops what guards the log and writes what he likes."""

    def __init__(self, connection):
        self.connection = connection
        triggers.remove(connection)
        self._forget_references()

    def _forget_references(self):
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "sqlite":
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                return
            cursor.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE contype IN ('f', 'c') AND conrelid::regclass::text LIKE 'audit_%%'"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')

    def run(self, sql, *params):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)

    def entry_of(self, seq):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT entry_id FROM audit_link WHERE seq = %s", [seq])
            return cursor.fetchone()[0]


@pytest.fixture
def intruder(database, folder):
    sealed_days(folder)
    assert checked(database, folder).good
    return Intruder(database)


def problems(database, folder, **more):
    verdict = checked(database, folder, **more)
    assert not verdict.good
    return list(verdict.problems)


EDITS = {
    "actor": "'ben-2'",
    "verb": "'write'",
    "thing": "'staff'",
    "what": "'other-page'",
    "reason": "'because'",
    "at": "'2026-11-21 14:02:03.456790+00'",
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edited_entry_is_found(database, folder, intruder, column):
    intruder.run(f"UPDATE audit_entry SET {column} = {EDITS[column]} WHERE id = %s", intruder.entry_of(3))
    assert "Row 3 was changed after it was chained." in problems(database, folder)


@pytest.mark.parametrize("ids", ["[]", '["c-002", "c-003"]', '["C-002"]', '{"c-002": 1}', "14"])
def test_edited_ids_are_found(database, folder, intruder, ids):
    intruder.run("UPDATE audit_entry SET ids = %s WHERE id = %s", ids, intruder.entry_of(3))
    assert "Row 3 was changed after it was chained." in problems(database, folder)


@pytest.mark.parametrize("value", ["x'ff00'", "'not a time'", "7", "x'00'", "CAST(x'ff' AS TEXT)", "''"])
@pytest.mark.parametrize("column", ["at", "actor", "ids"])
def test_nonsense_in_place_of_text_is_found_and_does_not_stop_the_check(database, folder, intruder, column, value):
    if database.vendor == "postgresql":
        column, value = "actor", "'{\"'"  # PostgreSQL keeps the kinds of its columns
    intruder.run(f"UPDATE audit_entry SET {column} = {value} WHERE id = %s", intruder.entry_of(3))
    assert "Row 3 was changed after it was chained." in problems(database, folder)


def test_an_added_seal_is_found(database, folder, intruder):
    intruder.run("UPDATE audit_entry SET sealed = %s WHERE id = %s", b"", intruder.entry_of(3))
    assert problems(database, folder) == ["Row 3 was changed after it was chained."]


def test_a_deleted_entry_is_found(database, folder, intruder):
    intruder.run("DELETE FROM audit_entry WHERE id = %s", intruder.entry_of(4))
    assert "The entry of row 4 was deleted." in problems(database, folder)


def test_an_entry_deleted_with_its_link_is_found(database, folder, intruder):
    entry = intruder.entry_of(4)
    intruder.run("DELETE FROM audit_link WHERE seq = 4")
    intruder.run("DELETE FROM audit_entry WHERE id = %s", entry)
    assert "Rows 4 to 4 are missing from the chain." in problems(database, folder)


def test_a_deleted_row_with_the_rest_moved_up_is_found(database, folder, intruder):
    intruder.run("DELETE FROM audit_link WHERE seq = 4")
    intruder.run("UPDATE audit_link SET seq = seq - 1 WHERE seq = 5")
    intruder.run("UPDATE audit_link SET seq = seq - 1 WHERE seq = 6")
    found = problems(database, folder)
    assert "Row 4 does not follow from the row before it." in found
    assert any(sentence.startswith("The chain ends at row 5") for sentence in found)


def test_an_entry_put_beside_the_chain_is_found(database, folder, intruder):
    opened("c-666")  # without the trigger that takes it in
    found = problems(database, folder)
    assert found == ["1 entries stand outside the chain: they were put there by hand."]


def test_a_link_put_between_is_found(database, folder, intruder):
    opened("c-666")
    entry = outside_the_chain(database)
    intruder.run("UPDATE audit_link SET seq = 7 WHERE seq = 6")
    last = Link.objects.get(seq=5)
    intruder.run("INSERT INTO audit_link VALUES (6, %s, %s, %s)", entry, bytes(last.hash), bytes(32))
    found = problems(database, folder)
    assert "Row 6 was changed after it was chained." in found
    assert "Row 7 does not follow from the row before it." in found


def outside_the_chain(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_link)")
        return cursor.fetchone()[0]


def test_two_swapped_entries_are_found(database, folder, intruder):
    second, fifth = intruder.entry_of(2), intruder.entry_of(5)
    spare = "f" * 32
    for seq, entry in ((2, spare), (5, second), (2, fifth)):
        intruder.run("UPDATE audit_link SET entry_id = %s WHERE seq = %s", entry, seq)
    found = problems(database, folder)
    assert "Row 2 was changed after it was chained." in found
    assert "Row 5 was changed after it was chained." in found


@pytest.mark.parametrize("kept", [0, 1, 5])
def test_a_cut_end_is_found_by_head_and_by_anchor(database, folder, intruder, kept):
    seal_once(at=NOW + timedelta(days=1), folder=folder)
    cut(intruder, kept)
    found = problems(database, folder)
    assert f"The chain ends at row {kept}, but the file head.json names row 6: its end was cut off." in found
    (folder / "head.json").write_text(
        json.dumps({"rows": kept, "hash": hash_of_row(kept), "at": NOW.isoformat()}),
    )
    found = problems(database, folder)
    assert f"The chain ends at row {kept}, but the anchor of 2026-11-22 names row 6: its end was cut off." in found


def hash_of_row(seq):
    return bytes(Link.objects.get(seq=seq).hash).hex() if seq else chain.GENESIS.hex()


def cut(intruder, kept):
    entries = [intruder.entry_of(seq) for seq in range(kept + 1, 7)]
    intruder.run("DELETE FROM audit_link WHERE seq > %s", kept)
    for entry in entries:
        intruder.run("DELETE FROM audit_subject WHERE entry_id = %s", entry)
        intruder.run("DELETE FROM audit_entry WHERE id = %s", entry)


def test_a_cut_end_stays_found_after_the_sealer_went_on(database, folder, intruder):
    cut(intruder, 4)
    triggers.install(database)
    for turn in range(5):
        opened(f"c-{turn}")
        seal_once(at=NOW, folder=folder)
    assert Link.objects.count() == 9
    found = problems(database, folder)
    assert "Row 6 is not the one that the file head.json names: the chain was written anew." in found


def test_a_chain_written_anew_from_the_middle_is_found(database, folder, intruder):
    seal_once(at=NOW + timedelta(days=1), folder=folder)
    intruder.run("UPDATE audit_entry SET actor = 'nobody' WHERE id = %s", intruder.entry_of(3))
    write_anew(database, intruder)
    found = problems(database, folder)
    assert "Row 6 is not the one that the file head.json names: the chain was written anew." in found
    assert "Row 6 is not the one that the anchor of 2026-11-22 names: the chain was written anew." in found


def write_anew(connection, intruder):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.seq, {chain.columns(connection.vendor)} FROM audit_link l "
            "JOIN audit_entry e ON e.id = l.entry_id ORDER BY l.seq"
        )
        rows = cursor.fetchall()
    before = chain.GENESIS
    for seq, *entry in rows:
        after = chain.linked(before, seq, entry)
        intruder.run("UPDATE audit_link SET previous = %s, hash = %s WHERE seq = %s", before, after, seq)
        before = after


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"rows": 6}',
        '{"rows": -1, "hash": "00", "at": ""}',
        '{"rows": "6", "hash": 5, "at": 7}',
        "\ud800",
    ],
)
@pytest.mark.parametrize("name", ["head.json", "anchors.jsonl"])
def test_a_file_cut_short_or_scribbled_over_is_found(database, folder, name, content):
    sealed_days(folder)
    (folder / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    seal_once(at=NOW, folder=folder)
    verdict = checked(database, folder)
    if name == "anchors.jsonl" and not content:
        # An empty file of anchors is what a service has on its first day.
        return
    assert verdict.problems == (f"The file {name} cannot be read: it is not as the program wrote it.",)


def test_a_head_that_was_taken_away_is_found_and_not_made_up(database, folder):
    sealed_days(folder)
    (folder / "head.json").unlink()
    opened("c-777")
    seal_once(at=NOW, folder=folder)
    assert problems(database, folder) == ["The file head.json is missing, so a cut end might not show."]


def test_a_row_struck_from_the_index_is_found(database, folder, intruder):
    intruder.run("DELETE FROM audit_subject WHERE object_id = 'c-004'")
    assert problems(database, folder) == ["The index of who opened what lacks row 5."]


def test_a_row_added_to_the_index_is_found(database, folder, intruder):
    entry = intruder.entry_of(1)
    intruder.run("INSERT INTO audit_subject VALUES ('client', 'c-999', '2026-11-21', %s)", entry)
    assert problems(database, folder) == ["The index of who opened what has 1 rows that no entry says."]


def test_an_entry_deleted_while_it_waited_is_found(database, folder):
    opened("c-014")
    intruder = Intruder(database)
    intruder.run("DELETE FROM audit_subject")
    intruder.run("DELETE FROM audit_entry")
    assert "1 entries were deleted before they were chained." in problems(database, folder)


def test_entries_that_wait_too_long_are_told(database, folder):
    seal_once(at=NOW, folder=folder)
    opened("c-014")
    soon, late = NOW + timedelta(minutes=9), NOW + timedelta(minutes=11)
    assert checked(database, folder, at=soon).good
    assert checked(database, folder, at=soon).unchained == 1
    assert problems(database, folder, at=late) == [
        "1 entries wait to be chained for too long: the sealer does not run.",
    ]


def test_a_hundred_problems_are_named_and_the_rest_counted(database, folder):
    with transaction.atomic():
        for turn in range(130):
            opened(f"c-{turn}")
    seal_once(at=NOW, folder=folder)
    Intruder(database).run("UPDATE audit_entry SET actor = 'nobody'")
    found = problems(database, folder)
    assert len(found) == 101
    assert found[-1] == "30 more problems are not listed."


def test_the_check_can_be_watched_and_stopped(database, folder, monkeypatch):
    from article16.common.audit import verifying

    monkeypatch.setattr(verifying, "BATCH", 2)
    sealed_days(folder)
    heard = []
    whole = checked(database, folder, progress=heard.append)
    assert heard == [2, 4, 6]
    assert whole.complete
    stopped = checked(database, folder, stop=lambda: len(heard) == 3)
    assert (stopped.rows, stopped.complete, stopped.good) == (2, False, False)


def test_a_copy_of_the_files_from_elsewhere_bears_witness_too(database, folder, tmp_path):
    sealed_days(folder)
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    assert checked(database, elsewhere).good
    cut(Intruder(database), 3)
    assert not checked(connections["default"], elsewhere).good
