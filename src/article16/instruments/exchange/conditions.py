"""Expressions of XLSForm in those of this program: `${a} = 1 and selected(${b}, '2')` is `a == 1 and chosen(b, 2)`."""

import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"\s*(?:(?P<key>\$\{\s*[A-Za-z_][\w.-]*\s*\})|(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")|"
    r"(?P<word>[A-Za-z][A-Za-z-]*)|(?P<sign><=|>=|!=|[=<>+*/(),-])|(?P<dot>\.))"
)
LONGEST = 2_000  # characters
WORDS = {"and": "and", "or": "or", "div": "/"}
FUNCTIONS = {"sum", "min", "max", "round", "abs", "if", "not", "count-selected", "selected", "true", "false"}


class NotCarried(ValueError):
    """An expression that has no counterpart here; the text says which part."""


def carried(text: str) -> str:
    """The expression in the language of packs.

    Raises
    ------
    NotCarried
        It uses something that is not known here.
    """
    if len(text) > LONGEST:
        raise NotCarried(f"it has {len(text)} characters; {LONGEST} are possible")
    return " ".join(_carried(list(_tokens(text))))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place, text = 0, text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            raise NotCarried(f"“{text[place : place + 12].strip()}” cannot be read")
        yield match.lastgroup, match[match.lastgroup]
        place = match.end()


def _carried(tokens: list[tuple[str, str]]) -> Iterator[str]:
    place = 0
    while place < len(tokens):
        kind, text = tokens[place]
        if kind == "word" and text == "selected":
            made, place = _selected(tokens, place)
            yield made
            continue
        yield _one(kind, text, following=tokens[place + 1 : place + 2])
        place += 1


def _selected(tokens: list[tuple[str, str]], place: int) -> tuple[str, int]:
    """`selected(${key}, 'code')`, and the place behind it."""
    parts = tokens[place + 1 : place + 6]
    shape = [kind if kind in {"key", "text", "number"} else text for kind, text in parts]
    if len(parts) != 5 or shape[0] != "(" or shape[1] != "key" or shape[2] != "," or shape[4] != ")":
        raise NotCarried("selected() takes one question and one code")
    code = parts[3][1].strip("'\"")
    if shape[3] not in {"text", "number"} or not code.lstrip("-").isdigit():
        raise NotCarried(f"the code {code[:12]} is no whole number")
    return f"chosen({_key(parts[1][1])}, {code})", place + 6


def _one(kind: str, text: str, *, following: list[tuple[str, str]]) -> str:
    if kind == "key":
        return _key(text)
    if kind == "text":
        code = text[1:-1]
        if not re.fullmatch(r"-?\d+(?:\.\d+)?", code):
            raise NotCarried(f"the text {text[:14]} is no number; codes of answers are whole numbers")
        return code
    if kind == "dot":
        raise NotCarried("“.” stands only in the column constraint")
    if kind == "word":
        return _word(text, called=bool(following) and following[0][1] == "(")
    return "==" if text == "=" else text


def _word(text: str, *, called: bool) -> str:
    if text in WORDS:
        return WORDS[text]
    if text in {"true", "false"}:
        raise NotCarried(f"{text}() is not needed: leave the cell empty or take the question out")
    if text == "count-selected":
        return ""  # a question with several choices counts its ticks
    if text in FUNCTIONS and called:
        return text
    raise NotCarried(f"{text}() is not known here")


def _key(text: str) -> str:
    return text[2:-1].strip()


BOUND = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)")
LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*(<=|<)\s*(\d+)")


def bounds(text: str) -> tuple[float | None, float | None]:
    """The smallest and largest number that a constraint such as `. >= 0 and . <= 99` allows."""
    low: float | None = None
    high: float | None = None
    for part in re.split(r"\s+and\s+", text.strip()):
        match = BOUND.fullmatch(part.strip().removeprefix("(").removesuffix(")").strip())
        if not match:
            raise NotCarried(f"“{part[:30]}” is no bound such as . >= 0 and . <= 99")
        sign, number = match[1], float(match[2])
        if sign in {"<", ">"} and not number.is_integer():
            raise NotCarried(f"write “{part[:30]}” with <= or >=")
        if sign in {">=", ">"}:
            low = number + (sign == ">")
        else:
            high = number - (sign == "<")
    return low, high


def longest(text: str) -> int:
    """How many characters a constraint such as `string-length(.) <= 200` allows."""
    match = LENGTH.fullmatch(text.strip())
    if not match:
        raise NotCarried(f"“{text[:30]}” is no bound such as string-length(.) <= 200")
    return int(match[2]) - (match[1] == "<")
