"""What the pages of endings show: one frozen value for each."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import BoundField, Form

from article16.casework.clients.queries import ClientRow, EpisodeRow
from article16.common.ui.parts import Badge
from article16.common.ui.shell import Link

from .telling import Choice, Line


@dataclass(frozen=True, slots=True)
class CoursePage:
    client: ClientRow
    episode_id: UUID
    number: int
    programme: str
    badge: Badge
    lines: tuple[Line, ...]
    actions: tuple[Link, ...]  # the first is what is done most
    others: tuple[EpisodeRow, ...]
    may_tell: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class EndChoicePage:
    code: str
    choices: tuple[Choice, ...]
    back: str


@dataclass(frozen=True, slots=True)
class EndPage:
    code: str
    heading: str
    about: str
    form: Form
    told_rows: list[list[BoundField]]
    more_told: bool  # rows after the first hold something
    consequences: tuple[str, ...]
    duty: str  # that nobody is on duty there now; empty: somebody is, or nothing urgent leaves
    button: str
    back: str
    kept_at: object = None
    kinds: tuple[Link, ...] = ()  # of a correction: the same with another ending
