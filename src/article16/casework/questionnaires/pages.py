"""What the pages about questionnaires show: one frozen value for each page."""

from dataclasses import dataclass

from django.forms import Form

from article16.common.ui.parts import Badge, Fact
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Line:
    """One questionnaire at one time."""

    url: str
    wave: str
    when: str  # T0 in words
    title: str
    badge: Badge
    second: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All questionnaires of a man."""

    man: Link
    code: str
    lines: tuple[Line, ...]
    plan: str  # address that takes the POST; empty for readers
    figures: tuple[Link, ...]
    board: str  # address; empty for who may not open it


@dataclass(frozen=True, slots=True)
class AskingPage:
    """One questionnaire at one time: how it stands and how to ask it."""

    heading: str
    when: str
    man: Link
    badge: Badge
    facts: tuple[Fact, ...]
    form: Form | None
    shut: str  # why it cannot be asked now
    begun: Link | None
    entries: tuple[Link, ...]
    papers: tuple[Link, ...]
    not_answered: Link | None
    result: Link | None
    back: Link
    take_back: str  # address that takes the POST and ends the open link or tablet
    kept_at: object = None
