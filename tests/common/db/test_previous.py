"""A copy before an upgrade, and the way back, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from article16.common.db import previous
from article16.common.db.previous import NoCopy

AT = datetime(2026, 11, 21, 10, 0, 0, tzinfo=UTC)


@pytest.fixture
def notes(database):
    """A table with one row."""
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE note (words varchar(40))")
        cursor.execute("INSERT INTO note VALUES ('before')")
    return database


def words(connection) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM note ORDER BY words")
        return [row[0] for row in cursor.fetchall()]


def add(connection, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s)", [text])


def test_the_way_back_gives_what_was_there_and_keeps_what_is_there_now(notes, tmp_path):
    copy = previous.begin(notes, folder=tmp_path, at=AT)
    previous.finish(folder=tmp_path, at=AT)
    assert copy.path.stat().st_mode & 0o077 == 0
    assert copy.path.parent.stat().st_mode & 0o077 == 0
    add(notes, "later")
    with notes.cursor() as cursor:
        cursor.execute("CREATE TABLE newer (one integer)")
    used, now = previous.go_back(notes, folder=tmp_path, at=AT + timedelta(hours=1))
    assert used == copy
    assert words(notes) == ["before"]
    assert "newer" not in notes.introspection.table_names()
    assert now.replaced
    previous.go_back(notes, folder=tmp_path, at=AT + timedelta(hours=2), name=now.name)
    assert words(notes) == ["before", "later"]


def test_the_database_can_be_written_to_after_the_way_back(notes, tmp_path):
    previous.begin(notes, folder=tmp_path, at=AT)
    previous.go_back(notes, folder=tmp_path, at=AT)
    add(notes, "after")
    assert words(notes) == ["after", "before"]
    if notes.vendor == "sqlite":
        with notes.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"


def test_an_upgrade_that_was_cut_short_goes_on_with_its_first_copy(notes, tmp_path):
    first = previous.begin(notes, folder=tmp_path, at=AT)
    for hour in range(1, 6):
        add(notes, f"half done {hour}")
        assert previous.begin(notes, folder=tmp_path, at=AT + timedelta(hours=hour)) == first
    previous.finish(folder=tmp_path, at=AT)
    assert previous.copies(tmp_path) == [first]
    assert previous.begin(notes, folder=tmp_path, at=AT + timedelta(hours=9)) != first


def test_three_copies_stay_and_none_for_longer_than_erased_files_may(notes, tmp_path):
    made = []
    for day in range(5):
        made.append(previous.begin(notes, folder=tmp_path, at=AT + timedelta(days=day)).name)
        previous.finish(folder=tmp_path, at=AT + timedelta(days=day))
    assert [one.name for one in previous.copies(tmp_path)] == made[:1:-1]
    previous.finish(folder=tmp_path, at=AT + timedelta(days=38))
    assert [one.name for one in previous.copies(tmp_path)] == made[:2:-1]


def test_two_copies_of_one_second_are_two(notes, tmp_path):
    assert previous.take(notes, folder=tmp_path, at=AT).name != previous.take(notes, folder=tmp_path, at=AT).name
    assert len(previous.copies(tmp_path)) == 2


def test_without_a_copy_there_is_a_sentence(notes, tmp_path):
    with pytest.raises(NoCopy, match="There is no copy from before an upgrade"):
        previous.go_back(notes, folder=tmp_path, at=AT)
    copy = previous.take(notes, folder=tmp_path, at=AT)
    with pytest.raises(NoCopy, match=f"There is no copy nonsense. There are: {copy.name}"):
        previous.go_back(notes, folder=tmp_path, at=AT, name="nonsense")


def test_a_damaged_copy_changes_nothing(notes, tmp_path):
    copy = previous.take(notes, folder=tmp_path, at=AT)
    content = copy.path.read_bytes()
    copy.path.write_bytes(content[: len(content) // 2])
    if notes.vendor == "sqlite":
        with pytest.raises((NoCopy, Exception)):
            previous.go_back(notes, folder=tmp_path, at=AT)
        assert words(notes) == ["before"]
    else:
        with pytest.raises(NoCopy):
            previous.go_back(notes, folder=tmp_path, at=AT)
        notes.ensure_connection()
        assert words(notes) == ["before"], "what was there is put back"


def test_a_full_disk_is_said_before_anything_is_written(notes, tmp_path, monkeypatch):
    usage = previous.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(previous.shutil, "disk_usage", lambda path: usage._replace(free=50 * 2**20))
    if notes.vendor != "sqlite":  # a dump is compressed: nobody knows its size before, so it is tried
        assert previous.begin(notes, folder=tmp_path, at=AT).path.exists()
        return
    with pytest.raises(NoCopy, match="Make room"):
        previous.begin(notes, folder=tmp_path, at=AT)
    assert previous.copies(tmp_path) == []
    assert not list((tmp_path / previous.FOLDER).glob(".*"))


def test_where_pg_dump_is_missing_the_sentence_says_what_to_do(notes, tmp_path, monkeypatch):
    monkeypatch.setattr(previous.shutil, "which", lambda name: None)
    if notes.vendor != "postgresql":  # copies by itself
        assert previous.begin(notes, folder=tmp_path, at=AT).path.exists()
        return
    with pytest.raises(NoCopy, match="--without-backup"):
        previous.begin(notes, folder=tmp_path, at=AT)
    assert not list(Path(tmp_path / previous.FOLDER).iterdir())
