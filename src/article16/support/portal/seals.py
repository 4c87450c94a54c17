"""The seals of a link: its state under a key that only the link or her browser gives, her pages to the letterbox."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from article16.wall.box.framing import bind
from article16.wall.box.opening import KeyPair, key_pair_from, make_key_pair, open_sealed
from article16.wall.box.sealing import Pin, seal
from article16.wall.box.secrets import SecretKey, decrypt, encrypt
from article16.wall.box.wrapping import key_from_secret

from .state import Saved, State, saved_bytes, saved_from, sized, state_bytes, state_from

SECRET = 24  # bytes drawn for an address, and again for the browser that opens it
LETTERBOX = "letterbox"


def draw() -> str:
    return secrets.token_urlsafe(SECRET)


def hash_of(secret: str) -> str:
    """What the database knows of an address or a browser. Drawn at random, so that it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_letterbox() -> KeyPair:
    return make_key_pair(LETTERBOX)


def letterbox_from(secret: str) -> KeyPair:
    return key_pair_from(base64.b64decode(secret, validate=True), zone=LETTERBOX)


def secret_of(pair: KeyPair) -> str:
    """The secret half as text, to be sealed into her case at once."""
    return base64.b64encode(pair.raw).decode()


@dataclass(frozen=True, slots=True)
class Box:
    """One link: where its seals belong."""

    link: UUID
    letterbox: bytes  # public half

    def state(self, state: State, *, secret: str, version: int) -> bytes:
        content = state_bytes(state)
        return encrypt(content, key=_key(secret), context=self._place("state", version), size=sized(content))

    def open_state(self, blob: bytes, *, secret: str, version: int) -> State:
        """Broken when it was changed, is an older one, or this is not its secret."""
        return state_from(decrypt(bytes(blob), key=_key(secret), context=self._place("state", version)))

    def resume(self, state: State, *, version: int) -> bytes:
        content = state_bytes(state)
        return seal(content, to=self._pin(), context=self._place("resume", version), size=sized(content))

    def open_resume(self, blob: bytes, *, letterbox: KeyPair, version: int) -> State:
        return state_from(open_sealed(bytes(blob), keys=letterbox, context=self._place("resume", version)))

    def page(self, saved: Saved, *, row: UUID) -> bytes:
        content = saved_bytes(saved)
        return seal(content, to=self._pin(), context=self._row(row), size=sized(content))

    def open_page(self, blob: bytes, *, row: UUID, letterbox: KeyPair) -> Saved:
        return saved_from(open_sealed(bytes(blob), keys=letterbox, context=self._row(row)))

    def _place(self, what: str, version: int) -> bytes:
        return bind(f"portal {what}", self.link.bytes, str(version).encode())

    def _row(self, row: UUID) -> bytes:
        return bind("portal page", self.link.bytes, row.bytes)

    def _pin(self) -> Pin:
        return Pin(LETTERBOX, 1, bytes(self.letterbox), "")


def _key(secret: str) -> SecretKey:
    return key_from_secret(secret.encode(), purpose="portal state")
