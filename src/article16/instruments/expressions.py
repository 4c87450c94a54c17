"""The language of scores and of skip logic. It can compute and nothing else: no names of Python, no loops, no files.

    2 * calm + if(answered(anger) and anger >= 3, 4, 0)

Every expression ends: it is a finite tree, read once, of bounded length and depth.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 2000  # characters
DEEPEST = 24  # brackets, calls and signs within each other
MOST = 150  # operators and functions
LARGEST = 1e9  # number that may be written

FUNCTIONS = {  # name -> (fewest, most) arguments
    "sum": (1, 200), "mean": (1, 200), "min": (1, 200), "max": (1, 200), "count": (1, 200), "any": (1, 200),
    "answered": (1, 200), "if": (3, 3), "abs": (1, 1), "round": (1, 2), "chosen": (2, 2),
}  # fmt: skip
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?|\.\d+)|([a-z][a-z0-9_]*)|(==|!=|<=|>=|[-+*/()<>,]))")
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
WORDS = frozenset({"and", "or", "not"})


class ExpressionError(ValueError):
    """An expression that cannot be read; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Name:
    key: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or a function, with what it works on. `not` and the sign have one operand."""

    name: str
    operands: tuple["Node", ...]


Node = Number | Name | Operation


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Read one expression.

    Raises
    ------
    ExpressionError
        It is too long, too deep, or not well formed.

    Examples
    --------
    >>> names(parse("2 * calm >= 3"))
    frozenset({'calm'})
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"The expression has {len(text)} characters; {LONGEST} are allowed.")
    reader = _Reader(_tokens(text))
    node = reader.disjunction()
    if reader.next is not None:
        raise ExpressionError(f"“{reader.next}” is one too many.")
    return node


def names(node: Node) -> frozenset[str]:
    """The keys that an expression speaks of."""
    if isinstance(node, Name):
        return frozenset({node.key})
    return frozenset().union(*map(names, node.operands)) if isinstance(node, Operation) else frozenset()


def written(node: Node) -> str:
    """The expression as text, with a bracket round every operator."""
    if isinstance(node, Number):
        return str(int(node.value)) if node.value.is_integer() else format(Decimal(repr(node.value)), "f")
    if isinstance(node, Name):
        return node.key
    parts = [written(part) for part in node.operands]
    if node.name in FUNCTIONS:
        return f"{node.name}({', '.join(parts)})"
    if len(parts) == 1:
        return f"({node.name} {parts[0]})"
    return f"({f' {node.name} '.join(parts)})"


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise ExpressionError(f"“{text[place:].strip()[:10]}” at character {place + 1} cannot be read.")
        found.append(match[0].strip())
        place = match.end()
    return found


class _Reader:
    """Recursive descent; `depth` bounds the recursion."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.made = 0

    @property
    def next(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, *wanted: str) -> str | None:
        """The next token if it is one of these."""
        token = self.next
        if token is None or token not in wanted:
            return None
        self.place += 1
        return token

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            raise ExpressionError(f"“{wanted}” is missing {self.where()}.")

    def where(self) -> str:
        return "at the end" if self.next is None else f"before “{self.next}”"

    def made_of(self, name: str, *operands: Node) -> Node:
        self.made += 1
        if self.made > MOST:
            raise ExpressionError(f"More than {MOST} operators and functions.")
        return Operation(name, operands)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"More than {DEEPEST} brackets within each other.")

    def disjunction(self) -> Node:
        return self.chain(self.conjunction, "or")

    def conjunction(self) -> Node:
        return self.chain(self.negation, "and")

    def chain(self, part: Callable[[], Node], *operators: str) -> Node:
        node = part()
        while operator := self.take(*operators):
            node = self.made_of(operator, node, part())
        return node

    def negation(self) -> Node:
        if not self.take("not"):
            return self.comparison()
        self.deeper()
        node = self.made_of("not", self.negation())
        self.depth -= 1
        return node

    def comparison(self) -> Node:
        node = self.addition()
        if operator := self.take(*COMPARISONS):
            node = self.made_of(operator, node, self.addition())
        if self.next in COMPARISONS:
            raise ExpressionError("Comparisons cannot be chained; join them with “and”.")
        return node

    def addition(self) -> Node:
        return self.chain(self.product, "+", "-")

    def product(self) -> Node:
        return self.chain(self.sign, "*", "/")

    def sign(self) -> Node:
        if not self.take("-"):
            return self.atom()
        self.deeper()
        node = self.made_of("-", self.sign())
        self.depth -= 1
        return node

    def atom(self) -> Node:
        if self.take("("):
            self.deeper()
            node = self.disjunction()
            self.need(")")
            self.depth -= 1
            return node
        token = self.next
        if token is None or not re.match(r"[.\w]", token) or token in WORDS:
            raise ExpressionError(f"A number, a key or a bracket is missing {self.where()}.")
        self.place += 1
        if token[0].isdigit() or token[0] == ".":
            return _number(token)
        return self.call(token) if self.next == "(" else Name(token)

    def call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise ExpressionError(f"There is no function “{name}”; there are {', '.join(sorted(FUNCTIONS))}.")
        self.need("(")
        self.deeper()
        operands = [self.disjunction()]
        while self.take(","):
            operands.append(self.disjunction())
        self.need(")")
        self.depth -= 1
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(operands) <= most:
            raise ExpressionError(f"{name}() takes {fewest} to {most} values, not {len(operands)}.")
        return self.made_of(name, *operands)


def _number(token: str) -> Number:
    value = float(token)
    if value > LARGEST:
        raise ExpressionError(f"{token} is larger than {LARGEST:.0f}.")
    return Number(value)
