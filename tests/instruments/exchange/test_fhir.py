"""FHIR R5, judged by fhir.resources and by fixed lists of codes, which fhir.resources does not look at."""

import json

import pytest
from fhir.resources.questionnaire import Questionnaire

from article16 import instruments
from article16.instruments.exchange.fhir import encoded, questionnaire
from article16.instruments.exchange.fhir_answers import ABSENT, bundle, from_fhir, response
from article16.instruments.exchange.filled import NotExported, filled
from article16.instruments.missing import Missing
from tests.instruments.exchange.drawn import ALL, renamed, reworded
from tests.instruments.exchange.elsewhere import nodes

PAIRS = [(one, informant) for one in ALL for informant in one.informants]
TYPES = {"group", "display", "question", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text",
         "url", "coding", "attachment", "reference", "quantity"}  # fmt: skip
OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}
STATUSES = {"draft", "active", "retired", "unknown"}
CONTROLS = {"group", "list", "table", "htable", "gtable", "atable", "header", "footer", "text", "inline", "prompt",
            "unit", "lower", "upper", "flyover", "help", "question", "autocomplete", "drop-down", "check-box", "lookup",
            "radio-button", "slider", "spinner", "text-box"}  # fmt: skip


def there(instrument, rows):
    return encoded(bundle(instrument, rows))


def codes_are_of_the_standard(resource):
    assert resource["status"] in STATUSES
    links = [node["linkId"] for one in resource["item"] for node in nodes(one)]
    assert len(links) == len(set(links))
    for node in (node for one in resource["item"] for node in nodes(one)):
        assert node["type"] in TYPES
        assert node.get("enableBehavior", "all") in {"all", "any"}
        assert node.get("answerConstraint", "optionsOnly") in {"optionsOnly", "optionsOrType", "optionsOrString"}
        assert all(one["operator"] in OPERATORS and one["question"] in links for one in node.get("enableWhen", ()))
        for extension in node.get("extension", ()):
            for coding in extension.get("valueCodeableConcept", {}).get("coding", ()):
                assert coding["code"] in CONTROLS


@pytest.mark.parametrize(("instrument", "informant"), PAIRS, ids=lambda one: getattr(one, "id", one))
def test_the_questionnaire_is_valid_and_has_every_question_in_every_language(instrument, informant):
    made = json.loads(encoded(questionnaire(instrument, informant=informant)))
    Questionnaire.model_validate(made)
    codes_are_of_the_standard(made)
    read = {node["linkId"]: node for one in made["item"] for node in nodes(one)}
    for item in instrument.items_for(informant):
        node = read[item.key]
        for language in instrument.languages:
            words = instrument.text(item.key, language=language.code, informant=informant)
            assert said(node, "text", language.code, instrument) == words
        assert node.get("repeats", False) is (item.kind == "multiple")
        assert ("enableWhen" in node) is (item.when is not None)
        for option, choice in zip(node.get("answerOption", ()), item.choices, strict=True):
            coding = option["valueCoding"]
            assert (int(coding["code"]), "extension" in option) == (choice.code, choice.alone)
            for language in instrument.languages:
                key = f"choice.{item.scale}.{choice.code}"
                words = instrument.text(key, language=language.code, informant=informant)
                assert said(coding, "display", language.code, instrument) == words


def said(node, field, language, instrument):
    if language == instrument.languages[0].code:
        return node[field]
    for one in node[f"_{field}"]["extension"]:
        parts = {part["url"]: part for part in one["extension"]}
        if parts["lang"]["valueCode"] == language:
            return parts["content"]["valueString"]
    return None


def test_five_kinds_of_missing_and_children():
    five = instruments.load("five_points")
    answers = {"police": Missing.UNKNOWN, "children": 1, "children_number": 2, "insulted": Missing.DECLINED,
               "child_age.2": 4}  # fmt: skip
    row = filled(five, answers, informant="client", time="T3", person="C-014")
    made = response(five, row)
    assert [one["linkId"] for one in made["item"]].count("section.each_child") == 2
    found = {node["linkId"]: node["extension"][0] for one in made["item"] for node in nodes(one) if "extension" in node}
    assert all(one["url"] == ABSENT for one in found.values())
    reasons = {key: found[key]["valueCode"] for key in ("insulted", "police", "police_times", "pushed")}
    assert reasons == {
        "insulted": "asked-declined", "police": "asked-unknown", "police_times": "not-asked", "pushed": "temp-unknown",
    }  # fmt: skip
    assert from_fhir(five, there(five, [row])) == [row]


@pytest.mark.parametrize("words", ["", "  ", "a\x07"])
def test_words_that_fhir_does_not_take_are_refused(words):
    register = instruments.load("risk_register")
    with pytest.raises(NotExported, match="violence_words"):
        there(register, [filled(register, {"violence_words": words}, informant="worker")])
    with pytest.raises(NotExported, match="phq9_1"):
        questionnaire(reworded(instruments.load("phq9"), "phq9_1", words), informant="client")


def test_long_names_and_right_to_left_words_survive():
    phq9 = renamed(instruments.load("phq9"), "phq9_difficulty", "d" * 200)
    row = filled(phq9, {"d" * 200: 2}, informant="client", person="ش-١")
    assert from_fhir(phq9, there(phq9, [row])) == [row]
    register = instruments.load("risk_register")
    row = filled(register, {"violence_words": "شكراً \u200f“لا” 12"}, informant="worker")
    assert from_fhir(register, there(register, [row])) == [row]
