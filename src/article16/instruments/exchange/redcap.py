"""Questions as REDCap's data dictionary: one file for one informant in one language."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from article16.instruments.definition import Instrument, Section
from article16.instruments.exchange.codebook import MISSING_WORDS
from article16.instruments.exchange.conditions_out import REDCAP, condition
from article16.instruments.exchange.filled import NotExported
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing

HEADS = (
    *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
    *("Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number"),
    *("Text Validation Min", "Text Validation Max", "Identifier?"),
    *("Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment"),
    *("Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?", "Field Annotation"),
)
NAME = re.compile(r"[a-z](?:_?[a-z0-9])*")
LONGEST_NAME = 100
MARKUP = re.compile(r"<\s*/?[A-Za-z!]|\[[a-z][a-z0-9_()-]*\]|\{[a-z][a-z0-9_]*(?::\w+)?\}")
RECORD = "record_id"
Words = Callable[[str], str]


def to_redcap(instrument: Instrument, *, informant: str, language: str) -> tuple[bytes, tuple[str, ...]]:
    """The dictionary, and what has to be set in REDCap by hand.

    Raises
    ------
    NotExported
        With everything that REDCap would read otherwise.
    """
    rows = [_record(instrument)]
    reasons: list[str] = []
    items = {item.key: item for item in instrument.items_for(informant)}
    for section in instrument.sections:
        heading = [section]
        for key in section.items:
            if key not in items:
                continue
            try:
                rows.append(_row(instrument, items[key], items, informant, language, heading))
            except NotExported as no:
                reasons += no.reasons
            heading = []
    if reasons:
        raise NotExported(reasons)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(), tuple(_notes(instrument, items))


def _record(instrument: Instrument) -> dict[str, object]:
    annotation = f"{instrument.id} {instrument.version} SHA-256 {instrument.fingerprint}"
    first = (RECORD, instrument.sections[0].key, "", "text", "Record")
    return {**dict(zip(HEADS[:5], first, strict=True)), "Field Annotation": annotation}


def _row(
    instrument: Instrument,
    item: Item,
    items: dict[str, Item],
    informant: str,
    language: str,
    heading: list[Section],
) -> dict[str, object]:
    def words(key: str) -> str:
        try:
            text = instrument.text(key, language=language, informant=informant)
        except KeyError:
            return ""
        if MARKUP.search(text):
            raise NotExported([f"{item.key}: REDCap would read a part of “{text[:60]}” as markup."])
        return text

    if not NAME.fullmatch(item.key) or len(item.key) > LONGEST_NAME:
        raise NotExported([f"{item.key[:120]}: a name in REDCap has at most 100 small letters, digits and single _."])
    if item.key == RECORD or item.key.startswith("redcap_"):
        raise NotExported([f"{item.key}: this name is taken in REDCap."])
    first = _first_of_grid(item, items)
    header = [text for section in heading for text in _heading(instrument, section, words)]
    header += [words(f"grid.{item.grid}")] if first else []
    note = [words(f"{item.key}.hint"), item.unit]
    return {
        "Variable / Field Name": item.key,
        "Form Name": item.section,
        "Section Header": "\n".join(header),
        "Field Type": _type(item),
        "Field Label": words(item.key),
        "Choices, Calculations, OR Slider Labels": _choices(item, words),
        "Field Note": " · ".join(one for one in note if one),
        "Text Validation Type OR Show Slider Number": _validation(item),
        "Text Validation Min": _bound(item, item.low),
        "Text Validation Max": _bound(item, item.high),
        "Branching Logic (Show field only if...)": condition(item, items, REDCAP),
        "Matrix Group Name": item.grid,
        "Field Annotation": _annotation(item),
    }


def _heading(instrument: Instrument, section: Section, words: Words) -> Iterator[str]:
    yield words(f"section.{section.key}")
    if section.window:
        yield from (words(f"window.{window.key}") for window in instrument.windows)
    if intro := words(f"section.{section.key}.intro"):
        yield intro


def _first_of_grid(item: Item, items: dict[str, Item]) -> bool:
    if not item.grid:
        return False
    return next(one for one in items.values() if one.grid == item.grid) is item


def _type(item: Item) -> str:
    return {Kind.SINGLE: "radio", Kind.MULTIPLE: "checkbox", Kind.TEXT: "notes"}.get(item.kind, "text")


def _validation(item: Item) -> str:
    if item.kind is Kind.NUMERIC:
        return "integer" if item.whole else "number"
    return "date_ymd" if item.kind is Kind.DATE else ""


def _bound(item: Item, number: float) -> str:
    if item.kind is not Kind.NUMERIC:
        return ""
    return str(int(number)) if number == int(number) else repr(number)


def _choices(item: Item, words: Words) -> str:
    told = {code: words(f"choice.{item.scale}.{code}") for code in item.codes}
    for code, text in told.items():
        if "|" in text or "\n" in text:
            raise NotExported([f"{item.key}: the words of {code} hold “|” or a new line, which REDCap ends it with."])
    return " | ".join(f"{code}, {text}" for code, text in told.items())


def _annotation(item: Item) -> str:
    """Action tags where REDCap has one; the rest in words, so that nothing is lost."""
    said = []
    if alone := [str(choice.code) for choice in item.choices if choice.alone]:
        said.append(f"@NONEOFTHEABOVE='{','.join(alone)}'")
    if item.kind is Kind.TEXT:
        said.append(f'@CHARLIMIT="{item.longest}"')
    if item.times:
        said.append(f"times: {' '.join(sorted(item.times))}")
    offered = [kind.value[1:] for kind, yes in _offered(item) if yes]
    if offered:
        said.append(f"offers: {' '.join(offered)}")
    return " ".join(said)


def _offered(item: Item) -> tuple[tuple[Missing, bool], ...]:
    return ((Missing.UNKNOWN, item.unknown), (Missing.DOES_NOT_APPLY, item.not_applicable))


def _notes(instrument: Instrument, items: dict[str, Item]) -> Iterator[str]:
    codes = " | ".join(f"{kind.value[1:]}, {words}" for kind, words in MISSING_WORDS.items())
    yield f"Set in REDCap, under Additional customizations, Missing data codes: {codes}"
    for repeat in instrument.repeats:
        forms = sorted({item.section for item in items.values() if item.repeat == repeat.key})
        yield (f"Make a repeating instrument of {', '.join(forms)}: as {repeat.count} says, at most {repeat.most}.")
    if timed := [item.key for item in items.values() if item.times]:
        yield f"Asked at some times only (see their annotation): {', '.join(timed)}."
    if instrument.scores or instrument.alerts:
        yield "Scores and alerts are not in it: score the answers with article16 instruments score."
