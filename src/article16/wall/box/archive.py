"""A backup as a stream: sealed to keys that are kept offline. Whoever makes it cannot open it again."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import nacl.bindings as sodium
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from article16.wall.box.errors import Broken
from article16.wall.box.sealing import HPKE, SUITE, fingerprint

MAGIC = b"ARTICLE16-BACKUP-1\n"
CHUNK = 1 << 20  # bytes of plain text in one piece
LARGEST_HEADER = 64 * 1024  # bytes
KIND = "article16 backup key"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The public half of a backup key."""

    public_key: bytes

    @property
    def name(self) -> str:
        return fingerprint(self.public_key)[:16]


def load_recipient(path: Path) -> Recipient:
    """The recipient in this file; Broken when it is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        raw = base64.b64decode(told["public_key"], validate=True)
        if told["kind"] != KIND or told["fingerprint"] != fingerprint(raw):
            raise ValueError("fingerprint")
        # A key of low order would give everybody the same secret; the exchange refuses it.
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(raw))
    except (OSError, ValueError, KeyError, TypeError):
        raise Broken("recipient") from None
    return Recipient(raw)


def as_file(recipient: Recipient) -> str:
    """The public half as it stands in its file."""
    key = base64.b64encode(recipient.public_key).decode()
    told = {"kind": KIND, "public_key": key, "fingerprint": fingerprint(recipient.public_key)}
    return json.dumps(told, indent=1) + "\n"


def header_of(file: BinaryIO) -> tuple[dict[str, object], bytes]:
    """What stands in clear before a backup (service, time, for whom), and the bytes that bind the rest to it."""
    raw = file.readline(LARGEST_HEADER) if file.read(len(MAGIC)) == MAGIC else b""
    try:
        found = json.loads(raw)
    except ValueError:
        raise Broken("not-a-backup") from None
    if not isinstance(found, dict):
        raise Broken("not-a-backup")
    return found, hashlib.sha256(MAGIC + raw).digest()


@dataclass
class Sealer:
    """A file to write into; what is written leaves sealed. Only `close` makes it whole."""

    out: BinaryIO
    about: dict[str, object]  # in clear: service and time
    recipients: Sequence[Recipient]
    _waiting: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        if not self.recipients:
            raise Broken("no-recipient")
        key = sodium.crypto_secretstream_xchacha20poly1305_keygen()
        sealed = {one.name: base64.b64encode(_to(one, key)).decode() for one in self.recipients}
        raw = json.dumps({**self.about, "keys": sealed}).encode() + b"\n"
        self._bound = hashlib.sha256(MAGIC + raw).digest()
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        start = sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self.out.write(MAGIC + raw + start)

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._push(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def close(self) -> None:
        """The last piece says that it is the last: a file that was cut short does not open."""
        self._push(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _push(self, piece: bytes, *, last: bool) -> None:
        tag = (
            sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if last
            else sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        self.out.write(sodium.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self._bound, tag))


def key_context(name: str) -> bytes:
    """Binds the key of a backup to the one it is sealed to."""
    return f"article16 backup 1 {name}".encode()


def _to(one: Recipient, key: bytes) -> bytes:
    public = X25519PublicKey.from_public_bytes(one.public_key)
    return SUITE + HPKE.encrypt(key, public, info=SUITE + key_context(one.name))
