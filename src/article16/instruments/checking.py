"""What a pack must hold beyond its form: every name it uses exists, and every score can be reached."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from article16.instruments.definition import Instrument
from article16.instruments.expressions import Name, Node, Number, Operation, names
from article16.instruments.items import Item, Kind
from article16.instruments.pack import GridFile, PackFile
from article16.instruments.written import Path, Written

Finding = tuple[Path, str]


def check_references(pack: PackFile, built: Instrument, written: Written) -> None:
    """Add every fault of reference to `written`."""
    from article16.instruments.checking_scores import score_findings

    for path, sentence in (*_doubled(pack), *_items(pack, built, written), *_whole(pack, built, written)):
        written.fault(path, sentence)
    for path, sentence in score_findings(pack, built, written):
        written.fault(path, sentence)


def places(pack: PackFile) -> Iterator[tuple[str, Path]]:
    """The key of every item, with its place."""
    for index, section in enumerate(pack.sections):
        for number, entry in enumerate(section.items):
            path: Path = ("sections", index, "items", number)
            if isinstance(entry, GridFile):
                yield from ((row.key, (*path, "rows", place)) for place, row in enumerate(entry.rows))
            else:
                yield entry.key, path


def _doubled(pack: PackFile) -> Iterator[Finding]:
    groups: dict[str, list[tuple[str, Path]]] = {
        "question or score": [*places(pack), *((one.key, ("scores", n)) for n, one in enumerate(pack.scores))],
        "section": [(one.key, ("sections", n)) for n, one in enumerate(pack.sections)],
        "alert": [(one.key, ("alerts", n)) for n, one in enumerate(pack.alerts)],
        "repeating group": [(one.key, ("repeats", n)) for n, one in enumerate(pack.repeats)],
    }
    for what, keys in groups.items():
        seen: set[str] = set()
        for key, path in keys:
            if key in seen:
                yield path, f"There is already a {what} “{key}”."
            seen.add(key)
    for name, choices in pack.scales.items():
        for code, times in Counter(choice.code for choice in choices).items():
            if times > 1:
                yield ("scales", name), f"The scale “{name}” has the code {code} twice."


def _items(pack: PackFile, built: Instrument, written: Written) -> Iterator[Finding]:
    before: dict[str, Item] = {}
    for item, (_, path) in zip(built.items, places(pack), strict=True):
        yield from ((path, sentence) for sentence in _item(pack, built, item))
        if item.when is not None:
            for sentence in speaks_of(item.when, before, {}, written, repeat=item.repeat):
                yield (*path, "when"), f"{item.key}: {sentence}"
        before[item.key] = item


def _item(pack: PackFile, built: Instrument, item: Item) -> Iterator[str]:
    if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        if item.scale not in pack.scales:
            yield f"{item.key}: there is no scale “{item.scale}”."
        elif len(item.choices) < 2:
            yield f"{item.key}: the scale “{item.scale}” has fewer than two choices."
    elif item.scale:
        yield f"{item.key}: a {item.kind} question has no scale."
    if item.kind is Kind.NUMERIC and item.low >= item.high:
        yield f"{item.key}: its range goes from {item.low:g} to {item.high:g}."
    yield from _strange(item.key, "informant", item.informants, built.informants)
    yield from _strange(item.key, "time", item.times, built.times)
    if item.repeat and item.repeat not in built.repeat_by_key:
        yield f"{item.key}: there is no repeating group “{item.repeat}”."


def _strange(key: str, what: str, used: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for one in sorted(set(used) - set(known)):
        yield f"{key}: there is no {what} “{one}”."


def _whole(pack: PackFile, built: Instrument, written: Written) -> Iterator[Finding]:
    order = [item.key for item in built.items]
    for index, repeat in enumerate(built.repeats):
        count = built.by_key.get(repeat.count)
        first = next((item.key for item in built.items if item.repeat == repeat.key), None)
        if count is None or count.kind is not Kind.NUMERIC or count.repeat:
            if repeat.count not in written.broken:
                yield ("repeats", index), f"{repeat.key}: “{repeat.count}” is not a numeric question outside groups."
        elif first and order.index(first) < order.index(count.key):
            yield ("repeats", index), f"{repeat.key}: “{repeat.count}” must be asked before the group."
    known = {score.key for score in built.scores} | written.broken
    for key in built.slot.needs if built.slot else ():
        if key not in known:
            yield ("slot", "needs", key), f"The slot needs something of “{key}”, and there is no such score."
    for index, window in enumerate(built.windows):
        yield from (
            (("windows", index), sentence) for sentence in _strange(window.key, "time", window.times, built.times)
        )
    for index, alert in enumerate(pack.alerts):
        path: Path = ("alerts", index, "when")
        yield from ((path, one) for one in _strange(alert.key, "informant", alert.informants, built.informants))
    for alert_built in built.alerts:
        index = next(n for n, one in enumerate(pack.alerts) if one.key == alert_built.key)
        scores = {score.key: score for score in built.scores}
        for sentence in speaks_of(alert_built.when, built.by_key, scores, written, repeat=None):
            yield ("alerts", index, "when"), f"{alert_built.key}: {sentence}"


def speaks_of(
    node: Node, items: Mapping[str, Item], scores: Mapping[str, object], written: Written, *, repeat: str | None
) -> Iterator[str]:
    """What is wrong with the keys of an expression in this repeating group; None: any group may be named."""
    known, made = dict(items), dict(scores)
    for key in sorted(names(node)):
        item = known.get(key)
        if key in made or key in written.broken:
            continue
        if item is None:
            yield f"“{key}” is not asked or scored before."
        elif item.repeat and repeat is not None and item.repeat != repeat:
            yield f"“{key}” is asked once for each “{item.repeat}”; use a score over it."
    yield from _uses(node, known, written)


def _uses(node: Node, items: dict[str, Item], written: Written) -> Iterator[str]:
    if not isinstance(node, Operation):
        if isinstance(node, Name) and (item := items.get(node.key)) and not item.countable:
            yield f"“{node.key}” is a {item.kind}; only answered() can look at it."
        return
    if node.name == "chosen":
        yield from _chosen(node, items, written)
    elif node.name == "answered":
        yield from (f"answered() takes keys, not {part}." for part in node.operands if not isinstance(part, Name))
    else:
        if node.name == "round" and len(node.operands) == 2 and not isinstance(node.operands[1], Number):
            yield "round() takes a number of decimals."
        for part in node.operands:
            yield from _uses(part, items, written)


def _chosen(node: Operation, items: dict[str, Item], written: Written) -> Iterator[str]:
    key, code = node.operands
    if not isinstance(key, Name) or not isinstance(code, Number):
        yield "chosen() takes a key and a code."
        return
    item = items.get(key.key)
    if item is None:
        return  # said already
    if code.value not in item.codes:
        yield f"“{key.key}” has no choice {code.value:g}."
