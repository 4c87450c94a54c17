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
