"""SPSS .sav: labels, missing codes, and everything that SPSS would cut is refused."""

from dataclasses import replace

import pyreadstat
import pytest

from article16 import instruments
from article16.instruments.exchange.filled import NotExported, filled
from article16.instruments.exchange.spss import MISSING_CODES, from_sav, to_sav
from article16.instruments.missing import Missing
from tests.instruments.exchange.drawn import ALL, renamed, reworded, survives


def written(instrument, rows, informant=None, language="en"):
    return to_sav(instrument, rows, informant=informant or instrument.informants[0], language=language)[0]


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
def test_every_instrument_is_written_in_every_language_and_for_every_informant(instrument, tmp_path):
    for language in instrument.languages:
        for informant in instrument.informants:
            assert from_sav(instrument, written(instrument, [], informant, language.code)) == []


def test_labels_and_missing_codes_stand_in_the_file(tmp_path):
    five = instruments.load("five_points")
    answers = {"fear": Missing.UNKNOWN, "insulted": Missing.DECLINED, "children": 1, "children_number": 2,
               "impact": frozenset({1, 3})}  # fmt: skip
    rows = [filled(five, answers, informant="partner", time="T3", person="C-014")]
    (tmp_path / "a.sav").write_bytes(written(five, rows, "partner", "ar"))
    data, meta = pyreadstat.read_sav(str(tmp_path / "a.sav"), user_missing=True, output_format="dict")
    assert data["fear"][0] == MISSING_CODES[Missing.UNKNOWN]
    assert data["child_age.1"][0] == MISSING_CODES[Missing.NOT_REACHED]
    assert data["child_age.3"][0] is None
    assert [data[f"impact__{code}"][0] for code in (1, 2, 3)] == [1, 0, 1]
    assert meta.column_names_to_labels["fear"] == five.text("fear", language="ar", informant="partner")
    assert meta.variable_value_labels["fear"][4] == five.text("choice.degree.4", language="ar", informant="partner")
    assert meta.variable_value_labels["fear"][-99993] == "declined"
    assert meta.missing_ranges["fear"] == [{"lo": -99995.0, "hi": -99991.0}]
    assert from_sav(five, written(five, rows)) == rows
    data, _ = pyreadstat.read_sav(str(tmp_path / "a.sav"), output_format="dict")
    assert data["fear"][0] is None  # left out by SPSS itself


@pytest.mark.parametrize("words", ["شكراً " * 40 + ".", "x" * 1000, "", " a"])
def test_words_survive(words):
    register = instruments.load("risk_register")
    rows = [filled(register, {"violence_words": words}, informant="worker")]
    assert survives(register, rows, written, from_sav)


@pytest.mark.parametrize("words", ["a ", "  ", "a\0b"])
def test_words_that_spss_would_cut_are_refused(words):
    register = instruments.load("risk_register")
    rows = [filled(register, {"violence_words": words}, informant="worker")]
    with pytest.raises(NotExported, match="violence_words"):
        written(register, rows)


def test_long_names_and_labels_are_refused_or_told():
    phq9 = instruments.load("phq9")
    long = renamed(phq9, "phq9_difficulty", "d" * 64)
    (row,) = from_sav(long, written(long, [filled(long, {"d" * 64: 1}, informant="client")]))
    assert row.answers["d" * 64] == 1
    with pytest.raises(NotExported, match="at most 64"):
        written(renamed(phq9, "phq9_difficulty", "d" * 65), [])
    with pytest.raises(NotExported, match="is taken"):
        written(renamed(phq9, "phq9_difficulty", "with"), [])
    with pytest.raises(NotExported, match="257 bytes"):
        written(reworded(phq9, "phq9_difficulty", "w" * 257), [])
    with pytest.raises(NotExported, match="122 bytes"):
        written(reworded(phq9, "choice.days.1", "ب" * 61), [])
    _, notes = to_sav(reworded(phq9, "phq9_1", "w" * 200), [], informant="client", language="en")
    assert any(note.startswith("phq9_1: ") for note in notes)


def test_a_range_that_holds_the_codes_of_missing_is_refused():
    five = instruments.load("five_points")
    items = tuple(replace(item, low=-1e6) if item.key == "age" else item for item in five.items)
    with pytest.raises(NotExported, match="age: its range"):
        written(replace(five, items=items), [])
