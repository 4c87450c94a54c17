"""The slot: things go in, and nothing comes out."""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from article16.wall.inbox import arrivals, slots
from article16.wall.inbox.slots import Arrival, SlotFull, slot_at
from article16.wall.wire import Packet
from tests.wall import made_up
from tests.wall.databases import SERVER, Place

EPOCH = "0f" * 16


def packet(place: Place, sequence: int = 1) -> Packet:
    return made_up.packet(made_up.attendance(), to=place.keys, epoch=EPOCH, sequence=sequence)


def arrival(place: Place, sequence: int = 1) -> Arrival:
    return Arrival("support", EPOCH, sequence, packet(place, sequence), made_up.NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM inbox_arrival",
        "DELETE FROM inbox_arrival",
        "UPDATE inbox_arrival SET zone = 'x'",
        "DROP TABLE inbox_arrival",
        "CREATE TABLE other (x)",
        "ATTACH DATABASE 'x' AS y",
        "PRAGMA synchronous=OFF",
        "INSERT INTO inbox_arrival SELECT * FROM inbox_arrival",
    ],
)
def test_the_receiving_process_can_not_read_change_or_delete_on_sqlite(sqlite_place: Place, statement: str) -> None:
    slot = slot_at(sqlite_place.store)
    slot.insert([arrival(sqlite_place)])
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"):
        slot._connection.execute(statement)
    assert arrivals.count() == 1
    slot.close()


def test_what_the_user_of_the_inbox_put_in_place_of_its_file_leads_support_nowhere(sqlite_place: Place) -> None:
    slot_at(sqlite_place.store).close()
    file = Path(sqlite_place.store.removeprefix("sqlite:"))
    with contextlib.closing(slots.connect(file)) as own:
        assert own.execute("PRAGMA trusted_schema").fetchone() == (0,)
    other = file.with_name("other.sqlite3")
    file.rename(other)
    before = other.read_bytes()
    file.symlink_to(other)
    for opening in (arrivals.count, lambda: slot_at(sqlite_place.store)):
        with pytest.raises(OSError, match="a link stands"):
            opening()
    assert other.read_bytes() == before


@pytest.fixture
def narrow_role(postgres_place: Place) -> Iterator[str]:
    """The address of the database for a role that may only insert."""
    role, word = f"wall_inbox_{secrets.token_hex(4)}", secrets.token_hex(8)
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(word)))
    arrivals.grant_insert_only(role)
    yield postgres_place.database.replace("root@", f"{role}:{word}@")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {role}")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM inbox_arrival",
        "SELECT count(*) FROM inbox_arrival",
        "DELETE FROM inbox_arrival",
        "UPDATE inbox_arrival SET zone = 'x'",
        "TRUNCATE inbox_arrival",
        "DROP TABLE inbox_arrival",
        "SELECT * FROM inbox_receivedmessage",
        "INSERT INTO inbox_receivedmessage DEFAULT VALUES",
        "DELETE FROM inbox_receivedmessage",
        "INSERT INTO inbox_arrival SELECT 'a', 'b', 1, 'c', '', '', now() RETURNING *",
    ],
)
def test_the_role_of_the_receiving_process_may_only_insert_on_postgresql(narrow_role: str, statement: str) -> None:
    with psycopg.connect(narrow_role, autocommit=True) as role, pytest.raises(psycopg.errors.InsufficientPrivilege):
        role.execute(statement)


def test_with_that_role_arrivals_are_stored_once(narrow_role: str, postgres_place: Place) -> None:
    slot, both = slot_at(narrow_role), [arrival(postgres_place, 1), arrival(postgres_place, 2)]
    slot.insert(both)
    slot.insert([*both, arrival(postgres_place, 3)])
    assert arrivals.count() == 3
    slot.close()


def test_the_slot_finds_postgresql_again_after_the_line_broke(postgres_place: Place) -> None:
    slot = slot_at(postgres_place.store)
    slot.insert([arrival(postgres_place, 1)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    with pytest.raises(SlotFull):
        slot.insert([arrival(postgres_place, 2)])
    slot.insert([arrival(postgres_place, 2)])
    assert arrivals.count() == 2
    slot.close()


def test_a_full_disk_stores_nothing_says_so_and_recovers(sqlite_place: Place) -> None:
    slot = slot_at(sqlite_place.store)
    slot._connection.set_authorizer(None)
    [[pages]] = slot._connection.execute("PRAGMA page_count").fetchall()
    slot._connection.execute(f"PRAGMA max_page_count={pages + 2}")
    slot._connection.set_authorizer(slots._insert_only)
    many = [arrival(sqlite_place, number) for number in range(1, 200)]
    with pytest.raises(SlotFull):
        slot.insert(many)
    assert arrivals.count() == 0, "all or none"
    slot._connection.set_authorizer(None)
    slot._connection.execute("PRAGMA max_page_count=100000")
    slot._connection.set_authorizer(slots._insert_only)
    slot.insert(many)
    assert arrivals.count() == 199
    slot.close()


def test_each_acknowledged_arrival_was_synced_to_the_disk(sqlite_place: Place) -> None:
    own = slots.connect(sqlite_place.folder / "x.sqlite3")
    assert own.execute("PRAGMA synchronous").fetchone() == (2,)
    assert own.execute("PRAGMA secure_delete").fetchone() == (1,)
    own.close()


@pytest.mark.parametrize("store", ["", "inbox.sqlite3", "sqlite:relative", "mysql://x/y"])
def test_a_store_that_is_none_is_refused_with_a_sentence(store: str) -> None:
    with pytest.raises(ValueError, match=r"neither sqlite:/… nor postgresql://"):
        slot_at(store)


def test_an_open_port_without_a_certificate_and_a_long_path_are_refused(tmp_path: Path) -> None:
    from article16.wall.inbox.receiving import serve

    store = f"sqlite:{tmp_path / 'inbox.sqlite3'}"
    with pytest.raises(ValueError, match=r"would listen on 0\.0\.0\.0 without a certificate"):
        serve(zone="support", store=store, listen="0.0.0.0:1618")
    with pytest.raises(ValueError, match=r"longer than 100 bytes. Choose a shorter folder"):
        serve(zone="support", store=store, listen=f"unix:/{'x' * 101}")
