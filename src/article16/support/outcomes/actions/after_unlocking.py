"""What an evaluator's unlocking brings with it. Counting comes with numpy: for nobody else, and not at the start."""

from datetime import datetime

from article16.support.keys.opening import Unlocked


def when_unlocked(*, found: Unlocked, at: datetime) -> None:
    """One of `WHEN_UNLOCKED`: the board is brought up to date."""
    if found.study:
        from .counting import after_unlocking

        after_unlocking(by=found)
