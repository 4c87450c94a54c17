"""Slots: the owner's words, weights, limits and norms come with the licensed file, and nothing of them with us."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from article16 import instruments
from article16.cli import main
from article16.instruments.library import folders
from tests.instruments.licensed import invented, words

SLOTS = [one for one in instruments.load_all() if one.slot]


def laid(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("slot", SLOTS, ids=lambda one: one.id)
def test_a_slot_takes_the_licensed_files_whole_and_refuses_less(slot, tmp_path):
    files = invented(slot)
    filled = instruments.fill(slot, laid(tmp_path, files))
    assert filled.slot.filled
    assert filled.fingerprint != slot.fingerprint
    assert instruments.failures(filled) == ()
    for name in files:
        (tmp_path / name).unlink()
        with pytest.raises(instruments.BadPack, match="missing"):
            instruments.fill(slot, tmp_path)
        laid(tmp_path, files)
    (tmp_path / "en.po").write_text(files["en.po"].replace("msgctxt", "msgctx", 1))
    with pytest.raises(instruments.BadPack):
        instruments.fill(slot, tmp_path)


def test_weights_limits_and_norms_of_the_file_are_what_is_scored(tmp_path):
    """Invented: item 2 counts five, 3a takes three away; 19 questions all yes are 18 + 5 - 3."""
    slot = instruments.load("danger_assessment")
    bands = [{"key": "less", "start": -3}, {"key": "more", "start": 10, "of_100": 40}]
    scoring = {
        "source": "invented",
        "scores": {"total": {"weights": {"da_2": 5, "da_3a": -3}, "bands": bands}},
        "cases": [{"name": "all yes", "fill": 1, "scores": {"total": 20}, "bands": {"total": "more"}}],
    }
    files = {"en.po": words(slot, "band.total.less", "band.total.more"), "scoring.yaml": yaml.safe_dump(scoring)}
    filled = instruments.fill(slot, laid(tmp_path, files))
    answers = {item.key: 1 for item in filled.items if item.key.startswith("da_") and item.key != "da_days"}
    total = instruments.score(filled, answers, informant="partner").scores["total"]
    assert (total.value, total.band, total.of_100) == (20, "more", 40)
    scoring["cases"][0]["scores"]["total"] = 21
    laid(tmp_path, {"scoring.yaml": yaml.safe_dump(scoring)})
    with pytest.raises(instruments.BadPack, match=r"total is 20.0, by hand 21.0"):
        instruments.fill(slot, tmp_path)


def test_a_table_of_proration_is_what_is_scored_one_by_one_and_in_columns(tmp_path):
    """Invented: with three open and a sum of 4 the table says 7; by arithmetic it would be 4 / 10 x 13 = 5.2."""
    slot = instruments.load("odara")
    filled = instruments.fill(slot, laid(tmp_path, invented(slot)))
    answers = {f"odara_{n}": int(n < 5) for n in range(1, 11)}
    total = instruments.score(filled, answers, informant="worker").scores["total"]
    assert (total.value, total.band, total.low, total.high) == (7, "c7", 4, 7)
    assert "with 3 open, the table says 7" in " ".join(total.steps)
    columns = {f"odara_{n}": np.array([answers.get(f"odara_{n}", np.nan), 1, 0, np.nan]) for n in range(1, 14)}
    made = instruments.score_columns(filled, columns, "total", informant="worker")
    assert [None if np.isnan(one) else one for one in made.value] == [7, 13, 0, None]


def test_every_fault_of_a_table_of_proration_is_told(tmp_path):
    slot = instruments.load("odara")
    files = invented(slot)
    scoring = yaml.safe_load(files["scoring.yaml"])
    table = scoring["scores"]["total"]["prorating"]
    del table[5]
    scoring["scores"]["total"]["prorating"] = {**table, 2: table[2][:-1], 3: [9, *table[3][1:]], 6: [0] * 8}
    laid(tmp_path, files | {"scoring.yaml": yaml.safe_dump(scoring)})
    with pytest.raises(instruments.BadPack) as refused:
        instruments.fill(slot, tmp_path)
    told = str(refused.value)
    for sentence in (
        "no row for 5 open", "with 2 open it needs 12 values", "with 3 open a value lies outside",
        "a row for 6 open, and it needs 8",
    ):  # fmt: skip
        assert sentence in told
    assert "scoring.yaml:5: total: " in told


def test_the_limits_of_men_and_of_women_are_loaded_apart(tmp_path):
    slot = instruments.load("dudit")
    bands = {
        key: [{"key": "less", "start": 0}, {"key": "more", "start": at}]
        for key, at in (("total", 9), ("total_women", 4))
    }
    case = {"name": "nothing answered", "scores": {}}
    scores = {key: {"bands": one} for key, one in bands.items()}
    texts = words(slot, *(f"band.{key}.{one}" for key in bands for one in ("less", "more")))
    files = {"en.po": texts, "scoring.yaml": yaml.safe_dump({"source": "invented", "scores": scores, "cases": [case]})}
    filled = instruments.fill(slot, laid(tmp_path, files))
    answers = {item.key: 0 for item in filled.items} | {"dudit_1": 4, "dudit_2": 1}
    (his,) = instruments.score(filled, answers, informant="client").scores.values()
    (hers,) = instruments.score(filled, answers, informant="partner").scores.values()
    assert (his.value, his.band, hers.value, hers.band) == (5, "less", 5, "more")


def test_the_danger_assessment_is_answered_by_the_woman_and_nobody_else():
    slot = instruments.load("danger_assessment")
    assert slot.informants == ("partner",)
    answers = {f"da_{n}": 1 for n in range(1, 21)}
    for other in ("client", "worker"):
        with pytest.raises(instruments.Refused, match="is not answered by"):
            instruments.check(slot, answers, informant=other)
        assert instruments.score(slot, answers, informant=other).scores == {}
    (row,) = instruments.score_csv(slot, ["informant,da_1\n", "client,1\n"])
    assert row.result is None


def test_which_banding_scheme_holds_is_stored_with_every_result(tmp_path):
    slot = instruments.load("static_99r")
    filled = instruments.fill(slot, laid(tmp_path, invented(slot)))
    answers = {"static_1": -3, **{f"static_{n}": 0 for n in range(2, 11)}}
    result = instruments.score(filled, answers, informant="worker")
    assert result.scores["total"].steps[-1] == "-3 lies in the band invented (an invented scheme)"
    other = invented(slot) | {"scoring.yaml": invented(slot)["scoring.yaml"].replace("an invented", "another")}
    assert instruments.fill(slot, laid(tmp_path, other)).fingerprint != result.fingerprint


def test_what_an_open_slot_asks_comes_with_the_file_and_whom_and_when_does_not(tmp_path):
    slot = instruments.load("impact_official")
    files = invented(slot)
    whole = yaml.safe_load(files["instrument.yaml"])
    fewer = {**whole, "informants": ["client"], "sections": whole["sections"][1:]}
    laid(tmp_path, {**files, "instrument.yaml": yaml.safe_dump(fewer, sort_keys=False)})
    with pytest.raises(instruments.BadPack) as refused:
        instruments.fill(slot, tmp_path)
    told = str(refused.value)
    assert "“informants” must be that of the slot" in told
    assert "The sections behaviour of the slot are missing" in told


def test_the_structure_of_any_other_slot_is_not_the_files_to_change(tmp_path):
    slot = instruments.load("audit")
    definition = (folders()["audit", "1.0.0"] / "instrument.yaml").read_text()
    laid(tmp_path, invented(slot) | {"instrument.yaml": definition.replace("how: sum", "how: mean")})
    with pytest.raises(instruments.BadPack, match="not the file's to change"):
        instruments.fill(slot, tmp_path)


def test_what_is_no_slot_cannot_be_filled(tmp_path):
    with pytest.raises(ValueError, match="no slot"):
        instruments.fill(instruments.load("five_points"), tmp_path)


def test_judgement_has_no_number():
    assert [one.id for one in SLOTS if not one.scores] == ["b_safer", "impact_official", "sara_v3"]


def test_the_command_writes_a_blank_file_takes_it_back_filled_and_scores_by_it(tmp_path, capsys):
    assert main(["instruments", "show", "static_99r", "--texts"]) == 0
    assert 'msgctxt "static_10"' in capsys.readouterr().out
    laid(tmp_path, invented(instruments.load("static_99r")))
    answers = tmp_path / "answers.csv"
    answers.write_text("static_1," + ",".join(f"static_{n}" for n in range(2, 11)) + "\n1" + ",0" * 9 + "\n")
    assert main(["instruments", "score", "static_99r", str(answers), "--licensed", str(tmp_path)]) == 0
    assert "total: 1, invented" in capsys.readouterr().out
    (tmp_path / "scoring.yaml").unlink()
    assert main(["instruments", "score", "static_99r", str(answers), "--licensed", str(tmp_path)]) == 2
    assert "“bands” of total is missing" in capsys.readouterr().err


def test_of_what_is_on_paper_only_no_electronic_form_is_made(tmp_path, capsys):
    for to in ("fhir", "xlsform", "redcap"):
        assert main(["instruments", "export", "sdq_parent", "--to", to, str(tmp_path / "sdq")]) == 2
    assert "owner's paper only" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
