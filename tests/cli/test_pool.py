"""`article16 pool` on the real table of 58 studies, and on tables that cannot be used."""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from article16.cli import pool
from article16.evaluation.federated import Aggregate, Moments
from tests.evaluation.cast import data_file


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    pool.add_parser(parser.add_subparsers())
    args = parser.parse_args(["pool", *words])
    code = args.run(args)
    assert isinstance(code, int)
    return code


COUNTS = ("--counts", "n.cbt.rec", "n.cbt.non", "n.ctrl.rec", "n.ctrl.non")


def test_the_published_result_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    table = str(data_file("landenberger2005.txt"))
    assert run(table, *COUNTS, "--method", "DL", "--moderators", "sessions", "--cluster", "country", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert round(found["pooled"]["effect"]["estimate"], 4) == 0.4271
    assert round(found["pooled"]["tau2"]["estimate"], 4) == 0.1196
    assert found["pooled"]["effect"]["n"] == len(found["studies"]) == 58
    assert len(found["regression"]["coefficients"]) == 2
    assert len(found["leave_one_out"]) == 58


def test_text_has_a_forest_and_the_sensitivity(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(data_file("landenberger2005.txt")), *COUNTS) == 0
    text = capsys.readouterr().out
    assert "Guerra (1990)" in text
    assert "0.4226 (0.3014 to 0.5438), random effects (REML), Hartung-Knapp interval, n = 58" in text
    assert "Egger" in text
    assert "trim and fill put in" in text


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("a,y,v\n", ("--effect", "y", "--variance", "v"), "no rows"),
        ("a,y,v\n1,2,3\n", ("--effect", "y", "--variance", "w"), "no column w"),
        ("a,y,v\n1,much,3\n2,3,little\n", ("--effect", "y", "--variance", "v"), "line 2, column y: 'much'"),
        ("a,y,v\n1,much,3\n2,3,little\n", ("--effect", "y", "--variance", "v"), "line 3, column v: 'little'"),
        ("a,y,v\n1,2\n", ("--effect", "y", "--variance", "v"), "line 2: not as many values"),
        ("a,y,v\n1,2,-3\n", ("--effect", "y", "--variance", "v"), "row 1 is not above 0"),
        ("a,y,v\n1,2,3\n", ("--effect", "y"), "Name either"),
        ("a,b,c,d\n1,2.5,3,4\n", ("--counts", "a", "b", "c", "d"), "B is not a count in row 1"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, options: tuple[str, ...], sentence: str
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(content, encoding="utf-8")
    assert run(str(table), *options) == 2
    assert sentence in capsys.readouterr().err


def test_one_study_cannot_be_pooled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_text("name;y;v\nAna;0.2;0.1\nBen;;0.1\n", encoding="utf-8")
    assert run(str(table), "--effect", "y", "--variance", "v") == 1
    assert "at least two studies" in capsys.readouterr().err


def test_a_study_that_stands_twice_is_named_unless_its_rows_are_tied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("name,y,v\nAna,0.2,0.1\nAna,0.3,0.1\nBen,0.1,0.2\n", encoding="utf-8")
    assert run(str(table), "--effect", "y", "--variance", "v") == 0
    assert "Ana stands in several rows. Leave one, or tie them together with --cluster." in capsys.readouterr().out
    assert run(str(table), "--effect", "y", "--variance", "v", "--cluster", "name") == 0
    assert "several rows" not in capsys.readouterr().out


def test_a_latin_1_file_is_told_to_be_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes("name,y\nMénage,1\n".encode("latin-1"))
    assert run(str(table), "--effect", "y", "--variance", "v") == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_folder_of_aggregates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, (a, c) in {"Ana": (10, 14), "Ben": (8, 15), "Cleo": (20, 21)}.items():
        counted = Aggregate(
            programme=name, outcome="new violence", informant="partner", events={"treated": (a, 50), "control": (c, 50)}
        )
        (tmp_path / f"{name}.json").write_text(counted.to_text(), encoding="utf-8")
    assert run(str(tmp_path), "--measure", "RD", "--method", "EE", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["effect"] for row in found["studies"]] == [pytest.approx(x) for x in (0.08, 0.14, 0.02)]
    assert found["pooled"]["effect"]["estimand"]["informant"] == "partner"
    (tmp_path / "Dora.json").write_text("{}", encoding="utf-8")
    assert run(str(tmp_path)) == 2
    assert "Dora.json" in capsys.readouterr().err


def test_a_folder_with_scores_instead_of_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = {"treated": Moments(10, 5.0, 40.0), "control": Moments(10, 4.0, 50.0)}
    for name in ("Ana", "Ben"):
        one = Aggregate(programme=name, outcome="safety", informant="partner", moments=scores)
        (tmp_path / f"{name}.json").write_text(one.to_text(), encoding="utf-8")
    assert run(str(tmp_path), "--method", "EE", "--json") == 0
    # 1 each, variance 40/9/10 + 50/9/10 = 1
    assert json.loads(capsys.readouterr().out)["pooled"]["effect"]["standard_error"] == pytest.approx(0.5**0.5)
    empty = Aggregate(programme="Cleo", outcome="safety", informant="partner")
    (tmp_path / "Cleo.json").write_text(empty.to_text(), encoding="utf-8")
    assert run(str(tmp_path)) == 2
    assert "Cleo" in capsys.readouterr().err
    for path in tmp_path.glob("*.json"):
        path.unlink()
    assert run(str(tmp_path)) == 2
    assert "no aggregate" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, argparse; from article16.cli import pool; p = argparse.ArgumentParser();"
        "pool.add_parser(p.add_subparsers()); print('numpy' in sys.modules)"
    )
    began = time.perf_counter()
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
    assert time.perf_counter() - began < 5
