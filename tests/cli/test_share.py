"""Sums travel sealed to a named receiver, who alone opens and pools them."""

import json
import re
from pathlib import Path

import pytest

from article16.cli import main
from tests.evaluation.report import studies


@pytest.fixture
def receiver(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A pair in `ministry`; the fingerprint as it is read out."""
    assert main(["share", "key", "ministry", "--to", str(tmp_path / "ministry")]) == 0
    return capsys.readouterr().out.strip().splitlines()[-1]


def sealed(folder: Path, fingerprint: str, *, to: str = "post", informant: str = "partner") -> int:
    words = [
        "share",
        "seal",
        str(studies.folder(400, 3, "comparison=0.4")),
        "--outcome",
        "abuse",
        "--informant",
        informant,
    ]
    words += ["--receiver", str(folder / "ministry" / "receiver.json"), "--fingerprint", fingerprint]
    return main([*words, "--to", str(folder / to)])


def test_sealed_then_pooled_in_memory(tmp_path: Path, receiver: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sealed(tmp_path, receiver) == 0
    letters = sorted((tmp_path / "post").iterdir())
    assert [one.name for one in letters] == ["001.sealed", "002.sealed", "003.sealed"]
    for one in letters:
        text = one.read_text(encoding="utf-8")
        assert set(json.loads(text)) == {"kind", "to", "fingerprint", "sealed"}
        assert not re.search("P0000|abuse|partner", text)
    capsys.readouterr()
    key = str(tmp_path / "ministry" / "receiver.key")
    assert main(["pool", str(tmp_path / "post"), "--key", key, "--measure", "RD", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in found["studies"]] == ["P00001", "P00002", "P00003"]
    assert {one.suffix for one in (tmp_path / "post").iterdir()} == {".sealed"}
    assert main(["pool", str(tmp_path / "post")]) == 2
    assert "--key" in capsys.readouterr().err


def test_opened_for_this_user_only(tmp_path: Path, receiver: str) -> None:
    sealed(tmp_path, receiver)
    letters = [str(one) for one in sorted((tmp_path / "post").iterdir())]
    words = ["--key", str(tmp_path / "ministry" / "receiver.key"), "--to", str(tmp_path / "clear")]
    assert main(["share", "open", *letters, *words]) == 0
    clear = sorted((tmp_path / "clear").iterdir())
    assert oct((tmp_path / "clear").stat().st_mode & 0o777) == "0o700"
    assert all(oct(one.stat().st_mode & 0o777) == "0o600" for one in clear)
    assert json.loads(clear[0].read_text(encoding="utf-8"))["personal_data"] is True
    assert main(["share", "open", *letters, *words]) == 2


def test_nothing_is_sealed_to_a_key_that_was_not_read_out(
    tmp_path: Path, receiver: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["share", "key", "ministry", "--to", str(tmp_path / "other")])
    other = capsys.readouterr().out.strip().splitlines()[-1]
    for said in (other, receiver[:10], ""):
        assert sealed(tmp_path, said) == 2
        assert "fingerprint" in capsys.readouterr().err
    assert not (tmp_path / "post").exists()


@pytest.mark.parametrize("harm", ["changed", "cut", "other key", "no letter", "open to others", "no key"])
def test_what_does_not_open_is_told_why(
    tmp_path: Path, receiver: str, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(tmp_path, receiver)
    letter, key = tmp_path / "post" / "002.sealed", tmp_path / "ministry" / "receiver.key"
    told = json.loads(letter.read_text(encoding="utf-8"))
    if harm == "changed":
        told["sealed"] = told["sealed"][:200] + ("A" if told["sealed"][200] != "A" else "B") + told["sealed"][201:]
    elif harm == "cut":
        told["sealed"] = told["sealed"][:100]
    elif harm == "no letter":
        told = {"version": 1}
    elif harm == "open to others":
        key.chmod(0o644)
    elif harm == "no key":
        key.write_text("{}", encoding="utf-8")
    else:
        main(["share", "key", "ministry", "--to", str(tmp_path / "other")])
        key = tmp_path / "other" / "receiver.key"
    letter.write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()
    assert main(["pool", str(tmp_path / "post"), "--key", str(key)]) == 2
    told_why = capsys.readouterr().err
    assert len(told_why.strip()) > 30
    assert "Traceback" not in told_why


def test_a_key_is_never_written_over(tmp_path: Path, receiver: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = (tmp_path / "ministry" / "receiver.key").read_bytes()
    assert main(["share", "key", "ministry", "--to", str(tmp_path / "ministry")]) == 2
    assert "Name another folder" in capsys.readouterr().err
    assert (tmp_path / "ministry" / "receiver.key").read_bytes() == before
    assert oct((tmp_path / "ministry" / "receiver.key").stat().st_mode & 0o777) == "0o600"
    assert main(["share", "key", "The Ministry", "--to", str(tmp_path / "new")]) == 2
