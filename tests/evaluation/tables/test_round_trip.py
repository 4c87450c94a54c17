"""What is written is what is read, missing codes included, in either format and however it is cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.tables.arrow import as_arrow
from article16.evaluation.tables.columns import Coded, Columns, Sparse, length
from article16.evaluation.tables.descriptor import Package, as_json, extended, from_json
from article16.evaluation.tables.fields import item, score
from article16.evaluation.tables.missing import ITEM_CODES, NUMBER_CODES, WORDS
from article16.evaluation.tables.problems import StudyError
from article16.evaluation.tables.reading import open_study
from article16.evaluation.tables.schema import BY_NAME, CASES
from article16.evaluation.tables.writing import StudyWriter
from article16.simulation import instrument
from article16.simulation.region import make_region
from article16.simulation.study import study_tables
from article16.simulation.world import World

EXTRA = {"responses": instrument.fields()}
TABLES = study_tables(make_region(World(comparison=0.3), seed=9, number=0, men=120))


def save(folder: Path, tables: dict[str, Columns], kind: str, extra: Any = EXTRA) -> Path:
    with StudyWriter(folder, Package("round"), format=kind, extra=extra) as writer:
        for name, columns in tables.items():
            writer.add(name, columns)
    return folder


def text_of(column: Any) -> list[Any]:
    return column.to_pylist()  # type: ignore[no-any-return]


def answered_first(table: Any) -> Any:
    """As Parquet keeps questionnaires: by status, otherwise in their order."""
    status = text_of(table["status"])
    return table.take(sorted(range(table.num_rows), key=lambda row: status[row]))


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_made_up_study_comes_back_as_it_was_and_without_a_problem(tmp_path: Path, kind: str) -> None:
    with open_study(save(tmp_path / "study", TABLES, kind), threads=1) as study:
        assert study.problems == ()
        for name, columns in TABLES.items():
            expected = as_arrow(extended(BY_NAME[name], EXTRA.get(name, ())), columns)
            found = study.table(name)
            assert found.column_names == expected.column_names
            assert found.num_rows == length(columns)
            if (kind, name) == ("parquet", "responses"):
                expected = answered_first(expected)
            for column in found.column_names:
                assert text_of(found[column]) == text_of(expected[column]), (name, column)


def test_pieces_are_the_whole(tmp_path: Path) -> None:
    with open_study(save(tmp_path / "study", TABLES, "parquet"), threads=1) as study:
        cases = [row for batch in study.batches("cases", ("case",), rows=7) for row in batch["case"].to_pylist()]
        assert cases == list(range(120))


DAYS = st.one_of(st.integers(0, 47_500), st.sampled_from(sorted(NUMBER_CODES.values())))
ITEMS = st.one_of(st.integers(0, 4), st.sampled_from(sorted(ITEM_CODES.values())))
WORDED = st.sampled_from([*CASES.field("ending").allowed, *WORDS.values()])
# Any text a programme may use as a code: quotes, commas, other scripts; no blanks at the ends.
TEXTS = st.text(st.sampled_from("aZ9,;\"'|-_.äßŁمд中€#="), min_size=1, max_size=20)
SCORES = st.one_of(st.none(), st.floats(0, 100, width=32))


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(DAYS, WORDED, TEXTS, ITEMS, SCORES), min_size=2, max_size=12),
    kind=st.sampled_from(["csv", "parquet"]),
)
def test_every_value_and_every_missing_kind_survives(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], kind: str
) -> None:
    days, endings, groups, items, scores = zip(*rows, strict=True)
    extra = {"cases": (item("q_1", "one", instrument="x", maximum=4), score("score_x", "x", instrument="x"))}
    columns: Columns = {
        "case": np.arange(len(rows)),
        "programme": Coded(np.zeros(len(rows), dtype=int), ("North, 'n' \"1\"",)),
        "group": Coded(np.arange(len(rows)), groups),
        "ending": Coded(np.arange(len(rows)), endings),
        "day_contact": np.array(days),
        "q_1": np.array(items),
        "score_x": Sparse(np.array([0 if each is None else each for each in scores], dtype=np.float32),
                          np.array([each is None for each in scores])),
    }  # fmt: skip
    folder = save(tmp_path_factory.mktemp("trip") / "study", {"cases": columns}, kind, extra)
    with open_study(folder, threads=1) as study:
        found = study.table("cases")
        assert study.problems == ()
        assert text_of(found["day_contact"]) == list(days)
        assert text_of(found["ending"]) == list(endings)
        assert text_of(found["group"]) == list(groups)
        assert text_of(found["q_1"]) == list(items)
        assert text_of(found["score_x"]) == list(scores)


@pytest.mark.parametrize("table", list(BY_NAME))
def test_the_descriptor_says_the_same_when_read_again(tmp_path: Path, table: str) -> None:
    with StudyWriter(tmp_path / "s", Package("n", "t", True, programmes=(("A", "House"),)), extra=EXTRA) as writer:
        for name, columns in TABLES.items():
            writer.add(name, columns)
    with open_study(tmp_path / "s", threads=1) as study:
        again, problems = from_json(as_json(study.package))
        assert problems == []
        assert (again.name, again.title, again.made_up) == ("n", "t", True)
        if table in study.tables:
            extra = [each for each in again.resources[table].table.fields if each.instrument]
            assert extra == [replace(each, required=False) for each in study.codebook(table).fields if each.instrument]


def test_nothing_half_written_stands_under_the_name(tmp_path: Path) -> None:
    def stopped() -> None:
        with StudyWriter(tmp_path / "s", Package("n"), extra=EXTRA) as writer:
            writer.add("cases", TABLES["cases"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "mine.txt").write_text("keep")
    with pytest.raises(StudyError, match="exists and is not empty"), StudyWriter(tmp_path / "s", Package("n")):
        raise AssertionError("unreachable")
    assert (tmp_path / "s" / "mine.txt").read_text() == "keep"


def test_columns_that_are_not_in_the_codebook_or_change_midway_are_refused(tmp_path: Path) -> None:
    with StudyWriter(tmp_path / "s", Package("n")) as writer:
        writer.add("cases", {"case": np.arange(2), "programme": Coded(np.zeros(2, dtype=int), ("A",))})
        with pytest.raises(ValueError, match="no column name"):
            writer.add("cases", {"name": np.arange(2)})
        with pytest.raises(ValueError, match="begun with other columns"):
            writer.add("cases", {"case": np.arange(2)})
        with pytest.raises(ValueError, match="different lengths"):
            writer.add("cases", {"case": np.arange(2), "programme": Coded(np.zeros(3, dtype=int), ("A",))})
