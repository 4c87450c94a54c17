"""How long a sign-in lasts: idle and absolute. The session row is touched at most once a minute."""

from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings

TOUCH = timedelta(minutes=1)


class Ended(Enum):
    IDLE = "idle"
    ABSOLUTE = "absolute"


def begin(session, *, at: datetime) -> None:
    session["began"] = session["seen"] = at.timestamp()


def ended(session, *, at: datetime) -> Ended | None:
    """Why this sign-in is over, or None while it lasts. A session without its times is over."""
    now = at.timestamp()
    if now - session.get("began", 0) > settings.ABSOLUTE_LIMIT.total_seconds():
        return Ended.ABSOLUTE
    if now - session.get("seen", 0) > settings.IDLE_LIMIT.total_seconds():
        return Ended.IDLE
    return None


def touch(session, *, at: datetime) -> None:
    if at.timestamp() - session.get("seen", 0) >= TOUCH.total_seconds():
        session["seen"] = at.timestamp()
