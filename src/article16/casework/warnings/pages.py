"""What the page of warnings shows."""

from dataclasses import dataclass

from article16.common.ui.parts import Paging
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Row:
    """One warning that left."""

    man: Link
    kind: str
    severity: str
    raised: str
    due: str


@dataclass(frozen=True, slots=True)
class Place:
    """One programme, and what a manager sets there."""

    name: str
    rules: Link
    hours: Link


@dataclass(frozen=True, slots=True)
class WarningsPage:
    rows: tuple[Row, ...]
    paging: Paging
    places: tuple[Place, ...]
    panel: Link | None  # the codes of panel meetings, for managers
    backup: str  # when the last was made and its grade, for managers; empty: nobody has looked yet
