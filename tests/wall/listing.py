"""The whole vocabulary as lines of text, so that a change of any field is seen."""

import enum
import types
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator
from pydantic.fields import FieldInfo
from pydantic.types import UuidVersion

from article16.wall.header import Header
from article16.wall.vocabulary import MESSAGES, VERSION, Contact, Person, StudyValue, kinds

PARTS = (Header, Contact, Person, StudyValue)


def vocabulary() -> str:
    """Version, messages, parts, closed lists: everything that may cross."""
    lines = [f"version {VERSION}", ""]
    for kind in (*MESSAGES.values(), *PARTS):
        lines += [kind.__name__, *_fields(kind), ""]
    lists = [each for each in vars(kinds).values() if isinstance(each, type) and each.__module__ == kinds.__name__]
    return "\n".join(lines + [f"{each.__name__}: {', '.join(each)}" for each in lists])


def _fields(kind: type) -> Iterator[str]:
    hints = get_type_hints(kind, include_extras=True)
    for each in fields(kind):
        default = each.default
        if isinstance(default, FieldInfo):
            default = default.default
        needed = default is MISSING or default is ...
        yield f"  {each.name}: {_type(hints[each.name])}{'' if needed else ' (may be left out)'}"


def _type(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        base, *bounds = get_args(hint)
        told = [_bound(bound) for bound in bounds]
        return f"{_type(base)}[{'; '.join(text for text in told if text)}]"
    if get_origin(hint) in (Union, types.UnionType):
        return " | ".join(_type(part) for part in get_args(hint))
    if get_origin(hint) is tuple:
        return f"list of {_type(get_args(hint)[0])}"
    if hint is type(None):
        return "nothing"
    return hint.__name__ if isinstance(hint, type | enum.EnumMeta) else str(hint).removeprefix("typing.")


def _bound(bound: Any) -> str:
    if isinstance(bound, FieldInfo):
        return "; ".join(_bound(each) for each in bound.metadata)
    if isinstance(bound, UuidVersion):
        return f"version {bound.uuid_version}"
    if isinstance(bound, AfterValidator):
        return bound.func.__name__.strip("_").replace("_", " ")
    if hasattr(bound, "pattern") and bound.pattern:
        return bound.pattern
    return ", ".join(
        f"{name} {getattr(bound, name)}" for name in getattr(bound, "__slots__", ()) if hasattr(bound, name)
    )
