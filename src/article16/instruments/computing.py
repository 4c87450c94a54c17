"""Computing an expression, with what is known and with all that is possible while answers are missing."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from article16.instruments.expressions import FUNCTIONS, Name, Node, Number, written

INFINITE = math.inf


@dataclass(frozen=True, slots=True)
class Value:
    """A number, and the range it can have.

    Attributes
    ----------
    point : float or None
        What comes out of the answers given. None: they do not suffice.
    low, high : float
        Between these it lies, whatever the missing answers are. Never too narrow; may be wider than the truth when a
        key stands in an expression twice.
    """

    point: float | None
    low: float
    high: float
    given: bool = True  # whether it was answered; only `answered()` looks at it

    @property
    def known(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high


TRUE, FALSE, EITHER = Value(1.0, 1.0, 1.0), Value(0.0, 0.0, 0.0), Value(None, 0.0, 1.0)


def exactly(number: float) -> Value:
    """A value that is known."""
    return Value(number, number, number)


def unanswered(low: float, high: float) -> Value:
    """A value of which only the range is known."""
    return Value(None, low, high, given=False)


def compute(
    node: Node,
    look_up: Callable[[str], Value],
    chosen: Callable[[str, int], Value],
    steps: list[str] | None = None,
) -> Value:
    """The value of an expression.

    Parameters
    ----------
    node : Node
        The expression.
    look_up : callable
        Gives the value of a key.
    chosen : callable
        Whether a code is ticked in a multiple question: 1, 0, or unanswered.
    steps : list of str, optional
        Each operation is added to it in words, innermost first.

    Returns
    -------
    Value
        Truth is 1 and 0. Division by zero gives no point and an endless range; nothing is raised.
    """
    if isinstance(node, Number):
        return exactly(node.value)
    if isinstance(node, Name):
        return look_up(node.key)
    if node.name == "chosen":
        key, code = node.operands
        assert isinstance(key, Name) and isinstance(code, Number)  # noqa: S101, PT018  checked when the pack is loaded
        value = chosen(key.key, int(code.value))
    else:
        values = [compute(part, look_up, chosen, steps) for part in node.operands]
        value = _sound(OPERATIONS[node.name](values))
    if steps is not None:
        steps.append(f"{written(node)} = {shown(value)}")
    return value


def shown(value: Value) -> str:
    """A value in words: the number, or the range in which it must lie."""
    if value.point is not None:
        return number_shown(value.point)
    return f"between {number_shown(value.low)} and {number_shown(value.high)}"


def number_shown(number: float) -> str:
    """A number without needless digits.

    >>> number_shown(13.0), number_shown(2 / 3)
    ('13', '0.667')
    """
    if math.isinf(number):
        return "any number"
    return str(int(number)) if number == int(number) else f"{number:.3f}".rstrip("0")


def truth(value: Value) -> Value:
    """Whether it is not zero: 1, 0, or either."""
    point = None if value.point is None else float(value.point != 0)
    low = 0.0 if value.low <= 0 <= value.high else 1.0
    high = 0.0 if value.low == value.high == 0 else 1.0
    return Value(point, low, high)


def _sound(value: Value) -> Value:
    """No infinite point and no range that is not a number; a range of one number is known."""
    low = -INFINITE if math.isnan(value.low) else value.low
    high = INFINITE if math.isnan(value.high) else value.high
    point = value.point if value.point is not None and math.isfinite(value.point) else None
    if point is None and low == high and math.isfinite(low):
        point = low
    return Value(point, low, high)


def _points(values: Sequence[Value], act: Callable[[list[float]], float]) -> float | None:
    points = [value.point for value in values if value.point is not None]
    return act(points) if len(points) == len(values) else None


def _each(act: Callable[[list[float]], float]) -> Callable[[Sequence[Value]], Value]:
    """For what grows with each of its operands: the range comes from the ends."""

    def operation(values: Sequence[Value]) -> Value:
        return Value(_points(values, act), act([value.low for value in values]), act([value.high for value in values]))

    return operation


def _minus(values: Sequence[Value]) -> Value:
    if len(values) == 1:
        (one,) = values
        return Value(_points(values, lambda p: -p[0]), -one.high, -one.low)
    left, right = values
    return Value(_points(values, lambda p: p[0] - p[1]), left.low - right.high, left.high - right.low)


def _times(values: Sequence[Value]) -> Value:
    left, right = values
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    if any(math.isnan(corner) for corner in corners):
        return Value(_points(values, math.prod), -INFINITE, INFINITE)
    return Value(_points(values, math.prod), min(corners), max(corners))


def _divided(values: Sequence[Value]) -> Value:
    left, right = values
    point = None if right.point == 0 else _points(values, lambda p: p[0] / p[1])
    if right.low <= 0 <= right.high:
        return Value(point, -INFINITE, INFINITE)
    corners = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
    if any(math.isnan(corner) for corner in corners):
        return Value(point, -INFINITE, INFINITE)
    return Value(point, min(corners), max(corners))


def _compared(holds: Callable[[float, float], bool], name: str) -> Callable[[Sequence[Value]], Value]:
    def operation(values: Sequence[Value]) -> Value:
        left, right = values
        always, never = _certain(name, left, right)
        point = _points(values, lambda p: float(holds(p[0], p[1])))
        return Value(point, float(always), float(not never))

    return operation


def _certain(name: str, left: Value, right: Value) -> tuple[bool, bool]:
    """Whether a comparison holds for all that is possible, and whether for none of it."""
    same = left.known and right.known and left.low == right.low
    apart = left.high < right.low or right.high < left.low
    return {
        "==": (same, apart),
        "!=": (apart, same),
        "<": (left.high < right.low, left.low >= right.high),
        "<=": (left.high <= right.low, left.low > right.high),
        ">": (left.low > right.high, left.high <= right.low),
        ">=": (left.low >= right.high, left.high < right.low),
    }[name]


def _and(values: Sequence[Value]) -> Value:
    return _joined([truth(value) for value in values], min)


def _or(values: Sequence[Value]) -> Value:
    return _joined([truth(value) for value in values], max)


def _joined(values: Sequence[Value], pick: Callable[[list[float]], float]) -> Value:
    return Value(_points(values, pick), pick([v.low for v in values]), pick([v.high for v in values]))


def _not(values: Sequence[Value]) -> Value:
    one = truth(values[0])
    return Value(None if one.point is None else 1 - one.point, 1 - one.high, 1 - one.low)


def _if(values: Sequence[Value]) -> Value:
    condition, then, other = truth(values[0]), values[1], values[2]
    if condition.known:
        return then if condition.low else other
    point = None
    if condition.point is not None:
        point = then.point if condition.point else other.point
    return Value(point, min(then.low, other.low), max(then.high, other.high))


def _count(values: Sequence[Value]) -> Value:
    return _each(math.fsum)([truth(value) for value in values])


def _answered(values: Sequence[Value]) -> Value:
    return exactly(float(sum(value.given for value in values)))


def _abs(values: Sequence[Value]) -> Value:
    (one,) = values
    ends = abs(one.low), abs(one.high)
    low = 0.0 if one.low <= 0 <= one.high else min(ends)
    return Value(_points(values, lambda p: abs(p[0])), low, max(ends))


def _round(values: Sequence[Value]) -> Value:
    digits = int(values[1].point or 0) if len(values) == 2 else 0
    return _each(lambda p: rounded(p[0], digits))(values[:1])


def rounded(number: float, digits: int) -> float:
    """Rounded half up (towards plus infinity), as people do by hand; digits are held between 0 and 6."""
    if not math.isfinite(number) or abs(number) > 1e12:
        return number
    scale = 10.0 ** max(0, min(6, digits))
    return math.floor(number * scale + 0.5) / scale


def _mean(points: list[float]) -> float:
    return _total(points) / len(points)


def _total(points: list[float]) -> float:
    return sum(points)  # fsum refuses opposite infinities


OPERATIONS: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "+": _each(_total), "-": _minus, "*": _times, "/": _divided,
    "==": _compared(lambda a, b: a == b, "=="), "!=": _compared(lambda a, b: a != b, "!="),
    "<": _compared(lambda a, b: a < b, "<"), "<=": _compared(lambda a, b: a <= b, "<="),
    ">": _compared(lambda a, b: a > b, ">"), ">=": _compared(lambda a, b: a >= b, ">="),
    "and": _and, "or": _or, "not": _not, "if": _if,
    "sum": _each(_total), "mean": _each(_mean), "min": _each(min), "max": _each(max),
    "count": _count, "any": _or, "answered": _answered, "abs": _abs, "round": _round,
}  # fmt: skip

assert set(FUNCTIONS) - {"chosen"} <= set(OPERATIONS)  # noqa: S101  seen at import: a function without its operation
