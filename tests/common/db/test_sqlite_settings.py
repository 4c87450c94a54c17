"""SQLite keeps the promises of the data whatever the settings file says."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections, transaction

from article16.common.db import checks
from article16.common.db.sqlite.base import DatabaseWrapper
from article16.common.db.write_ahead import bring_over
from tests.common.databases import as_default, settings_of


def pragma(connection, name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)),
        *(("busy_timeout", 10_000), ("wal_autocheckpoint", 8_000)),
    ],
)
def test_every_connection_has_the_setting(sqlite_file, name, value):
    assert pragma(sqlite_file, name) == value
    with closing(connections.create_connection("default")) as second:
        assert pragma(second, name) == value


def test_deleted_text_is_overwritten_in_the_file(sqlite_file, tmp_path):
    with sqlite_file.cursor() as cursor:
        cursor.execute("CREATE TABLE note (words text)")
        cursor.execute("INSERT INTO note VALUES (%s)", ["marker-of-a-deleted-note" * 200])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"marker-of-a-deleted-note" in (tmp_path / "fresh.sqlite3").read_bytes()
        cursor.execute("DELETE FROM note")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"marker-of-a-deleted-note" not in (tmp_path / "fresh.sqlite3").read_bytes()


def test_a_save_leaves_the_log_to_the_tick_which_brings_it_over(sqlite_file, tmp_path):
    file, marker = tmp_path / "fresh.sqlite3", b"marker-of-a-note"
    with sqlite_file.cursor() as cursor:
        cursor.execute("CREATE TABLE note (words text)")
        for _number in range(1_500):  # pages; of itself SQLite brings them over after 1,000
            cursor.execute("INSERT INTO note VALUES (%s)", ["marker-of-a-note" * 256])
    assert marker not in file.read_bytes()
    bring_over(sqlite_file)
    assert marker in file.read_bytes()
    log = file.with_name("fresh.sqlite3-wal").stat().st_size
    with sqlite_file.cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s)", ["one more"])
    assert file.with_name("fresh.sqlite3-wal").stat().st_size == log, "the log begins again at its start"


def test_json_fields_work_because_the_schema_is_trusted(sqlite_file):
    with sqlite_file.cursor() as cursor:
        cursor.execute("CREATE TABLE note (ids text CHECK (json_valid(ids)))")
        cursor.execute("""INSERT INTO note VALUES ('["a"]')""")
        assert cursor.execute("SELECT json_array_length(ids) FROM note").fetchone() == (1,)


def test_a_transaction_begins_as_a_writer(sqlite_file):
    name = sqlite_file.settings_dict["NAME"]
    with closing(sqlite3.connect(name, timeout=0, isolation_level=None)) as other, transaction.atomic():
        with sqlite_file.cursor() as cursor:
            cursor.execute("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_deferred_transaction_mode_is_refused_with_a_sentence(tmp_path):
    weak = settings_of(str(tmp_path / "weak.sqlite3")) | {"OPTIONS": {"transaction_mode": "DEFERRED"}}
    connection = DatabaseWrapper(connections.configure_settings({"default": weak})["default"])
    with pytest.raises(ImproperlyConfigured, match="would let concurrent writes fail"):
        connection.connect()


def test_weaker_settings_of_a_file_do_not_reach_the_connection(tmp_path, django_db_blocker):
    weak = settings_of(str(tmp_path / "weak.sqlite3")) | {"OPTIONS": {"init_command": "PRAGMA synchronous=OFF"}}
    connection = DatabaseWrapper(connections.configure_settings({"default": weak})["default"])
    with django_db_blocker.unblock(), closing(connection):
        assert pragma(connection, "synchronous") == 2
        assert checks.sqlite_settings(connection) == []


def test_a_database_in_memory_works_too(django_db_blocker):
    with django_db_blocker.unblock(), as_default("file:audit-memory?mode=memory&cache=shared") as connection:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE fact (one text)")
            cursor.execute("INSERT INTO fact VALUES ('x')")
        assert checks.sqlite_settings(connection) == []
        assert connection._held is None


def write_many(times, failures):
    connection = connections["default"]
    try:
        for _ in range(times):
            # Reads before it writes: what fails under deferred transactions.
            with transaction.atomic(), connection.cursor() as cursor:
                (count,) = cursor.execute("SELECT count(*) FROM fact").fetchone()
                cursor.execute("INSERT INTO fact VALUES (%s)", [count])
    except OperationalError as failure:
        failures.append(failure)
    finally:
        connection.close()


def test_of_1600_concurrent_writes_none_fails_and_none_is_lost(sqlite_file):
    with sqlite_file.cursor() as cursor:
        cursor.execute("CREATE TABLE fact (seen integer)")
    failures = []
    threads = [threading.Thread(target=write_many, args=(200, failures)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with sqlite_file.cursor() as cursor:
        seen = [row[0] for row in cursor.execute("SELECT seen FROM fact ORDER BY seen").fetchall()]
    assert seen == list(range(1600))


WRITER = """
import sys, threading, django
django.setup()
from tests.common.db.test_sqlite_settings import write_many
failures = []
threads = [threading.Thread(target=write_many, args=(100, failures)) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
sys.exit(len(failures))
"""


def test_writers_in_three_processes_do_not_push_each_other_out(sqlite_file, worker_environment):
    with sqlite_file.cursor() as cursor:
        cursor.execute("CREATE TABLE fact (seen integer)")
    name = str(sqlite_file.settings_dict["NAME"])
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=worker_environment(name), cwd=worker_environment.root)
        for _ in range(3)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    with sqlite_file.cursor() as cursor:
        seen = [row[0] for row in cursor.execute("SELECT seen FROM fact ORDER BY seen").fetchall()]
    assert seen == list(range(1200))
