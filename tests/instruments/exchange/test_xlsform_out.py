"""XLSForms that we write: judged by pyxform, read back by our own reader and compared."""

import pytest
from pyxform.xls2xform import convert

from article16 import instruments
from article16.instruments.exchange.filled import NotExported
from article16.instruments.exchange.xlsform import read_form
from article16.instruments.exchange.xlsform_out import to_xlsform
from article16.instruments.expressions import parse
from tests.instruments.exchange.drawn import ALL, renamed, reworded

PAIRS = [(one, informant) for one in ALL for informant in one.informants]


def back(instrument, informant="client"):
    content, notes = to_xlsform(instrument, informant=informant)
    form = read_form(content, name="a.xlsx", licence="x", source="y")
    assert form.faults == []
    return form, notes


def rows_of(form):
    """Every question as plain data, with its section, scale and grid."""
    for section in form.definition["sections"]:
        for one in section["items"]:
            for row in one.get("rows", [one]):
                whole = {"kind": "single", "scale": one["scale"], **row} if "rows" in one else row
                yield section, one.get("grid", ""), whole


@pytest.mark.parametrize(("instrument", "informant"), PAIRS, ids=lambda one: getattr(one, "id", one))
def test_pyxform_takes_it(instrument, informant):
    content, _ = to_xlsform(instrument, informant=informant)
    made = convert(content, file_type=".xlsx")
    for item in instrument.items_for(informant):
        assert f"/{item.key}" in made.xform
    for language in instrument.languages:
        assert f"({language.code})" in made.xform or len(instrument.languages) == 1


@pytest.mark.parametrize(("instrument", "informant"), PAIRS, ids=lambda one: getattr(one, "id", one))
def test_every_question_reads_back_equal(instrument, informant):
    form, _ = back(instrument, informant)
    assert (form.definition["id"], form.definition["version"]) == (instrument.id, instrument.version)
    assert tuple(form.definition["times"]) == instrument.times
    directions = {one.code: {"direction": one.direction} for one in instrument.languages}
    assert form.definition["languages"] == directions
    for (section, grid, row), item in zip(rows_of(form), instrument.items_for(informant), strict=True):
        assert (row["key"], row["kind"], section["key"], grid) == (item.key, item.kind, item.section, item.grid)
        assert (row.get("scale", ""), section.get("repeat", "")) == (item.scale, item.repeat)
        assert (parse(row["when"]) if "when" in row else None) == item.when
        assert row.get("skipped") == item.skipped
        assert (row.get("unknown", False), row.get("not_applicable", False)) == (item.unknown, item.not_applicable)
        assert (row.get("unit", ""), frozenset(row.get("times", ()))) == (item.unit, item.times)
        if item.kind == "numeric":
            assert (tuple(row["range"]), row["whole"]) == ((item.low, item.high), item.whole)
        if item.kind == "text":
            assert row["longest"] == item.longest
        if item.scale:
            choices = [{"code": c.code, **({"alone": True} if c.alone else {})} for c in item.choices]
            assert form.definition["scales"][item.scale] == choices
        for language, words in form.texts.items():
            for key in (item.key, *(f"choice.{item.scale}.{code}" for code in item.codes)):
                assert words[key] == instrument.text(key, language=language, informant=informant)
    repeats = [{"key": one.key, "count": one.count, "most": one.most} for one in instrument.repeats]
    assert form.definition["repeats"] == repeats


@pytest.mark.parametrize(("instrument", "informant"), PAIRS, ids=lambda one: getattr(one, "id", one))
def test_scores_and_alerts_read_back_or_are_named(instrument, informant):
    form, notes = back(instrument, informant)
    read = {one["key"]: one for one in form.definition["scores"]}
    for score in (one for one in instrument.scores if informant in one.informants):
        if score.key not in read:
            assert any(score.key in note for note in notes)
            continue
        one = read[score.key]
        assert (one["how"], one.get("at_least"), one.get("digits")) == (score.how, score.at_least, score.digits)
        assert one.get("of", []) == [key for key in score.of if informant in instrument.by_key[key].informants]
        assert [(band["key"], band["start"]) for band in one["bands"]] == [(b.key, b.start) for b in score.bands]
        assert (parse(one["expression"]) if "expression" in one else None) == score.expression
        assert one["better"]["client"] == score.better[informant]
        for band in score.bands:
            key = f"band.{score.key}.{band.key}"
            assert all(words[key] == instrument.text(key, language=code) for code, words in form.texts.items())
    alerts = {one["key"]: parse(one["when"]) for one in form.definition["alerts"]}
    assert alerts == {one.key: one.when for one in instrument.alerts if informant in one.informants}


def test_words_that_look_like_a_formula_stay_words():
    phq9 = reworded(instruments.load("phq9"), "phq9_1", "=1+1 شكراً")
    assert back(phq9)[0].texts["en"]["phq9_1"] == "=1+1 شكراً"


@pytest.mark.parametrize("words", [" a", "a\x07b", "say ${phq9_2}", "w" * 2001])
def test_words_that_would_come_back_otherwise_are_refused(words):
    with pytest.raises(NotExported):
        to_xlsform(reworded(instruments.load("phq9"), "phq9_1", words), informant="client")


def test_a_long_name_is_refused_and_not_cut():
    phq9 = instruments.load("phq9")
    assert "d" * 28 in [row["key"] for *_, row in rows_of(back(renamed(phq9, "phq9_difficulty", "d" * 28))[0])]
    with pytest.raises(NotExported, match="at most 28"):
        to_xlsform(renamed(phq9, "phq9_difficulty", "d" * 29), informant="client")
