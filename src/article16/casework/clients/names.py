"""Names as people write them, and when two may be of one man, however spelt, ordered or mistyped."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import IntEnum
from itertools import pairwise

LONGEST_PART = 60  # characters kept of one word of a name
_JOINED = dict.fromkeys(map(ord, "'’ʼ‘`´ʾʿ\u0640"), None)  # apostrophes, and the stroke that only widens Arabic words
# Letters that Unicode does not take apart. Both ways of writing an umlaut become one below.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "a", "œ": "o", "þ": "th", "ə": "e"}
    | {"ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"}
)
_UMLAUT = re.compile("([aou])e+")
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """The text without what people write differently: case, marks, ue for ü, doubled letters. Müller is muler."""
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_JOINED).translate(_LETTERS)
    bare = "".join(char for char in apart if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return _DOUBLED.sub(r"\1", _UMLAUT.sub(r"\1", bare))


def parts(name: str) -> tuple[str, ...]:
    """The words of a name in their order, plain, each once. Garcia-López gives garcia and lopez."""
    return tuple(dict.fromkeys(word[:LONGEST_PART] for word in _WORD.findall(plain(name))))


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words: a letter too many, too few or wrong, two neighbours exchanged; `most` + 1 is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        here = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (char != against))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, last = last, here
    return min(last[-1], most + 1)


def _slips(short: int, long: int) -> int:
    """How many slips two words of these lengths may lie apart before they are other words."""
    return 0 if short < 4 else 1 if long < 8 else 2


def alike(one: str, other: str) -> bool:
    """Whether two words of names differ by no more than slips of the keyboard."""
    most = _slips(*sorted((len(one), len(other))))
    return one == other or (most > 0 and distance(one, other, most) <= most)


WordsAlike = Callable[[str, str], bool]


class Likeness(IntEnum):
    """How two names, or two dates of birth, stand to each other."""

    NONE = 0
    PARTLY = 1  # a word in common; or: one date is not known
    SIMILAR = 2  # slips of the keyboard, or words left out
    SAME = 3


def names_alike(one: tuple[str, ...], other: tuple[str, ...], words_alike: WordsAlike = alike) -> Likeness:
    """The words of two names, in whatever order each has them; `words_alike` where many are compared with one."""
    if not one or not other:
        return Likeness.NONE
    if set(one) == set(other) or "".join(one) == "".join(other):
        return Likeness.SAME
    short, long = sorted((one, other), key=len)
    pairs = _paired(short, long, words_alike)
    # One word of many says little: a first name, a family name, an article.
    if pairs == len(short) and (pairs > 1 or len(long) == 1):
        return Likeness.SIMILAR
    # One word written as two, or two as one, and no more than one slip.
    if len(one) != len(other) and distance("".join(one), "".join(other), 1) <= 1:
        return Likeness.SIMILAR
    return (
        Likeness.PARTLY
        if any(len(word) > 2 and _paired((word,), long, words_alike) for word in short)
        else Likeness.NONE
    )


def _paired(short: tuple[str, ...], long: tuple[str, ...], words_alike: WordsAlike) -> int:
    """The most words of one name that find a word of their own in the other."""
    taken: dict[int, int] = {}

    def place(at: int, tried: set[int]) -> bool:
        for index, word in enumerate(long):
            if index not in tried and words_alike(short[at], word):
                tried.add(index)
                if index not in taken or place(taken[index], tried):
                    taken[index] = at
                    return True
        return False

    return sum(place(at, set()) for at in range(len(short)))


def births_alike(one: date | None, other: date | None) -> Likeness:
    """Two dates of birth: day and month exchanged, one digit wrong, or two neighbouring digits exchanged are slips."""
    if one is None or other is None:
        return Likeness.PARTLY
    if one == other:
        return Likeness.SAME
    exchanged = (one.day, one.month, one.year) == (other.month, other.day, other.year)
    return Likeness.SIMILAR if exchanged or _one_slip(f"{one:%d%m%Y}", f"{other:%d%m%Y}") else Likeness.NONE


def _one_slip(one: str, other: str) -> bool:
    wrong = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and any(
        (a, b) == tuple(wrong) and one[a] == other[b] and one[b] == other[a] for a, b in pairwise(range(len(one)))
    )


def may_be_the_same(names: Likeness, births: Likeness) -> bool:
    """The same name always; a similar one unless the dates differ; a word in common only with the same date."""
    if names is Likeness.SAME:
        return True
    if names is Likeness.SIMILAR:
        return births is not Likeness.NONE
    return names is Likeness.PARTLY and births is Likeness.SAME


def key(reference: str) -> str:
    """A reference number as it is searched: letters and digits alone, in small letters."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", reference).casefold()))[:60]
