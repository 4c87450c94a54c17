from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from article16.cli import simulate


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    simulate.add_parser(parser.add_subparsers())
    args = parser.parse_args(["simulate", *words])
    return int(args.run(args))


def test_a_study_stands_in_the_folder_with_the_truth_beside_it(tmp_path: Path) -> None:
    assert run("--men", "40", "--seed", "3", "--effect", "-0.3", "--set", "weeks=20", "--to", str(tmp_path / "s")) == 0
    truth = json.loads((tmp_path / "s" / "truth.json").read_text())
    assert truth["made_up"] is True
    assert (truth["men"], truth["seed"], truth["world"]["effect"], truth["world"]["weeks"]) == (40, 3, -0.3, 20)
    assert json.loads((tmp_path / "s" / "datapackage.json").read_text())["article16"]["made_up"] is True


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("--men", "30", "--seed", "5", "--format", "csv", "--to", str(tmp_path / name)) == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--men", "0"], "1 to 100,000,000 men"),
        (["--seed", "-1"], "A seed is a whole number"),
        (["--effect", "9"], "effect runs from -3 to 3"),
        (["--effect", "nan"], "effect runs from -3 to 3"),
        (["--set", "mood=1"], "The world has no parameter 'mood'"),
        (["--set", "weeks=many"], "weeks is a number, not 'many'"),
        (["--scenario", "paradise"], "There is no scenario 'paradise'"),
    ],
)
def test_a_wrong_command_says_why_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert run(*words, "--to", str(tmp_path / "s")) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulate, "_progress", stop)
    assert run("--men", "30", "--to", str(tmp_path / "s")) == 130
    assert "Stopped; nothing was left behind." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_scenarios_can_be_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--scenario", "list", "--to", str(tmp_path / "s")) == 0
    assert "zero" in capsys.readouterr().out
