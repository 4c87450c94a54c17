"""Casework's processes beside its pages, each for as long as it has something to do."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from article16.casework import commands as casework
from article16.common.audit import sealer
from article16.wall import sender
from article16.wall.outbox.pins import pin_of


class _UntilIdle:
    """Tells the sender to end as soon as it would rest."""

    def __init__(self) -> None:
        self._rested = False

    def is_set(self) -> bool:
        return self._rested

    def wait(self, timeout: float) -> bool:
        self._rested = True
        return True


def send(world: Any, *, answered: bool) -> None:
    def silent(zone: str) -> Any:
        return replace(pin_of(zone), inbox="unix:/nonexistent/inbox.sock")

    with patch.object(sender, "pin_of", pin_of if answered else silent):
        sender.run(zone="support", stop=_UntilIdle(), clock=lambda: world.fate.now)


def tick(world: Any) -> None:
    sealer.seal_once(at=world.fate.now)


def doctor(world: Any) -> None:
    for name in ("check", "verify"):
        world.run(casework.COMMANDS[name], name)
