"""Notices where a person can be reached, so that it is asked for in the sealed box and not kept here."""

import re
from unicodedata import category

_MAIL = re.compile(r"\S@\S|\bwww\.|https?:", re.I)
_NUMBER = re.compile(r"(?:\+|\b00)?\d(?:[\s./()-]{0,2}\d){5,}")  # six digits or more, as telephone numbers are written
_DATE = re.compile(
    r"\b(?:\d{1,2}[\s./-]{1,2}\d{1,2}[\s./-]{1,2}\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.?\s+\w+\s+\d{4})\b"
)
# A street with its number, in the order of either habit: "Lendplatz 7", "7 High Street".
_STREET = (
    r"\w*(?:stra(?:ß|ss)e|str\.|gasse|platz|weg|allee|ring|street|road|avenue|lane|square|drive|calle|rue|via|plaza|"
    r"ulica|ul\.|trg|ulice)"
)
_ADDRESS = re.compile(
    rf"\b{_STREET}(?:\s+[^\W\d]+){{0,3}}\s*,?\s*\d|\b\d+\w?,?\s+(?:[^\W\d]+\s+){{0,3}}{_STREET}\b", re.I
)
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}-)?\d{4,5}\s+[^\W\d][^\W\d]{2,}|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
_PLACE = re.compile(
    r"\b(?:school|kindergarten|nursery|schule|hort|volksschule|gymnasium|escuela|colegio|école|scuola|okul|"
    r"works at|workplace|arbeitet bei|arbeitsplatz|lives (?:at|in)|wohnt (?:in|bei))\b",
    re.I,
)


def says_where(text: str) -> bool:
    """Whether this text seems to hold an address, a telephone number, a school, a workplace. A date is none."""
    plain = _DATE.sub(" ", text)
    return any(found.search(plain) for found in (_MAIL, _NUMBER, _ADDRESS, _POSTCODE, _PLACE))


def without_controls(words: str) -> str:
    """What is pasted brings control characters with it; the wall takes none, and nobody could find them."""
    plain = words.replace("\r\n", "\n")
    return "".join(" " if category(char) in ("Cc", "Cs") and char not in "\n\t" else char for char in plain)
