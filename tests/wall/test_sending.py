"""Sender and receiving process end to end, over real sockets, on both databases."""

import contextlib
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.db import connection, transaction

from article16.wall import sender
from article16.wall.box.opening import ensure_key_pair
from article16.wall.carrier import Carrier, Unreachable
from article16.wall.inbox import draining
from article16.wall.inbox import queries as received
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.inbox.receiving import serve
from article16.wall.inbox.seals import open_packet
from article16.wall.outbox import actions, queries
from article16.wall.outbox.models import OutgoingMessage
from article16.wall.outbox.pins import forget_pins
from article16.wall.wire import Packet
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW
from tests.wall.running import answers, free_port, kill, receiving, running, start, until


@pytest.fixture
def outbox(place: Place) -> Place:
    actions.ensure_epoch(zone="support", at=NOW)
    return place


def post(*messages: object) -> None:
    for message in messages or [made_up.attendance()]:
        with transaction.atomic():
            actions.post(zone="support", message=message, at=NOW)


def line_to(place: Place) -> contextlib.closing[Carrier]:
    return contextlib.closing(Carrier(f"unix:{place.socket}"))


def children_of(process: int) -> list[int]:
    """The processes it started that still run."""
    rows = [line.split() for line in _processes()]
    return [int(pid) for pid, parent, state in rows if int(parent) == process and not state.startswith("Z")]


def _processes() -> Iterator[str]:
    """Number, parent and state of every process; bare machines have no ps, macOS has no /proc."""
    if not Path("/proc/self/stat").exists():
        yield from subprocess.check_output(["ps", "-A", "-o", "pid=,ppid=,stat="], text=True).splitlines()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            number, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            yield f"{number} {rest[1]} {rest[0]}"


def move_inbox(place: Place, inbox: str) -> None:
    ensure_key_pair(place.folder / "keys", zone="support", inbox=inbox, pin=place.pin)
    forget_pins()


def all_handed_over() -> bool:
    return queries.state("support").unsent == 0


def drained_messages(place: Place) -> list[object]:
    draining.drain(at=NOW, keys=place.keys)
    rows = ReceivedMessage.objects.filter(set_aside="").order_by("epoch", "sequence")
    return [open_packet(Packet(bytes(row.header), bytes(row.sealed)), keys=place.keys) for row in rows]


def test_what_casework_posts_support_reads_over_a_unix_socket(outbox: Place) -> None:
    sent = [made_up.opened(), made_up.partner_details("Harbour Street", 2), made_up.attendance(), made_up.alert()]
    with receiving(outbox), running(outbox, "send"):
        post(*sent)
        until(all_handed_over, "the sender")
    assert drained_messages(outbox) == sent
    waiting = received.waiting()
    assert (waiting.total, waiting.set_aside, waiting.missing, waiting.in_slot) == (4, 0, 0, 0)
    assert [(each.type, each.count) for each in waiting.types] == [
        ("Alert", 1),
        ("Course", 1),
        ("Opened", 1),
        ("PartnerDetails", 1),
    ]
    [alert] = waiting.alerts
    assert (alert.kind, alert.severity, alert.count, alert.first_due) == ("dropped-out", "high", 1, NOW)


def test_what_casework_posts_support_reads_over_http(outbox: Place) -> None:
    port = free_port()
    move_inbox(outbox, f"http://127.0.0.1:{port}/inbox")
    sent = [made_up.attendance(number) for number in range(1, 151)]
    post(*sent)
    with receiving(outbox, f"127.0.0.1:{port}"), running(outbox, "send"):
        until(all_handed_over, "the sender")
    assert drained_messages(outbox) == sent


def test_what_casework_posts_support_reads_over_https_with_the_right_certificate_only(outbox: Place) -> None:
    port, certificate, key = free_port(), outbox.folder / "certificate.pem", outbox.folder / "key.pem"
    make_certificate(certificate, key)
    post(made_up.alert())
    with receiving(outbox, f"127.0.0.1:{port}", str(certificate), str(key)):
        line = Carrier(f"https://localhost:{port}/inbox", ca=certificate)
        assert sender.hand_over(line, zone="support", at=NOW).handed_over == 1
        line.close()
        stranger = Carrier(f"https://localhost:{port}/inbox")
        with pytest.raises(Unreachable, match="unreachable"):
            stranger.carry([made_up.packet(made_up.opened(), to=outbox.keys)])
    assert len(drained_messages(outbox)) == 1


def make_certificate(certificate: Path, key: Path) -> None:
    """A certificate for this machine, signed by itself."""
    secret, name = Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, secret.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    own = x509.AuthorityKeyIdentifier.from_issuer_public_key(secret.public_key())
    made = made.add_extension(own, critical=False)
    certificate.write_bytes(made.sign(secret, None).public_bytes(Encoding.PEM))
    key.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@pytest.mark.parametrize(
    "address", ["http://support.example/inbox", "ftp://x/inbox", "unix:relative", "https:///inbox"]
)
def test_an_address_that_would_go_in_clear_over_a_network_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="neither https://, nor unix:/, nor http:// on this machine"):
        Carrier(address)


def test_a_message_waits_while_the_inbox_is_away_and_goes_when_it_is_back(outbox: Place) -> None:
    with running(outbox, "send"):
        post(made_up.alert())
        time.sleep(0.5)
        assert queries.state("support").unsent == 1
        with receiving(outbox):
            until(all_handed_over, "the inbox to be back", seconds=12)
    assert len(drained_messages(outbox)) == 1


def test_the_inbox_starts_again_over_the_socket_it_left_behind(outbox: Place) -> None:
    with receiving(outbox) as first, running(outbox, "send"):
        post()
        until(all_handed_over, "the first")
        kill(first)
        assert outbox.socket.exists()
        with receiving(outbox):
            post()
            until(all_handed_over, "the second", seconds=12)
            with pytest.raises(ValueError, match="Another inbox already answers"):
                serve(zone="support", store=outbox.store, listen=f"unix:{outbox.socket}")
    assert len(drained_messages(outbox)) == 2


def test_the_socket_is_for_its_user_and_group_only(outbox: Place) -> None:
    with receiving(outbox):
        assert outbox.socket.stat().st_mode & 0o777 == 0o660
        if outbox.arrivals:
            assert outbox.arrivals.stat().st_mode & 0o007 == 0


def test_when_the_server_is_killed_its_worker_does_not_stay_behind(outbox: Place) -> None:
    process = start(outbox, "receive", outbox.store, f"unix:{outbox.socket}")
    try:
        until(lambda: answers(f"unix:{outbox.socket}"), "the inbox")
        process.kill()
        process.wait(10)
        until(lambda: not answers(f"unix:{outbox.socket}"), "the worker to end")
    finally:
        kill(process)


def test_when_the_worker_is_killed_the_server_starts_another(outbox: Place) -> None:
    with receiving(outbox) as server, line_to(outbox) as line:
        [worker] = children_of(server.pid)
        post()
        assert sender.hand_over(line, zone="support", at=NOW).handed_over == 1
        os.kill(worker, signal.SIGKILL)
        until(lambda: children_of(server.pid) not in ([], [worker]), "another worker")
        with running(outbox, "send"):
            post()
            until(all_handed_over, "the sender")
    assert len(drained_messages(outbox)) == 2


def test_a_refused_message_stays_and_those_behind_it_pass(outbox: Place, caplog: pytest.LogCaptureFixture) -> None:
    post(made_up.attendance(), made_up.alert(), made_up.opened())
    first = OutgoingMessage.objects.order_by("id").first()
    newer = bytes(first.header).replace(b'"version":2', b'"version":3')
    OutgoingMessage.objects.filter(id=first.id).update(header=newer)
    with receiving(outbox), caplog.at_level(logging.WARNING), line_to(outbox) as line:
        assert sender.hand_over(line, zone="support", at=NOW) == sender.Round(handed_over=2, refused=1)
        assert sender.hand_over(line, zone="support", at=NOW) == sender.Round()
        assert sender.hand_over(line, zone="support", at=NOW + timedelta(minutes=1)).refused == 1
    [refused] = queries.refused("support")
    assert (refused.sequence, refused.code, refused.tries) == (1, "unknown-version", 2)
    assert "the inbox refused a message: unknown-version" in caplog.text
    assert len(drained_messages(outbox)) == 2
    assert received.gaps() == [received.Gap("support", first.epoch, 1, 1)]


def test_a_message_that_spoils_the_whole_post_is_found_and_the_others_pass(outbox: Place) -> None:
    post(*[made_up.attendance() for _ in range(4)])
    second = OutgoingMessage.objects.order_by("id")[1]
    OutgoingMessage.objects.filter(id=second.id).update(sealed=b"x" * 1_200_000)
    with receiving(outbox), line_to(outbox) as line:
        assert sender.hand_over(line, zone="support", at=NOW) == sender.Round(handed_over=3, refused=1)
    assert [refused.code for refused in queries.refused("support")] == ["too-large"]


def test_the_sender_outlives_a_database_that_fails_and_logs_no_row(
    outbox: Place, caplog: pytest.LogCaptureFixture
) -> None:
    post()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_outgoingmessage RENAME TO away")
    stop = threading.Event()

    def run() -> None:
        sender.run(zone="support", stop=stop, poll=0.01)
        connection.close()

    thread = threading.Thread(target=run)
    with receiving(outbox), caplog.at_level(logging.WARNING):
        thread.start()
        try:
            until(lambda: "nothing handed over: database-" in caplog.text, "the failure")
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE away RENAME TO outbox_outgoingmessage")
            until(all_handed_over, "the sender to go on")
        finally:
            stop.set()
            thread.join()
    assert "outbox_outgoingmessage" not in caplog.text


def test_the_sender_stops_when_told(outbox: Place) -> None:
    with receiving(outbox):
        process = start(outbox, "send")
        post()
        until(all_handed_over, "the sender")
        process.terminate()
        assert process.wait(5) == 0
        kill(process)


def test_from_commit_to_receipt_takes_well_under_a_second(outbox: Place) -> None:
    with receiving(outbox), running(outbox, "send"):
        post()
        until(all_handed_over, "the sender to be up")
        delays = []
        for _ in range(30):
            begun = datetime.now(UTC)
            post(made_up.alert())
            until(all_handed_over, "the receipt")
            delays.append(datetime.now(UTC) - begun)
    assert sorted(delays)[-1] < timedelta(seconds=1)
