"""Aggregates on their way: sealed to one named receiver, opened by that receiver alone."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from article16.evaluation.federated import Aggregate
from article16.wall.box.errors import Broken, KeyFileRefused
from article16.wall.box.framing import bind
from article16.wall.box.keyfiles import create_private, read_private
from article16.wall.box.opening import KeyPair, key_pair_from, make_key_pair, open_sealed
from article16.wall.box.sealing import ZONE_NAME, Pin, fingerprint, seal

RECEIVER = "article16 receiver of aggregates"
SEALED = "article16 sealed aggregate"
KEY_FILE, RECEIVER_FILE, ENDING = "receiver.key", "receiver.json", ".sealed"
LARGEST = 1 << 20  # bytes; an aggregate has about 50,000


class NotShared(ValueError):
    """Nothing was sealed, or nothing could be opened. The text says why, and what to do."""


def make_receiver(name: str, folder: Path) -> str:
    """A new pair: the secret half in `receiver.key`, for this user only; the half to give away in `receiver.json`.

    Returns
    -------
    str
        The fingerprint, to be read out on the telephone to whoever will seal.

    Raises
    ------
    NotShared
        When the name does not fit, or a key stands there already: what was sealed to it would never open again.
    """
    if not ZONE_NAME.fullmatch(name):
        raise NotShared(f"“{name}” is no name for a receiver: lower-case letters, digits and hyphens, at most 32.")
    keys = make_key_pair(name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = {"kind": RECEIVER, "name": name, "secret": base64.b64encode(keys.raw).decode()}
    try:
        create_private(folder / KEY_FILE, json.dumps(secret).encode())
    except FileExistsError:
        raise NotShared(f"{folder / KEY_FILE} stands there already. Name another folder.") from None
    told = {"kind": RECEIVER, "name": name, "public_key": base64.b64encode(keys.public_key).decode()}
    told["fingerprint"] = fingerprint(keys.public_key)
    (folder / RECEIVER_FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return told["fingerprint"]


def load_receiver(path: Path, expected: str) -> Pin:
    """Whom to seal to, when the file names the key whose fingerprint was read out.

    Raises
    ------
    NotShared
        When the file is damaged, or names another key: somebody may have put theirs in its place.
    """
    told = _json(path, path.read_bytes() if path.is_file() else b"")
    try:
        raw = base64.b64decode(told["public_key"], validate=True)
        name = str(told["name"])
        if told["kind"] != RECEIVER or told["fingerprint"] != fingerprint(raw) or not ZONE_NAME.fullmatch(name):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise NotShared(f"{path} is no receiver. Ask for their file {RECEIVER_FILE} again.") from None
    said = expected.replace(" ", "").lower()
    if len(said) < 16 or not fingerprint(raw).startswith(said):
        raise NotShared(
            f"{path} names the key {fingerprint(raw)[:16]}…, not the one you were told. Call “{name}”, let them read "
            "their fingerprint out, and seal nothing until it is the same. At least 16 signs of it are needed."
        )
    return Pin(name, 1, raw, inbox="")


def load_key(path: Path) -> KeyPair:
    """The receiver's own key; refused when others could read it."""
    try:
        told = json.loads(read_private(path))
        if told["kind"] != RECEIVER:
            raise ValueError
        return key_pair_from(base64.b64decode(told["secret"], validate=True), zone=str(told["name"]))
    except KeyFileRefused as no:
        raise NotShared(str(no)) from None
    except (Broken, KeyError, TypeError, ValueError):
        raise NotShared(f"{path} is no key of a receiver.") from None


def sealed(one: Aggregate, to: Pin) -> str:
    """The aggregate as a letter that only the receiver opens. In clear: to whom; neither from whom nor about what."""
    try:
        blob = seal(one.to_text().encode(), to=to, context=_context(to.fingerprint))
    except ValueError:
        raise NotShared(f"The key of “{to.zone}” cannot be sealed to. Ask for their file again.") from None
    letter = {"kind": SEALED, "to": to.zone, "fingerprint": to.fingerprint, "sealed": base64.b64encode(blob).decode()}
    return json.dumps(letter) + "\n"


def opened(path: Path, keys: KeyPair) -> Aggregate:
    """The aggregate of a letter.

    Raises
    ------
    NotShared
        When it was sealed to somebody else, was changed on its way, or holds something else.
    """
    letter = _json(path, path.read_bytes())
    mine = fingerprint(keys.public_key)
    if letter.get("kind") != SEALED:
        raise NotShared(f"{path.name} is no sealed aggregate.")
    if letter.get("fingerprint") != mine:
        raise NotShared(f"{path.name} was sealed to another key than {mine[:16]}…. Ask for it again, sealed to yours.")
    try:
        blob = base64.b64decode(str(letter.get("sealed")), validate=True)
        return Aggregate.from_text(open_sealed(blob, keys=keys, context=_context(mine)).decode())
    except (Broken, UnicodeDecodeError, ValueError):
        raise NotShared(f"{path.name} was damaged or changed on its way, and is not read. Ask for it again.") from None


def _context(receiver: str) -> bytes:
    return bind("aggregate", receiver.encode())


def _json(path: Path, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content) if len(content) <= LARGEST else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotShared(f"{path} cannot be read.")
    return found
