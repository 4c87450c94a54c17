"""What casework may do: seal to the women's service, and know whose key that is. It can never open."""

import base64
import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from article16.wall.box.errors import PinRefused
from article16.wall.box.framing import pad

SUITE = b"\x01"  # X25519, HKDF-SHA256, ChaCha20-Poly1305; a hybrid suite gets the next number
OVERHEAD = 1 + 32 + 16  # bytes a sealed text is longer than its padded plain text: suite, encapsulated key, tag
ZONE_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
LARGEST_PIN = 4096  # bytes
HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

_PIN_FIELDS = {"zone", "generation", "public_key", "fingerprint", "inbox"}


@dataclass(frozen=True)
class Pin:
    """The public key of one women's service, and the address of its inbox."""

    zone: str
    generation: int
    public_key: bytes  # 32 bytes, raw X25519
    inbox: str  # "unix:/folder/inbox.sock" or "https://host/inbox"

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    @cached_property
    def key(self) -> X25519PublicKey:
        return X25519PublicKey.from_public_bytes(self.public_key)

    def as_json(self) -> str:
        """The pin as it stands in its file."""
        public_key = base64.b64encode(self.public_key).decode()
        fields = {"zone": self.zone, "generation": self.generation, "public_key": public_key}
        return json.dumps({**fields, "fingerprint": self.fingerprint, "inbox": self.inbox}, indent=1) + "\n"


def fingerprint(public_key: bytes) -> str:
    """The name of a public key: SHA-256 of its raw bytes, in hexadecimal."""
    return hashlib.sha256(public_key).hexdigest()


def seal(plaintext: bytes, *, to: Pin, context: bytes, size: int | None = None) -> bytes:
    """The text sealed to the service of the pin; opens only there, and only with the same context.

    Padded inside to `size` bytes, or to its class of 256.
    """
    # RFC 9180 section 8.1: what a single message is bound to goes into info.
    return SUITE + HPKE.encrypt(pad(plaintext, size=size), to.key, info=SUITE + context)


def load_pin(path: Path, *, zone: str = "", must_be_read_only: bool = False) -> Pin:
    """The pin in this file, or a sentence why it can not be trusted.

    `zone`: the name it must carry. `must_be_read_only`: outside training, whoever runs casework
    must not be able to replace the pin.
    """
    pin = _pin_from(_read(path), path)
    if zone and pin.zone != zone:
        sentence = f"The pin {path} belongs to the zone “{pin.zone}”, not to “{zone}”. Ask for the right one."
        raise PinRefused("zone", sentence)
    if must_be_read_only and (os.access(path, os.W_OK) or os.access(path.parent, os.W_OK)):
        sentence = f"This user may change the pin {path}. Give the file and its folder to another user."
        raise PinRefused("writable", sentence)
    return pin


def former_path(path: Path) -> Path:
    """Where the pin lies that stood in this file before, while casework has not accepted the new one."""
    return path.with_name(f"{path.stem}.former{path.suffix}")


def check_recorded(pin: Pin, recorded_fingerprint: str) -> None:
    """Refuse a pin that names another key than the one messages have been sealed to so far."""
    if pin.fingerprint != recorded_fingerprint:
        sentence = (
            f"The pin of the zone “{pin.zone}” names the key {pin.fingerprint[:16]}…, but messages went to "
            f"{recorded_fingerprint[:16]}… so far. Ask the service by telephone which one is right, "
            "and accept a new key by its whole fingerprint only."
        )
        raise PinRefused("foreign", sentence)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PIN + 1)
    except OSError as problem:
        sentence = f"The pin {path} can not be read. Start the support service first, or copy its pin there."
        raise PinRefused("unreadable", sentence) from problem
    return content


def _pin_from(content: bytes, path: Path) -> Pin:
    try:
        return parse_pin(content)
    except (ValueError, TypeError, KeyError) as problem:
        code = getattr(problem, "code", "malformed")
        sentence = f"The pin {path} is damaged ({code}). Copy it again from the support service."
        raise PinRefused(code, sentence) from None


def parse_pin(content: bytes) -> Pin:
    """The pin these bytes stand for; ValueError when any field is missing, unknown, or does not fit another."""
    fields = json.loads(content) if len(content) <= LARGEST_PIN else None
    if not isinstance(fields, dict) or set(fields) != _PIN_FIELDS:
        raise ValueError("fields")
    pin = Pin(fields["zone"], fields["generation"], _key_from(fields["public_key"]), fields["inbox"])
    if fields["fingerprint"] != pin.fingerprint:
        raise PinRefused("fingerprint", "The fingerprint does not belong to the key.")
    if not ZONE_NAME.fullmatch(pin.zone) or type(pin.generation) is not int or pin.generation < 1:
        raise ValueError("zone or generation")
    if not isinstance(pin.inbox, str) or not pin.inbox.startswith(("unix:/", "https://", "http://")):
        raise ValueError("inbox")
    return pin


def _key_from(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    # A key of low order would give everybody the same secret; the exchange refuses it.
    X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(raw))
    return raw
