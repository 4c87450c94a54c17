"""`article16 instruments` on the command line."""

import json
import subprocess
import sys

import pytest

from article16.cli import main
from article16.instruments.library import LIBRARY


def test_list_and_show_name_the_instruments(capsys):
    assert main(["instruments", "list"]) == 0
    assert "five_points" in capsys.readouterr().out
    assert main(["instruments", "show", "five_points", "--informant", "partner"]) == 0
    told = capsys.readouterr().out
    assert "Insulted you or put you down" in told
    assert "Read by no native speaker from the field yet: de, es, ar" in told


def test_check_runs_the_worked_cases_and_tells_every_problem(tmp_path, capsys):
    assert main(["instruments", "check", str(LIBRARY / "phq9" / "1.0.0")]) == 0
    assert "6 worked cases agree" in capsys.readouterr().out
    (tmp_path / "instrument.yaml").write_text("id: x\n")
    assert main(["instruments", "check", str(tmp_path / "instrument.yaml")]) == 1
    assert "instrument.yaml:1: version is missing." in capsys.readouterr().out
    assert main(["instruments", "check", str(tmp_path / "nothing")]) == 2


def test_score_prints_scores_with_range_steps_and_alerts(tmp_path, capsys):
    answers = tmp_path / "answers.csv"
    answers.write_text("person,phq9_1,phq9_9\nC-014,3,1\n")
    assert main(["instruments", "score", "phq9", str(answers), "--informant", "client"]) == 0
    told = capsys.readouterr().out
    assert "total: no score (2 of 9 answered, possible 4 to 25)" in told
    assert "Needs a person today: self_harm" in told
    assert main(["instruments", "score", "phq9", str(answers), "--informant", "client", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["person"], row["result"]["scores"][0]["low"]) == ("C-014", 4)


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nothing"],
        ["show", "phq9", "--language", "xx"],
        ["score", "phq9", "/nothing", "--informant", "client"],
        ["score", "phq9", "/nothing", "--informant", "judge"],
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(words, capsys):
    assert main(["instruments", *words]) == 2
    assert capsys.readouterr().err.strip().endswith((".", "”.", "'/nothing'"))


def test_neither_django_nor_numpy_is_loaded_to_score_one():
    code = "import sys; from article16 import instruments as i; i.score(i.load('phq9'), {}, informant='client');"
    code += "print([one for one in ('django', 'numpy', 'sqlite3') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
