"""Several packages as one study: asked together it is the whole, and no programme is taken for another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from article16.evaluation.tables.columns import Coded, Columns
from article16.evaluation.tables.descriptor import Subgroup
from article16.evaluation.tables.fields import item
from article16.evaluation.tables.problems import StudyError
from article16.evaluation.tables.reading import open_study
from article16.evaluation.tables.report import PROGRAMME
from article16.evaluation.tables.reporting import report_files
from article16.evaluation.tables.together import unite
from tests.evaluation.tables.small import CASES, RESPONSES, write
from tests.evaluation.tables.test_report import TABLES, same, save, take


def part_of(men: Any) -> dict[str, Columns]:
    """Rows of these men alone, in every table that knows men."""
    return {name: take(columns, np.isin(columns["case"], men)) for name, columns in TABLES.items() if "case" in columns}


def programmes() -> Coded:
    codes = TABLES["cases"]["programme"]
    assert isinstance(codes, Coded)
    return codes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("together") / "whole", [part_of(np.arange(400))])


@settings(
    max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), pieces=st.integers(2, 4))
def test_a_study_in_pieces_is_the_study(
    tmp_path_factory: pytest.TempPathFactory, whole: Path, seed: int, pieces: int
) -> None:
    here = tmp_path_factory.mktemp("pieces")
    owner = np.random.default_rng(seed).integers(0, pieces, 400)
    folders = [save(here / f"p{each}", [part_of(np.flatnonzero(owner == each))]) for each in range(pieces)]
    unite(folders, here / "all", same=True)
    same(report_files(here / "all", threads=1), report_files(whole, threads=1))
    same(report_files(here / "all", by=PROGRAMME, threads=1), report_files(whole, by=PROGRAMME, threads=1))


def test_each_programme_gets_what_it_gets_alone(tmp_path: Path, whole: Path) -> None:
    codes = programmes()
    together = report_files(whole, by=PROGRAMME, threads=1)
    for place, word in enumerate(codes.words):
        men = np.asarray(TABLES["cases"]["case"])[codes.positions == place]  # type: ignore[call-overload]
        alone = report_files(save(tmp_path / word, [part_of(men)]), threads=1)
        for name, table in together.items():
            rows = [row for row in table.to_pylist() if row["programme"] == word]
            expected = [{"programme": word} | row for row in alone[name].to_pylist()]
            assert [strip(row) for row in rows] == [pytest.approx(strip(row), nan_ok=True) for row in expected]


def strip(row: dict[str, Any]) -> dict[str, Any]:
    """Numbers alone: what a comparison with a tolerance takes."""
    return {column: value for column, value in row.items() if isinstance(value, int | float)}


def test_renaming_programmes_changes_their_names_alone(tmp_path: Path, whole: Path) -> None:
    codes = programmes()
    renamed = Coded(codes.positions, tuple(f"Z{word}" for word in codes.words))
    tables = part_of(np.arange(400))
    folder = save(tmp_path / "renamed", [tables | {"cases": {**tables["cases"], "programme": renamed}}])
    unite([folder], tmp_path / "all")
    found, expected = report_files(tmp_path / "all", by=PROGRAMME), report_files(whole, by=PROGRAMME)
    for name, table in expected.items():
        place = table.column_names.index("programme")
        again = table.set_column(place, "programme", [[f"Z{each}" for each in table["programme"].to_pylist()]])
        same({name: found[name]}, {name: again})


def test_two_programmes_of_one_name_are_named_and_kept_apart(tmp_path: Path) -> None:
    rows = {"cases": CASES + "1,North,completed,1,5,20\n2,South,dropped out,1,5,20\n"}
    folders = [
        write(tmp_path / "anna", rows),
        write(tmp_path / "berta", {"cases": CASES + "1,North,completed,1,5,20\n"}),
    ]
    package, problems = unite(folders, tmp_path / "all")
    says = (
        "The programme North stands in the packages anna, berta. It is kept apart, each with the name of its package."
    )
    assert str(problems[-1]) == f"cases, column programme: {says}"
    with open_study(tmp_path / "all") as study:
        assert study.problems == ()
        assert study.table("cases")["programme"].to_pylist() == ["North (anna)", "South", "North (berta)"]
        assert len(set(study.table("cases")["case"].to_pylist())) == 3
    assert package.title == "2 packages together: anna, berta"


def test_one_programme_in_two_packages_is_one_when_said_so(tmp_path: Path) -> None:
    rows = {"cases": CASES + "1,North,completed,1,5,20\n"}
    folders = [write(tmp_path / each, rows, programmes=(("North", "House"),)) for each in ("anna", "berta")]
    package, problems = unite(folders, tmp_path / "all", same=True)
    assert "It is counted as one programme." in problems[-1].says
    assert package.programmes == (("North", "House"),)


def test_only_a_subgroup_that_every_package_named_stays_one(tmp_path: Path) -> None:
    named = (Subgroup("mandate", "mandated", "2025-03-01"), Subgroup("risk", "", "2025-03-01"))
    later = (Subgroup("mandate", "mandated", "2025-09-30"),)
    folders = [
        write(tmp_path / label, {"cases": f"case,programme\n1,{label}\n"}, subgroups=subgroups)
        for label, subgroups in (("anna", named), ("berta", later))
    ]
    package, problems = unite(folders, tmp_path / "all")
    assert package.subgroups == later  # the day when the last of them had named it
    says = "The subgroup risk was not named beforehand by berta. Together it is left out."
    assert problems[-1].says == says
    with open_study(tmp_path / "all") as study:
        assert study.package.subgroups == later


def test_a_column_that_means_two_things_is_named_and_left_out(tmp_path: Path) -> None:
    cases, rows = CASES + "1,{},completed,1,5,20\n", RESPONSES.strip() + ",q_1\n1,T1,client,x,answered,5,1\n"
    folders = [
        write(
            tmp_path / f"p{most}",
            {"cases": cases.format(most), "responses": rows},
            extra={"responses": (item("q_1", "one", instrument="x", maximum=most),)},
        )
        for most in (3, 5)
    ]
    package, problems = unite(folders, tmp_path / "all")
    assert str(problems[-1]) == (
        "responses, column q_1: The packages p3, p5 mean different things by it: instrument, range or direction. "
        "It is left out."
    )
    assert "q_1" not in package.resources["responses"].table.names


def test_a_package_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    folders = [write(tmp_path / "good", {"cases": CASES + "1,North,completed,1,5,20\n"}), tmp_path / "gone"]
    package, problems = unite(folders, tmp_path / "all")
    assert "gone has no datapackage.json" in problems[-1].says
    assert "(Package gone.)" in problems[-1].says
    assert set(package.resources) == {"cases"}


def test_a_column_that_one_package_lacks_is_empty_for_it(tmp_path: Path) -> None:
    folders = [
        write(tmp_path / "a", {"cases": CASES + "1,North,completed,1,5,20\n"}),
        write(tmp_path / "b", {"cases": "case,programme\n1,South\n"}),
    ]
    unite(folders, tmp_path / "all")
    with open_study(tmp_path / "all") as study:
        assert study.table("cases")["day_start"].to_pylist()[0] == 20
        assert study.rows("cases") == 2


def test_a_package_named_twice_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", {"cases": CASES + "1,North,completed,1,5,20\n"})
    with pytest.raises(StudyError, match="named twice"):
        unite([folder, folder], tmp_path / "all")
    with pytest.raises(StudyError, match="Name a folder of study data"):
        unite([tmp_path / "gone"], tmp_path / "all")
    with pytest.raises(StudyError, match="is not empty"):
        unite([folder], folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_the_number_of_a_man_that_is_too_large_is_named(tmp_path: Path) -> None:
    men: dict[str, Columns] = {"cases": {"case": np.array([2**62]), "programme": Coded(np.zeros(1, int), ("North",))}}
    folders = [save(tmp_path / "a", [men]), write(tmp_path / "b", {"cases": "case,programme\n1,South\n"})]
    _, problems = unite(folders, tmp_path / "all")
    assert any("4611686018427387904 of a man is too large" in each.says for each in problems)
