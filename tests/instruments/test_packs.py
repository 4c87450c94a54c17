"""Packs: all problems at once by line, released versions never change, worked cases agree."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16 import instruments
from article16.instruments.catalogue import read_catalogue, write_catalogue
from article16.instruments.library import released, unrecorded

ALL = list(instruments.load_all())
GOOD = """id: calm
version: 1.0.0
status: draft
source: {text: made up, licence: none}
informants: [client, partner]
times: [T0, T1]
modes: [self]
languages:
  en: {direction: ltr}
  de: {direction: ltr}
scales:
  much: [0, 1, 2]
sections:
- key: one
  items:
  - grid: rows
    scale: much
    rows: [first, second]
  - {key: number, kind: numeric, range: [0, 9], when: first >= 1}
scores:
- key: total
  how: sum
  of: [first, second]
  better: {client: lower, partner: higher}
  bands: [{key: low, start: 0}, {key: high, start: 3}]
cases:
- {name: two and one, answers: {first: 2, second: 1}, scores: {total: 3}, bands: {total: high}}
- {name: one left open, answers: {first: 1}, scores: {total: null}, ranges: {total: [1, 3]}}
"""
KEYS = [
    "title", "section.one", "grid.rows", "first@client", "first@partner", "second", "number",
    "choice.much.0", "choice.much.1", "choice.much.2", "score.total", "band.total.low", "band.total.high",
]  # fmt: skip


def pack(folder: Path, definition: str = GOOD) -> Path:
    (folder / "instrument.yaml").write_text(definition)
    (folder / "en.po").write_text(write_catalogue((key, f"{key} in English", "") for key in KEYS))
    (folder / "de.po").write_text(write_catalogue((key, f"{key} in English", f"{key} deutsch") for key in KEYS))
    return folder


def sentences(folder: Path, **more) -> list[str]:
    _, faults = instruments.examine(folder, **more)
    return [f"{Path(fault.file).name}:{fault.line}: {fault.sentence}" for fault in faults]


def test_a_good_pack_loads_and_cannot_be_changed(tmp_path):
    calm = instruments.load_pack(pack(tmp_path))
    assert instruments.failures(calm) == ()
    assert calm.text("first", language="de", informant="partner") == "first@partner deutsch"
    with pytest.raises(FrozenInstanceError):
        calm.version = "2.0.0"
    with pytest.raises(TypeError):
        calm.texts["en"]["title"] = "other"


def test_a_pack_with_ten_faults_lists_ten(tmp_path):
    definition = GOOD
    for good, bad in (
        ("version: 1.0.0", "version: one"),  # line 2
        ("modes: [self]", "modes: [telepathy]"),  # 7
        ("much: [0, 1, 2]", "much: [0, 1, 2, 2]"),  # 12
        ("range: [0, 9], when: first >= 1}", "range: [9, 0], when: first >= }\n  - {key: first, kind: text}"),  # 19, 20
        ("of: [first, second]", "of: [first, third]\n  at_least: 1\n  colour: red"),  # 24 and 22
        ("{key: low, start: 0}, {key: high, start: 3}", "{key: low, start: 0}, {key: high, start: 0}"),  # 28
    ):
        assert good in definition
        definition = definition.replace(good, bad)
    told = sentences(pack(tmp_path, definition))
    assert [line.split(": ", 1)[0] for line in told if line.startswith("instrument")] == [
        f"instrument.yaml:{line}" for line in (2, 7, 12, 19, 19, 20, 22, 22, 26, 28)
    ]
    assert len(told) == 10


def test_faults_behind_a_part_that_was_taken_out_keep_their_line(tmp_path):
    definition = GOOD.replace("- {name: two and one,", "- {nonsense: two and one,").replace(
        "ranges: {total: [1, 3]}", "ranges: 4"
    )
    assert [line.split(": ", 1)[0] for line in sentences(pack(tmp_path, definition))] == [
        "instrument.yaml:27", "instrument.yaml:27", "instrument.yaml:28"
    ]  # fmt: skip


def test_texts_lacking_stale_doubled_and_unused_are_found_by_file_and_line(tmp_path):
    pack(tmp_path)
    german = (tmp_path / "de.po").read_text().replace("title in English", "an older title")
    german = german.replace('msgctxt "second"', 'msgctxt "secnd"').replace('msgstr "number deutsch"', 'msgstr ""')
    (tmp_path / "de.po").write_text(german + 'nonsense\n\nmsgctxt "first@client"\nmsgid "x"\nmsgstr "y"\n')
    told = sentences(tmp_path)
    for part in ("is missing", "have changed", "is not translated", "Nothing uses", "second time", "cannot be read"):
        assert any(part in line for line in told), part
    assert all(line.startswith("de.po:") for line in told)


def test_a_text_for_one_informant_alone_is_missing_for_the_other(tmp_path):
    pack(tmp_path)
    for name in ("en", "de"):
        path = tmp_path / f"{name}.po"
        path.write_text(path.read_text().replace("first@partner", "first@nobody"))
    assert any("missing for partner" in line for line in sentences(tmp_path))


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        ("a: &x [1]\nb: *x", "Anchors"), ("a: 1\na: 2", "twice"), ("a: [", "not YAML"), ("- 1", "table"), ("", ""),
        ("x" * 1_000_001, "allowed"), ("a: !!python/object:os.system x", "not YAML"), ("[" * 5000, ""), ("yes: 1", "another word"),
    ],
    ids=["anchor", "doubled", "broken", "list", "empty", "long", "python", "deep", "no-word"],
)  # fmt: skip
def test_what_is_no_pack_is_refused_with_a_sentence(tmp_path, bad, part):
    (tmp_path / "instrument.yaml").write_text(bad)
    told = sentences(tmp_path)
    assert any(part in line for line in told) or (bad == "" and told == [])
    with pytest.raises(instruments.BadPack):
        instruments.load_pack(tmp_path)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_pack_with_any_line_spoilt_is_loaded_or_refused_and_nothing_else(data, tmp_path_factory):
    lines = GOOD.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    lines[place] = data.draw(
        st.sampled_from(["", lines[place] + " x", "  " + lines[place], "? : -", lines[place].replace("[", "{")])
    )
    folder = tmp_path_factory.mktemp("pack")
    pack(folder, "\n".join(lines))
    built, faults = instruments.examine(folder)
    assert built is not None or faults or not any(lines)
    assert all(fault.line >= 1 for fault in faults)


def test_a_released_version_is_immutable_and_layout_does_not_count(tmp_path):
    definition = GOOD.replace("status: draft", "status: released")
    first = instruments.load_pack(pack(tmp_path, definition))
    record = {("calm", "1.0.0"): first.fingerprint}
    assert sentences(pack(tmp_path, "# a remark\n" + definition), released=record) == []
    for changed in (definition.replace("start: 3", "start: 2"), definition.replace("made up", "made up again")):
        assert any(
            "was released with other content" in line for line in sentences(pack(tmp_path, changed), released=record)
        )
    pack(tmp_path, definition)
    (tmp_path / "de.po").write_text((tmp_path / "de.po").read_text().replace("second deutsch", "zweite"))
    assert any("was released" in line for line in sentences(tmp_path, released=record))


def test_what_the_library_released_is_recorded():
    assert [one.id for one in unrecorded()] == []
    loaded = {(one.id, one.version): one.fingerprint for one in ALL}
    assert {key: loaded[key] for key in released()} == released()


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
def test_worked_cases_agree(instrument):
    assert len(instrument.cases) >= 2
    assert instruments.failures(instrument) == ()


def test_weights_and_reversed_questions_as_on_paper(tmp_path):
    weighted = "how: sum\n  weights: {first: 3, second: -1}\n  reverse: [second]"
    definition = GOOD.replace("how: sum", weighted).replace("{key: low, start: 0}", "{key: low, start: -2}")
    # first counts 2 x 3, second is turned round to 1 and taken off; one left open: 3 - 2 to 3 - 0.
    definition = definition.replace("scores: {total: 3}", "scores: {total: 5}")
    calm = instruments.load_pack(pack(tmp_path, definition))
    assert instruments.failures(calm) == ()
    columns = {"first": np.array([2, 1]), "second": np.array([1.0, np.nan])}
    many = instruments.score_columns(calm, columns, "total", informant="client")
    assert many.value[0] == 5
    assert (many.low[1], many.high[1]) == (1, 3)


def test_what_the_path_may_still_lead_round_can_add_nothing(tmp_path):
    definition = GOOD.replace("of: [first, second]", "of: [first, second, number]").replace("[1, 3]}}", "[1, 12]}}")
    calm = instruments.load_pack(pack(tmp_path, definition))
    ranges = {
        row: (one.low, one.high)
        for row, answers in {"skipped": {"first": 0}, "put": {"first": 1}, "either": {"second": 2}}.items()
        for one in [instruments.score(calm, answers, informant="client").scores["total"]]
    }
    # skipped: 0 and 0 to 2. put: 1, 0 to 2 and 0 to 9. either: first 0 to 2, 2, and 0 to 9 or nothing.
    assert ranges == {"skipped": (0, 2), "put": (1, 12), "either": (2, 13)}


def test_a_case_that_is_wrong_says_what_came_out(tmp_path):
    calm = instruments.load_pack(pack(tmp_path, GOOD.replace("scores: {total: 3}", "scores: {total: 4}")))
    ((case, sentence),) = instruments.failures(calm)
    assert case.line == 27
    assert sentence == "two and one: total is 3.0, by hand 4.0."


# What her worker fills in and his does not, with the one question about sources that each has.
NOT_IN_HIS_FILE = {"risk_register": {"her_fear", "her_alone", "her_care", "her_despair", "sources", "his_sources"}}


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
def test_both_informants_are_asked_the_same_with_the_same_choices(instrument):
    """One key, one scale: what differs is the words, and each informant has them in every language."""
    for item in instrument.items:
        if item.key not in NOT_IN_HIS_FILE.get(instrument.id, ()):
            assert item.informants == frozenset(instrument.informants), item.key
        for language in instrument.languages:
            words = [instrument.text(item.key, language=language.code, informant=who) for who in item.informants]
            assert all(word.strip() for word in words)
    for score in instrument.scores:
        assert set(score.better) >= score.informants


def test_five_points_covers_every_domain_and_every_measure():
    five = instruments.load("five_points")
    assert {item.impact for item in five.items} >= {1, 2, 3, 4, 5, 6}  # 7 is asked of the programme, not of people
    assert {item.mirabal for item in five.items} >= {1, 2, 3, 4, 5, 6}
    assert set(five.times) == {"T0", "T1", "T2", "T3", "T4"}


def test_words_never_blame_her():
    five = instruments.load("five_points")
    told = " ".join(words for key, words in five.texts["en"].items() if not key.startswith("choice.why"))
    assert [
        word for word in ("provoke", "refus", "allege", "fault", "couple", "conflict", "just ", "!") if word in told
    ] == []


def test_the_same_effect_points_two_ways():
    """A rise in what he acknowledges is wished for; a rise in what she feels is not."""
    impacts = next(score for score in instruments.load("five_points").scores if score.key == "impacts")
    assert (impacts.better["client"], impacts.better["partner"]) == ("higher", "lower")


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z.]{1,8}", fullmatch=True), st.text(min_size=1, max_size=30), st.text(max_size=30)
        ),
        unique_by=lambda e: e[0],
    )
)
def test_texts_survive_their_file(entries):
    printable = [
        (k, *(("".join(c for c in t if c.isprintable() or c in "\n\t")) for t in words)) for k, *words in entries
    ]
    found = read_catalogue(write_catalogue(printable))
    assert [(key, entry.source, entry.words) for key, entry in found.entries.items()] == printable
    assert found.faults == ()


def test_five_points_is_whole_in_four_languages_and_arabic_runs_from_the_right():
    five = instruments.load("five_points")
    assert {one.code: one.direction for one in five.languages} == {"en": "ltr", "de": "ltr", "es": "ltr", "ar": "rtl"}
    for language in five.languages:
        assert len({key.partition("@")[0] for key in five.texts[language.code]}) == len(
            {key.partition("@")[0] for key in five.texts["en"]}
        )
    assert sum("\u0600" <= letter <= "\u06ff" for letter in five.text("title", language="ar")) > 20


def test_what_no_native_speaker_has_read_is_released_as_a_draft_of_its_language_alone():
    five = instruments.load("five_points")
    assert five.status == "released"
    assert [one.code for one in five.languages if one.draft] == ["de", "es", "ar"]


TURNED = (
    ("harm yourself so that she", "harm himself so that you"), ("where she was", "where you were"),
    ("whom she may", "whom you may"), ("what she spent", "what you spent"), ("that she did", "that you did"),
    ("was hers", "was yours"), ("that she needed", "that you needed"), ("her permission", "your permission"),
    ("her neck", "your neck"), ("her name", "your name"), ("her will", "your will"), ("her messages", "your messages"),
    ("her accounts", "your accounts"), (" her", " you"),
)  # fmt: skip


def test_each_act_is_the_same_act_in_both_versions():
    """Turning “her” into “you” makes the one version of the other, word for word."""
    five = instruments.load("five_points")
    grids = [item for item in five.items if item.grid and item.impact == 1]
    assert len(grids) == 29
    for item in grids:
        words = five.text(item.key, language="en", informant="client")
        for hers, yours in TURNED:
            words = words.replace(hers, yours)
        assert words == five.text(item.key, language="en", informant="partner")
