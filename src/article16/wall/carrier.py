"""The line from casework to one inbox: HTTPS between machines, a Unix socket on one."""

import http.client
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from article16.wall.box.errors import Broken
from article16.wall.wire import CONTENT_TYPE, LARGEST_SEALED, Packet, Receipt, decode_receipts, pack

TIMEOUT = 10.0  # seconds, for connecting and for each answer
LARGEST_ANSWER = 64 * 1024  # bytes
ANSWERED = (200, 400, 413)  # the inbox has looked at what was sent
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Unreachable(Exception):
    """No answer that can be trusted. Nothing is known to have arrived; send again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotTaken(Exception):
    """The inbox refused the whole POST."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Carrier:
    """One line to an inbox, kept open from one POST to the next."""

    def __init__(self, address: str, *, ca: Path | None = None) -> None:
        """`ca`: the certificate to trust for an https address, where the machine's own list is not meant."""
        self._line, self._path = _connection(address, ca)

    def carry(self, packets: Sequence[Packet]) -> tuple[Receipt, ...]:
        """Hand these over; one receipt for each, in the same order, checked against what was sent."""
        if any(len(packet.sealed) > LARGEST_SEALED for packet in packets):
            raise NotTaken("too-large")  # it would only be refused there
        try:
            status, body = self._post(pack(packets))
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise Unreachable("unreachable") from problem
        if status not in ANSWERED:
            raise Unreachable(f"status-{status}")
        return _receipts(body, packets)

    def close(self) -> None:
        """Hang up; the next POST dials again."""
        self._line.close()

    def _post(self, body: bytes) -> tuple[int, bytes]:
        self._line.request("POST", self._path, body=body, headers={"Content-Type": CONTENT_TYPE})
        answer = self._line.getresponse()
        content = answer.read(LARGEST_ANSWER)
        if not answer.isclosed():
            self.close()  # more than an inbox ever answers
        return answer.status, content


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=TIMEOUT)
        self._socket_path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._socket_path)


def _connection(address: str, ca: Path | None) -> tuple[http.client.HTTPConnection, str]:
    if address.startswith("unix:/"):
        return _UnixConnection(address.removeprefix("unix:")), "/inbox"
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        trust = ssl.create_default_context(cafile=ca)
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT, context=trust), parts.path
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT), parts.path
    raise ValueError(f"The inbox address {address} is neither https://, nor unix:/, nor http:// on this machine.")


def _receipts(body: bytes, packets: Sequence[Packet]) -> tuple[Receipt, ...]:
    try:
        receipts = decode_receipts(body)
    except Broken as problem:
        raise Unreachable(problem.code) from None
    if len(receipts) == 1 and not receipts[0].sha256 and receipts[0].refused:
        raise NotTaken(receipts[0].refused)
    if [receipt.sha256 for receipt in receipts] != [packet.sha256 for packet in packets]:
        raise Unreachable("receipt")
    return receipts
