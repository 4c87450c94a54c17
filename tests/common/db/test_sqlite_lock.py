"""One writer at a time in a process, and the way is free again whatever happened to it."""

import threading
import time
from contextlib import closing

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connections, transaction

from article16.common.db.sqlite.locks import lock_for


@pytest.fixture
def facts(sqlite_file):
    with sqlite_file.cursor() as cursor:
        cursor.execute("CREATE TABLE kind (id integer PRIMARY KEY)")
        cursor.execute("CREATE TABLE fact (kind integer REFERENCES kind (id) DEFERRABLE INITIALLY DEFERRED)")
    return sqlite_file


def insert(connection, kind=None):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fact VALUES (%s)", [kind])


def in_a_thread(act):
    """What `act` gave or raised in a thread with a connection of its own."""
    found = []

    def run():
        try:
            found.append(act())
        except (Exception, SystemExit) as error:
            found.append(error)
        finally:
            connections["default"].close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def write_elsewhere():
    thread, found = in_a_thread(lambda: insert_atomically(connections["default"]))
    thread.join(timeout=30)
    return found


def insert_atomically(connection):
    with transaction.atomic():
        insert(connection)
    return "written"


def test_a_second_writer_waits_for_the_first_to_commit(facts):
    with transaction.atomic():
        insert(facts)
        thread, found = in_a_thread(lambda: insert_atomically(connections["default"]))
        time.sleep(0.1)
        assert found == []
    thread.join(timeout=30)
    assert found == ["written"]


def test_readers_do_not_wait(facts):
    def count():
        with connections["default"].cursor() as cursor:
            return cursor.execute("SELECT count(*) FROM fact").fetchone()[0]

    with transaction.atomic():
        insert(facts)
        thread, found = in_a_thread(count)
        thread.join(timeout=30)
    assert found == [0]


def test_nested_blocks_are_one_writer(facts):
    with transaction.atomic(), transaction.atomic(), transaction.atomic(savepoint=False):
        insert(facts)
    assert write_elsewhere() == ["written"]


def test_the_way_is_free_after_a_rollback(facts):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        insert(facts, kind=1 // 0)
    assert write_elsewhere() == ["written"]


def test_the_way_is_free_after_a_refused_commit(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(facts, kind=99)
    assert write_elsewhere() == ["written"]


def test_the_way_is_free_after_the_connection_was_closed_in_between(facts):
    with pytest.raises(ProgrammingError, match="closed"), transaction.atomic():  # noqa: PT012
        insert(facts)
        facts.close()
        insert(facts)
    assert write_elsewhere() == ["written"]
    with facts.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM fact").fetchone() == (1,)


def test_the_way_is_free_after_a_thread_died_in_its_transaction(facts):
    def die():
        with transaction.atomic():
            insert(connections["default"])
            raise SystemExit

    thread, _found = in_a_thread(die)
    thread.join(timeout=30)
    assert write_elsewhere() == ["written"]


def test_a_wait_that_takes_too_long_ends_with_a_sentence(facts):
    def wait_briefly():
        connections["default"].connect()
        connections["default"].wait_seconds = 0.05
        insert_atomically(connections["default"])

    with transaction.atomic():
        insert(facts)
        thread, found = in_a_thread(wait_briefly)
        thread.join(timeout=30)
    (refusal,) = found
    assert isinstance(refusal, OperationalError)
    assert "another write of this process did not end within 0.05 seconds" in str(refusal)


def test_a_thread_that_would_wait_for_itself_is_told_at_once(facts):
    started = time.monotonic()
    with closing(connections.create_connection("default")) as second, transaction.atomic():
        insert(facts)
        with pytest.raises(OperationalError, match="did not end"):
            second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert time.monotonic() - started < 5  # of the ten that a vain wait takes
    assert write_elsewhere() == ["written"]


def test_two_files_do_not_wait_for_each_other(facts, tmp_path):
    with transaction.atomic():
        insert(facts)
        other = lock_for(str(tmp_path / "other.sqlite3"))
        assert other.acquire(seconds=0.1)
        other.release()


def test_one_file_has_one_lock_under_all_its_names(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    assert lock_for(str(tmp_path / "a.sqlite3")) is lock_for(str(tmp_path / "link" / "a.sqlite3"))
