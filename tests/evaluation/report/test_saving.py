"""The files of a report: whole or not at all, readable by people, screen readers and other programs."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from article16.cli import evaluate_report, main
from article16.evaluation.report.html import as_html
from article16.evaluation.report.model import Report
from article16.evaluation.report.saving import as_json, as_pdf, save
from tests.evaluation.report import studies
from tests.printing.test_printing import kinds

AT = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def report() -> Report:
    return studies.report("es")


def test_the_pdf_has_tags_language_alternative_texts_and_heads_of_tables(report: Report):
    with pikepdf.open(io.BytesIO(as_pdf(report, at=AT))) as opened:
        assert str(opened.Root.Lang) == "es"
        assert bool(opened.Root.MarkInfo.Marked)
        found = kinds(opened.Root.StructTreeRoot)
        assert found >= {"/Document", "/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L"}
        alts = [alt for alt in _alternatives(opened.Root.StructTreeRoot) if alt]
    assert set(alts) >= {picture.alt for part in report.parts for picture in part.pictures}


def _alternatives(node: object) -> list[str]:
    if isinstance(node, pikepdf.Array):
        return [alt for one in node for alt in _alternatives(one)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [str(node.Alt)] if node.get("/S") == "/Figure" and "/Alt" in node else []
    return own + (_alternatives(node.K) if "/K" in node else [])


def test_the_page_needs_nothing_from_elsewhere_and_no_script(report: Report):
    page = as_html(report)
    assert "<script" not in page
    assert " src=" not in page
    fetched = re.findall(
        r"""(?:src|href|url\()=?["'(]?(https?:[^"')]+)""", re.sub(r"<metadata>.*?</metadata>", "", page, flags=re.S)
    )
    assert not fetched
    small = page.count('<figure class="small">')  # on the first page: the chapter has the table
    assert page.count("<figure>") == page.count('role="img"') - small == page.count("<details open>")
    assert small == 4
    assert 'lang="es"' in page


def test_made_up_data_say_so_on_top(report: Report):
    assert as_html(report).index("Datos inventados") < as_html(report).index("<main>")


def test_every_number_leaves_as_json_and_csv(report: Report, tmp_path: Path):
    save(report, tmp_path / "out", at=AT)
    told = json.loads((tmp_path / "out" / "numbers.json").read_text(encoding="utf-8"))
    assert len(told["numbers"]) == len(report.numbers)
    with (tmp_path / "out" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows] == [one.key for one in report.numbers]
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_a_released_file_holds_no_exact_number():
    report = studies.report(release=True)
    for row in json.loads(as_json(report))["numbers"]:
        assert row["low"] is None
        assert row["n"] is None
        assert (
            row["value"] is None or row["value"] == pytest.approx(float(f"{row['value']:.1e}")) or row["value"] % 5 == 0
        )


def test_the_command_writes_the_report_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    words = ["evaluate", str(studies.folder()), "--to", str(tmp_path / "out"), "--quiet"]
    assert main(words) == 0
    assert {one.name for one in (tmp_path / "out").iterdir()} >= {
        "report.html",
        "report.pdf",
        "numbers.json",
        "numbers.csv",
        "form.html",
        "form.pdf",
    }
    assert main(words) == 2
    assert "new folder" in capsys.readouterr().err


def test_a_release_names_where_its_record_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    words = ["evaluate", str(studies.folder()), "--to", str(tmp_path / "out"), "--release", "--quiet"]
    assert main(words) == 2
    assert main([*words, "--record", str(tmp_path / "record.json")]) == 0
    assert oct((tmp_path / "record.json").stat().st_mode & 0o777) == "0o600"
    again = ["evaluate", str(studies.folder()), "--to", str(tmp_path / "again"), "--release", "--quiet"]
    capsys.readouterr()
    assert main([*again, "--record", str(tmp_path / "record.json")]) == 2
    assert "once a year" in capsys.readouterr().err
    assert not (tmp_path / "again").exists()


def test_what_is_not_a_study_is_said_in_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["evaluate", str(tmp_path / "nothing"), "--to", str(tmp_path / "out")]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_killed_half_way_it_leaves_no_report_and_the_next_one_works(tmp_path: Path):
    to = tmp_path / "out"
    command = [sys.executable, "-m", "article16.cli", "evaluate", str(studies.folder()), "--to", str(to)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ})
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"6 of"):
            process.send_signal(signal.SIGKILL)
            break
    process.wait(20)
    process.stderr.close()
    assert not to.exists()
    assert main([*command[3:], "--quiet"]) == 0
    assert (to / "report.pdf").exists()


def test_two_reports_at_once_into_one_folder_leave_one_whole(tmp_path: Path):
    command = [sys.executable, "-m", "article16.cli", "evaluate", str(studies.folder()), "--quiet", "--to"]
    running = [subprocess.Popen([*command, str(tmp_path / "out")], stderr=subprocess.PIPE, text=True) for _ in "ab"]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 2]
    told = next(text for process, text in zip(running, said, strict=True) if process.returncode)
    assert "new folder" in told
    assert "Traceback" not in told
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "form.pdf").exists()


def test_what_a_killed_one_left_is_cleared_and_what_a_living_one_writes_is_not(tmp_path: Path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait(20)
    for number in (dead.pid, os.getpid()):
        (tmp_path / f".out.unfinished.{number}").mkdir()
    evaluate_report._clear_after_killed(tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == [f".out.unfinished.{os.getpid()}"]


def test_of_two_releases_with_one_record_only_one_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    record = tmp_path / "record.json"
    words = ["evaluate", str(studies.folder()), "--to", str(tmp_path / "out"), "--release", "--record", str(record)]
    with evaluate_report._alone(record):
        assert main([*words, "--quiet"]) == 2
    assert "Another release" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert not record.exists()
