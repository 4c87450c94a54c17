"""Keys that a person can bring: from a passphrase, a passkey, a printed code; and keys drawn at random."""

import hmac
import threading
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

import nacl.utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.pwhash import argon2id

from article16.wall.box.framing import bind
from article16.wall.box.secrets import SecretKey

KEY_BYTES = 32
SALT_BYTES = argon2id.SALTBYTES
# Each derivation takes the whole memory of its cost: one after another, so that a few tries do not fill the machine.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess at a passphrase costs whoever stole the wrap."""

    passes: int
    memory: int  # bytes


STRONG = Cost(passes=3, memory=256 * 2**20)


def random_bytes(count: int = KEY_BYTES) -> bytes:
    return nacl.utils.random(count)


def draw_key() -> SecretKey:
    """A new symmetric key."""
    return SecretKey(random_bytes())


def key_from_passphrase(words: str, *, salt: bytes, cost: Cost = STRONG) -> SecretKey:
    """Argon2id over what a person typed; the same words typed on another keyboard give the same key."""
    typed = " ".join(unicodedata.normalize("NFKC", words).split()).encode()
    with _one_at_a_time:
        raw = argon2id.kdf(KEY_BYTES, typed, salt, opslimit=cost.passes, memlimit=cost.memory)
    return SecretKey(raw)


def key_from_secret(secret: bytes, *, purpose: str, salt: bytes = b"") -> SecretKey:
    """A key for one purpose from a secret that is random already: a passkey's, a printed code, a cookie."""
    return SecretKey(HKDF(SHA256(), KEY_BYTES, salt, bind(purpose)).derive(secret))


def checksum(content: bytes, *, length: int) -> bytes:
    """The first bytes of SHA-256: finds a slip of the pen, keeps nothing secret."""
    return sha256(content).digest()[:length]


def same(one: bytes, other: bytes) -> bool:
    """Whether two secrets are equal, without telling by the time it takes how far they are."""
    return hmac.compare_digest(one, other)
