"""Opening a backup with a key that is kept offline. No service imports this; the command line does, once."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import nacl.bindings as sodium
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from nacl.exceptions import CryptoError

from article16.wall.box.archive import CHUNK, KIND, Recipient, header_of, key_context
from article16.wall.box.errors import Broken
from article16.wall.box.keyfiles import create_private, read_private
from article16.wall.box.sealing import HPKE, SUITE

_PIECE = CHUNK + sodium.crypto_secretstream_xchacha20poly1305_ABYTES


@dataclass(frozen=True)
class BackupKey:
    """The secret half of a backup key. Kept offline, brought only to restore."""

    secret: X25519PrivateKey = field(repr=False)

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.secret.public_key().public_bytes_raw())


def make_backup_key(path: Path) -> BackupKey:
    """A new key in a new file that only its owner can read; FileExistsError when the name is taken."""
    key = BackupKey(X25519PrivateKey.generate())
    raw = base64.b64encode(key.secret.private_bytes_raw()).decode()
    create_private(path, (json.dumps({"kind": KIND, "secret_key": raw}, indent=1) + "\n").encode())
    return key


def load_backup_key(path: Path) -> BackupKey:
    """The key in this file; Broken when it is none."""
    raw = read_private(path)
    try:
        told = json.loads(raw)
        if told["kind"] != KIND:
            raise ValueError("kind")
        return BackupKey(X25519PrivateKey.from_private_bytes(base64.b64decode(told["secret_key"], validate=True)))
    except (ValueError, KeyError, TypeError):
        raise Broken("backup-key") from None


def opened(file: BinaryIO, *, key: BackupKey) -> Iterator[bytes]:
    """The pieces of a backup, each as soon as it proved whole. Broken at the first that is not, or without an end."""
    about, bound = header_of(file)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    start = file.read(sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
    secret = _key(about, key)
    try:
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, start, secret)
    except (CryptoError, ValueError):
        raise Broken("cut") from None
    last = False
    while piece := file.read(_PIECE):
        if last:
            raise Broken("longer-than-its-end")
        try:
            content, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece, bound)
        except (CryptoError, ValueError):
            raise Broken("seal") from None
        last = tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        yield content
    if not last:
        raise Broken("cut")


def _key(about: dict[str, object], key: BackupKey) -> bytes:
    name = key.recipient.name
    keys = about.get("keys")
    if not isinstance(keys, dict) or name not in keys:
        raise Broken("not-for-this-key")
    try:
        sealed = base64.b64decode(str(keys[name]), validate=True)
        return HPKE.decrypt(sealed[1:], key.secret, info=SUITE + key_context(name))
    except (InvalidTag, ValueError):
        raise Broken("seal") from None
