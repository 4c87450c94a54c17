"""Writes about her questionnaires. `take_part` and `finish` are for what she saved by link."""

from .taking import finish, take_part

__all__ = ["finish", "take_part"]
