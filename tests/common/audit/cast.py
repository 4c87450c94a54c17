"""The people and the acts of these tests."""

from datetime import UTC, datetime

from article16.common.audit.actions import Verb, record
from article16.common.audit.sealer import seal_once
from article16.common.audit.verifying import Verdict, verify

NOW = datetime(2026, 11, 21, 14, 2, 3, 456789, tzinfo=UTC)


def opened(*ids: str, by: str = "ana", at: datetime = NOW, what: str = "client-file") -> None:
    """Ana, or somebody else, opens a page with these clients."""
    record(verb=Verb.READ, thing="client", ids=ids, by=by, what=what, at=at)


def sealed_days(folder, *, rows=6, at=NOW) -> None:
    """Six entries in the chain, two of them a list."""
    for turn in range(rows):
        opened(f"c-{turn:03}", *(["c-900"] if turn % 3 == 0 else []), by="ana" if turn % 2 else "ben", at=at)
        seal_once(at=at, folder=folder)


def checked(connection, folder, *, at=NOW, **more) -> Verdict:
    return verify(connection=connection, folder=folder, at=at, **more)


def seal_with_padding(inside: bytes, *, context: bytes) -> bytes:
    """Stands where the zone's public key seals: same padding, same binding, and nobody here can open it."""
    from hashlib import shake_256

    from nacl.secret import SecretBox

    padded = inside + b"\x80" + bytes(-(len(inside) + 1) % 256)
    key = shake_256(b"a key that only the zone has" + context).digest(32)
    return bytes(SecretBox(key).encrypt(padded))
