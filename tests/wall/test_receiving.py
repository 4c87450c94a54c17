"""The receiving process, spoken to over its real socket, and its slot."""

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from article16.wall.inbox import arrivals
from article16.wall.wire import CONTENT_TYPE, LARGEST_BODY, MOST_PACKETS, Packet, pack
from tests.wall import made_up
from tests.wall.databases import Place
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
    assert (stored.packet, stored.key) == (one, ("support", EPOCH, 1, one.place))
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
        (b'"version":2', b'"version":3', "unknown-version"),
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
