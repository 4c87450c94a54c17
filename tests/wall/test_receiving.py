"""The receiving process, spoken to over its real socket, and its slot."""

import http.client
import json
import secrets
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from article16.wall.inbox import arrivals, slots
from article16.wall.inbox.slots import Arrival, SlotFull, slot_at
from article16.wall.wire import CONTENT_TYPE, LARGEST_BODY, MOST_PACKETS, Packet, pack
from tests.wall import made_up
from tests.wall.databases import SERVER, Place
from tests.wall.running import receiving

EPOCH = "0f" * 16


@dataclass
class Line:
    """A caller who can say anything."""

    place: Place

    def say(
        self, body: bytes, *, method: str = "POST", path: str = "/inbox", **headers: str
    ) -> tuple[int, list[dict[str, object]]]:
        caller = http.client.HTTPConnection("localhost", timeout=10)
        caller.sock = socket.socket(socket.AF_UNIX)
        caller.sock.connect(str(self.place.socket))
        try:
            told = {"Content-Type": CONTENT_TYPE} | {name.replace("_", "-"): value for name, value in headers.items()}
            caller.request(method, path, body=body, headers=told)
            answer = caller.getresponse()
            content = answer.read()
        finally:
            caller.close()
        return answer.status, json.loads(content)["receipts"] if content else []


@pytest.fixture
def inbox(place: Place) -> Iterator[Line]:
    with receiving(place):
        yield Line(place)


@pytest.fixture
def sqlite_inbox(sqlite_place: Place) -> Iterator[Line]:
    with receiving(sqlite_place):
        yield Line(sqlite_place)


def packet(place: Place, sequence: int = 1, message: object = None) -> Packet:
    return made_up.packet(message or made_up.attendance(), to=place.keys, epoch=EPOCH, sequence=sequence)


def test_the_answer_is_a_receipt_for_what_was_stored(inbox: Line) -> None:
    one = packet(inbox.place)
    status, [receipt] = inbox.say(pack([one]))
    assert status == 200
    assert receipt == {"epoch": EPOCH, "sequence": 1, "sha256": one.sha256, "refused": ""}
    [stored] = arrivals.read(9)
    assert (stored.packet, stored.key) == (one, ("support", EPOCH, 1, one.sha256))
    assert abs((stored.arrived_at - datetime.now(UTC)).total_seconds()) < 10


def test_what_comes_twice_is_stored_once_and_answered_alike(inbox: Line) -> None:
    both = [packet(inbox.place, 1), packet(inbox.place, 2)]
    first = inbox.say(pack(both))
    assert inbox.say(pack(both)) == first
    status, receipts = inbox.say(pack([*both, both[0]]))
    assert (status, receipts) == (200, [*first[1], first[1][0]])
    assert arrivals.count() == 2


def test_other_bytes_under_the_same_number_are_kept_beside_the_first(inbox: Line) -> None:
    inbox.say(pack([packet(inbox.place, 1)]))
    assert inbox.say(pack([packet(inbox.place, 1)]))[0] == 200
    assert arrivals.count() == 2


def test_what_comes_out_of_order_is_taken(inbox: Line) -> None:
    for sequence in (3, 1, 2):
        assert inbox.say(pack([packet(inbox.place, sequence)]))[0] == 200
    assert [found.key[2] for found in arrivals.read(9)] == [1, 2, 3]


def test_a_bad_one_among_good_ones_is_refused_alone(inbox: Line) -> None:
    good, other = packet(inbox.place, 1), packet(inbox.place, 2)
    bad = Packet(good.header.replace(b'"Course"', b'"Gossip"'), good.sealed)
    status, receipts = inbox.say(pack([good, bad, other]))
    assert status == 400
    assert [receipt["refused"] for receipt in receipts] == ["", "unknown-type", ""]
    assert receipts[1] == {"epoch": "", "sequence": 0, "sha256": bad.sha256, "refused": "unknown-type"}
    assert [found.key[2] for found in arrivals.read(9)] == [1, 2]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"version":1', b'"version":2', "unknown-version"),
        (b'"Course"', b'"Courses"', "unknown-type"),
        (b'"support"', b'"north"', "zone"),
        (b'"sequence":1', b'"sequence":0', "header"),
        (b'"sequence":1', b'"sequence":1,"mailbox":"x"', "header"),
        (b"{", b" {", "header"),
        (b"{", b"{" + b" " * 600, "header-too-large"),
    ],
)
def test_a_message_of_an_unknown_kind_is_refused_with_a_code(
    sqlite_inbox: Line, old: bytes, new: bytes, code: str
) -> None:
    good = packet(sqlite_inbox.place)
    status, [receipt] = sqlite_inbox.say(pack([Packet(good.header.replace(old, new, 1), good.sealed)]))
    assert (status, receipt["refused"]) == (400, code)
    assert arrivals.count() == 0


@pytest.mark.parametrize(
    ("size", "code"), [(0, "size"), (49, "size"), (304, "size"), (306, "size"), (16434, "too-large")]
)
def test_a_seal_of_a_size_that_sealing_never_gives_is_refused(sqlite_inbox: Line, size: int, code: str) -> None:
    status, [receipt] = sqlite_inbox.say(pack([Packet(packet(sqlite_inbox.place).header, bytes(size))]))
    assert (status, receipt["refused"]) == (400, code)
    assert arrivals.count() == 0


def test_a_body_that_is_no_list_of_packets_is_refused_whole(sqlite_inbox: Line) -> None:
    body = pack([packet(sqlite_inbox.place)])
    for bad, code in (
        (b"", "frame"),
        (body[:-1], "frame"),
        (body + b"\0", "frame"),
        (b"\xff" * 40, "frame"),
        (body + b"\0\0\0\0", "frame"),
        (body * (MOST_PACKETS + 1), "too-many"),
    ):
        status, [receipt] = sqlite_inbox.say(bad)
        assert (status, receipt["refused"], receipt["sha256"]) == (400, code, "")
    assert arrivals.count() == 0


def test_a_body_over_the_limit_is_413_and_costs_no_memory(sqlite_inbox: Line) -> None:
    status, [receipt] = sqlite_inbox.say(b"x" * (LARGEST_BODY + 1))
    assert (status, receipt["refused"]) == (413, "too-large")
    assert sqlite_inbox.say(pack([packet(sqlite_inbox.place)]))[0] == 200


def test_another_content_type_is_refused(sqlite_inbox: Line) -> None:
    status, [receipt] = sqlite_inbox.say(pack([packet(sqlite_inbox.place)]), Content_Type="text/plain")
    assert (status, receipt["refused"]) == (400, "content-type")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/inbox"),
        ("PUT", "/inbox"),
        ("DELETE", "/inbox"),
        ("POST", "/"),
        ("POST", "/inbox/"),
        ("POST", "/health"),
    ],
)
def test_everything_else_is_an_empty_404(sqlite_inbox: Line, method: str, path: str) -> None:
    assert sqlite_inbox.say(b"", method=method, path=path) == (404, [])


def test_a_caller_who_hangs_up_in_the_middle_leaves_nothing_half(sqlite_inbox: Line) -> None:
    body = pack([packet(sqlite_inbox.place)])
    head = f"POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(sqlite_inbox.place.socket))
        line.sendall(head.encode() + body[:100])
    assert sqlite_inbox.say(pack([packet(sqlite_inbox.place, 2)]))[0] == 200
    assert [found.key[2] for found in arrivals.read(9)] == [2]


# The slot: things go in, nothing comes out.


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
