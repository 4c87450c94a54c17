"""Small secrets that a service reads again itself, such as the seeds of one-time codes. For both services."""

import base64
import binascii
import contextlib
from dataclasses import dataclass, field
from pathlib import Path

import nacl.bindings as sodium
import nacl.utils
from nacl.exceptions import CryptoError

from article16.wall.box.errors import Broken, KeyFileRefused
from article16.wall.box.framing import pad, unpad
from article16.wall.box.keyfiles import create_private, read_private

SUITE = b"\x81"  # XChaCha20-Poly1305; symmetric suites count from 0x80
_KEY_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_KEYBYTES
_NONCE_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


@dataclass(frozen=True)
class SecretKey:
    """A symmetric key, never shown."""

    raw: bytes = field(repr=False)


def ensure_secret_key(path: Path) -> SecretKey:
    """The key in this file: drawn at the first start, read again later; refused when others could read it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # another process of this service was first; its key counts
            create_private(path, nacl.utils.random(_KEY_BYTES))
    raw = read_private(path)
    if len(raw) != _KEY_BYTES:
        raise KeyFileRefused("damaged", f"The key file {path} is damaged. Bring it back from the backup.")
    return SecretKey(raw)


def encrypt(plaintext: bytes, *, key: SecretKey, context: bytes, size: int | None = None) -> bytes:
    """The text under this key, bound to the place it stands in; padded to `size` bytes, or to its class of 256."""
    nonce = nacl.utils.random(_NONCE_BYTES)
    padded = pad(plaintext, size=size)
    sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, SUITE + context, nonce, key.raw)
    return SUITE + nonce + sealed


def decrypt(blob: bytes, *, key: SecretKey, context: bytes) -> bytes:
    """The text again, when it is whole and stands where it belongs."""
    if blob[:1] != SUITE:
        raise Broken("unknown-suite")
    nonce, sealed = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
    try:
        padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, SUITE + context, nonce, key.raw)
    except (CryptoError, ValueError, TypeError):
        raise Broken("seal") from None
    return unpad(padded)


def encrypt_text(text: str, *, key: SecretKey, context: bytes) -> str:
    """As `encrypt`, for a text column."""
    return base64.b64encode(encrypt(text.encode(), key=key, context=context)).decode()


def decrypt_text(text: str, *, key: SecretKey, context: bytes) -> str:
    """As `decrypt`, for a text column."""
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Broken("encoding") from None
    if base64.b64encode(blob).decode() != text:
        raise Broken("encoding")  # base64 has several spellings of one value; only ours is taken
    return decrypt(blob, key=key, context=context).decode()
