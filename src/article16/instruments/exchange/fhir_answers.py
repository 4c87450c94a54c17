"""Answers as FHIR R5 QuestionnaireResponse, with the reason of every answer that is not there."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from article16.instruments.definition import Instrument
from article16.instruments.exchange.fhir import BASE, Resource, canonical, checked, questionnaire, system_of
from article16.instruments.exchange.filled import Filled, NotExported, from_cells
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
REASONS = {
    Missing.NOT_ASKED: "not-asked",
    Missing.NOT_REACHED: "temp-unknown",  # it may still come
    Missing.DECLINED: "asked-declined",
    Missing.DOES_NOT_APPLY: "not-applicable",
    Missing.UNKNOWN: "asked-unknown",
}
KINDS = {code: kind for kind, code in REASONS.items()}
TIME, PERSON, INFORMANT = f"{BASE}:time", f"{BASE}:person", f"{BASE}:informant"


def response(instrument: Instrument, row: Filled) -> Resource:
    """The QuestionnaireResponse, as plain data.

    Raises
    ------
    NotExported
        With every answer that FHIR does not take.
    """
    reasons: list[str] = []
    items = [*_sections(instrument, row, reasons)]
    made: Resource = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{canonical(instrument, row.informant)}|{instrument.version}",
        "status": "in-progress" if Missing.NOT_REACHED in row.answers.values() else "completed",
        "source": {"identifier": {"system": INFORMANT, "value": row.informant}},
        "item": items,
    }
    for name, system, text in (("extension", TIME, row.time), ("subject", PERSON, row.person)):
        try:
            if text and name == "subject":
                made["subject"] = {"identifier": {"system": system, "value": checked(text, "person")}}
            elif text:
                made["extension"] = [{"url": system, "valueString": checked(text, "time")}]
        except NotExported as no:
            reasons += no.reasons
    if reasons:
        raise NotExported(reasons)
    return made


def bundle(instrument: Instrument, rows: Iterable[Filled]) -> Resource:
    """A collection: the Questionnaire of each informant who answered, and a QuestionnaireResponse for each row."""
    rows = list(rows)
    informants = list(dict.fromkeys(row.informant for row in rows))
    found = [questionnaire(instrument, informant=one) for one in informants]
    found += [response(instrument, row) for row in rows]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in found]}


def from_fhir(instrument: Instrument, content: bytes) -> list[Filled]:
    """The rows that `bundle` holds."""
    resources = [entry["resource"] for entry in json.loads(content)["entry"]]
    return [_read(instrument, one) for one in resources if one["resourceType"] == "QuestionnaireResponse"]


def _sections(instrument: Instrument, row: Filled, reasons: list[str]) -> Iterator[Resource]:
    for section in instrument.sections:
        numbers = [0]
        if section.repeat:
            most = instrument.repeat_by_key[section.repeat].most
            numbers = [n for n in range(1, most + 1) if f"{section.items[0]}.{n}" in row.answers]
        for number in numbers:
            within: list[Resource] = []
            for key in section.items:
                item = instrument.by_key[key]
                if row.informant not in item.informants:
                    continue  # it is not in this informant's Questionnaire
                try:
                    asked = _item(instrument, item, row.answers[f"{key}.{number}" if number else key])
                except NotExported as no:
                    reasons += no.reasons
                    continue
                if not item.grid:
                    within.append(asked)
                elif within and within[-1]["linkId"] == f"grid.{item.grid}":
                    within[-1]["item"].append(asked)
                else:
                    within.append({"linkId": f"grid.{item.grid}", "item": [asked]})
            if within:
                yield {"linkId": f"section.{section.key}", "item": within}


def _item(instrument: Instrument, item: Item, answer: object) -> Resource:
    if isinstance(answer, Missing):
        return {"linkId": item.key, "extension": [{"url": ABSENT, "valueCode": REASONS[answer]}]}
    given = sorted(answer) if isinstance(answer, frozenset) else [answer]
    return {"linkId": item.key, "answer": [_value(instrument, item, one) for one in given]}


def _value(instrument: Instrument, item: Item, answer: Any) -> Resource:
    if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        return {"valueCoding": {"system": system_of(instrument, item.scale), "code": str(answer)}}
    if item.kind is Kind.NUMERIC:
        return {"valueInteger": int(answer)} if item.whole else {"valueDecimal": answer}
    if item.kind is Kind.DATE:
        return {"valueDate": answer.isoformat()}
    return {"valueString": checked(answer, item.key)}


def _read(instrument: Instrument, resource: Resource) -> Filled:
    cells: dict[str, object] = {
        "person": resource.get("subject", {}).get("identifier", {}).get("value", ""),
        "informant": resource["source"]["identifier"]["value"],
        "time": next((one["valueString"] for one in resource.get("extension", ()) if one["url"] == TIME), ""),
    }
    seen: dict[str, int] = {}
    for section in resource["item"]:
        seen[section["linkId"]] = seen.get(section["linkId"], 0) + 1
        for asked in _questions(section):
            item = instrument.by_key[asked["linkId"]]
            key = f"{item.key}.{seen[section['linkId']]}" if item.repeat else item.key
            cells[key] = _answer(item, asked)
    return from_cells(instrument, cells)


def _questions(group: Resource) -> Iterator[Resource]:
    for one in group["item"]:
        if "item" in one:
            yield from _questions(one)
        else:
            yield one


def _answer(item: Item, asked: Resource) -> object:
    if "answer" not in asked:
        return KINDS[asked["extension"][0]["valueCode"]]
    values = [next(iter(answer.values())) for answer in asked["answer"]]
    if item.kind is Kind.MULTIPLE:
        return frozenset(int(one["code"]) for one in values)
    if item.kind is Kind.SINGLE:
        return int(values[0]["code"])
    return date.fromisoformat(values[0]) if item.kind is Kind.DATE else values[0]
