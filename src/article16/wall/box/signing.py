"""Signatures: the sending service signs what it hands over, and who knows its public half can check whose it is.

A signature opens nothing and hides nothing. Casework signs its messages, support the sheets of its panel.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from article16.wall.box.errors import Broken, KeyFileRefused, PinRefused
from article16.wall.box.framing import bind
from article16.wall.box.keyfiles import create_private, read_private, sync_folder

SUITE = b"\x41"  # Ed25519; suites that sign count from 0x41
KEY_BYTES = 32
_NAME_BYTES, _SIGNATURE_BYTES = 8, 64
SIZE = 1 + _NAME_BYTES + _SIGNATURE_BYTES  # bytes of a signature: suite, whose key, the signature itself
KIND = "article16 signing key"
LARGEST_FILE = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """The public half of a signing key."""

    public_key: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw key, in hexadecimal."""
        return hashlib.sha256(self.public_key).hexdigest()

    @property
    def name(self) -> bytes:
        """How a signature says by whose key it was made."""
        return hashlib.sha256(self.public_key).digest()[:_NAME_BYTES]

    def as_json(self) -> str:
        """As it stands in the file that the other service is given."""
        key = base64.b64encode(self.public_key).decode()
        return json.dumps({"kind": KIND, "public_key": key, "fingerprint": self.fingerprint}, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs. Its secret half is never shown."""

    secret: Ed25519PrivateKey = field(repr=False)

    @property
    def signer(self) -> Signer:
        return Signer(self.secret.public_key().public_bytes_raw())

    @property
    def raw(self) -> bytes:
        """The secret half, 32 bytes, to be sealed at once to whoever may sign."""
        return self.secret.private_bytes_raw()


def make_signing_key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.generate())


def signing_key_from(raw: bytes) -> SigningKey:
    """The key whose secret half these 32 bytes are."""
    try:
        return SigningKey(Ed25519PrivateKey.from_private_bytes(raw))
    except ValueError:
        raise Broken("key") from None


def ensure_signing_key(path: Path) -> SigningKey:
    """The key in this file: drawn at the first start, read again later; refused when others could read it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # another process of this service was first; its key counts
            create_private(path, make_signing_key().raw)
    return load_signing_key(path)


def load_signing_key(path: Path) -> SigningKey:
    """The key in this file; KeyFileRefused when it is missing, damaged, or others could read it."""
    try:
        return signing_key_from(read_private(path))
    except Broken:
        raise KeyFileRefused("damaged", f"The key file {path} is damaged. Bring it back from the backup.") from None


def renew_signing_key(path: Path) -> SigningKey:
    """A new key in the place of the former, whole at every moment; what is signed from now on is signed with it."""
    key = make_signing_key()
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)  # of a try that was killed; it never counted
    create_private(draft, key.raw)
    draft.replace(path)
    sync_folder(path.parent)
    return key


def sign(content: bytes, *, key: SigningKey, context: bytes) -> bytes:
    """A signature over exactly this content, in this place and no other."""
    return SUITE + key.signer.name + key.secret.sign(_bound(content, context))


def verify(content: bytes, signature: bytes, *, by: Iterable[Signer], context: bytes) -> Signer:
    """Who of these signed it. Broken: not signed, by none of them, or something was changed since."""
    if not signature:
        raise Broken("unsigned")
    if len(signature) != SIZE or signature[:1] != SUITE:
        raise Broken("signature")
    name = signature[1 : 1 + _NAME_BYTES]
    signer = next((one for one in by if one.name == name), None)
    if signer is None:
        raise Broken("signer")
    try:
        key = Ed25519PublicKey.from_public_bytes(signer.public_key)
        key.verify(signature[1 + _NAME_BYTES :], _bound(content, context))
    except (InvalidSignature, ValueError):
        raise Broken("signature") from None
    return signer


def load_signer(path: Path, *, must_be_read_only: bool = False) -> Signer:
    """The public half in this file, or a sentence why it can not be trusted.

    `must_be_read_only`: outside training, whoever runs the service must not be able to replace it.
    """
    try:
        with path.open("rb") as file:
            signer = _signer_from(json.loads(file.read(LARGEST_FILE)))
    except OSError:
        raise PinRefused("unreadable", f"The public key {path} can not be read. Copy it there again.") from None
    except (ValueError, TypeError, KeyError):
        raise PinRefused("malformed", f"The public key {path} is damaged. Copy it there again.") from None
    if must_be_read_only and (os.access(path, os.W_OK) or os.access(path.parent, os.W_OK)):
        sentence = f"This user may change the public key {path}. Give the file and its folder to another user."
        raise PinRefused("writable", sentence)
    return signer


def publish_signer(signer: Signer, path: Path) -> None:
    """Write the public half for the other service; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(signer.as_json(), encoding="utf-8")
    draft.chmod(0o644)
    draft.replace(path)
    sync_folder(path.parent)


def spoken(fingerprint: str) -> str:
    """A fingerprint as it is read out by telephone: groups of four."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def heard(words: str) -> str:
    """A fingerprint as somebody typed what was read out: without blanks, hyphens and capitals."""
    return re.sub(r"[\s.:-]", "", words).lower()


def _signer_from(fields: dict[str, str]) -> Signer:
    signer = Signer(base64.b64decode(fields["public_key"], validate=True))
    if fields["kind"] != KIND or fields["fingerprint"] != signer.fingerprint or len(signer.public_key) != KEY_BYTES:
        raise ValueError("fields")
    Ed25519PublicKey.from_public_bytes(signer.public_key)
    return signer


def _bound(content: bytes, context: bytes) -> bytes:
    return bind("signature", context, content)
