"""Answered questionnaires as every export takes them: complete, with each kind of missing in its place."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from article16.instruments.answers import completed, read
from article16.instruments.definition import Instrument
from article16.instruments.items import Answers, Item, Kind
from article16.instruments.missing import CODES, Missing

ABOUT = ("person", "informant", "time")


class NotExported(ValueError):
    """What cannot be carried over without a change; `reasons` has each of them."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Filled:
    """One questionnaire of one person. `answers` has an entry for every question that stands for this person."""

    person: str
    informant: str
    time: str  # empty: outside any schedule
    answers: Answers


def filled(
    instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None, person: str = ""
) -> Filled:
    """Answers with the kind of missing of every question that has none.

    Raises
    ------
    NotExported
        The answers are not valid.
    """
    stands, problems = completed(instrument, answers, informant=informant, time=time)
    if problems:
        raise NotExported(problem.sentence for problem in problems)
    return Filled(person, informant, time or "", {key: asked.answer for key, asked in stands.items()})


def from_cells(instrument: Instrument, cells: Mapping[str, object]) -> Filled:
    """What `filled` gave, from the columns of a table; None stands for a child that is not there.

    Raises
    ------
    NotExported
        The answers are not valid.
    """
    answers = {key: answer for key, answer in cells.items() if key not in ABOUT and answer is not None}
    person, informant, time = (str(cells.get(name) or "") for name in ABOUT)
    return filled(instrument, answers, informant=informant, time=time or None, person=person)


def keys_of(instrument: Instrument) -> Iterator[tuple[str, Item]]:
    """The columns of a table of answers: KEY, and KEY.1 to KEY.n as far as a group can repeat."""
    for item in instrument.items:
        if not item.repeat:
            yield item.key, item
            continue
        for number in range(1, instrument.repeat_by_key[item.repeat].most + 1):
            yield f"{item.key}.{number}", item


def read_answers(instrument: Instrument, lines: Iterable[str], *, informant: str | None = None) -> list[Filled]:
    """The rows of a CSV file, as `score_csv` reads it.

    Raises
    ------
    NotExported
        With every problem of every row: nothing is exported of a file that is half right.
    """
    return list(each_answered(instrument, lines, informant=informant))


def each_answered(instrument: Instrument, lines: Iterable[str], *, informant: str | None = None) -> Iterator[Filled]:
    """The same, a row at a time, so that very many need not be held at once; raises after the last."""
    rows = csv.DictReader(lines)
    known = {key for key, _ in keys_of(instrument)}
    strange = [name for name in rows.fieldnames or () if name not in known and name not in ABOUT]
    reasons = [f"{instrument.id} has no question “{name[:60]}”." for name in strange]
    for fields in rows:
        if None in fields or None in fields.values():
            reasons.append(f"Line {rows.line_num}: the row has more or fewer cells than the header.")
            continue
        who = fields.get("informant") or informant or _only(instrument)
        answers = {
            key: read(instrument.by_key[key.partition(".")[0]], text)
            for key, text in fields.items()
            if key in known and text.strip()
        }
        try:
            time, person = fields.get("time") or None, fields.get("person") or ""
            yield filled(instrument, answers, informant=who, time=time, person=person)
        except NotExported as no:
            reasons += [f"Line {rows.line_num}: {one}" for one in no.reasons]
    if reasons:
        raise NotExported(reasons)


def cell(item: Item, answer: object) -> str:
    """An answer as `answers.read` reads it.

    Raises
    ------
    NotExported
        A text would be read as something else.
    """
    if isinstance(answer, Missing):
        return answer.value
    if isinstance(answer, frozenset):
        return ";".join(map(str, sorted(answer)))
    text = str(answer)
    if item.kind is Kind.TEXT and not text.strip():
        raise NotExported([f"{item.key}: an answer of spaces alone cannot be told from an open question."])
    if item.kind is Kind.TEXT and text in CODES:
        raise NotExported([f"{item.key}: the answer “{text}” would be read as a kind of missing."])
    if "\0" in text:
        raise NotExported([f"{item.key}: the answer holds a character that no file of text can keep."])
    return text


def _only(instrument: Instrument) -> str:
    return instrument.informants[0] if len(instrument.informants) == 1 else ""
