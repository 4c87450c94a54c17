"""Answers as text, for drafts and rows, and back. The kinds of missing keep their codes."""

from collections.abc import Mapping
from datetime import date

from article16.instruments.answers import read
from article16.instruments.definition import Instrument
from article16.instruments.items import Answers, Item, Kind
from article16.instruments.missing import CODES, Missing


def to_text(answer: object) -> str:
    """One answer as text. `read_text` gives it back."""
    if isinstance(answer, Missing):
        return str(answer.value)
    if isinstance(answer, frozenset):
        return ";".join(map(str, sorted(answer)))
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, str):
        # A dot in front would be read as a kind of missing.
        return f"\\{answer}" if answer[:1] in {".", "\\"} else answer
    return str(answer)


def read_text(item: Item, text: str) -> object:
    """The answer that `to_text` wrote."""
    if text in CODES:
        return CODES[text]
    if item.kind is Kind.TEXT:
        return text[1:] if text[:1] == "\\" else text
    return read(item, text)


def encoded(answers: Answers) -> dict[str, str]:
    """A draft's answers. What is open is left out."""
    return {key: to_text(answer) for key, answer in answers.items() if answer is not Missing.NOT_REACHED}


def whole(answers: Answers) -> dict[str, str]:
    """A finished set of answers: what stayed open is named as well."""
    return {key: to_text(answer) for key, answer in answers.items()}


def decoded(instrument: Instrument, texts: Mapping[str, str]) -> dict[str, object]:
    """The answers again. Keys that this version does not know are left out."""
    by_key = instrument.by_key
    found = ((key, by_key.get(key.partition(".")[0]), text) for key, text in texts.items())
    return {key: read_text(item, text) for key, item, text in found if item is not None}
