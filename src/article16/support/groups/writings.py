"""What stands inside the seal of a group. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class About:
    name: str
    place: str = ""
    when: str = ""  # in words, such as Tuesdays 17 to 19
    words: str = ""
    ended_on: date | None = None


_ABOUT = TypeAdapter(About)


def about_bytes(about: About) -> bytes:
    return _ABOUT.dump_json(about)


def about_from(content: bytes) -> About:
    return _ABOUT.validate_json(content)
