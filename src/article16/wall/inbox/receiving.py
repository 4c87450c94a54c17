"""The receiving process: takes sealed messages, answers after the commit, and can do nothing else."""

import http
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from article16.wall.box.errors import Broken
from article16.wall.inbox.slots import Arrival, Slot, SlotFull, prepare_store, slot_at
from article16.wall.wire import CONTENT_TYPE, LARGEST_BODY, UNSIGNED, Packet, Receipt, check, encode_receipts, unpack

SOCKET_MODE = 0o660  # support and the group it shares with casework's sender
RESPAWN = 0.5  # seconds until a worker that died is replaced
LONGEST_SOCKET_PATH = 100  # bytes; the kernel takes 107, macOS 103

log = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Refusal(Exception):
    """The whole POST is refused."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class Application:
    """A WSGI application with one address: POST /inbox."""

    def __init__(self, slot: Slot, *, zone: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._slot, self._zone, self._clock = slot, zone, clock

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            body = _body(environ)
            packets = unpack(body, signed=environ["CONTENT_TYPE"] == CONTENT_TYPE)
            receipts = self._take(packets)
            status = 400 if any(receipt.refused for receipt in receipts) else 200
        except Refusal as refusal:
            status, receipts = refusal.status, [Receipt("", 0, "", refusal.code)]
        except Broken as problem:
            status, receipts = 400, [Receipt("", 0, "", problem.code)]
        except SlotFull as problem:
            log.error("nothing stored: %s", problem)
            status, receipts = 503, [Receipt("", 0, "", "storage")]
        return _answer(start_response, status, receipts)

    def _take(self, packets: Iterable[Packet]) -> list[Receipt]:
        """Store what may come in, then say so; a refused one does not hold up its neighbours."""
        arrivals, receipts, now = [], [], self._clock()
        for packet in packets:
            try:
                known = check(packet, zone=self._zone)
            except Broken as problem:
                log.warning("refused: %s", problem.code)
                receipts.append(Receipt("", 0, packet.sha256, problem.code))
                continue
            arrivals.append(Arrival(known.zone, known.epoch, known.sequence, packet, now))
            receipts.append(Receipt(known.epoch, known.sequence, packet.sha256))
        if arrivals:
            self._slot.insert(arrivals)
        return receipts


def make_application() -> Application:
    """The application of this process, from its environment. Called once in each worker."""
    _end_with(os.getppid())
    return Application(slot_at(os.environ["ARTICLE16_INBOX_STORE"]), zone=os.environ["ARTICLE16_INBOX_ZONE"])


def serve(*, zone: str, store: str, listen: str, certificate: Path | None = None, key: Path | None = None) -> None:
    """Receive until told to stop. `listen`: "unix:/folder/inbox.sock", or "127.0.0.1:1618".

    An address on the network needs a certificate and its key.
    """
    from granian import Granian  # slow to import, and tests need only the application
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ |= {"ARTICLE16_INBOX_STORE": store, "ARTICLE16_INBOX_ZONE": zone}
    prepare_store(store)  # a wrong store stops here, with a sentence, not in a worker
    Granian(
        f"{__name__}:make_application",
        factory=True,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=1,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN,
        websockets=False,
        log_level=LogLevels.warning,
        ssl_cert=certificate,
        ssl_key=key,
        **_where(listen, secured=certificate is not None),
    ).serve()


def _where(listen: str, *, secured: bool) -> dict[str, Any]:
    if listen.startswith("unix:/"):
        path = listen.removeprefix("unix:")
        if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
            sentence = f"The socket path {path} is longer than {LONGEST_SOCKET_PATH} bytes. Choose a shorter folder."
            raise ValueError(sentence)
        _clear_away(Path(path))
        return {"uds": Path(path), "uds_permissions": SOCKET_MODE}
    host, _, port = listen.rpartition(":")
    if not secured and host not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(f"The inbox would listen on {host} without a certificate. Give one, or listen on 127.0.0.1.")
    return {"address": host, "port": int(port)}


def _clear_away(path: Path) -> None:
    """Remove the socket that a killed process left behind; refuse when one still answers there."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as line:
        if line.connect_ex(str(path)) == 0:
            raise ValueError(f"Another inbox already answers at {path}. End it first.")
    path.unlink()


def _body(environ: Environ) -> bytes:
    if environ["PATH_INFO"] != "/inbox" or environ["REQUEST_METHOD"] != "POST":
        raise Refusal(404, "not-found")
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise Refusal(400, "length")
    if int(length) > LARGEST_BODY:
        _throw_away(environ["wsgi.input"], int(length))
        raise Refusal(413, "too-large")
    body: bytes = environ["wsgi.input"].read(int(length))
    if environ.get("CONTENT_TYPE") not in (CONTENT_TYPE, UNSIGNED):  # once all was heard: see _throw_away
        raise Refusal(400, "content-type")
    return body


def _throw_away(body: Any, length: int) -> None:
    """Hear a caller out, within reason: one who is still talking when the line is cut never hears the answer."""
    for _ in range(min(length, 8 * LARGEST_BODY) // LARGEST_BODY + 1):
        body.read(LARGEST_BODY)


def _answer(start_response: StartResponse, status: int, receipts: list[Receipt]) -> list[bytes]:
    body = b"" if status == http.HTTPStatus.NOT_FOUND else encode_receipts(receipts)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(f"{status} {http.HTTPStatus(status).phrase}", headers)
    return [body]


def _end_with(parent: int) -> None:
    """A worker whose server was killed must not stay behind and hold the socket."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
