"""Reading YAML with the line of everything in it, and finding all faults of form at once."""

from collections.abc import Hashable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from article16.instruments.pack import PackFile

LONGEST = 1_000_000  # characters of a pack
Path = tuple[Hashable, ...]
Typed = TypeVar("Typed", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a pack, and where."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(slots=True)
class Written:
    """A pack as read: its data, the line of every part, and faults so far."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    emptied: set[Path] = field(default_factory=set)  # lists from which a part was taken out
    broken: set[str] = field(default_factory=set)  # keys of parts taken out; what speaks of them is not a second fault

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, sentence: str) -> None:
        self.faults.append(Fault(self.file, self.line(path), sentence))


def read_yaml(text: str, file: str) -> Written:
    """Read YAML. Anchors, doubled keys and texts over 1 MB are faults."""
    written = Written(file)
    if len(text) > LONGEST:
        written.fault((), f"The pack has {len(text)} characters; {LONGEST} are allowed.")
        return written
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            _mark(node, (), written, set())
            written.data = None if written.faults else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        written.faults.append(Fault(file, mark.line + 1 if mark else 1, f"This is not YAML: {problem}."))
    finally:
        loader.dispose()
    if written.data is not None and not isinstance(written.data, dict):
        written.fault((), "A pack is a table of keys.")
        written.data = None
    return written


def _mark(node: yaml.Node, path: Path, written: Written, seen: set[int]) -> None:
    written.lines[path] = node.start_mark.line + 1
    if id(node) in seen:
        written.fault(path, "Anchors are not allowed: write it out.")
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            key = _key(name)
            if not name.tag.endswith((":str", ":int")):
                written.fault(path, f"“{name.value}” is read as something else than a word. Choose another word.")
            if (*path, key) in written.lines:
                written.fault((*path, key), f"“{name.value}” stands here twice.")
            _mark(value, (*path, key), written, seen)
            written.lines[(*path, key)] = name.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(value, (*path, index), written, seen)


def _key(node: yaml.Node) -> Hashable:
    text = str(node.value)
    return int(text) if node.tag.endswith(":int") and text.lstrip("-").isdigit() else text


PLACEHOLDERS: Mapping[str, Any] = {
    "id": "unnamed", "version": "0.0.0", "status": "draft", "informants": ["self"], "modes": ["self"],
    "source": {"text": "?", "licence": "?"}, "languages": {"en": {"direction": "ltr"}}, "cases": [{"name": "?"}],
}  # fmt: skip


def read_form(written: Written) -> PackFile | None:
    """The pack as typed parts. Faulty parts are noted and taken out, so that the rest can be checked too."""
    data = deepcopy(written.data)
    for _ in range(12):
        try:
            return PackFile.model_validate(data)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False)
        doomed = _noted(data, found, written)
        taken = [_take_out(data, path, written) for path in sorted(doomed, key=_order, reverse=True)]
        if not all(taken):
            return None
    return None


def read_typed(model: type[Typed], written: Written) -> Typed | None:
    """A small file as one typed value, or None with every fault of form."""
    if written.data is None:
        return None
    try:
        return model.model_validate(written.data)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            path: Path = tuple(one["loc"])
            written.fault(path, _sentence(one, path))
        return None


def _noted(data: Any, found: list[Any], written: Written) -> set[Path]:
    """Note each fault; the smallest parts that hold them."""
    doomed, told = set(), set()
    for one in found:
        path = _path(one, data)
        follows = one["type"] == "too_short" and path in written.emptied
        if path not in told and not follows:
            written.fault(path, _sentence(one, path))
        told.add(path)
        doomed.add(_part(path, one["type"]))
    return doomed


def _path(one: Any, data: Any) -> Path:
    """The place of a fault in the data, without the marks that pydantic adds for alternatives."""
    loc = list(one["loc"])
    if loc[:1] == ["sections"] and len(loc) > 4 and loc[2] == "items":
        del loc[4]  # "grid" or "item"
    here = data
    path: list[Hashable] = []
    for step in loc:
        if isinstance(here, dict) and step not in here and str(step).lstrip("-").isdigit():
            step = int(step)  # noqa: PLW2901  the text of a number becomes the number
        try:
            here = here[step] if isinstance(here, dict | list) else None
        except (KeyError, IndexError, TypeError):
            return (*path, step) if one["type"] == "missing" else tuple(path)
        if here is None and not isinstance(step, str | int):
            break
        path.append(step)
        if not isinstance(here, dict | list):
            break
    return tuple(path)


def _order(path: Path) -> tuple[tuple[bool, Any], ...]:
    return tuple((isinstance(step, int), step if isinstance(step, int) else str(step)) for step in path)


def _sentence(one: Any, path: Path) -> str:
    name = ".".join(map(str, path)) or "the pack"
    if one["type"] == "extra_forbidden":
        return f"“{path[-1]}” is not known here ({name})."
    if one["type"] == "missing":
        return f"{name} is missing."
    return f"{name}: {one['msg'][0].lower()}{one['msg'][1:]}."


def _part(path: Path, type_: str) -> Path:
    """What to take out: an unknown key alone, else the nearest element of a list, else a key of the whole."""
    if type_ == "extra_forbidden":
        return path
    for end in range(len(path), 1, -1):
        if isinstance(path[end - 1], int) and not {"midpoints", "prorating"} & {*path[: end - 1]}:
            return path[:end]
    return path[:1]


def _take_out(data: Any, path: Path, written: Written) -> bool:
    """Take a part out, and move the lines of those behind it. False: the rest cannot stand without it."""
    here = data
    for step in path[:-1]:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return True  # gone with a larger part
    last: Any = path[-1] if path else None
    if here is data and last in PLACEHOLDERS:
        data[last] = deepcopy(PLACEHOLDERS[last])
        return True
    if isinstance(here, list) and last < len(here):
        _note_keys(here.pop(last), written)
        written.emptied.add(path[:-1])
        _move_lines(written, path)
        return True
    if isinstance(here, dict) and last in here:
        _note_keys(here.pop(last), written)
        return True
    return False


def _move_lines(written: Written, path: Path) -> None:
    """Lines of the elements behind the one taken out, under their new places."""
    end = len(path) - 1
    gone: Any = path[end]
    moved = {}
    for one, line in written.lines.items():
        step: Any = one[end] if len(one) > end and one[:end] == path[:end] else None
        if step == gone:
            continue
        moved[(*one[:end], step - 1, *one[end + 1 :]) if isinstance(step, int) and step > gone else one] = line
    written.lines = moved


def _note_keys(part: Any, written: Written) -> None:
    """Remember every key within what was taken out: what speaks of it is not a second fault."""
    stack = [part]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            written.broken |= {str(one[name]) for name in ("key", "grid") if name in one}
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
            written.broken |= {text for text in one if isinstance(text, str)}
