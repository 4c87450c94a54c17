"""Hopes and responsibility: single questions at each time, his answers and hers side by side."""

from __future__ import annotations

import numpy as np

from article16.evaluation.proportions import wilson
from article16.evaluation.report.data import INFORMANTS, TIMES, Item
from article16.evaluation.report.desk import NONE, Desk, Line
from article16.evaluation.report.model import Cell, Part, Table
from article16.evaluation.report.parts.response import WHO
from article16.evaluation.tables.fields import HOPES, RESPONSIBILITY


def hopes(desk: Desk) -> Part:
    """What they hoped for, and how far it came true."""
    title = desk.say("Hopes")
    words = desk.say("What he and she hope for need not be the same. A hope that came true for him may cost her.")
    return _part(desk, "hopes", title, HOPES, words)


def accountability(desk: Desk) -> Part:
    """Whether he answers for what he did: by his words, and by what she sees."""
    title = desk.say("Responsibility")
    words = desk.say("Saying that he is responsible is not yet acting so. What she sees counts beside what he says.")
    return _part(desk, "accountability", title, RESPONSIBILITY, words)


def _part(desk: Desk, key: str, title: str, domain: int, words: str) -> Part:
    items = [one for one in desk.data.items if one.domain == domain]
    scales = [one for one in desk.data.scales if one.domain == domain]
    rows = [_row(desk, key, one, who) for one in items for who in INFORMANTS if _asked(desk, one, who)]
    if not rows and not scales:
        return Part(key, title, missing=(desk.say("Nothing was asked about this."),))
    where = tuple(
        desk.say("The score stands in the chapter “{chapter}”.", chapter=desk.say("Change: {scale}", scale=desk.scale(one)))
        for one in scales
    )  # fmt: skip
    return Part(key, title, (words, *where), (_table(desk, rows),) if rows else ())


def _asked(desk: Desk, one: Item, who: str) -> bool:
    return not np.isnan(desk.data.answers[one.name, who]).all()


def _table(desk: Desk, rows: list[Line]) -> Table:
    head = (desk.say("Question"), desk.say("Who"), *TIMES)
    note = desk.say(
        "Share who ticked it or, where there are degrees, chose one of the upper half; of those who answered."
    )
    return desk.table(desk.say("Single questions"), head, rows, note)


def _row(desk: Desk, key: str, one: Item, who: str) -> Line:
    answers = np.where(desk.data.given[:, None], desk.data.answers[one.name, who], np.nan)
    cells: list[Cell | str] = []
    for place, time in enumerate(TIMES):
        here = np.flatnonzero(~np.isnan(answers[:, place]))
        if not len(here):
            cells.append(NONE)
            continue
        high = answers[here, place] > one.most / 2
        about = desk.about(f"{one.name} at {time}", population="those who answered", informant=who)
        found = wilson(int(high.sum()), len(here), about=about)
        cells.append(desk.number(f"{key}.{one.name} {who}.{time}", found, form="share", who=here, put=high))
    # The words of a question are the study's own, in the languages that it gives them in.
    return (desk.words.title(one.titles, one.meaning), desk.say(WHO[who]), *cells)
