"""Clock and chance of a process, held in the test's hand: two worlds that do the same draw the same."""

import os
import random
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

import nacl.utils
import time_machine

START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


class Fate:
    """From its making on, this process knows no other time and no other chance."""

    def __init__(self) -> None:
        self._chance = random.Random(0)
        self._clock: Any = time_machine.travel(START, tick=False).start()
        self.now = START
        os.urandom = self._draw  # uuid and the rest of the standard library look it up at each call
        random._urandom = self._draw  # secrets: its SystemRandom keeps a name of its own
        nacl.utils.random = self._draw
        self.set(at=START.timestamp(), seed="start")

    def set(self, *, at: float, seed: str) -> None:
        """Drawn anew for each step, so that one draw too many spoils one step and not all that follow."""
        self._chance.seed(seed)
        random.seed(seed)
        self.move_to(datetime.fromtimestamp(at, UTC))

    def move_to(self, moment: datetime) -> None:
        self.now = moment
        self._clock.move_to(moment, tick=False)

    def _draw(self, size: int = 32) -> bytes:
        return self._chance.randbytes(size)


def is_held(fate: Fate) -> bool:
    """Whether the same seed draws the same; asked at the start, because a library may change where it draws."""
    drawn = []
    for _again in range(2):
        fate.set(at=START.timestamp(), seed="asked")
        drawn.append((secrets.token_hex(), uuid.uuid4(), nacl.utils.random(4), random.random(), datetime.now(UTC)))
    return drawn[0] == drawn[1]
