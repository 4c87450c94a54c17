"""Answers as CSV, every kind of missing written out, and the codebook that says what each column holds."""

import csv
import io
from collections.abc import Iterable, Iterator

from article16.instruments.definition import Instrument
from article16.instruments.exchange.filled import ABOUT, Filled, NotExported, cell, from_cells, keys_of
from article16.instruments.expressions import written
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing

ABOUT_WORDS = {
    "person": "Code of the person", "informant": "Who answered", "time": "Time in the schedule; empty: outside it"
}  # fmt: skip
MISSING_WORDS = {
    Missing.NOT_ASKED: "not asked",
    Missing.NOT_REACHED: "not reached",
    Missing.DECLINED: "declined",
    Missing.DOES_NOT_APPLY: "does not apply",
    Missing.UNKNOWN: "unknown",
}
HEADS = (
    *("instrument", "version", "fingerprint", "column", "kind", "section", "repeat", "informant", "language"),
    *("words", "code", "low", "high", "whole", "unit", "longest", "when", "times", "alone"),
)


def to_csv(instrument: Instrument, rows: Iterable[Filled]) -> bytes:
    """One row for each questionnaire, one column for each question. An empty cell is a child that is not there.

    Raises
    ------
    NotExported
        With every answer that would be read as something else.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    columns = list(keys_of(instrument))
    writer.writerow([*ABOUT, *(key for key, _ in columns)])
    reasons: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [row.person, row.informant, row.time]
        for key, item in columns:
            try:
                cells.append(cell(item, row.answers[key]) if key in row.answers else "")
            except NotExported as no:
                reasons += [f"Row {number}: {one}" for one in no.reasons]
        writer.writerow(cells)
    if reasons:
        raise NotExported(reasons)
    return out.getvalue().encode()


def from_csv(instrument: Instrument, content: bytes) -> list[Filled]:
    """The rows that `to_csv` wrote."""
    from article16.instruments.answers import read

    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    items = dict(keys_of(instrument))
    return [
        from_cells(
            instrument,
            {key: read(items[key], text) if key in items else text for key, text in fields.items() if text},
        )
        for fields in rows
    ]


def codebook(instrument: Instrument) -> bytes:
    """A row for each column, language and informant; under it one for each of its choices and kinds of missing."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADS)
    writer.writeheader()
    same = {"instrument": instrument.id, "version": instrument.version, "fingerprint": instrument.fingerprint}
    for name, words in ABOUT_WORDS.items():
        writer.writerow({**same, "column": name, "kind": "text", "language": "en", "words": words})
    for key, item in keys_of(instrument):
        for row in _rows(instrument, key, item):
            writer.writerow({**same, **row})
    return out.getvalue().encode()


def _rows(instrument: Instrument, key: str, item: Item) -> Iterator[dict[str, object]]:
    about: dict[str, object] = {
        "column": key, "kind": item.kind.value, "section": item.section, "repeat": item.repeat, "unit": item.unit,
        "when": written(item.when) if item.when else "", "times": " ".join(sorted(item.times)),
    }  # fmt: skip
    if item.kind is Kind.NUMERIC:
        about |= {"low": item.low, "high": item.high, "whole": "yes" if item.whole else "no"}
    if item.kind is Kind.TEXT:
        about["longest"] = item.longest
    for language in instrument.languages:
        for informant in (one for one in instrument.informants if one in item.informants):
            spoken = {"informant": informant, "language": language.code}
            words = words_of(instrument, item, language=language.code, informant=informant)
            yield {**about, **spoken, "words": words}
            for choice in item.choices:
                key_of_words = f"choice.{item.scale}.{choice.code}"
                told = instrument.text(key_of_words, language=language.code, informant=informant)
                alone = "yes" if choice.alone else ""
                yield {"column": key, **spoken, "words": told, "code": choice.code, "alone": alone}
    for kind in Missing:
        yield {"column": key, "language": "en", "words": MISSING_WORDS[kind], "code": kind.value}


def words_of(instrument: Instrument, item: Item, *, language: str, informant: str) -> str:
    """The question as it is read in one line: the words over its grid before its own."""
    words = instrument.text(item.key, language=language, informant=informant)
    if not item.grid:
        return words
    return f"{instrument.text(f'grid.{item.grid}', language=language, informant=informant)} {words}"
