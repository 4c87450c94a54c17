"""Answers as SPSS .sav: numbers with labels, and five missing codes that SPSS itself leaves out of every table."""

import math
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from article16.instruments.definition import Instrument
from article16.instruments.exchange.codebook import ABOUT_WORDS, MISSING_WORDS, words_of
from article16.instruments.exchange.filled import ABOUT, Filled, NotExported, from_cells, keys_of
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing

MISSING_CODES = {kind: -99991 - place for place, kind in enumerate(Missing)}  # -99991 to -99995
KINDS = {code: kind for kind, code in MISSING_CODES.items()}
LOWEST, HIGHEST = min(KINDS), max(KINDS)
WHY = "__missing"  # behind the key of a text: why there is none; 0: it was answered
LABEL, VALUE_LABEL, NAME, TEXT = 256, 120, 64, 32_767  # bytes that SPSS keeps
LARGEST = 2**53  # of the whole numbers that a double tells apart
EPOCH = date(1582, 10, 14)  # SPSS counts seconds from here
DAY = 86_400
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})


@dataclass(slots=True)
class Sheet:
    """The columns of the file with their labels, every reason against it, and what it has no place for."""

    columns: dict[str, "list[str] | array[float]"] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[int | float, str]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(
        self,
        name: str,
        cells: "list[str] | array[float]",
        *,
        labels: Sequence[str],
        values: Mapping[int, str] | None = None,
    ) -> None:
        """One column. Of its labels, the first that SPSS has room for."""
        if len(name) > NAME or not name.isascii():
            self.reasons.append(f"{name}: a name in SPSS has at most {NAME} plain letters.")
        if name in RESERVED or name in self.columns:
            self.reasons.append(f"{name}: this name is taken in SPSS.")
        fitting = [label for label in labels if _bytes(label) <= LABEL]
        if not fitting:
            self.reasons.append(f"{name}: its words have {_bytes(labels[-1])} bytes; SPSS keeps {LABEL}.")
        elif fitting[0] != labels[0]:
            self.notes.append(f"{name}: SPSS has room for its own words only, “{fitting[0][:60]}”.")
        for code, words in (values or {}).items():
            if _bytes(words) > VALUE_LABEL:
                self.reasons.append(
                    f"{name}: the words of {code} have {_bytes(words)} bytes; SPSS keeps {VALUE_LABEL}."
                )
        self.columns[name], self.labels[name] = cells, (fitting or [""])[0]
        if values is not None:
            self.values[name] = dict(values.items())

    def texts(self, name: str, cells: list[str], *, labels: Sequence[str]) -> None:
        for number, text in enumerate(cells, 1):
            if "\0" in text or text != text.rstrip(" "):
                self.reasons.append(f"Row {number}: {name}: SPSS drops spaces at the end and the character 0.")
            if _bytes(text) > TEXT:
                self.reasons.append(f"Row {number}: {name} has {_bytes(text):,} bytes; SPSS keeps {TEXT:,}.")
        self.put(name, cells, labels=labels)


def to_sav(
    instrument: Instrument, rows: Iterable[Filled], *, informant: str, language: str
) -> tuple[bytes, tuple[str, ...]]:
    """The file, and what it has no place for. The five kinds of missing are codes from -99991 to -99995.

    A multiple question is a column for each choice, KEY__CODE; a text has a column KEY__missing beside it. System
    missing is a child that is not there.

    Raises
    ------
    NotExported
        With everything that SPSS would cut or drop.
    """
    cells = Cells(instrument)
    for row in rows:
        cells.add(row)
    sheet = Sheet()
    for name in ABOUT:
        sheet.texts(name, cells.about[name], labels=[ABOUT_WORDS[name]])
    for key, item in keys_of(instrument):
        asked = informant if informant in item.informants else min(item.informants)
        _column(sheet, cells, key, item, _Words(instrument, item, language, asked))
    if sheet.reasons:
        raise NotExported(sheet.reasons)
    return _written(sheet, instrument), tuple(sheet.notes)


def from_sav(instrument: Instrument, content: bytes) -> list[Filled]:
    """The rows that `to_sav` wrote."""
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        path.write_bytes(content)
        data, meta = pyreadstat.read_sav(
            str(path), output_format="dict", user_missing=True, disable_datetime_conversion=True
        )
    read = {name: [None if _nothing(one) else one for one in cells] for name, cells in data.items()}
    return [
        from_cells(instrument, dict(_cells(instrument, {name: cells[place] for name, cells in read.items()})))
        for place in range(meta.number_rows or 0)
    ]


class Cells:
    """The columns as plain numbers of eight bytes, filled a row at a time: an object for each cell takes ten times."""

    def __init__(self, instrument: Instrument) -> None:
        self.about: dict[str, list[str]] = {name: [] for name in ABOUT}
        self.texts: dict[str, list[str]] = {}
        self.numbers: dict[str, array[float]] = {}
        self.ticks: dict[str, dict[int, array[float]]] = {}
        for key, item in keys_of(instrument):
            if item.kind is Kind.MULTIPLE:
                self.ticks[key] = {code: array("d") for code in item.codes}
                continue
            self.numbers[key] = array("d")
            if item.kind is Kind.TEXT:
                self.texts[key] = []

    def add(self, row: Filled) -> None:
        answers = row.answers
        for name, column in self.about.items():
            column.append(getattr(row, name))
        for key, numbers in self.numbers.items():
            answer = answers.get(key)
            # Most answers are codes; of a text the number says only why there is none.
            numbers.append(answer if type(answer) is int else 0.0 if isinstance(answer, str) else _number(answer))
        for key, texts in self.texts.items():
            answer = answers.get(key)
            texts.append(answer if isinstance(answer, str) else "")
        for key, ticks in self.ticks.items():
            answer = answers.get(key)
            ticked, none = (answer, 0.0) if isinstance(answer, frozenset) else (frozenset(), _number(answer))
            for code, marks in ticks.items():
                marks.append(1.0 if code in ticked else none)


@dataclass(frozen=True, slots=True)
class _Words:
    instrument: Instrument
    item: Item
    language: str
    informant: str

    def labels(self, number: str) -> list[str]:
        whole = words_of(self.instrument, self.item, language=self.language, informant=self.informant)
        own = self.instrument.text(self.item.key, language=self.language, informant=self.informant)
        return [f"{number}: {words}" if number else words for words in (whole, own)]

    def choice(self, code: int) -> str:
        key = f"choice.{self.item.scale}.{code}"
        return self.instrument.text(key, language=self.language, informant=self.informant)


def _column(sheet: Sheet, cells: Cells, key: str, item: Item, words: _Words) -> None:
    labels = words.labels(key.partition(".")[2])
    kinds = {code: MISSING_WORDS[kind] for kind, code in MISSING_CODES.items()}
    if item.kind is Kind.TEXT:
        sheet.texts(key, cells.texts[key], labels=labels)
        sheet.put(key + WHY, cells.numbers[key], labels=["Why there is no answer"], values={0: "answered", **kinds})
    elif item.kind is Kind.MULTIPLE:
        for code in item.codes:
            said = [*(f"{label} {words.choice(code)}" for label in labels), words.choice(code)]
            name, ticks = f"{key}__{code}".replace("-", "m"), cells.ticks[key][code]
            sheet.put(name, ticks, labels=said, values={0: "no", 1: "yes", **kinds})
    else:
        values = {code: words.choice(code) for code in item.codes}
        sheet.put(key, cells.numbers[key], labels=labels, values={**values, **kinds})
        low, high = item.bounds() if item.countable else (0.0, 0.0)
        if low <= HIGHEST and high >= LOWEST:
            sheet.reasons.append(f"{key}: its range holds the codes of missing, {LOWEST} to {HIGHEST}.")
        if max(abs(low), abs(high)) > LARGEST:
            sheet.reasons.append(f"{key}: SPSS does not tell numbers above {LARGEST} apart.")
        if item.kind is Kind.DATE:
            sheet.formats[key] = "SDATE10"
            if any(one <= 0 and one not in KINDS for one in cells.numbers[key]):
                sheet.reasons.append(f"{key}: dates in SPSS begin after {EPOCH}.")


def _number(answer: object) -> float:
    if isinstance(answer, Missing):
        return float(MISSING_CODES[answer])
    if isinstance(answer, date):
        return float((answer - EPOCH).days * DAY)
    return float(answer) if isinstance(answer, int | float) else math.nan


def _written(sheet: Sheet, instrument: Instrument) -> bytes:
    import numpy as np
    import pandas
    import pyreadstat

    columns = {name: np.frombuffer(one) if isinstance(one, array) else one for name, one in sheet.columns.items()}
    numbers = [name for name, cells in sheet.columns.items() if name in sheet.values or name in sheet.formats]
    with tempfile.TemporaryDirectory() as folder:  # pyreadstat writes to a name only
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(columns, copy=False),
            str(path),
            file_label=f"{instrument.id} {instrument.version}",
            column_labels=dict(sheet.labels),
            variable_value_labels=sheet.values,
            missing_ranges={name: [{"lo": LOWEST, "hi": HIGHEST}] for name in numbers},
            variable_format=sheet.formats,
            note=f"SHA-256 {instrument.fingerprint}",
        )
        return path.read_bytes()


def _cells(instrument: Instrument, record: dict[str, Any]) -> Iterator[tuple[str, object]]:
    yield from ((name, record[name]) for name in ABOUT)
    for key, item in keys_of(instrument):
        if item.kind is Kind.MULTIPLE:
            ticks = {code: record[f"{key}__{code}".replace("-", "m")] for code in item.codes}
            first = next(iter(ticks.values()))
            ticked = frozenset(code for code, tick in ticks.items() if tick == 1)
            yield key, KINDS.get(first, ticked) if first is not None else None
        elif item.kind is Kind.TEXT:
            why = record[key + WHY]
            yield key, KINDS.get(why, record[key] or "") if why is not None else None
        else:
            yield key, _answer(item, record[key])


def _answer(item: Item, number: float | None) -> object:
    if number is None or number in KINDS:
        return None if number is None else KINDS[int(number)]
    if item.kind is Kind.DATE:
        return EPOCH + timedelta(days=number / DAY)
    return int(number) if item.kind is Kind.SINGLE or item.whole else number


def _nothing(cell: object) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def _bytes(text: str) -> int:
    return len(text.encode())
