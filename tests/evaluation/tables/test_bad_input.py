"""Every fault comes as a sentence with table, row and column, all at once, and the rest can be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from article16.cli import main
from article16.evaluation.tables.fields import item
from article16.evaluation.tables.missing import Missing
from article16.evaluation.tables.problems import StudyError
from article16.evaluation.tables.reading import open_study
from tests.evaluation.tables.small import CASES, RESPONSES, opened, said, write

ROW = "1,North,completed,1,5,20\n2,North,dropped out,2,6,21\n"


def test_a_faultless_study_has_no_problem(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + ROW}) as study:
        assert study.problems == ()
        assert study.rows("cases") == 2


def test_an_unknown_code_counts_as_unknown_and_says_which_are_known(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + ROW + "3,North,finished,1,5,20\n"}) as study:
        [problem] = said(study)
        assert problem.startswith(
            "cases, row 4, column ending: 'finished' is no code of this column. It takes completed,"
        )
        assert problem.endswith("It counts as unknown.")
        assert study.column("cases", "ending").kinds.tolist() == [0, 0, Missing.UNKNOWN]
        assert study.rows("cases") == 3


def test_two_rows_of_one_case_are_both_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + ROW + "2,North,completed,1,5,20\n"}) as study:
        _, first, second = said(study)  # and that one case is left
        assert first.startswith("cases, row 3, column case: Several rows have the same case, '2'.")
        assert second.startswith("cases, row 4, column case:")
        assert study.table("cases")["case"].to_pylist() == [1]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2020-01-01", "'2020-01-01' is no whole number"),
        ("-5", "'-5' is out of range; the column runs from 0 to 47500 days since referral"),
        ("99999", "'99999' is out of range"),
        ("3.5", "'3.5' is no whole number"),
        ("", "The cell is empty. Write the value or why there is none"),
        ("1e400", "is no whole number"),
        ("nan", "is no whole number"),
    ],
)
def test_an_impossible_day_counts_as_unknown(tmp_path: Path, day: str, sentence: str) -> None:
    with opened(tmp_path, {"cases": CASES + f"1,North,completed,{day},5,20\n2,North,completed,1,5,20\n"}) as study:
        [problem] = said(study)
        assert problem.startswith("cases, row 2, column day_contact: ")
        assert sentence in problem
        assert study.column("cases", "day_contact").kinds.tolist() == [Missing.UNKNOWN, 0]


def test_days_that_run_backwards_are_both_unknown(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + "1,North,completed,1,30,20\n2,North,completed,1,5,20\n"}) as study:
        assert said(study) == [
            "cases, row 2, column day_start: The day comes before that of day_decision: day '20 against 30'. "
            "Correct one of them. It counts as unknown."
        ]
        assert study.column("cases", "day_start").kinds.tolist() == [Missing.UNKNOWN, 0]
        assert study.column("cases", "day_decision").kinds.tolist() == [Missing.UNKNOWN, 0]


def test_a_t3_before_t1_is_named_and_its_day_unknown(tmp_path: Path) -> None:
    rows = "1,T1,client,x,answered,50\n1,T3,client,x,answered,10\n2,T1,partner,x,answered,5\n"
    with opened(tmp_path, {"cases": CASES + ROW, "responses": RESPONSES + rows}) as study:
        [problem] = said(study)
        assert problem.startswith("responses, row 3, column day: The times run backwards: 'T3 on day 10")
        assert study.column("responses", "day").kinds.tolist() == [0, Missing.UNKNOWN, 0]
        assert study.rows("responses") == 3


def test_an_answer_of_nobody_is_left_out(tmp_path: Path) -> None:
    rows = "1,T1,client,x,answered,50\n77,T1,client,x,answered,50\n"
    with opened(tmp_path, {"cases": CASES + ROW, "responses": RESPONSES + rows}) as study:
        [problem] = said(study)
        assert "responses, row 3, column case: Case '77' is not in the table cases" in problem
        assert study.rows("responses") == 1


def test_an_empty_table_and_a_single_case_are_said(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + "1,North,completed,1,5,20\n", "responses": RESPONSES}) as study:
        assert said(study) == [
            "cases: There is one case. Nothing can be estimated from it, and its figures would show the man.",
            "responses: The table has no rows. Nothing can be said from it.",
        ]


def test_the_report_names_every_fault_and_stands_on_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "study", {"cases": CASES + ROW.replace("completed", "vanished"), "responses": RESPONSES})
    assert main(["evaluate", str(folder), "--to", str(tmp_path / "out"), "--quiet"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("cases, row 2, column ending:")
    assert "responses: The table has no rows. Nothing can be said from it." in told
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "The data had faults when they were read." in page


def test_without_a_readable_list_of_men_the_report_says_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "study", {"cases": (CASES + ROW).replace("North", "Münster").encode("latin-1")})
    assert main(["evaluate", str(folder), "--to", str(tmp_path / "out"), "--quiet"]) == 2
    told = capsys.readouterr().err
    assert "UTF-8" in told
    assert "cases" in told
    assert not (tmp_path / "out").exists()


def test_a_file_of_no_bytes_is_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + ROW, "events": ""}) as study:
        assert said(study) == [
            "events: The file events.csv is empty; not even the line with the column names is there. "
            "The table is left out."
        ]
        assert study.tables == ("cases",)


def test_three_hundred_columns_too_many_are_one_sentence(tmp_path: Path) -> None:
    names = [f"x{number}" for number in range(300)]
    text = f"case,programme,{','.join(names)}\n" + "1,North" + ",0" * 300 + "\n2,South" + ",0" * 300 + "\n"
    with opened(tmp_path, {"cases": text}) as study:
        assert said(study) == [
            "cases, row 1: 300 columns are not in the codebook and not read: "
            "x0, x1, x2, x3, x4, x5, x6, x7 and 292 more. Remove them, or map them."
        ]
        assert study.table("cases").column_names == ["case", "programme"]


def test_a_file_of_another_encoding_names_line_and_byte(tmp_path: Path) -> None:
    text = (CASES + ROW + "3,Südstadt,completed,1,5,20\n").encode("cp1252")
    with pytest.raises(StudyError) as caught:
        open_study(write(tmp_path, {"cases": text}))
    assert "cases: The file cases.csv is not UTF-8: line 4 has the byte FC. Save it as" in str(caught.value)


def test_two_programmes_that_look_like_one_are_named(tmp_path: Path) -> None:
    rows = "1,North,completed,1,5,20\n2,north ,completed,1,5,20\n3,Nörth,completed,1,5,20\n"
    with opened(tmp_path, {"cases": CASES + rows}, programmes=(("A", "House"), ("B", "house "))) as study:
        assert said(study) == [
            "column programmes: The programmes A, B have one name in datapackage.json and are kept apart. "
            "Give each its own name.",
            "cases, column programme: 'North', 'Nörth', 'north' look like one programme and are kept apart. "
            "Write them the same way, or more differently.",
        ]
        assert study.rows("cases") == 3


def test_a_missing_key_column_leaves_the_table_out_and_the_rest_is_read(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + ROW, "events": "case,kind,day\n1,threat,3\n"}) as study:
        [problem] = said(study)
        assert problem.startswith("events, column source: The column is missing. Add it: who says so.")
        assert study.tables == ("cases",)
        with pytest.raises(StudyError, match="The study has no table events; it has cases"):
            study.rows("events")


def test_a_line_with_too_many_cells_is_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, {"cases": CASES + ROW + "3,North,completed,1,5,20,99\n"}) as study:
        [problem] = said(study)
        assert problem.startswith("cases, row 4: The line has 7 cells where the header has 6.")
        assert study.rows("cases") == 2


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cases, row 1, column case: The column stands 2 times"):
        open_study(write(tmp_path, {"cases": "case,programme,case\n1,North,1\n"}))


def test_free_text_is_not_taken_for_a_code_and_not_shown(tmp_path: Path) -> None:
    story = "Anna called on Monday and said that he had been at the school again and shouted"
    with opened(tmp_path, {"cases": f"case,programme,group\n1,North,{story}\n2,North,G1\n"}) as study:
        [problem] = said(study)
        assert "cases, row 2, column group: The cell has more than 64 characters." in problem
        assert "Anna" not in problem
        assert study.column("cases", "group").values.tolist() == [None, "G1"]


def test_many_faults_of_one_kind_are_named_twenty_times_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"{number},North,gone,1,5,20\n" for number in range(50))
    with opened(tmp_path, {"cases": CASES + rows}) as study:
        texts = said(study)
        assert len(texts) == 21
        assert "cases, column ending: 30 more cells are at fault in the same way. It counts as unknown." in texts


def test_items_out_of_range_or_silent_count_as_unknown(tmp_path: Path) -> None:
    extra = {"responses": (item("q_1", "first", instrument="x", maximum=2),)}
    header = RESPONSES.strip() + ",q_1\n"
    rows = "1,T1,client,x,answered,1,7\n1,T2,client,x,answered,2,\n1,T3,client,x,answered,3,-3\n"
    rows += "2,T1,client,x,declined,3,\n"
    with opened(tmp_path, {"cases": CASES + ROW, "responses": header + rows}, extra=extra) as study:
        first, second = said(study)
        assert first.startswith("responses, row 2, column q_1: '7' is out of range; the column runs from 0 to 2")
        assert second.startswith(
            "responses, row 3, column q_1: The item is empty though the questionnaire was answered"
        )
        assert study.table("responses", ("q_1",))["q_1"].to_pylist() == [-5, -5, -3, None]


def test_more_sessions_attended_than_held_and_a_period_that_ends_before_it_begins(tmp_path: Path) -> None:
    files = {
        "cases": CASES + ROW,
        "exposure": "case,work,sessions_offered,sessions_attended\n1,group,10,12\n",
        "windows": "case,source,status,day_from,day_to\n1,police,answered,100,50\n",
    }
    with opened(tmp_path, files) as study:
        texts = " ".join(said(study))
        assert "windows, row 2, column day_to: The period ends on day '50 against 100', before it begins." in texts
        assert "exposure, row 2, column sessions_offered: He attended more sessions than were held" in texts


def test_counts_above_their_whole_and_rows_of_totals_are_named(tmp_path: Path) -> None:
    text = "programme,measure,label,number,of\nA,retention,done,5,4\nB,retention,done,3,4\nTotal,retention,done,8,8\n"
    with opened(tmp_path, {"counts": text}) as study:
        first, second = said(study)
        assert first.startswith("counts, row 2, column of: More are counted than there are")
        assert second.startswith("counts, row 4, column programme: 'Total' looks like a sum of the other rows")
        assert study.rows("counts") == 2


def test_a_missing_file_and_a_missing_descriptor_are_said(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"has no datapackage\.json"):
        open_study(tmp_path)
    write(tmp_path, {"cases": CASES + ROW, "events": ""})
    (tmp_path / "events.csv").unlink()
    with open_study(tmp_path) as study:
        assert "events: The file events.csv is not in the folder." in said(study)[0]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"resources": {}}', '{"resources": []}', '{"resources": [1, null]}'])
def test_a_broken_descriptor_is_an_error_and_not_a_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text)
    with pytest.raises(StudyError, match=r"datapackage\.json"):
        open_study(tmp_path)


@pytest.mark.parametrize("path", ["/etc/passwd", "../cases.csv", "C:\\cases.csv", 7, None])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, path: object) -> None:
    write(tmp_path, {"cases": CASES + ROW})
    document = json.loads((tmp_path / "datapackage.json").read_text())
    document["resources"][0]["path"] = path
    (tmp_path / "datapackage.json").write_text(json.dumps(document))
    with pytest.raises(StudyError, match="Name a file inside the folder"):
        open_study(tmp_path)


def test_what_stands_in_a_file_is_never_run_as_sql(tmp_path: Path) -> None:
    evil = "x'); DROP TABLE cases; --"
    extra = {"cases": (item('q_"; DROP', "a name with quotes", instrument="x", maximum=2),)}
    text = f'case,programme,"q_""; DROP"\n1,"{evil}",1\n2,North,2\n'
    with opened(tmp_path, {"cases": text}, extra=extra) as study:
        assert study.table("cases")["programme"].to_pylist() == [evil, "North"]
        assert study.rows("cases") == 2


def test_case_numbers_of_eighteen_digits_are_not_rounded_into_one(tmp_path: Path) -> None:
    numbers = [123456789012345678, 123456789012345679]  # one double
    with opened(tmp_path, {"cases": "case,programme\n" + "".join(f"{number},N\n" for number in numbers)}) as study:
        assert study.problems == ()
        assert study.table("cases")["case"].to_pylist() == numbers
