"""What the page of releases shows."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from article16.common.ui.parts import Badge
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may leave, and under which conditions."""

    heading: str
    conditions: tuple[str, ...]
    link: Link | None


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    what: str
    by: str
    badge: Badge
    words: tuple[tuple[str, str], ...]
    confirm: Link | None


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    rules: tuple[Rule, ...]
    rows: tuple[Row, ...]
    broken: int


@dataclass(frozen=True, slots=True)
class UploadPage:
    """A page that is one form with a file in it."""

    heading: str
    intro: str
    form: Form
    button: str
    back: str
    kept_at: object = None
