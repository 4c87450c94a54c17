"""What would stop a service is said before it starts, with the next step."""

from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

from article16.common.db import checks, triggers
from tests.common.databases import as_default


def migrated(connection):
    """All tables of the settings in force, and their triggers."""
    call_command("migrate", verbosity=0)
    triggers.install(connection)


def test_a_database_in_order_says_nothing(address, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), as_default(address) as connection:
        migrated(connection)
        assert checks.before_start(connection, folder=tmp_path) == []


def test_a_missing_trigger_stops_the_start(address, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), as_default(address) as connection:
        migrated(connection)
        triggers.remove(connection)
        (sentence,) = checks.before_start(connection, folder=tmp_path)
    assert "lacks rules" in sentence


def test_an_empty_database_waits_for_its_migrations(address, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), as_default(address) as connection:
        (sentence,) = checks.before_start(connection, folder=tmp_path)
    assert "article16 serve" in sentence


def test_a_database_of_a_later_version_is_not_touched(database, tmp_path):
    MigrationRecorder(database).record_applied("audit", "0099_from_the_future")
    (sentence,) = checks.before_start(database, folder=tmp_path)
    assert "later version" in sentence
    assert "audit.0099_from_the_future" in sentence
    assert "backup" in sentence


def test_a_file_that_is_no_database_does_not_answer(tmp_path, django_db_blocker):
    (tmp_path / "letter.sqlite3").write_text("Dear Sir or Madam, " * 100)
    with django_db_blocker.unblock(), as_default(str(tmp_path / "letter.sqlite3")) as connection:
        (sentence,) = checks.before_start(connection, folder=tmp_path)
    assert "does not answer (DatabaseError)" in sentence


def test_a_server_that_is_not_there_does_not_answer(django_db_blocker, tmp_path):
    address = "postgresql://nobody@127.0.0.1:1/nothing"
    with django_db_blocker.unblock(), as_default(address) as connection:
        (sentence,) = checks.before_start(connection, folder=tmp_path)
    assert "does not answer (OperationalError)" in sentence
    assert "nobody" not in sentence


def test_a_database_that_only_reads_is_told(address, django_db_blocker):
    with django_db_blocker.unblock(), as_default(address) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE fact (one integer)")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = ON")
            else:
                cursor.execute("SET default_transaction_read_only = on")
        (sentence,) = checks.writable(connection)
        assert "cannot be written to" in sentence
        assert not connection.in_atomic_block


def test_the_write_check_leaves_nothing_behind(database):
    before = set(database.introspection.table_names())
    assert checks.writable(database) == []
    assert set(database.introspection.table_names()) == before


def test_a_connection_with_weaker_settings_is_told(sqlite_file):
    with sqlite_file.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA secure_delete = OFF")
    (sentence,) = checks.sqlite_settings(sqlite_file)
    assert "synchronous, secure_delete" in sentence


def test_a_full_disk_is_told_in_megabytes(tmp_path):
    (sentence,) = checks.free_disk(tmp_path, least=2**60)
    assert f"at least {2**40} MB" in sentence
    assert checks.free_disk(tmp_path, least=1) == []
