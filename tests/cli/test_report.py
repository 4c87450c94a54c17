"""`article16 report`: several folders in, answers pooled and by programme out."""

import csv
import sys
from pathlib import Path

import pytest

from article16.cli import main


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    here = tmp_path_factory.mktemp("report")
    made = [here / "anna", here / "berta"]
    for seed, folder in enumerate(made):
        assert main(["simulate", "--men", "60", "--seed", str(seed), "--to", str(folder), "--quiet"]) == 0
    return [str(folder) for folder in made]


def test_two_packages_are_reported_together_and_their_programmes_apart(folders, tmp_path, capsys):
    assert main(["report", *folders, "--to", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert "stands in the packages anna, berta. It is kept apart" in said.err
    assert "not for release" in said.out
    flow = rows(tmp_path / "out" / "pooled" / "flow.csv")
    assert sum(int(row["referred"]) for row in flow) == 120
    assert {row["programme"].partition(" ")[2] for row in flow} == {"(anna)", "(berta)"}
    apart = rows(tmp_path / "out" / "by_programme" / "response.csv")
    pooled = rows(tmp_path / "out" / "pooled" / "response.csv")
    assert sum(int(row["due"]) for row in apart) == sum(int(row["due"]) for row in pooled)


def test_answers_are_never_written_over_and_a_missing_folder_is_named(folders, tmp_path, capsys):
    assert main(["report", folders[0], "--to", str(tmp_path)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert main(["report", str(tmp_path / "gone"), "--to", str(tmp_path / "out")]) == 2
    assert "has no datapackage.json" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_where_spark_is_not_installed_the_sentence_says_what_to_do(folders, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main(["report", folders[0], "--to", str(tmp_path / "out"), "--spark"]) == 2
    assert "Install requirements/spark.txt and a Java 17" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_programme_called_like_a_formula_is_no_formula_in_a_spreadsheet(tmp_path):
    (tmp_path / "list.csv").write_text("nr,where\n1,=1+1\n2,+49\n3,@SUM(A1)\n4,-\n5,North\n", encoding="utf-8")
    columns = (
        "{case: nr, programme: where, suitability: {always: suitable}, ending: {always: completed}, day_start: nr}"
    )
    (tmp_path / "m.yaml").write_text(f"file: list.csv\ntables:\n  cases:\n    columns: {columns}\n", encoding="utf-8")
    assert main(["evaluate", "--mapping", str(tmp_path / "m.yaml"), "--to", str(tmp_path / "study")]) == 0
    assert main(["report", str(tmp_path / "study"), "--to", str(tmp_path / "out")]) == 0
    names = {row["programme"] for row in rows(tmp_path / "out" / "by_programme" / "flow.csv")}
    assert names == {"'=1+1", "'+49", "'@SUM(A1)", "'-", "North"}


def test_a_study_that_collected_less_is_asked_what_it_can_answer(tmp_path):
    (tmp_path / "list.csv").write_text("nr,where\n1,North\n2,South\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text(
        "file: list.csv\ntables:\n  cases:\n    columns: {case: nr, programme: where}\n", encoding="utf-8"
    )
    assert main(["evaluate", "--mapping", str(tmp_path / "m.yaml"), "--to", str(tmp_path / "study")]) == 0
    assert main(["report", str(tmp_path / "study"), "--to", str(tmp_path / "out")]) == 0
    assert not (tmp_path / "out" / "pooled" / "flow.csv").exists()
