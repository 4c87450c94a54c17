"""What only the women's service may do: hold the secret half of its key, and open what was sealed to it."""

import base64
import contextlib
import json
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from article16.wall.box.errors import Broken, KeyFileRefused, PinRefused
from article16.wall.box.framing import unpad
from article16.wall.box.keyfiles import create_private, read_private, sync_folder
from article16.wall.box.sealing import HPKE, OVERHEAD, SUITE, ZONE_NAME, Pin, former_path, load_pin

KEY_FILE = "zone.key.json"


@dataclass(frozen=True)
class KeyPair:
    """The key of one zone and generation. Its secret half is never shown."""

    zone: str
    generation: int
    secret: X25519PrivateKey = field(repr=False)

    @property
    def public_key(self) -> bytes:
        return self.secret.public_key().public_bytes_raw()

    @property
    def raw(self) -> bytes:
        """The secret half, 32 bytes, to be sealed at once to whoever may hold it."""
        return self.secret.private_bytes_raw()

    def pin(self, inbox: str) -> Pin:
        """What casework needs to know of this key."""
        return Pin(self.zone, self.generation, self.public_key, inbox)


def make_key_pair(zone: str, generation: int = 1) -> KeyPair:
    """A new pair, drawn at random."""
    return KeyPair(zone, generation, X25519PrivateKey.generate())


def key_pair_from(raw: bytes, *, zone: str, generation: int = 1) -> KeyPair:
    """The pair whose secret half these 32 bytes are."""
    try:
        return KeyPair(zone, generation, X25519PrivateKey.from_private_bytes(raw))
    except ValueError:
        raise Broken("key") from None


def open_sealed(blob: bytes, *, keys: KeyPair, context: bytes) -> bytes:
    """The plain text, when the blob is whole, sealed to this key, and stands where it belongs."""
    if len(blob) < OVERHEAD:
        raise Broken("too-short")
    if blob[:1] != SUITE:
        raise Broken("unknown-suite")
    try:
        padded = HPKE.decrypt(blob[1:], keys.secret, info=SUITE + context)
    except (InvalidTag, ValueError):
        raise Broken("seal") from None
    return unpad(padded)


def ensure_key_pair(folder: Path, *, zone: str, inbox: str, pin: Path, publish: bool = True) -> KeyPair:
    """The pair of this zone: made at the first start, read again at every later one; its pin written for casework.

    Without `publish` no pin is written: nobody is to seal to this pair but the service itself.

    Refuses when the secret is gone but a pin stands (a new key could not open what was sealed to
    the old one), and when the pin names another key.
    """
    path = folder / KEY_FILE
    if not path.exists():
        _refuse_to_replace(pin, path)
        _create(make_key_pair(zone), path)
    keys = load_key_pair(folder)
    if keys.zone != zone:
        raise KeyFileRefused("zone", f"The key file {path} belongs to the zone “{keys.zone}”, not to “{zone}”.")
    if publish:
        publish_pin(keys.pin(inbox), pin)
    return keys


def load_key_pair(folder: Path) -> KeyPair:
    """The pair kept in this folder; refused when others could read it."""
    path = folder / KEY_FILE
    try:
        fields = json.loads(read_private(path))
        secret = X25519PrivateKey.from_private_bytes(base64.b64decode(fields["secret"], validate=True))
        keys = KeyPair(fields["zone"], fields["generation"], secret)
    except KeyFileRefused:
        raise
    except (ValueError, TypeError, KeyError):
        raise KeyFileRefused("damaged", f"The key file {path} is damaged. Bring it back from the backup.") from None
    return keys


def _create(keys: KeyPair, path: Path) -> None:
    if not ZONE_NAME.fullmatch(keys.zone):
        sentence = f"“{keys.zone}” is no name for a zone: use lower-case letters, digits and hyphens."
        raise KeyFileRefused("zone", sentence)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = base64.b64encode(keys.secret.private_bytes_raw()).decode()
    content = json.dumps({"zone": keys.zone, "generation": keys.generation, "secret": secret})
    with contextlib.suppress(FileExistsError):  # another process of this service was first; its key counts
        create_private(path, content.encode())


def _refuse_to_replace(pin: Path, path: Path) -> None:
    if pin.exists() and not path.exists():
        sentence = (
            f"The pin {pin} stands, but its secret {path} is missing. Bring the key file back from the backup: "
            "a new key could not open what was sealed to the old one."
        )
        raise KeyFileRefused("missing", sentence)


def publish_pin(pin: Pin, path: Path, *, instead_of: Collection[str] = ()) -> None:
    """Write the pin for casework. Refused when another stands there than one of these fingerprints."""
    if path.exists():
        standing = load_pin(path, zone=pin.zone)
        if standing.fingerprint not in {pin.fingerprint, *instead_of}:
            sentence = f"The pin {path} names another key than this service holds. Find out who changed it."
            raise PinRefused("foreign", sentence)
        if standing == pin:
            return
        if standing.fingerprint != pin.fingerprint:
            # Casework goes on with it until somebody there has accepted the new one.
            _write_pin(standing, former_path(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_pin(pin, path)


def _write_pin(pin: Pin, path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with draft.open("x") as file:
        file.write(pin.as_json())
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o644)
    draft.replace(path)
    sync_folder(path.parent)
