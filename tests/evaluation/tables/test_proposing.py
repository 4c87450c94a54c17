from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from article16.cli import evaluate_map
from article16.evaluation.tables.importing import import_study
from article16.evaluation.tables.mapping import load_mapping
from article16.evaluation.tables.proposing import propose
from article16.evaluation.tables.sources import Source

LIST = """ID;Nachname;Standort;Status;Kinder;Zuweisungsdatum;Start;Risk score;Bemerkung
1;Muster;Nord;completed;ja;01.03.2024;20.03.2024;12;ruft an
2;Beispiel;Süd;Dropped Out;nein;02.03.2024;25.03.2024;99;
3;Probe;Nord;refused;ja;05.03.2024;;15;
"""


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    evaluate_map.add_parser(parser.add_subparsers())
    args = parser.parse_args(["evaluate", *words])
    return int(args.run(args))


def test_a_proposal_can_be_used_as_it_is_when_the_names_are_plain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    assert run("--map", str(tmp_path / "list.csv"), "--to", str(tmp_path / "m.yaml")) == 0
    assert run("--mapping", str(tmp_path / "m.yaml"), "--to", str(tmp_path / "study")) == 0
    study, _ = import_study(tmp_path / "m.yaml", tmp_path / "again")
    with study:
        assert study.table("cases").to_pydict() == {
            "case": [1, 2, 3], "programme": ["Nord", "Süd", "Nord"], "children": ["yes", "no", "yes"],
            "risk": [12, -999_005, 15], "day_start": [19, 23, -999_005],
            "ending": ["completed", "dropped out", "declined"],
        }  # fmt: skip


def test_names_and_notes_are_never_proposed_and_their_values_never_shown(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    from article16.evaluation.tables import sources

    text = propose(sources.read_source(tmp_path / "list.csv"))
    assert "Muster" not in text
    assert "ruft an" not in text
    assert "#   Nachname: 3 different values" in text
    assert "from: 'Nachname'" not in text


def test_value_labels_of_spss_propose_the_codes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"caseid": [1.0, 2.0], "outcome": [1.0, 2.0]})
    pyreadstat.write_sav(
        frame, tmp_path / "f.sav", variable_value_labels={"outcome": {1: "Completed", 2: "Dropped out"}}
    )
    assert run("--map", str(tmp_path / "f.sav"), "--to", str(tmp_path / "m.yaml")) == 0
    [table] = load_mapping(tmp_path / "m.yaml").tables
    ending = next(each for each in table.rows[0] if each.field.name == "ending")
    assert ending.codes == {"1": "completed", "2": "dropped out"}


def test_what_is_lacking_is_asked_for() -> None:
    text = propose(Source("x.csv", {"out": ["a"] * 3, "b": ["1", "2", "3"]}))
    assert "case: {row: number}  # ?" in text
    assert "programme: {always: unnamed}  # ?" in text


def test_a_proposal_never_writes_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "m.yaml").write_text("mine")
    assert run("--map", str(tmp_path / "list.csv"), "--to", str(tmp_path / "m.yaml")) == 2
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "m.yaml").read_text() == "mine"


def test_a_wrong_file_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--map", str(tmp_path / "nowhere.csv")) == 2
    assert "nowhere.csv: There is no such file." in capsys.readouterr().err
    assert run("--mapping", str(tmp_path / "nowhere.yaml")) == 2
    assert "Name a new folder" in capsys.readouterr().err


def test_problems_are_printed_and_the_rest_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.csv").write_text(LIST + "4;X;Nord;gone;ja;05.03.2024;;15;\n", encoding="utf-8")
    ending = "{from: Status, codes: {refused: declined, Dropped Out: dropped out}}"
    columns = f"{{case: ID, programme: Standort, ending: {ending}}}"
    mapping = f"file: list.csv\ntables: {{cases: {{columns: {columns}}}}}\n"
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    assert run("--mapping", str(tmp_path / "m.yaml"), "--to", str(tmp_path / "study")) == 1
    said = capsys.readouterr()
    assert "list.csv, row 5, column Status: 'gone' has no code of ending" in said.err
    assert "4 rows of cases" in said.out
