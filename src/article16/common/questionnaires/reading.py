"""From what a page sends to answers: each well-formed, or with a sentence; what was typed is kept either way."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.common.ui.fields import read_date
from article16.instruments.items import Item, Kind
from article16.instruments.missing import CODES, Missing

from .parts import Part

VALUE, KIND = "q.", "m."  # before the key: the answer, and why there is none
STANDS = "s"  # names each question that stood open on the page: a shut one keeps what was answered before
LONGEST_KEPT = 20_000  # characters of what could not be read that a draft keeps
CODE = re.compile(r"-?\d{1,6}")
NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,9})?")
OFFERED = (Missing.DECLINED, Missing.DOES_NOT_APPLY, Missing.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one page sent.

    `answers` has every question that stood open on the page and was understood; without an answer it is
    `NOT_REACHED`. `typed` has the words that were not understood, with a sentence for each in `problems`.
    """

    answers: Mapping[str, object]
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    strange: tuple[str, ...]  # names of fields that this page does not have


def read_page(part: Part, data: QueryDict) -> Sent:
    """Everything that the page sent, all problems at once."""
    answers: dict[str, object] = {}
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    stood = set(data.getlist(STANDS))
    for put in part.questions:
        if put.key not in stood:
            continue
        values, kinds = data.getlist(VALUE + put.key), data.getlist(KIND + put.key)
        try:
            answers[put.key] = _answer(put.item, values, kinds)
        except _Unreadable as wrong:
            problems[put.key] = wrong.sentence
            typed[put.key] = "\n".join(values)
    known = {prefix + put.key for put in part.questions for prefix in (VALUE, KIND)}
    strange = tuple(sorted(name for name in data if name[:2] in {VALUE, KIND} and name not in known))
    return Sent(answers, typed, problems, strange)


class _Unreadable(Exception):
    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


def offered(item: Item) -> tuple[Missing, ...]:
    """The reasons for no answer that a person can choose at this question."""
    possible = {
        Missing.DECLINED: True,
        Missing.DOES_NOT_APPLY: item.not_applicable,
        Missing.UNKNOWN: item.unknown,
    }
    return tuple(kind for kind in OFFERED if possible[kind])


def _answer(item: Item, values: list[str], kinds: list[str]) -> object:
    if len(values) == 1 and not kinds and values[0].strip() and values[0] not in CODES:  # as most are
        return _READ[item.kind](item, values)
    given = [one for one in values if one.strip()]
    reasons = [one for one in [*kinds, *given] if one in CODES] if item.kind is not Kind.TEXT else list(kinds)
    reasons = list(dict.fromkeys(reasons))
    given = [one for one in given if one not in reasons] if item.kind is not Kind.TEXT else given
    if reasons and given:
        raise _Unreadable(_("There is an answer and a reason for none. Keep one of the two."))
    if len(reasons) > 1:
        raise _Unreadable(_("Choose one reason only."))
    if reasons:
        return _reason(item, reasons[0])
    return _READ[item.kind](item, given) if given else Missing.NOT_REACHED


def _reason(item: Item, code: str) -> Missing:
    kind = CODES.get(code)
    if kind not in offered(item):
        raise _Unreadable(_("This is not offered at this question. Choose one of the answers."))
    return kind


def _single(item: Item, given: list[str]) -> object:
    codes = _codes(given)
    if codes is None or len(codes) != 1 or codes[0] not in item.codes:
        raise _Unreadable(_("This is not one of the answers. Choose one of them."))
    return codes[0]


def _multiple(item: Item, given: list[str]) -> object:
    codes = _codes(given)
    if codes is None or not set(codes) <= set(item.codes):
        raise _Unreadable(_("This is not one of the answers. Choose from them."))
    alone = [choice.code for choice in item.choices if choice.alone and choice.code in codes]
    if alone and len(set(codes)) > 1:
        raise _Unreadable(_("One of these answers excludes the others. Take away what does not hold."))
    return frozenset(codes)


def _codes(given: list[str]) -> list[int] | None:
    if not all(map(CODE.fullmatch, given)):
        return None
    return [int(one) for one in given]


def _numeric(item: Item, given: list[str]) -> object:
    text = _in_digits("".join(given).strip())
    # A comma before the decimals, and a space or apostrophe between thousands, as people write them.
    text = re.sub(r"(?<=\d)[\s'’\u202f](?=\d{3}\b)", "", text).replace("٫", ".").replace(",", ".")
    if not NUMBER.fullmatch(text):
        raise _Unreadable(_("Enter a number, for example %(low)s.") % {"low": f"{item.low:g}"})
    number = float(text) if "." in text else int(text)
    if not isfinite(number) or not item.low <= number <= item.high:
        bounds = {"low": f"{item.low:g}", "high": f"{item.high:g}"}
        raise _Unreadable(_("Enter a number from %(low)s to %(high)s.") % bounds)
    if item.whole and number != int(number):
        raise _Unreadable(_("Enter a whole number, without decimals."))
    return int(number) if item.whole else number


def _date(item: Item, given: list[str]) -> object:
    day = read_date(_in_digits(" ".join(given)))
    if day is None or not 1900 <= day.year <= 2199:
        raise _Unreadable(_("Enter the date as day, month, year, for example 12 11 2026."))
    return day


def _text(item: Item, given: list[str]) -> object:
    text = cleaned(given[0])
    if len(text) > item.longest:
        too_many = len(text) - item.longest
        raise _Unreadable(
            ngettext(
                "This is %(count)d character too long. Shorten it.",
                "This is %(count)d characters too long. Shorten it.",
                too_many,
            )
            % {"count": too_many}
        )
    return text


def cleaned(text: str) -> str:
    """What is pasted brings control characters with it; nobody could find them later."""
    text = text.replace("\r\n", "\n")
    return "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t" else one for one in text)


def _in_digits(text: str) -> str:
    """Digits of any script as 0 to 9: an Arabic keyboard writes others."""
    return "".join(str(unicodedata.digit(one, one)) if one.isdigit() else one for one in text)


_READ = {
    Kind.SINGLE: _single, Kind.MULTIPLE: _multiple, Kind.NUMERIC: _numeric, Kind.DATE: _date, Kind.TEXT: _text,
}  # fmt: skip


def kept_as_typed(typed: Mapping[str, str]) -> dict[str, str]:
    """What a draft keeps of words that could not be read, within a bound."""
    return {key: text for key, text in typed.items() if len(text) <= LONGEST_KEPT}
