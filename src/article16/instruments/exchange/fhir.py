"""Questions as FHIR R5 Questionnaire, one for each informant, every language in it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from article16.instruments.definition import Instrument, Section, Status
from article16.instruments.exchange.filled import NotExported
from article16.instruments.expressions import COMPARISONS, Name, Node, Number, Operation, written
from article16.instruments.items import Item, Kind

Resource = dict[str, Any]
BASE = "urn:article16"  # our own names: of questionnaires, scales and of what FHIR has no word for
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
MINIMUM = "http://hl7.org/fhir/StructureDefinition/minValue"
MAXIMUM = "http://hl7.org/fhir/StructureDefinition/maxValue"
EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
UNIT = f"{BASE}:unit"
OFFERS = f"{BASE}:offers"  # kinds of missing that the person can choose
TIMES = f"{BASE}:times"
STATUS = {Status.DRAFT: "draft", Status.RELEASED: "active", Status.RETIRED: "retired"}
TYPES = {Kind.SINGLE: "coding", Kind.MULTIPLE: "coding", Kind.DATE: "date", Kind.TEXT: "text"}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def type_of(item: Item) -> str:
    """The type of its answers in FHIR."""
    return TYPES.get(item.kind) or ("integer" if item.whole else "decimal")


def system_of(instrument: Instrument, scale: str) -> str:
    return f"{BASE}:scale:{instrument.id}:{scale}"


def canonical(instrument: Instrument, informant: str) -> str:
    return f"{BASE}:questionnaire:{instrument.id}:{informant}"


def encoded(resource: Resource) -> bytes:
    return json.dumps(resource, ensure_ascii=False, indent=1).encode()


def checked(text: str, where: str) -> str:
    """A text that FHIR takes as a string.

    Raises
    ------
    NotExported
        It is empty or holds a control character.
    """
    if not text.strip() or CONTROLS.search(text):
        raise NotExported([f"{where}: FHIR takes no empty text and no control characters."])
    return text


def questionnaire(instrument: Instrument, *, informant: str) -> Resource:
    """The Questionnaire, as plain data.

    Raises
    ------
    NotExported
        With everything that FHIR would read otherwise.
    """
    making = _Making(instrument, informant)
    items = list(making.sections())
    title = making.words("title", "title")
    if making.reasons:
        raise NotExported(making.reasons)
    return {
        "resourceType": "Questionnaire",
        "url": canonical(instrument, informant),
        "identifier": [{"system": f"{BASE}:sha256", "value": instrument.fingerprint}],
        "version": instrument.version,
        "name": instrument.id,
        **title,
        "status": STATUS[instrument.status],
        "subjectType": ["Patient"],
        "language": instrument.languages[0].code,
        "copyright": f"{instrument.source.text}. {instrument.source.licence}",
        "item": items,
    }


class _Making:
    """The items of one questionnaire, and every reason against it."""

    def __init__(self, instrument: Instrument, informant: str) -> None:
        self.instrument, self.informant = instrument, informant
        self.items = {item.key: item for item in instrument.items_for(informant)}
        self.reasons: list[str] = []

    def words(self, field: str, *keys: str) -> Resource:
        """`field` in the first language, the others as its translations; texts of several keys under each other."""
        told = {one.code: self._text(one.code, keys) for one in self.instrument.languages}
        first, *others = told
        if not told[first]:
            return {}
        made: Resource = {field: told[first]}
        if others:
            made[f"_{field}"] = {"extension": [_translation(code, told[code]) for code in others]}
        return made

    def _text(self, language: str, keys: Sequence[str]) -> str:
        found = []
        for key in keys:
            try:
                text = self.instrument.text(key, language=language, informant=self.informant)
                found.append(checked(text, f"{key} ({language})"))
            except KeyError:
                continue
            except NotExported as no:
                self.reasons += no.reasons
        return "\n".join(found)

    def sections(self) -> Iterator[Resource]:
        for section in self.instrument.sections:
            items = [self.items[key] for key in section.items if key in self.items]
            if items:
                yield self._section(section, items)

    def _section(self, section: Section, items: Sequence[Item]) -> Resource:
        within: list[Resource] = []
        windows = [f"window.{one.key}" for one in self.instrument.windows] if section.window else []
        if intro := self.words("text", *windows, f"section.{section.key}.intro"):
            within.append({"linkId": f"section.{section.key}.intro", "type": "display", **intro})
        grid: Resource | None = None
        for item in items:
            if not item.grid:
                within.append(self._question(item))
                continue
            if grid is None or grid["linkId"] != f"grid.{item.grid}":
                grid = {"linkId": f"grid.{item.grid}", "type": "group", **self.words("text", f"grid.{item.grid}")}
                grid |= {"extension": [_control("table")], "item": []}
                within.append(grid)
            grid["item"].append(self._question(item))
        made: Resource = {"linkId": f"section.{section.key}", "type": "group"}
        made |= self.words("text", f"section.{section.key}")
        if section.repeat:
            repeat = self.instrument.repeat_by_key[section.repeat]
            count = {"question": repeat.count, "operator": ">", "answerInteger": 0}
            limit = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs"}
            made |= {"repeats": True, "enableWhen": [count], "extension": [{**limit, "valueInteger": repeat.most}]}
        return {**made, "item": within}

    def _question(self, item: Item) -> Resource:
        made: Resource = {"linkId": item.key, "type": type_of(item), **self.words("text", item.key)}
        if hint := self.words("text", f"{item.key}.hint"):
            made["item"] = [{"linkId": f"{item.key}.hint", "type": "display", "extension": [_control("help")], **hint}]
        if item.when is not None:
            try:
                made |= self._enabled(item.when)
            except NotExported as no:
                self.reasons += [f"{item.key}: {one}" for one in no.reasons]
        if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
            made |= {"answerConstraint": "optionsOnly", "answerOption": [*self._options(item)]}
        if item.kind is Kind.MULTIPLE:
            made["repeats"] = True
        if item.kind is Kind.TEXT:
            made["maxLength"] = item.longest
        if extension := list(_extensions(item)):
            made["extension"] = extension
        return made

    def _options(self, item: Item) -> Iterator[Resource]:
        for choice in item.choices:
            coding = {"system": system_of(self.instrument, item.scale), "code": str(choice.code)}
            coding |= self.words("display", f"choice.{item.scale}.{choice.code}")
            option: Resource = {"valueCoding": coding}
            yield option | ({"extension": [{"url": EXCLUSIVE, "valueBoolean": True}]} if choice.alone else {})

    def _enabled(self, node: Node) -> Resource:
        if isinstance(node, Operation) and node.name in {"and", "or"}:
            conditions = [self._compared(part) for part in _flat(node, node.name)]
            return {"enableWhen": conditions, "enableBehavior": "all" if node.name == "and" else "any"}
        return {"enableWhen": [self._compared(node)]}

    def _compared(self, node: Node) -> Resource:
        if isinstance(node, Operation) and node.name in COMPARISONS | {"chosen"}:
            left, right = node.operands
            name = "==" if node.name == "chosen" else node.name
            if isinstance(left, Number):
                left, right, name = right, left, MIRRORED[name]
            if isinstance(left, Name) and isinstance(right, Number) and left.key in self.items:
                return self._answer(node, self.items[left.key], name, right.value)
        raise _no_counterpart(node)

    def _answer(self, node: Operation, item: Item, name: str, number: float) -> Resource:
        made: Resource = {"question": item.key, "operator": "=" if name == "==" else name}
        if item.kind is Kind.NUMERIC and number.is_integer() and item.whole:
            return {**made, "answerInteger": int(number)}
        if item.kind is Kind.NUMERIC:
            return {**made, "answerDecimal": number}
        ticks = node.name == "chosen" or item.kind is Kind.SINGLE
        if ticks and name in {"==", "!="} and number in item.codes:
            return {
                **made,
                "answerCoding": {"system": system_of(self.instrument, item.scale), "code": str(int(number))},
            }
        raise _no_counterpart(node)


def _flat(node: Node, name: str) -> Iterator[Node]:
    if isinstance(node, Operation) and node.name == name:
        for part in node.operands:
            yield from _flat(part, name)
    else:
        yield node


def _no_counterpart(node: Node) -> NotExported:
    return NotExported([f"“{written(node)[:60]}” is skip logic without a counterpart in FHIR."])


def _translation(code: str, text: str) -> Resource:
    parts = [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}


def _control(code: str) -> Resource:
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return {"url": CONTROL, "valueCodeableConcept": {"coding": [coding]}}


def _extensions(item: Item) -> Iterator[Mapping[str, object]]:
    if item.kind is Kind.NUMERIC:
        for url, number in ((MINIMUM, item.low), (MAXIMUM, item.high)):
            yield {"url": url, "valueInteger": int(number)} if item.whole else {"url": url, "valueDecimal": number}
    if item.unit:
        yield {"url": UNIT, "valueString": item.unit}
    for kind, offered in (("unknown", item.unknown), ("does_not_apply", item.not_applicable)):
        if offered:
            yield {"url": OFFERS, "valueCode": kind}
    for time in sorted(item.times):
        yield {"url": TIMES, "valueCode": time}
