"""A round over all men, a few at each tick, so that no warning ever waits for the study."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from . import actions

EVERY = timedelta(hours=1)  # from the beginning of one round to the next


class Round:
    """Where the round stands, within the life of the tick's process."""

    def __init__(self) -> None:
        self._after: UUID | None = None
        self._began: datetime | None = None

    def step(self, *, at: datetime) -> int:
        """The next few men; how many rows were told."""
        if self._began and self._after is None and at - self._began < EVERY:
            return 0
        if self._after is None:
            self._began = at
        ids = actions.next_episodes(self._after)
        self._after = ids[-1] if len(ids) == actions.AT_ONCE else None
        return actions.tell_study(episodes=ids, at=at) if ids else 0


_ROUND = Round()


def tick() -> None:
    _ROUND.step(at=timezone.now())


JOBS = (tick,)
