"""What the board shows: for each informant a picture, and the table behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .policy import INFORMANTS, REASONS
from .queries.board import Board
from .tally import WAVES, Standing

WIDTH, BAR, GAP = 260, 14, 30  # of the picture, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One time of one informant in the picture: how many were due, were asked, answered."""

    wave: str
    y: int
    due: float  # width
    asked: float
    answered: float
    label: str
    label_y: int


@dataclass(frozen=True, slots=True)
class Group:
    """One informant: picture and the table behind it."""

    title: str
    height: int
    bars: tuple[Bar, ...]
    rows: tuple["BoardRow", ...]
    alt: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    wave: str
    due: int
    asked: int
    answered: int
    share: str
    waiting: int
    reasons: str


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    groups: tuple[Group, ...]
    instruments: tuple[Choice, ...]
    notices: tuple[str, ...]
    uncounted: int


def board_page(found: Board, *, instrument: str) -> BoardPage:
    most = max((one.due for one in found.standings), default=1)
    groups = tuple(
        _group(str(title), [one for one in found.standings if one.informant == key], most)
        for key, title in INFORMANTS.items()
        if any(one.informant == key for one in found.standings)
    )
    names = ["", *found.instruments]
    choices = tuple(
        Choice(
            name or _("All together"),
            f"{reverse('study')}?instrument={name}" if name else reverse("study"),
            name == instrument,
        )
        for name in names
    )
    return BoardPage(groups, choices if len(names) > 2 else (), tuple(_board_notices(found)), found.uncounted)


def _board_notices(found: Board) -> Iterator[str]:
    if found.unsorted:
        yield ngettext(
            "%(number)d message from casework waits until a worker unlocks.",
            "%(number)d messages from casework wait until a worker unlocks.",
            found.unsorted,
        ) % {"number": found.unsorted}
    if found.broken:
        yield ngettext(
            "%(number)d row does not open and is in no figure. Ask the administrator to run the doctor command.",
            "%(number)d rows do not open and are in no figure. Ask the administrator to run the doctor command.",
            found.broken,
        ) % {"number": found.broken}


def _group(title: str, standings: list[Standing], most: int) -> Group:
    by_wave = {one.wave: one for one in standings}
    bars, rows, told = [], [], []
    for place, wave in enumerate(wave for wave in WAVES if wave in by_wave):
        one = by_wave[wave]
        y = place * GAP + 4
        scale = WIDTH / most
        share = f"{round(100 * one.answered / one.due)} %" if one.due else "–"
        bars.append(Bar(wave, y, one.due * scale, one.asked * scale, one.answered * scale, share, y + BAR - 2))
        said = [*one.reasons, *([("does not apply", one.apart)] if one.apart else [])]
        reasons = ", ".join(f"{REASONS[why]} {number}" for why, number in said)
        rows.append(BoardRow(wave, one.due, one.asked, one.answered, share, one.waiting, reasons or "–"))
        told.append(
            _("%(wave)s: %(answered)d of %(due)d answered") % {"wave": wave, "answered": one.answered, "due": one.due}
        )
    return Group(title, len(bars) * GAP + 4, tuple(bars), tuple(rows), f"{title}. {'; '.join(told)}")
