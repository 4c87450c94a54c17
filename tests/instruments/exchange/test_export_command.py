"""`article16 instruments export`, and the door that it uses."""

from dataclasses import replace

import pytest

from article16 import instruments
from article16.cli import main
from article16.cli.instruments import FORMATS
from article16.instruments.exchange.codebook import from_csv, to_csv
from article16.instruments.exchange.exporting import exported
from article16.instruments.exchange.fhir_answers import from_fhir
from article16.instruments.exchange.filled import filled
from article16.instruments.exchange.parquet import from_parquet
from article16.instruments.exchange.spss import from_sav

BACK = {"csv": from_csv, "sav": from_sav, "parquet": from_parquet, "fhir": from_fhir}


@pytest.mark.parametrize("to", FORMATS)
def test_every_format_is_written(to, tmp_path, capsys):
    file = tmp_path / f"five.{to}"
    words = ["instruments", "export", "five_points", "--to", to, str(file), "--informant", "partner"]
    assert main([*words, "--language", "ar"]) == 0
    assert file.stat().st_size > 0
    assert str(file) in capsys.readouterr().out
    assert (tmp_path / "five-codebook.csv").exists() is (to == "csv")


@pytest.mark.parametrize("to", BACK)
def test_answers_go_with_it_and_read_back_equal(to, tmp_path):
    phq9 = instruments.load("phq9")
    answers, file = tmp_path / "answers.csv", tmp_path / "out"
    answers.write_text("person,informant,phq9_1,phq9_2\nC-014,client,3,.declined\nC-015,partner,,0\n")
    assert main(["instruments", "export", "phq9", "--to", to, str(file), "--answers", str(answers)]) == 0
    rows = BACK[to](phq9, file.read_bytes())
    assert (rows[0].person, rows[0].informant, rows[0].answers["phq9_1"]) == ("C-014", "client", 3)
    assert rows[0].answers["phq9_2"] is instruments.Missing.DECLINED
    assert rows[1].answers["phq9_1"] is instruments.Missing.NOT_REACHED


@pytest.mark.parametrize("to", BACK)
def test_numbers_with_decimals_stay_the_same_number(to):
    five = instruments.load("five_points")
    items = tuple(replace(item, whole=False) if item.key == "age" else item for item in five.items)
    five = replace(five, items=items)
    for number in (17.1, 16.000000000000004, 40, 99.5):
        row = filled(five, {"age": number}, informant="client", time="T0")
        assert BACK[to](five, exported(five, [row], to=to).files[""]) == [row]


def test_nothing_is_written_of_answers_that_are_wrong(tmp_path, capsys):
    answers, file = tmp_path / "answers.csv", tmp_path / "out.csv"
    answers.write_text("person,phq9_1,what\nC-014,7,1\n")
    words = ["instruments", "export", "phq9", "--to", "csv", str(file), "--informant", "client"]
    assert main([*words, "--answers", str(answers)]) == 2
    told = capsys.readouterr().err
    assert "Line 2: phq9_1" in told
    assert "no question “what”" in told
    assert not file.exists()
    assert main([*words, "--answers", str(tmp_path / "none")]) == 2


@pytest.mark.parametrize("to", ["xlsform", "redcap"])
def test_formats_of_questions_alone_refuse_answers(to, tmp_path, capsys):
    (tmp_path / "a.csv").write_text("phq9_1\n1\n")
    words = ["instruments", "export", "phq9", "--to", to, str(tmp_path / "o"), "--answers", str(tmp_path / "a.csv")]
    assert main([*words, "--informant", "client"]) == 2
    assert "questions only" in capsys.readouterr().err


def test_a_stranger_or_a_language_that_is_not_there_is_refused(tmp_path, capsys):
    words = ["instruments", "export", "phq9", "--to", "sav", str(tmp_path / "o")]
    assert main([*words, "--informant", "judge"]) == 2
    assert main([*words, "--language", "xx"]) == 2
    assert main(["instruments", "export", "nothing", "--to", "csv", str(tmp_path / "o")]) == 2


def test_a_file_that_is_exported_can_be_scored():
    phq9 = instruments.load("phq9")
    rows = [filled(phq9, {f"phq9_{n}": 2 for n in range(1, 10)}, informant="client", person="C-014")]
    (row,) = instruments.score_csv(phq9, to_csv(phq9, rows).decode().splitlines())
    assert row.result.scores["total"].value == 18
