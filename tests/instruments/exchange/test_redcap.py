"""REDCap's dictionary, read as REDCap reads it and compared with the instrument."""

import csv
import io
import re

import pytest

from article16 import instruments
from article16.instruments.exchange.filled import NotExported
from article16.instruments.exchange.redcap import HEADS, to_redcap
from article16.instruments.expressions import parse
from article16.instruments.items import Kind
from tests.instruments.exchange.drawn import ALL, renamed, reworded


def dictionary(instrument, informant, language):
    content, notes = to_redcap(instrument, informant=informant, language=language)
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    assert tuple(rows.fieldnames) == HEADS
    return list(rows), notes


def ours(branching):
    """REDCap's condition in our language."""
    text = re.sub(r"\[(\w+)\((-?\d+)\)\] = '1'", r"chosen(\1, \2)", branching)
    text = re.sub(r"\[(\w+)\] = '(-?\d+)'", r"chosen(\1, \2)", text)
    return re.sub(r"\[(\w+)\]", r"\1", text).replace("<>", "!=").replace(" = ", " == ")


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
def test_every_question_reads_back_equal(instrument):
    for language in (one.code for one in instrument.languages):
        for informant in instrument.informants:
            (record, *rows), _ = dictionary(instrument, informant, language)
            assert instrument.fingerprint in record["Field Annotation"]
            items = instrument.items_for(informant)
            for row, item in zip(rows, items, strict=True):
                compare(instrument, item, row, informant, language)


def compare(instrument, item, row, informant, language):
    def words(key):
        return instrument.text(key, language=language, informant=informant)

    assert (row["Variable / Field Name"], row["Form Name"]) == (item.key, item.section)
    assert (row["Matrix Group Name"], row["Field Label"]) == (item.grid, words(item.key))
    kinds = {"radio": Kind.SINGLE, "checkbox": Kind.MULTIPLE, "notes": Kind.TEXT}
    validation = row["Text Validation Type OR Show Slider Number"]
    kind = kinds.get(row["Field Type"]) or (Kind.DATE if validation == "date_ymd" else Kind.NUMERIC)
    assert kind is item.kind
    choices = row["Choices, Calculations, OR Slider Labels"]
    read = dict(one.split(", ", 1) for one in choices.split(" | ")) if choices else {}
    assert read == {str(code): words(f"choice.{item.scale}.{code}") for code in item.codes}
    if kind is Kind.NUMERIC:
        assert (float(row["Text Validation Min"]), float(row["Text Validation Max"])) == (item.low, item.high)
        assert (validation == "integer") is item.whole
    branching = row["Branching Logic (Show field only if...)"]
    assert (parse(ours(branching)) if branching else None) == item.when
    tags = row["Field Annotation"]
    alone = re.search(r"@NONEOFTHEABOVE='([\d,]+)'", tags)
    assert (alone[1].split(",") if alone else []) == [str(one.code) for one in item.choices if one.alone]
    assert ("unknown" in tags, "does_not_apply" in tags) == (item.unknown, item.not_applicable)
    times = re.search(r"times: ((?:T\d ?)+)", tags)
    assert frozenset(times[1].split() if times else ()) == item.times


def test_headings_windows_and_notes():
    rows, notes = dictionary(instruments.load("phq9"), "client", "en")
    phq9 = instruments.load("phq9")
    assert rows[1]["Section Header"].split("\n")[-1] == phq9.text("grid.problems", language="en")
    assert phq9.text("window.two_weeks", language="en") in rows[1]["Section Header"]
    assert rows[2]["Section Header"] == ""
    _, notes = dictionary(instruments.load("five_points"), "client", "ar")
    told = "\n".join(notes)
    for words in ("does_not_apply, does not apply", "repeating instrument of each_child", "not in it"):
        assert words in told


@pytest.mark.parametrize("key", ["d" * 101, "two__lines", "ends_", "record_id", "redcap_x"])
def test_names_that_redcap_would_not_take_are_refused(key):
    with pytest.raises(NotExported, match="REDCap"):
        dictionary(renamed(instruments.load("phq9"), "phq9_difficulty", key), "client", "en")


def test_a_name_of_a_hundred_letters_stays():
    rows, _ = dictionary(renamed(instruments.load("phq9"), "phq9_difficulty", "d" * 100), "client", "en")
    assert rows[-1]["Variable / Field Name"] == "d" * 100


@pytest.mark.parametrize(
    ("key", "words"),
    [("phq9_1", "a <b>bold</b>"), ("phq9_1", "say [phq9_2]"), ("choice.days.1", "a | b"), ("choice.days.1", "a\nb")],
)
def test_words_that_redcap_would_read_otherwise_are_refused(key, words):
    with pytest.raises(NotExported, match="REDCap"):
        dictionary(reworded(instruments.load("phq9"), key, words), "client", "en")
