"""What a person typed into the search field, read as what it may be: a code, a date of birth, a reference, names."""

import re
from dataclasses import dataclass
from datetime import date

from article16.casework.clients import names
from article16.common.ui.fields import read_date

LONGEST = 120  # characters; more is a slip of the hand
MOST_WORDS = 6
_CODE = re.compile(r"(?:c\s*[-–]?\s*)?(\d{1,9})", re.IGNORECASE)
_DIGITS = re.compile(r"(\d\d)(\d\d)(\d{4})|(\d{4})(\d\d)(\d\d)")
_SHORT_YEAR = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{2})")
# A date inside other words: figures with their dots, or a day, a month in words and a year.
_DATE = re.compile(
    r"\d{1,4}[./-]\s*\d{1,2}[./-]\s*\d{2,4}|\d{1,2}\.?\s+[^\W\d]+\.?\s+\d{4}|\d{1,2}\s+\d{1,2}\s+\d{2,4}"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The same text in every way that it can be meant."""

    code: str = ""
    born: tuple[date, ...] = ()  # two where a year of two figures may be either
    reference: str = ""  # beginning of an agency's reference, letters and digits alone
    words: tuple[str, ...] = ()  # beginnings of words of a name, plain, the longest first


def read(text: str, *, today: date) -> Asked:
    """Nothing that a person can type is an error; what means nothing finds nothing."""
    text = " ".join(text[:LONGEST].split())
    code, born, rest = _CODE.fullmatch(text), _days(text, today), text
    if not born and (inside := _DATE.search(text)):
        born = _days(inside.group(), today)
        rest = text.replace(inside.group(), " ") if born else text
    if code and not text.isdigit():
        return Asked(code=f"C-{int(code[1]):03d}")  # with its letter it can be nothing else
    reference = names.key(text)
    return Asked(
        code=f"C-{int(code[1]):03d}" if code else "",
        born=born,
        reference=reference if len(reference) > 2 and any(char.isdigit() for char in reference) else "",
        words=_words(rest) if rest != text or not born else (),
    )


def _words(text: str) -> tuple[str, ...]:
    found = [word for word in names.parts(text) if not word.isdigit()]
    return tuple(sorted(found, key=len, reverse=True))[:MOST_WORDS]


def _days(text: str, today: date) -> tuple[date, ...]:
    """24 3 1988, 24.3.88, 24031988 and 24 March 1988: the days that can be meant, none of them to come."""
    found: list[date | None] = [read_date(text)]
    if short := _SHORT_YEAR.fullmatch(text):
        found = [read_date(f"{short[1]} {short[2]} {century}{short[3]}") for century in (19, 20)]
    elif (figures := _DIGITS.fullmatch(text)) or len(text) == 8:
        found = [_figures(text), _figures(f"{text[6:]}{text[4:6]}{text[:4]}")] if figures else []
    return tuple(dict.fromkeys(one for one in found if one and one <= today))


def _figures(text: str) -> date | None:
    """Eight figures, day first; the caller turns them round."""
    return read_date(f"{text[:2]} {text[2:4]} {text[4:]}")
