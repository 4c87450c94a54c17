"""Somebody's file as study data: CSV, SPSS, Stata, Excel; every fault by the file's own row and column."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.tables.importing import import_study, import_tables
from article16.evaluation.tables.mapping import load_mapping, parse_mapping
from article16.evaluation.tables.problems import Problem, StudyError
from article16.evaluation.tables.reading import Study
from article16.evaluation.tables.sources import Source, read_source

MAPPING = """
title: Messy list
file: FILE
tables:
  cases:
    columns:
      case: Nr
      programme: {always: North}
      ending: {from: outcome, codes: {1: completed, 2: dropped out, 8: declined}, empty: not asked}
      risk: {from: score, decimal: ",", missing: {"99": unknown, "98": does not apply}}
      day_start: {from: start, date: "%d.%m.%Y", since: referred}
"""
ROWS = [
    ["Nr", "outcome", "score", "start", "referred"],
    ["1", "1", "12,5", "20.01.2024", "01.01.2024"],
    ["2", "2", "99", "31.01.2024", "01.01.2024"],
    ["3", "8", "98", "", "01.01.2024"],
    ["4", "", "7", "05.02.2024", "01.02.2024"],
]


def bring(
    tmp_path: Path, rows: list[list[str]], mapping: str = MAPPING, encoding: str = "utf-8"
) -> tuple[Study, list[str]]:
    (tmp_path / "list.csv").write_bytes("\n".join(";".join(row) for row in rows).encode(encoding))
    (tmp_path / "m.yaml").write_text(mapping.replace("FILE", "list.csv"), encoding="utf-8")
    study, problems = import_study(tmp_path / "m.yaml", tmp_path / "study")
    return study, [str(problem) for problem in problems]


def test_codes_dates_decimals_and_missing_kinds_arrive(tmp_path: Path) -> None:
    study, problems = bring(tmp_path, ROWS)
    with study:
        assert problems == []
        cases = study.table("cases").to_pydict()
    assert cases == {
        "case": [1, 2, 3, 4],
        "programme": ["North"] * 4,
        "ending": ["completed", "dropped out", "declined", "not asked"],
        "risk": [12.5, -999_005, -999_004, 7],
        "day_start": [19, 30, -999_005, 4],  # 20 January - 1 January = 19 days; empty: unknown
    }


def test_every_fault_is_named_by_row_and_column_and_the_rest_is_kept(tmp_path: Path) -> None:
    bad = [*ROWS, ["5", "7", "much", "30.02.2024", "01.01.2024"], ["", "1", "1", "02.01.2023", "01.01.2024"]]
    study, problems = bring(tmp_path, bad)
    with study:
        assert study.rows("cases") == 5
        assert study.table("cases").to_pylist()[4] == {
            "case": 5, "programme": "North", "ending": "unknown", "risk": -999_005.0, "day_start": -999_005,
        }  # fmt: skip
    text = "\n".join(problems)
    assert "list.csv, row 6, column outcome: '7' has no code of ending (completed, dropped out," in text
    assert "list.csv, row 6, column score: 'much' is no number." in text
    assert "list.csv, row 6, column start: '30.02.2024' or '01.01.2024' is no date written %d.%m.%Y." in text
    assert "list.csv, row 7, column start: '02.01.2023' lies -364 days after '01.01.2024'." in text
    assert "list.csv, row 7, column Nr: The cell is empty or missing, and case cannot do without." in text
    assert len(problems) == 5


def test_names_of_cases_become_numbers_and_stay_behind(tmp_path: Path) -> None:
    rows = [ROWS[0], *([name, *row[1:]] for name, row in zip(("B-7", "A-1", "B-7", "C"), ROWS[1:], strict=True))]
    study, _ = bring(tmp_path, rows)
    with study:
        assert study.table("cases")["case"].to_pylist() == [2, 3]  # B-7 stands twice: both rows are out
    assert all(b"B-7" not in path.read_bytes() for path in (tmp_path / "study").iterdir())


@pytest.mark.parametrize("names", [("007", "7"), ("85010112345", "85010112346"), ("A", "a"), ("1", "1.0")])
def test_two_men_never_become_one_and_long_numbers_stay_behind(tmp_path: Path, names: tuple[str, str]) -> None:
    study, _ = bring(tmp_path, [ROWS[0], *([name, *ROWS[1][1:]] for name in names)])
    with study:
        assert study.table("cases")["case"].to_pylist() == [1, 2]


def test_a_file_of_another_encoding_is_read_when_the_mapping_says_so(tmp_path: Path) -> None:
    rows = [["Nr", "Stadt"], ["1", "Köln"], ["2", "Łódź"]]
    mapping = "file: FILE\ntables: {cases: {columns: {case: Nr, programme: Stadt}}}\n"
    with pytest.raises(StudyError, match=r"Line 2 has the byte F6, which is not utf-8"):
        bring(tmp_path, rows[:2], mapping, "cp1252")
    study, _ = bring(tmp_path, rows, "encoding: utf-16\n" + mapping, "utf-16")
    with study:
        assert study.table("cases")["programme"].to_pylist() == ["Köln", "Łódź"]


def test_spss_stata_and_excel_give_the_same_study(tmp_path: Path) -> None:
    frame = pd.DataFrame({"nr": [1.0, 2.0, 3.0], "out": [1.0, 2.0, 9.0], "site": ["N", "S", "N"]})
    labels = {"out": {1: "completed", 2: "dropped out", 9: "refused"}}
    pyreadstat.write_sav(frame, tmp_path / "f.sav", variable_value_labels=labels, missing_ranges={"out": [9]})
    pyreadstat.write_dta(frame, tmp_path / "f.dta", variable_value_labels=labels)
    book = openpyxl.Workbook()
    for row in [list(frame.columns), *frame.to_numpy().tolist(), [None, None, None]]:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "f.xlsx")
    codes = "{1: completed, 2: dropped out, 9: declined}"
    for ending in ("sav", "dta", "xlsx"):
        columns = f"{{case: nr, programme: site, ending: {{from: out, codes: {codes}}}}}"
        text = f"file: f.{ending}\ntables: {{cases: {{columns: {columns}}}}}"
        (tmp_path / "m.yaml").write_text(text)
        study, problems = import_study(tmp_path / "m.yaml", tmp_path / ending)
        with study:
            assert problems == ()
            assert study.table("cases").to_pydict() == {
                "case": [1, 2, 3], "programme": ["N", "S", "N"], "ending": ["completed", "dropped out", "declined"],
            }  # fmt: skip


def test_dates_of_excel_arrive_as_iso_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["day", "number"])  # type: ignore[union-attr]
    book.active.append([datetime.datetime(2024, 2, 29, 15, 0), 3.25])  # type: ignore[union-attr]  # noqa: DTZ001
    book.save(tmp_path / "f.xlsx")
    assert read_source(tmp_path / "f.xlsx").columns == {"day": ["2024-02-29"], "number": ["3.25"]}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("f.pdf", b"x", r"Files that can be read end in \.csv"),
        ("f.csv", b"", "The file is empty"),
        ("f.csv", b"a,a\n1,2\n", "Columns stand more than once: a"),
        ("f.xlsx", b"no zip", "It cannot be read as an Excel file"),
        ("f.sav", b"no sav", "It cannot be read as SPSS file"),
        ("f.dta", b"no dta", "It cannot be read as Stata file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudyError, match=sentence):
        read_source(tmp_path / name)
    with pytest.raises(StudyError, match="There is no such file"):
        read_source(tmp_path / "nowhere.csv")


def test_three_hundred_columns_too_many_are_no_trouble_and_long_rows_are_named(tmp_path: Path) -> None:
    header = ",".join(["Nr", *(f"x{number}" for number in range(300))])
    (tmp_path / "f.csv").write_text(f"{header}\n1{',0' * 300}\n2{',0' * 301}\n3\n")
    source = read_source(tmp_path / "f.csv")
    assert source.columns["Nr"] == ["1", "2", "3"]
    assert [str(problem) for problem in source.problems] == [
        "f.csv, row 3: The row has 302 cells where the header has 301. Correct the row. It counts as unknown."
    ]


def test_all_faults_of_a_mapping_come_at_once(tmp_path: Path) -> None:
    text = """
file: f.csv
colour: red
tables:
  people: {columns: {}}
  cases:
    columns:
      case: Nr
      ending: {from: out, codes: {1: finished}, empty: silence}
      nickname: Name
      risk: {from: a, always: b}
      day_start: {from: start, date: "%d.%m.%Y"}
      q_1: item1
"""
    (tmp_path / "m.yaml").write_text(text)
    with pytest.raises(StudyError) as caught:
        load_mapping(tmp_path / "m.yaml")
    said = str(caught.value)
    for part in (
        "column colour: 'colour' is not known here",
        "column tables.people: There is no table 'people'",
        "ending.codes: '1' is given the code 'finished', which the column does not have",
        "ending.empty: 'silence' is no kind of missing",
        "has no column 'nickname'",
        "risk: Say where the cells come from: one of from, always, row",
        "day_start: A date becomes days since referral",
        "q_1: Say the highest answer code of the item",
        "The table cases needs programme too",
    ):
        assert part in said, part


def test_a_name_that_stands_twice_in_the_mapping_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("file: a.csv\nfile: b.csv\ntables: {}\n")
    with pytest.raises(StudyError, match=r"m\.yaml, row 2, column file: The name stands twice"):
        load_mapping(tmp_path / "m.yaml")


@pytest.mark.parametrize("text", ["", "[]", "a", "file: [", "tables: 3", "file: a.csv\ntables: {cases: []}", "\x00"])
def test_a_broken_mapping_is_an_error_and_not_a_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.yaml").write_text(text)
    with pytest.raises(StudyError):
        load_mapping(tmp_path / "m.yaml")


def test_a_column_that_the_file_lacks_is_named_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"column outcome: The file has no such column\. It has Nr, score"):
        bring(tmp_path, [["Nr", "score", "start", "referred"], ["1", "2", "", ""]])


def test_a_wide_questionnaire_becomes_a_row_for_each_time(tmp_path: Path) -> None:
    mapping = """
file: FILE
tables:
  responses:
    columns: {case: Nr, informant: {always: partner}, instrument: {always: own}, status: {always: answered}}
    each:
      - {time: {always: T1}, q_fear: {from: f1, maximum: 4, missing: {9: declined}}}
      - {time: {always: T3}, q_fear: {from: f2, maximum: 4, missing: {9: declined}, empty: not reached}}
"""
    study, problems = bring(tmp_path, [["Nr", "f1", "f2"], ["1", "3", "1"], ["2", "9", ""], ["3", "7", "0"]], mapping)
    with study:
        rows = study.table("responses", ("case", "time", "q_fear")).to_pydict()
    assert rows == {"case": [1, 2, 3] * 2, "time": ["T1"] * 3 + ["T3"] * 3, "q_fear": [3, -3, -5, 1, -2, 0]}
    assert problems == [
        "list.csv, row 4, column f1: '7' is out of range; q_fear runs from 0 to 4 answer code. Correct it. "
        "It counts as unknown."
    ]


OUTCOMES = st.sampled_from(["1", "2", "8", None, "x"])
SIMPLE = {"case": "Nr", "programme": "site", "ending": {"from": "out", "codes": {"1": "completed", "2": "dropped out",
                                                                                "8": "declined"}}}  # fmt: skip


def imported(rows: list[tuple[int, Any]]) -> list[tuple[Any, ...]]:
    source = Source(
        "f.csv", {"Nr": [str(row[0]) for row in rows], "out": [row[1] for row in rows], "site": ["N"] * len(rows)}
    )
    mapping = parse_mapping({"file": "f.csv", "tables": {"cases": {"columns": SIMPLE}}})
    columns = import_tables(mapping, source)[0]["cases"]
    return list(zip(columns["case"].tolist(), columns["ending"].texts(), strict=True))  # type: ignore[union-attr]


@settings(max_examples=40, deadline=None)
@given(data=st.data(), rows=st.lists(st.tuples(st.integers(0, 99), OUTCOMES), min_size=2, max_size=12))
def test_permuting_rows_and_splitting_the_file_change_nothing(data: st.DataObject, rows: list[tuple[int, Any]]) -> None:
    order = data.draw(st.permutations(range(len(rows))))
    assert [imported(rows)[place] for place in order] == imported([rows[place] for place in order])
    cut = data.draw(st.integers(1, len(rows) - 1))
    assert imported(rows[:cut]) + imported(rows[cut:]) == imported(rows)


def test_problems_can_be_sorted_and_read() -> None:
    assert str(Problem("a", 2, "b", "It is wrong.")) == "a, row 2, column b: It is wrong."
