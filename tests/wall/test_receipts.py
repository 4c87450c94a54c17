"""An inbox that answers wrongly: without the right receipt nothing counts as handed over."""

import threading

import pytest
from django.db import transaction

from article16.wall import carrier, sender
from article16.wall.carrier import Carrier, Unreachable
from article16.wall.outbox import actions, queries
from article16.wall.wire import Receipt, encode_receipts
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW


def post() -> None:
    with transaction.atomic():
        actions.post(zone="support", message=made_up.attendance(), at=NOW)


class Liar:
    """An inbox that answers what it likes. A real HTTP server on a real port, only its words are wrong."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        import http.server

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self) -> Carrier:
        self.thread.start()
        self.carrier = Carrier(f"http://127.0.0.1:{self.server.server_port}/inbox")
        return self.carrier

    def __exit__(self, *_: object) -> None:
        self.carrier.close()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"{}"),
        (200, b"thank you"),
        (200, b'{"receipts": []}'),
        (200, b'{"receipts": [{"epoch": "0f", "sequence": 1, "sha256": "00", "refused": ""}]}'),
        (200, b'{"receipts": [7]}'),
        (404, b""),
        (503, b'{"receipts": [{"epoch": "", "sequence": 0, "sha256": "", "refused": "storage"}]}'),
        (302, b""),
    ],
)
def test_without_the_right_receipt_nothing_is_marked(sqlite_place: Place, status: int, body: bytes) -> None:
    actions.ensure_epoch(zone="support", at=NOW)
    post()
    with Liar(body, status) as line, pytest.raises(Unreachable):
        sender.hand_over(line, zone="support", at=NOW)
    assert queries.state("support").unsent == 1
    assert queries.refused("support") == []


def test_a_receipt_for_another_number_is_not_believed(sqlite_place: Place) -> None:
    actions.ensure_epoch(zone="support", at=NOW)
    post()
    [unsent] = queries.due("support", at=NOW, limit=1)
    body = encode_receipts([Receipt(unsent.epoch, 2, unsent.packet.sha256)])
    with Liar(body) as line, pytest.raises(Unreachable, match="receipt"):
        sender.hand_over(line, zone="support", at=NOW)
    assert queries.state("support").unsent == 1


def test_an_answer_that_never_ends_is_cut_off(sqlite_place: Place) -> None:
    with Liar(b"x" * (carrier.LARGEST_ANSWER + 1)) as line, pytest.raises(Unreachable):
        line.carry([made_up.packet(made_up.opened(), to=sqlite_place.keys)])
