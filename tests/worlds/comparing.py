"""What differs between two worlds, as sentences a person can act on."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

LONGEST = 300  # characters of a difference that are shown


def differences(left: Any, right: Any, place: str = "") -> Iterator[str]:
    """Every place where the two are not the same, the outermost first."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted({*left, *right}):
            yield from differences(left.get(name), right.get(name), f"{place}, {name}" if place else name)
    elif isinstance(left, list) and isinstance(right, list):
        yield from _in_lists(left, right, place)
    elif left != right:
        yield f"{place}: {_shown(left, right)}"


def _in_lists(left: Sequence[Any], right: Sequence[Any], place: str) -> Iterator[str]:
    if len(left) != len(right):
        yield f"{place}: {len(left)} against {len(right)}; {_only(left, right)}"
        return
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        name = one["asked"] if isinstance(one, dict) and "asked" in one else str(number)
        yield from differences(one, other, f"{place}, {name}")


def _only(left: Sequence[Any], right: Sequence[Any]) -> str:
    known = {str(one) for one in left} & {str(one) for one in right}
    return "only in one: " + "; ".join(str(one)[:LONGEST] for one in [*left, *right] if str(one) not in known)


def _shown(left: Any, right: Any) -> str:
    lines = [line for line in difflib.ndiff(str(left).splitlines(), str(right).splitlines()) if line[:1] in "-+"]
    return " | ".join(line[:LONGEST] for line in lines[:4]) or f"{left!r} against {right!r}"[:LONGEST]
