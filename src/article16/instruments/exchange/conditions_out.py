"""Skip logic in the languages of other programs: what they would compute otherwise is refused with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from article16.instruments.exchange.filled import NotExported
from article16.instruments.expressions import COMPARISONS, Name, Node, Number, written
from article16.instruments.items import Item, Kind


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one program writes a question, a tick, and the signs that differ from ours."""

    program: str
    name: Callable[[Item], str]
    tick: Callable[[Item, int], str]
    signs: Mapping[str, str]


XLSFORM = Dialect(
    "XLSForm",
    lambda item: f"${{{item.key}}}",
    lambda item, code: f"selected(${{{item.key}}}, '{code}')",
    {"==": "=", "/": "div"},
)
REDCAP = Dialect(
    "REDCap",
    lambda item: f"[{item.key}]",
    lambda item, code: f"[{item.key}({code})] = '1'" if item.kind is Kind.MULTIPLE else f"[{item.key}] = '{code}'",
    {"==": "=", "!=": "<>"},
)


def spoken(node: Node, items: Mapping[str, Item], dialect: Dialect) -> str:
    """The expression in another program's language.

    Raises
    ------
    NotExported
        It has no counterpart there that computes the same.
    """
    if isinstance(node, Number):
        return written(node)
    if isinstance(node, Name):
        item = items.get(node.key)
        if item is None or not item.countable or item.kind is Kind.MULTIPLE:
            raise NotExported([f"“{node.key}” stands in skip logic and is no number in {dialect.program}."])
        return dialect.name(item)
    if node.name == "chosen":
        asked, code = node.operands
        assert isinstance(asked, Name)  # noqa: S101  the grammar gives a name here
        assert isinstance(code, Number)  # noqa: S101  and a number here
        if asked.key not in items:
            raise NotExported([f"“{asked.key}” stands in skip logic and is not asked of this informant."])
        return dialect.tick(items[asked.key], int(code.value))
    parts = [spoken(part, items, dialect) for part in node.operands]
    if node.name == "not":
        return f"not({parts[0]})"
    if node.name == "-" and len(parts) == 1:
        return f"(0 - {parts[0]})"
    if node.name in COMPARISONS | {"and", "or", "+", "-", "*", "/"}:
        return f"({f' {dialect.signs.get(node.name, node.name)} '.join(parts)})"
    raise NotExported([f"“{written(node)[:60]}” is skip logic that {dialect.program} does not compute in this way."])


def condition(item: Item, items: Mapping[str, Item], dialect: Dialect) -> str:
    """When the question is put, or nothing; without a bracket round the whole."""
    if item.when is None:
        return ""
    text = spoken(item.when, items, dialect)
    whole = text.startswith("(") and _closes(text) == len(text) - 1
    return text[1:-1] if whole else text


def _closes(text: str) -> int:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    return -1
