"""Answers that need a person today, at any total."""

from collections.abc import Mapping
from dataclasses import dataclass

from article16.instruments.computing import Value, compute
from article16.instruments.definition import Alert
from article16.instruments.expressions import names
from article16.instruments.missing import Missing
from article16.instruments.paths import Asked, find, ticked, value_of


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert. `certain` is false when an open or declined answer leaves it possible."""

    key: str
    certain: bool


def raised(alert: Alert, done: Mapping[str, Asked], scores: Mapping[str, Value]) -> Raised | None:
    """The alert if these answers raise it or leave it possible; for any child when it speaks of children."""
    keys = names(alert.when)
    count = max((asked.number for asked in done.values() if asked.item.key in keys), default=0)
    every = [_value(alert, done, scores, number) for number in range(min(count, 1), count + 1)]
    if any(1 in (value.point, value.low) for value in every):
        return Raised(alert.key, certain=True)
    put = any(key in scores or _is_put(done, key) for key in keys)
    return Raised(alert.key, certain=False) if put and any(value.high for value in every) else None


def _value(alert: Alert, done: Mapping[str, Asked], scores: Mapping[str, Value], number: int) -> Value:
    def look_up(key: str) -> Value:
        return scores[key] if key in scores else value_of(done, key, number)

    return compute(alert.when, look_up, lambda key, code: ticked(done, key, code, number))


def _is_put(done: Mapping[str, Asked], key: str) -> bool:
    asked = find(done, key, 0) or find(done, key, 1)
    return asked is not None and asked.answer is not Missing.DOES_NOT_APPLY and asked.answer is not Missing.NOT_ASKED
