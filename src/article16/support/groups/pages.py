"""What the pages of groups for women show."""

from dataclasses import dataclass
from uuid import UUID

from article16.common.ui.parts import Badge, Fact
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class GroupLine:
    id: UUID
    name: str
    second: str
    ended: bool


@dataclass(frozen=True, slots=True)
class GroupsPage:
    rows: tuple[GroupLine, ...]
    add: Link


@dataclass(frozen=True, slots=True)
class Member:
    link: Link
    code: str
    leave: Link


@dataclass(frozen=True, slots=True)
class Evening:
    day: str
    words: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class GroupPage:
    id: UUID
    name: str
    facts: tuple[Fact, ...]
    words: str
    ended: bool
    members: tuple[Member, ...]
    evenings: tuple[Evening, ...]
    guard: str
