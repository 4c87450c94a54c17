"""Which key the other service has: read from where it says so, written where only root can write."""

import os
import tempfile
from argparse import Namespace
from pathlib import Path

from article16.cli import asking
from article16.cli.installing.layout import NotPossible
from article16.common.installed import State
from article16.wall.box.errors import PinRefused
from article16.wall.box.opening import publish_pin
from article16.wall.box.sealing import load_pin
from article16.wall.box.signing import Signer, load_signer, publish_signer, spoken

ZONE = "support"


def _state(service: str) -> State:
    state = asking.state()
    if state is None or service not in state.homes:
        raise NotPossible(f"{service} is not installed on this machine.")
    if os.geteuid() != 0:
        raise NotPossible(f"Only root may say to {service} whose key is whose. Run this with sudo.")
    return state


def take(words: Namespace) -> int:
    """A new key is shown to casework; messages go to it only when somebody there accepts its whole fingerprint."""
    state = _state("casework")
    source = words.file or state.published
    if not source.exists():
        print(f"There is no pin in {source} yet: the women's service sets up its keys first.")
        return 0
    try:
        pin = load_pin(source, zone=ZONE)
        standing = load_pin(state.pin, zone=ZONE) if state.pin.exists() else None
        if standing is not None and standing.generation > pin.generation:
            raise NotPossible(
                f"The pin in {source} is older than the one that stands: generation {pin.generation}, and "
                f"{standing.generation} stands. Ask the women's service whether it was restored."
            )
        publish_pin(pin, state.pin, instead_of=[standing.fingerprint] if standing else [])
    except PinRefused as no:
        raise NotPossible(str(no)) from None
    if standing == pin:
        print("Casework has this pin already.")
        return 0
    print(f"The pin is in {state.pin}. Its fingerprint: {pin.fingerprint}")
    if standing is None:
        print("Ring the women's service and compare the whole of it: theirs stands on their page Keys.")
    else:
        print("Messages go to the former key until casework accepts this one: docs/how-to/pin-refused.md.")
    return 0


def take_sender(words: Namespace) -> int:
    """Support believes the first such key, because only root can have put it there; another waits to be accepted."""
    state = _state("support")
    try:
        signer = load_signer(words.file) if words.file else _of_this_machine(state)
        standing = load_signer(state.sender) if state.sender.exists() else None
    except PinRefused as no:
        raise NotPossible(str(no)) from None
    if standing == signer:
        print("The women's service has this key already.")
        return 0
    publish_signer(signer, state.sender)
    print(f"The key by which casework signs is in {state.sender}. Its fingerprint: {spoken(signer.fingerprint)}")
    if standing is not None:
        print("Until the women's service accepts it, what arrives is kept and set aside: docs/how-to/pair.md.")
    return 0


def _of_this_machine(state: State) -> Signer:
    if "casework" not in state.homes:
        raise NotPossible("Casework is another machine's: name the file that they gave you.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "casework.json"
        path.write_text(asking.ask("casework", "pairing", "--file"), encoding="utf-8")
        return load_signer(path)


def pairing(words: Namespace) -> int:
    """Each service says its own half."""
    if words.file:
        return asking.call("casework", "pairing", "--file")
    return max(asking.call(one.service, "pairing") for one in asking.services())
