"""The six questions give what pandas gives, and neither order, nor cut, nor names of programmes matter."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from article16.evaluation.tables.columns import Coded, Columns, Sparse, length
from article16.evaluation.tables.descriptor import Package
from article16.evaluation.tables.problems import StudyError
from article16.evaluation.tables.reading import open_study
from article16.evaluation.tables.report import QUESTIONS, as_sql
from article16.evaluation.tables.reporting import report, report_files
from article16.evaluation.tables.schema import BY_NAME
from article16.evaluation.tables.writing import StudyWriter
from article16.simulation import instrument
from article16.simulation.region import make_region
from article16.simulation.study import study_tables
from article16.simulation.world import World
from tests.evaluation.tables.small import CASES, opened

TABLES = study_tables(make_region(World(comparison=0.2, assaults=1.5), seed=12, number=0, men=400))


def save(folder: Path, parts: list[dict[str, Columns]], kind: str = "parquet") -> Path:
    with StudyWriter(folder, Package("n"), format=kind, extra={"responses": instrument.fields()}) as writer:
        for tables in parts:
            for name, columns in tables.items():
                writer.add(name, columns)
    return folder


def take(columns: Columns, rows: Any) -> Columns:
    return {
        name: Sparse(column.values[rows], column.empty[rows]) if isinstance(column, Sparse) else column[rows]
        for name, column in columns.items()
    }


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert list(one) == list(other)
    for name, found in one.items():
        for left, right in zip(found.to_pylist(), other[name].to_pylist(), strict=True):
            for column in left:
                # Means are summed in another order: equal to the last digits.
                close = isinstance(left[column], float) and math.isclose(left[column], right[column], rel_tol=1e-9)
                assert close or left[column] == right[column], (name, column)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("report") / "study", [TABLES])


@pytest.fixture(scope="module")
def answered(folder: Path) -> dict[str, Any]:
    return report_files(folder, threads=1)


def frame(name: str) -> pd.DataFrame:
    columns = {}
    for key, column in TABLES[name].items():
        if isinstance(column, Coded):
            columns[key] = column.texts()
        elif isinstance(column, Sparse):
            columns[key] = np.where(column.empty, np.nan, column.values.astype(float))
        else:
            columns[key] = column
    return pd.DataFrame(columns)


def test_flow_counts_every_man_once(answered: dict[str, Any]) -> None:
    cases, flow = frame("cases"), answered["flow"].to_pylist()
    assert sum(row["referred"] for row in flow) == 400
    for row in flow:
        here = cases[cases.programme == row["programme"]]
        assert row["taken_in"] == here.suitability.tolist().count("suitable")
        # A man of the comparison group has a day, and nobody began with him.
        given = (here.assigned != "comparison") | (here.delivered == "programme")
        assert row["started"] == sum((here.day_start >= 0) & given) < sum(here.day_start >= 0)
        assert row["completed"] == here.ending.tolist().count("completed")
        assert row["dropped_out"] == here.ending.tolist().count("dropped out")


def test_response_keeps_the_kinds_of_silence_apart(answered: dict[str, Any]) -> None:
    expected = frame("responses").groupby(["time", "informant", "status"]).size().to_dict()
    found = {(row["time"], row["informant"], row["status"]): row["due"] for row in answered["response"].to_pylist()}
    assert found == expected


def test_answers_count_and_add_up_what_was_said_and_nothing_else(answered: dict[str, Any]) -> None:
    rows = frame("responses")
    rows = rows[rows.status == "answered"]
    for found in answered["answers"].to_pylist():
        here = rows[(rows.time == found["time"]) & (rows.informant == found["informant"])]
        assert found["answered"] == len(here)
        for item in ("q_abuse_01", "q_children_03"):
            said = here[item][here[item] >= 0]
            assert (found[f"{item}_n"], found[f"{item}_sum"]) == (len(said), said.sum())
        assert found["score_fear_mean"] == pytest.approx(here.score_fear.mean())
        assert found["score_fear_sd"] == pytest.approx(here.score_fear.std())


def test_change_is_within_men_and_never_across_informants(answered: dict[str, Any]) -> None:
    rows = frame("responses")
    wide = rows[rows.status == "answered"].pivot_table(
        index=["case", "informant"], columns="time", values="score_abuse"
    )
    for found in answered["change"].to_pylist():
        here = wide.xs(found["informant"], level="informant")
        for time in ("T3", "T4"):
            difference = (here[time] - here["T1"]).dropna()
            assert found[f"pairs_{time}"] == len(difference)
            assert found[f"mean_{time}"] == pytest.approx(difference.mean())
            assert found[f"sd_{time}"] == pytest.approx(difference.std())


def test_agreement_counts_men_of_whom_both_answered(answered: dict[str, Any]) -> None:
    rows = frame("responses")
    rows = rows[(rows.status == "answered") & rows.score_abuse.notna()]
    wide = rows.pivot_table(index=["case", "time"], columns="informant", values="score_abuse").dropna()
    expected = (wide > 0).astype(int).groupby("time").value_counts().to_dict()
    found = {(row["time"], row["client"], row["partner"]): row["pairs"] for row in answered["agreement"].to_pylist()}
    assert found == expected


def test_events_have_the_men_asked_about_as_denominator(answered: dict[str, Any]) -> None:
    cases, events, windows = frame("cases").set_index("case"), frame("events"), frame("windows")
    asked = windows[windows.status == "answered"].groupby("source").case.apply(set)
    events = events[events.kind.isin(["re-assault", "re-arrest"])]
    later = events.day - cases.day_start[events.case].to_numpy()
    hit = events[(later >= 0) & (later < 365)].groupby("source").case.apply(set)
    for found in answered["events"].to_pylist():
        assert found["asked"] == len(asked[found["source"]])
        assert found["violent"] == len(hit[found["source"]] & asked[found["source"]])
        assert 0 < found["violent"] < found["asked"]


def test_an_examined_study_of_csv_gives_the_same(tmp_path: Path, answered: dict[str, Any]) -> None:
    with open_study(save(tmp_path / "csv", [TABLES], "csv"), threads=1) as study:
        same(report(study), answered)
    with pytest.raises(StudyError, match="is not Parquet"):
        report_files(tmp_path / "csv")


@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), cut=st.integers(1, 399))
def test_neither_the_order_of_rows_nor_the_cut_of_the_work_matters(
    tmp_path_factory: pytest.TempPathFactory, answered: dict[str, Any], seed: int, cut: int
) -> None:
    chance = np.random.default_rng(seed)
    mixed = {name: take(columns, chance.permutation(length(columns))) for name, columns in TABLES.items()}
    parts = [{name: take(columns, part) for name, columns in mixed.items()} for part in (slice(cut), slice(cut, None))]
    same(report_files(save(tmp_path_factory.mktemp("mixed") / "s", parts), threads=1), answered)


def test_renaming_programmes_changes_their_names_alone(tmp_path: Path, answered: dict[str, Any]) -> None:
    code = TABLES["cases"]["programme"]
    assert isinstance(code, Coded)
    renamed = Coded(code.positions, tuple(f"Z{9 - number}" for number in range(len(code.words))))
    found = report_files(
        save(tmp_path / "s", [TABLES | {"cases": {**TABLES["cases"], "programme": renamed}}]), threads=1
    )
    same({name: table for name, table in found.items() if name != "flow"},
         {name: table for name, table in answered.items() if name != "flow"})  # fmt: skip
    flows = [sorted(tuple(row.values())[1:] for row in each["flow"].to_pylist()) for each in (found, answered)]
    assert flows[0] == flows[1]


def test_a_study_is_asked_only_what_it_can_answer(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + "1,North,completed,1,5,20\n2,North,dropped out,1,5,20\n"}) as study:
        assert report(study) == {}


def test_every_question_can_be_put_to_another_database_too() -> None:
    from article16.evaluation.tables.descriptor import extended

    books = {name: extended(BY_NAME[name], instrument.fields() if name == "responses" else ()) for name in BY_NAME}
    for question in QUESTIONS:
        for dialect in ("duckdb", "postgres"):
            assert as_sql(question, books, dialect).startswith(("SELECT", "WITH"))
