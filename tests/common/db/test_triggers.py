"""A rule that the database keeps is there, or somebody is told."""

import pytest
from django.db import transaction

from article16.common.db import checks, triggers
from article16.common.db.guards import append_only
from article16.common.db.triggers import Trigger


def run(connection, sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def drop(connection, name, table):
    run(connection, f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def test_nothing_is_missing_after_a_first_and_a_second_installation(database):
    assert triggers.missing(database) == []
    triggers.install(database)
    assert triggers.missing(database) == []


def test_a_dropped_trigger_is_named_and_comes_back(database):
    drop(database, "audit_entry_no_delete", "audit_entry")
    assert triggers.missing(database) == ["audit_entry_no_delete"]
    (sentence,) = checks.missing_triggers(database)
    assert "audit_entry_no_delete" in sentence
    assert "article16 serve" in sentence
    triggers.install(database)
    assert triggers.missing(database) == []


def test_a_trigger_that_lets_everything_through_is_named(database):
    if database.vendor == "sqlite":
        drop(database, "audit_entry_no_delete", "audit_entry")
        run(
            database,
            'CREATE TRIGGER "audit_entry_no_delete" BEFORE DELETE ON "audit_entry" BEGIN SELECT 1; END',
        )
    else:
        run(
            database,
            "CREATE OR REPLACE FUNCTION audit_entry_no_delete() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN OLD; END'",
        )
    assert triggers.missing(database) == ["audit_entry_no_delete"]


def test_a_trigger_under_the_right_name_on_another_event_is_named(database):
    drop(database, "audit_entry_no_update", "audit_entry")
    if database.vendor == "sqlite":
        run(
            database,
            'CREATE TRIGGER "audit_entry_no_update" BEFORE INSERT ON "audit_entry" '
            "BEGIN SELECT RAISE(ABORT, 'audit_entry refuses update'); END",
        )
    else:
        run(
            database,
            "CREATE TRIGGER audit_entry_no_update BEFORE INSERT ON audit_entry "
            "FOR EACH ROW EXECUTE FUNCTION audit_entry_no_update()",
        )
    assert triggers.missing(database) == ["audit_entry_no_update"]


def test_a_trigger_that_is_switched_off_is_named(database):
    if database.vendor == "sqlite":
        drop(database, "audit_entry_no_update", "audit_entry")  # the only switch there is
    else:
        run(database, "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_update")
    assert triggers.missing(database) == ["audit_entry_no_update"]


def test_a_removed_set_is_missing_whole(database):
    triggers.remove(database)
    assert triggers.missing(database) == [trigger.name for trigger in triggers.registered(database.vendor)]


def test_two_different_triggers_of_one_name_are_refused_and_the_same_one_twice_is_not():
    (first, *_others) = append_only("audit_entry")
    triggers.register(first)
    with pytest.raises(ValueError, match="Two different triggers are named audit_entry_no_update"):
        triggers.register(Trigger(name=first.name, table="other", sql=first.sql))


def test_a_table_to_come_is_no_error_now_and_missing_at_start(database, monkeypatch):
    later = append_only("table_to_come")
    monkeypatch.setattr(triggers, "_registry", {trigger.name: trigger for trigger in later})
    triggers.install(database)
    expected = ["table_to_come_no_update", "table_to_come_no_delete", "table_to_come_no_truncate"]
    assert triggers.missing(database) == (expected if database.vendor == "postgresql" else expected[:2])
