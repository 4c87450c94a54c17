"""One cell as a day, a number, a word of ours, or text; or a sentence why it is none."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from article16.casework.clients.names import plain

from .problems import shown
from .reading import Broken, Cell, Formula

_MONTHS = (
    "january januar jänner enero janvier gennaio januari janeiro",
    "february februar feber febrero fevrier febbraio februari fevereiro",
    "march marz marzo mars maart marco",
    "april abril avril aprile",
    "may mai mayo maggio mei maio",
    "june juni junio juin giugno junho",
    "july juli julio juillet luglio julho",
    "august agosto aout augustus",
    "september septiembre septembre settembre setembro",
    "october oktober octubre octobre ottobre outubro",
    "november noviembre novembre novembro",
    "december dezember diciembre decembre dicembre dezembro december",
)
_MONTH = {plain(word): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_YEAR_FIRST = re.compile(r"(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})(?:[T\s]+[\d:.]+)?")
_THREE = re.compile(r"(\d{1,2})\s*[./\s-]\s*(\d{1,2})\s*[./\s-]\s*(\d{4}|\d{2})(?:[T\s]+[\d:.]+)?")
_WORDS = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*(?:de\s+)?([^\W\d_]+)\.?,?\s*(?:de\s+)?(\d{4}|\d{2})")
_WORDS_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})")
_FIRST_1900, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
OLDEST = 110  # years


class Unread(ValueError):
    """A cell that is not what its column holds; the text is a sentence with the next step."""


def text(cell: Cell) -> str:
    """The cell as text; a formula or an error of the spreadsheet is refused."""
    if isinstance(cell, Formula):
        raise Unread(
            "The cell holds a formula, which is not run. In the spreadsheet copy the column and paste it as values"
        )
    if isinstance(cell, Broken):
        raise Unread(f"The cell holds the error {cell.text}. Correct it in the spreadsheet")
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def day(
    cell: Cell, *, today: date, month_first: bool = False, since_1904: bool = False, birth: bool = False
) -> date | None:
    """The cell as a day, however it was written; None when it is empty. `birth`: of a grown man."""
    if isinstance(cell, date):
        return _plausible(cell, cell, today)
    written = text(cell)
    if not written:
        return None
    found = _serial(cell, written, since_1904) or _written(written, today, month_first=month_first, birth=birth)
    if found is None:
        raise Unread(f"{shown(written)} is no day that can be read. Write it as day, month, year: 24.3.1988")
    return _plausible(found, written, today)


def _plausible(found: date, written: object, today: date) -> date:
    if not today.year - OLDEST <= found.year <= today.year + 20:
        raise Unread(f"{shown(written)} would be the year {found.year}. Check it")
    return found


def _serial(cell: Cell, written: str, since_1904: bool) -> date | None:
    """Excel's own count of days, where it was left as a number."""
    if not (isinstance(cell, int | float) or _SERIAL.fullmatch(written)):
        return None
    try:
        days = int(float(written))
        return (_FIRST_1904 if since_1904 else _FIRST_1900) + timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def _written(written: str, today: date, *, month_first: bool, birth: bool) -> date | None:
    if match := _YEAR_FIRST.fullmatch(written):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _THREE.fullmatch(written):
        first, second = int(match[1]), int(match[2])
        month, number = (first, second) if month_first else (second, first)
        return _date(_year(match[3], today, birth), month, number)
    if match := _WORDS.fullmatch(written):
        return _date(_year(match[3], today, birth), _month(match[2]), int(match[1]))
    if match := _WORDS_MONTH_FIRST.fullmatch(written):
        return _date(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _year(digits: str, today: date, birth: bool) -> int:
    """Two digits are this century's, unless that lies ahead, or would make a child of a man."""
    if len(digits) == 4:
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year - 100 if year > today.year + (0 if birth else 1) or (birth and year > today.year - 14) else year


def _month(word: str) -> int:
    said = plain(word)
    if said in _MONTH:
        return _MONTH[said]
    near = {number for name, number in _MONTH.items() if len(said) >= 3 and name.startswith(said)}
    return near.pop() if len(near) == 1 else 0


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def whole(cell: Cell, *, most: int) -> int | None:
    """The cell as a whole number from 0; None when it is empty."""
    written = text(cell)
    if not written:
        return None
    if not re.fullmatch(r"\d{1,6}", written) or int(written) > most:
        raise Unread(f"{shown(written)} is no whole number up to {most}. Write digits alone")
    return int(written)


def choice(cell: Cell, *, codes: Mapping[str, str], allowed: Mapping[str, str]) -> str:
    """The cell as one of our words: as the mapping says, or as the code or label itself; "" when it is empty."""
    written = text(cell)
    said = _folded(written)
    if said in codes:
        return codes[said]
    if not written:
        return ""
    if said in allowed:
        return allowed[said]
    raise Unread(f"{shown(written)} is not known here. Give it a code in the mapping file")


_folded = lru_cache(maxsize=1024)(plain)  # a closed column has few different words


def words_of(choices: list[tuple[str, object]]) -> dict[str, str]:
    """Codes and labels of a closed list, folded, to the code."""
    return {plain(str(word)): code for code, label in choices for word in (code, label)}
