"""CSV with its codebook, and Parquet."""

import csv
import io
import json

import pytest
from pyarrow import parquet

from article16 import instruments
from article16.instruments.exchange.codebook import codebook, from_csv, to_csv
from article16.instruments.exchange.filled import NotExported, filled, read_answers
from article16.instruments.exchange.parquet import from_parquet, to_parquet
from article16.instruments.missing import Missing
from tests.instruments.exchange.drawn import survives

WAYS = {"csv": (to_csv, from_csv), "parquet": (to_parquet, from_parquet)}
FIVE = {"police": Missing.UNKNOWN, "children": 1, "children_number": 2, "insulted": Missing.DECLINED, "child_age.2": 4}


def five_points(answers=None, time="T3"):
    five = instruments.load("five_points")
    return five, [filled(five, FIVE if answers is None else answers, informant="client", time=time, person="C-014")]


@pytest.mark.parametrize("way", WAYS)
def test_five_kinds_of_missing_and_the_children_survive(way):
    five, rows = five_points()
    there, back = WAYS[way]
    (row,) = back(five, there(five, rows))
    stands = {key: row.answers[key] for key in ("age", "pushed", "insulted", "police", "child_age.1", "child_age.2")}
    assert stands == {
        "age": Missing.NOT_ASKED, "pushed": Missing.NOT_REACHED, "insulted": Missing.DECLINED,
        "police": Missing.UNKNOWN, "child_age.1": Missing.NOT_REACHED, "child_age.2": 4,
    }  # fmt: skip
    assert "child_age.3" not in row.answers
    none = five_points({"children": 0})
    assert back(five, there(*none))[0].answers["children_number"] is Missing.DOES_NOT_APPLY


@pytest.mark.parametrize("words", ["شكراً; \u200fقال “لا”", '=1+1,"x"\r\ny\rz\n', " a ", "\ufeffx"])
@pytest.mark.parametrize("way", WAYS)
def test_words_in_any_script_survive(words, way):
    register = instruments.load("risk_register")
    rows = [filled(register, {"violence_words": words}, informant="worker", person="ش-١")]
    assert survives(register, rows, *WAYS[way])


@pytest.mark.parametrize("words", ["", "  ", ".declined", "a\0b"])
def test_words_that_csv_would_read_otherwise_are_refused(words):
    register = instruments.load("risk_register")
    rows = [filled(register, {"violence_words": words}, informant="worker")]
    with pytest.raises(NotExported, match=r"Row 1: violence_words: .*\."):
        to_csv(register, rows)
    assert survives(register, rows, *WAYS["parquet"])


def test_the_codebook_has_every_column_choice_kind_of_missing_and_language():
    five, rows = five_points()
    told = list(csv.DictReader(io.StringIO(codebook(five).decode(), newline="")))
    head = next(csv.reader(io.StringIO(to_csv(five, rows).decode(), newline="")))
    assert {row["column"] for row in told} == set(head)
    fear = [row for row in told if row["column"] == "fear"]
    assert {row["language"] for row in fear} == {"en", "de", "es", "ar"}
    assert {row["code"] for row in fear} == {"", "0", "1", "2", "3", "4", *(kind.value for kind in Missing)}
    arabic = five.text("fear", language="ar", informant="partner")
    assert any((row["words"], row["informant"], row["language"]) == (arabic, "partner", "ar") for row in fear)
    (police,) = {row["when"] for row in told if row["column"] == "police_times" and row["when"]}
    assert police == "(police == 1)"


def test_parquet_has_types_and_words():
    five, rows = five_points()
    schema = parquet.read_schema(io.BytesIO(to_parquet(five, rows)))
    assert (str(schema.field("fear").type), str(schema.field("hopes").type)) == ("int16", "list<element: int16>")
    texts = json.loads(schema.field("fear").metadata[b"texts"])
    assert texts["ar@client"]["words"] == five.text("fear", language="ar", informant="client")
    assert schema.metadata[b"fingerprint"].decode() == five.fingerprint


def test_a_file_of_answers_is_read_whole_or_not_at_all():
    phq9 = instruments.load("phq9")
    (row,) = read_answers(phq9, ["person,phq9_1\n", "C-014,3\n"], informant="client")
    assert (row.person, row.answers["phq9_1"], row.answers["phq9_2"]) == ("C-014", 3, Missing.NOT_REACHED)
    with pytest.raises(NotExported) as no:
        read_answers(phq9, ["person,phq9_1,what\n", "C-014,7,1\n", "C-015,x,\n"], informant="client")
    assert len(no.value.reasons) == 3
    with pytest.raises(NotExported, match="Line 2"):
        read_answers(phq9, ["person,phq9_1\n", "C-014,3\n"])
