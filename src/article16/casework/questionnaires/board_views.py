"""The board: answers by time."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from article16.common.accounts import queries as accounts

from . import words
from .policy import OVERSEE
from .queries import board, instruments
from .schedule import End


@dataclass(frozen=True, slots=True)
class BoardLine:
    title: str
    wave: str
    when: str
    men: int
    answered: int
    share: str
    open: int
    unexplained: int
    reasons: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    lines: tuple[BoardLine, ...]
    programmes: str


@require_safe
def questionnaires_board(request: HttpRequest) -> HttpResponse:
    mine = accounts.programmes_of(request.viewer.programmes(OVERSEE))
    rows = board.board([one.id for one in mine], timezone.localdate())
    titles = instruments.titles_of(frozenset(one.id for one in mine), [row.instrument for row in rows])
    page = BoardPage(tuple(_line(row, titles[row.instrument]) for row in rows), ", ".join(one.name for one in mine))
    return render(request, "questionnaires/board.html", {"page": page})


def _line(row: board.TimeRow, title: str) -> BoardLine:
    return BoardLine(
        title=title,
        wave=row.wave,
        when=words.wave_words(row.wave),
        men=row.men,
        answered=row.answered,
        share="" if row.share is None else _("%(share)d %%") % {"share": row.share},
        open=row.open,
        unexplained=row.unexplained,
        reasons="; ".join(f"{_reason(why)}: {men}" for why, men in row.reasons),
    )


def _reason(why: str) -> str:
    return words.end_words(End(why)) if why in {one.value for one in End} else words.reason_words(why)
