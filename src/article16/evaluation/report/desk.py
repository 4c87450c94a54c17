"""Where the parts of a report write: each number goes through here, is kept with its result, and rounded to leave."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation import disclosure
from article16.evaluation.proportions import wilson
from article16.evaluation.report.data import Data, Scale
from article16.evaluation.report.drawing import narrow
from article16.evaluation.report.model import Cell, Number, Picture, Table
from article16.evaluation.report.words import Words
from article16.evaluation.results import About, CannotEstimate, Estimand, Result, cannot

Values = npt.NDArray[Any]  # one value, or one row number, for each man
Line = tuple[Cell | str, ...]  # a row of a table being written
Progress = Callable[[str, int, int], None]  # what is done now, its number, of how many
NONE = "–"
_SHORT = {disclosure.PROTECTS: "withheld"}  # the page on methods says why


class Desk:
    """One report being written."""

    def __init__(self, data: Data, words: Words, *, release: bool, seed: int) -> None:
        self.data, self.words, self.release, self.seed = data, words, release, seed
        self.numbers: dict[str, Number] = {}
        self.basis: dict[str, dict[int, int]] = {}
        self._drawn: dict[str, tuple[Callable[[], str], str, Table]] = {}

    def say(self, text: str, **values: object) -> str:
        """A sentence in the language of the report."""
        return self.words.say(text, **values)

    def scale(self, one: Scale) -> str:
        """What people call this scale, within a sentence."""
        return self.words.title(one.titles, one.name)

    def scale_first(self, one: Scale) -> str:
        """The same at the beginning of a line."""
        return begun(self.scale(one))

    def about(
        self,
        outcome: str,
        *,
        population: str = "all referred",
        clock: str = "from referral",
        informant: str = "programme",
        eligible: int | None = None,
        **more: str,
    ) -> About:
        """What is estimated, for whom, by whom."""
        estimand = Estimand(population=population, clock=clock, outcome=outcome, informant=informant, **more)
        return About(estimand=estimand, eligible=eligible)

    def number(self, key: str, result: Result, *, form: str, who: npt.ArrayLike, put: npt.ArrayLike = 0) -> Cell:
        """A result as printed, with its interval.

        Parameters
        ----------
        key
            part.table.row.column; what stands before the second dot is held or changed together.
        form
            "share" (0 to 1, printed in per cent), "points", "ratio" (a logarithm, printed as ratio), "plain".
        who, put
            Rows of the men on whom it rests, and what each put into it.
        """
        self._rests(key, who, put)
        text, shown = self._withheld(result) or self._printed(result, form)
        self.numbers[key] = Number(key, text, result, shown)
        return Cell(text, key)

    def count(self, key: str, n: int, what: str, *, who: npt.ArrayLike) -> Cell:
        """How many, alone. Counts of one table with a total go through `counts`."""
        result = _counted(n, what, self.about(what))
        self._rests(key, who, 0)
        return self._count(key, result, disclosure.Figure(None, None, disclosure.WITHHELD) if 0 < n < disclosure.FEWEST
                           else disclosure.Figure(float(disclosure.rounded(n)), disclosure.rounded(n)))  # fmt: skip

    def behind(self, key: str, what: str, *, who: npt.ArrayLike) -> str:
        """How many, for a figure or a sentence; a dash where that is withheld."""
        cell = self.count(key, len(np.asarray(who)), what, who=who)
        return cell.text if self.numbers[key].shown is not None else NONE

    def counts(self, group: str, values: Mapping[str, npt.ArrayLike], what: str) -> dict[str, Cell]:
        """Counts that make up a whole, and "total": consistent, and none to be worked out from the others.

        Parameters
        ----------
        group
            part.table
        values
            Row -> rows of the men counted there. Nobody stands in two.
        """
        rows = {name: np.asarray(who, dtype=np.int64) for name, who in values.items()}
        figures = disclosure.counts({name: len(who) for name, who in rows.items()})
        rows["total"] = np.concatenate([*rows.values(), np.array([], dtype=np.int64)])
        found = {}
        for place, (name, who) in enumerate(rows.items()):
            self._rests(f"{group}.{name}", who, place + 1 if name != "total" else 0)
            result = _counted(len(who), f"{what}: {name}", self.about(what))
            found[name] = self._count(f"{group}.{name}", result, figures[name])
        return found

    def share(self, key: str, n: int, of: int, what: str, *, who: npt.ArrayLike, put: npt.ArrayLike = 0,
              count: str = "", **about: str) -> Cell:  # fmt: skip
        """A share of men with its Wilson interval; on its way out from rounded counts, and withheld where its count is.

        Parameters
        ----------
        count
            Key of the count beside it.
        """
        result = wilson(n, of, about=self.about(what, **about))  # type: ignore[arg-type]  # names of the estimand
        if not self.release:
            return self.number(key, result, form="share", who=who, put=put)
        beside = self.numbers.get(count)
        hidden = of < disclosure.FEWEST or (beside is not None and beside.shown is None)
        if hidden:
            self._rests(key, who, put)
            self.numbers[key] = Number(key, beside.text if beside else self.say(disclosure.WITHHELD), result, None)
            return Cell(self.numbers[key].text, key)
        people = disclosure.rounded(of)
        near = int(beside.shown) if beside is not None and beside.shown is not None else disclosure.rounded(n)
        return self.number(
            key, wilson(min(near, people), people, about=self.about(what)), form="share", who=who, put=put
        )

    def retold(self, key: str, text: str) -> Cell:
        """The same number in other words, such as a span that has no middle."""
        self.numbers[key] = replace(self.numbers[key], text=text)
        return Cell(text, key)

    def words_of(self, result: Result) -> str:
        """The sentence why there is no number."""
        because = result.because if isinstance(result, CannotEstimate) else ""
        if not self.words.has(because):  # a reason in English is no use on a Spanish page
            return self.say("Cannot be estimated from these data.")
        return self.say("Cannot be estimated: {because}.", because=self.say(because))

    def picture(self, name: str, draw: Callable[[], str], alt: str, table: Table) -> Picture:
        """A figure with its words and the table behind it; it can be had again for the first page."""
        self._drawn[name] = draw, alt, table
        return Picture(name, draw(), alt, table)

    def small(self, name: str) -> Picture | None:
        """The same figure in half the width, its letters as large as before; None where there is none."""
        if name not in self._drawn:
            return None
        draw, alt, table = self._drawn[name]
        with narrow():
            return Picture(f"{name}-small", draw(), alt, table)

    def table(self, caption: str, head: Sequence[str], rows: Sequence[Line], note: str = "") -> Table:
        """A table; plain text becomes a cell of words."""
        cells = tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows)
        return Table(caption, tuple(head), cells, note)

    def cannot(self, method: str, about: About, because: str) -> CannotEstimate:
        """A number that was asked for and cannot be given."""
        return cannot(method, about, because)

    def points(self, value: float) -> str:
        """A number of points in a sentence, with as many digits as in the tables."""
        return self._one(value, "points")

    def shown(self, value: float) -> float:
        """A number for a picture: as it is, or with as many digits as may leave."""
        return disclosure.significant(value) if self.release and math.isfinite(value) else value

    def _count(self, key: str, result: Result, figure: disclosure.Figure) -> Cell:
        if not self.release:
            text, shown = self.words.whole(result.value), result.estimate
        elif figure.value is None:
            text, shown = self.say(_SHORT.get(figure.why, figure.why)), None
        else:
            text, shown = self.words.whole(figure.value), figure.value
        self.numbers[key] = Number(key, text, result, shown)
        return Cell(text, key)

    def _withheld(self, result: Result) -> tuple[str, float | None] | None:
        if result.estimate is None:
            return NONE, None
        if self.release and result.n < disclosure.FEWEST:
            return self.say(disclosure.WITHHELD), None
        return None

    def _printed(self, result: Result, form: str) -> tuple[str, float | None]:
        shown = _scaled(result.value, form)
        text = self._one(shown, form)
        ends = result.interval
        if ends is not None and math.isfinite(ends.low) and math.isfinite(ends.high):
            low, high = (self._one(_scaled(end, form), form) for end in (ends.low, ends.high))
            text = self.say("{value} ({low} to {high})", value=text, low=low, high=high)
        return text, disclosure.significant(shown) if self.release else shown

    def _one(self, value: float, form: str) -> str:
        if not math.isfinite(value):
            return NONE
        if self.release:
            value = disclosure.significant(value)
        if form == "share":
            return self.words.percent(value, 0 if self.release or abs(value) >= 0.1 or value == 0 else 1)
        digits = 2 if form == "ratio" or abs(value) < 1 else 1
        if self.release and abs(value) >= 10:
            digits = 0
        return self.words.decimal(value, digits)

    def _rests(self, key: str, who: npt.ArrayLike, put: npt.ArrayLike) -> None:
        group = ".".join(key.split(".")[:2])
        rows = np.asarray(who, dtype=np.int64)
        values = np.broadcast_to(np.asarray(put), rows.shape)
        basis = self.basis.setdefault(group, {})
        for row, value in zip(rows.tolist(), values.tolist(), strict=True):
            case = int(self.data.case[row])
            basis[case] = zlib.crc32(f"{key}|{value}".encode(), basis.get(case, 0))


def _scaled(value: float, form: str) -> float:
    return math.exp(value) if form == "ratio" else value


def _counted(n: int, what: str, about: About) -> Result:
    return Result(method=f"count: {what}", estimand=about.estimand, estimate=float(n), unit="men", n=n)


def begun(text: str) -> str:
    """As it stands at the beginning of a line: its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def text_of(one: Cell | str) -> str:
    """What stands in a field of a table."""
    return one.text if isinstance(one, Cell) else one
