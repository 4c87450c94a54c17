"""From the typed parts of a pack to frozen definitions, expressions read."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from article16.instruments.definition import (
    Alert,
    Band,
    Case,
    Direction,
    How,
    Instrument,
    Language,
    Repeat,
    Score,
    Slot,
    Source,
    Status,
    Window,
)
from article16.instruments.expressions import ExpressionError, Node, parse
from article16.instruments.items import Choice, Item, Kind, Section
from article16.instruments.missing import CODES
from article16.instruments.pack import GridFile, ItemFile, PackFile, RowFile, ScoreFile, SectionFile, Tags
from article16.instruments.written import Path, Written

Texts = Mapping[str, Mapping[str, str]]


def build(pack: PackFile, texts: Texts, fingerprint: str, written: Written) -> Instrument:
    """The frozen instrument. Expressions that cannot be read become faults; the part then stands without them."""
    read = _reader(written)
    items = tuple(item for index, section in enumerate(pack.sections) for item in _items(pack, section, index, read))
    return Instrument(
        id=pack.id, version=pack.version, status=Status(pack.status),
        source=Source(pack.source.text, pack.source.licence, pack.source.doi, pack.source.owner), slot=_slot(pack),
        informants=tuple(pack.informants), times=tuple(pack.times), modes=tuple(pack.modes),
        windows=tuple(Window(one.key, one.days, frozenset(one.times)) for one in pack.windows),
        repeats=tuple(Repeat(one.key, one.count, one.most) for one in pack.repeats),
        languages=tuple(Language(code, one.direction, one.reviewed, one.draft) for code, one in pack.languages.items()),
        sections=tuple(_section(one) for one in pack.sections), items=items,
        scores=tuple(_score(pack, one, index, read) for index, one in enumerate(pack.scores)),
        alerts=tuple(_alerts(pack, read)), cases=tuple(_cases(pack, written)),
        texts=MappingProxyType({code: MappingProxyType(dict(words)) for code, words in texts.items()}),
        fingerprint=fingerprint,
    )  # fmt: skip


def answer(given: object) -> object:
    """An answer as a pack writes it: a list is several choices, a text with a dot before it a kind of missing."""
    if isinstance(given, list):
        return frozenset(given)
    return CODES.get(given, given) if isinstance(given, str) else given


Read = Callable[[str, Path], Node | None]


def _reader(written: Written) -> Read:
    def read(text: str, path: Path) -> Node | None:
        if not text:
            return None
        try:
            return parse(text)
        except ExpressionError as error:
            written.fault(path, str(error))
            return None

    return read


def _slot(pack: PackFile) -> Slot | None:
    if (one := pack.slot) is None:
        return None
    needs = {key: tuple(owed) for key, owed in one.needs.items()}
    return Slot(one.owner, one.terms, one.filled, MappingProxyType(needs), one.structure == "open")


def _section(section: SectionFile) -> Section:
    keys = []
    for entry in section.items:
        keys += [row.key for row in entry.rows] if isinstance(entry, GridFile) else [entry.key]
    return Section(section.key, tuple(keys), section.window, section.repeat)


def _items(pack: PackFile, section: SectionFile, place: int, read: Read) -> Iterator[Item]:
    for index, entry in enumerate(section.items):
        path: Path = ("sections", place, "items", index)
        if isinstance(entry, ItemFile):
            node = read(entry.when, (*path, "when"))
            yield _item(pack, section, entry, entry.scale, node)
            continue
        shared = read(entry.when, (*path, "when"))
        for number, row in enumerate(entry.rows):
            own = read(row.when, (*path, "rows", number, "when"))
            yield _item(pack, section, _row(entry, row), entry.scale, own or shared, grid=entry.grid)


def _row(grid: GridFile, row: RowFile) -> ItemFile:
    """A row takes over from its grid what it does not say itself."""
    said = {name: getattr(row, name) for name in row.model_fields_set}
    shared = {name: getattr(grid, name) for name in Tags.model_fields if name in grid.model_fields_set}
    return ItemFile(**{**shared, **said, "kind": "single", "scale": grid.scale})


def _item(pack: PackFile, section: SectionFile, one: ItemFile, scale: str, when: Node | None, grid: str = "") -> Item:
    low, high = one.range
    return Item(
        key=one.key, kind=Kind(one.kind), section=section.key, scale=scale,
        choices=tuple(Choice(choice.code, choice.alone) for choice in pack.scales.get(scale, [])),
        grid=grid, repeat=section.repeat, low=low, high=high, whole=one.whole, unit=one.unit, longest=one.longest,
        when=when, skipped=one.skipped, informants=frozenset(one.informants or pack.informants),
        times=frozenset(one.times), unknown=one.unknown, not_applicable=one.not_applicable,
        impact=one.impact, mirabal=one.mirabal,
    )  # fmt: skip


def _score(pack: PackFile, one: ScoreFile, index: int, read: Read) -> Score:
    return Score(
        key=one.key, how=How(one.how), of=tuple(one.of), at_least=one.at_least,
        weights=MappingProxyType(dict(one.weights)), reverse=frozenset(one.reverse),
        midpoints=MappingProxyType(dict(one.midpoints)), threshold=one.threshold, digits=one.digits,
        expression=read(one.expression, ("scores", index, "expression")),
        bands=tuple(Band(band.key, band.start, band.of_100) for band in one.bands), scheme=one.scheme,
        prorating=MappingProxyType({number: tuple(row) for number, row in one.prorating.items()}),
        better=MappingProxyType({who: Direction(which) for who, which in one.better.items()}),
        informants=frozenset(one.informants or pack.informants), impact=one.impact, mirabal=one.mirabal,
    )  # fmt: skip


def _alerts(pack: PackFile, read: Read) -> Iterator[Alert]:
    for index, one in enumerate(pack.alerts):
        if node := read(one.when, ("alerts", index, "when")):
            yield Alert(one.key, node, frozenset(one.informants or pack.informants))


def _cases(pack: PackFile, written: Written) -> Iterator[Case]:
    for index, one in enumerate(pack.cases):
        yield Case(
            name=one.name, informant=one.informant or pack.informants[0], time=one.time,
            answers=MappingProxyType({key: answer(given) for key, given in one.answers.items()}),
            fill=answer(one.fill), scores=MappingProxyType(dict(one.scores)), bands=MappingProxyType(dict(one.bands)),
            ranges=MappingProxyType({key: (low, high) for key, (low, high) in one.ranges.items()}),
            alerts=None if one.alerts is None else tuple(one.alerts), line=written.line(("cases", index)),
        )  # fmt: skip
