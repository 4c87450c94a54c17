"""XLSForms: what is carried over, what is refused with a reason, and that nothing breaks the reader."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from article16.instruments.exchange.conditions import NotCarried, bounds, carried
from article16.instruments.exchange.sheets import Unreadable, read_workbook
from article16.instruments.exchange.xlsform import read_form

SURVEY = [
    ["type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "constraint", "appearance",
     "repeat_count", "unknown", "hint::English (en)", "hint::العربية (ar)"],
    ["note", "", "A few questions.", "بعض الأسئلة.", "", "", "", "", "", "", ""],
    ["begin_group", "home", "At home", "في البيت", "", "", "", "", "", "", ""],
    ["select_one yes_no", "police", "Was the police called?", "هل استُدعيت الشرطة؟", "", "", "", "", "yes", "", ""],
    ["integer", "police_times", "How often?", "كم مرة؟", "${police} = '1'", ". >= 1 and . <= 99", "", "", "", "", ""],
    ["select_multiple why", "why", "Why?", "لماذا؟", "", "", "", "", "", "Tick all.", "ضع علامة."],
    ["integer", "children", "How many children?", "كم طفلاً؟", "", ". >= 0 and . <= 8", "", "", "", "", ""],
    ["end_group", "", "", "", "", "", "", "", "", "", ""],
    ["begin_group", "calm", "Calm", "الهدوء", "", "", "table-list", "", "", "", ""],
    ["select_one often", "slept", "I slept well", "نمت جيداً", "", "", "", "", "", "", ""],
    ["select_one often", "ate", "I ate well", "أكلت جيداً", "", "", "", "", "", "", ""],
    ["end_group", "", "", "", "", "", "", "", "", "", ""],
    ["begin_repeat", "child", "Child", "الطفل", "", "", "", "${children}", "", "", ""],
    ["decimal", "age", "Age", "العمر", "", ". >= 0 and . <= 17.5", "", "", "", "", ""],
    ["text", "words", "Anything else?", "شيء آخر؟", "selected(${why}, '2')", "string-length(.) <= 200", "", "", "", "", ""],
    ["end_repeat", "", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::العربية (ar)", "alone"],
    ["yes_no", "0", "No", "لا", ""],
    ["yes_no", "1", "Yes", "نعم", ""],
    ["why", "1", "Anger", "الغضب", ""],
    ["why", "2", "Fear", "الخوف", ""],
    ["why", "9", "None of these", "لا شيء", "yes"],
    ["often", "0", "Never", "أبداً", ""],
    ["often", "1", "Often", "غالباً", ""],
]
SETTINGS = [["form_title::English (en)", "form_title::العربية (ar)", "form_id", "version"],
            ["At home", "في البيت", "at_home", "1.0.0"]]  # fmt: skip
SCORES = [
    ["key", "how", "of", "better", "bands", "label::English (en)", "label::العربية (ar)"],
    ["wellbeing", "sum", "slept ate", "higher", "low:0 high:2", "Wellbeing", "العافية"],
]
ALERTS = [
    ["key", "when", "label::English (en)", "label::العربية (ar)"],
    ["afraid", "selected(${why}, '2')", "Speak today.", "تحدّث اليوم."],
]
CASES = [["name", "slept", "ate", "why", "police", "score.wellbeing"], ["both", "1", "1", "1 2", "0", "2"]]
BOOK = {
    "survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, "scores": SCORES, "alerts": ALERTS, "cases": CASES,
}  # fmt: skip


def excel(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in (BOOK | sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comma_separated(**sheets):
    out = io.StringIO()
    writer = csv.writer(out)
    for name, rows in (BOOK | sheets).items():
        for place, row in enumerate(rows):
            writer.writerow(["" if place else name, *row])
    return out.getvalue().encode()


def form_of(content=None, name="own.xlsx"):
    return read_form(content or excel(), name=name, licence="ours", source="Graz programme")


def with_row(row, at=3):
    return [*SURVEY[:at], row, *SURVEY[at:]]


@pytest.mark.parametrize("name", ["own.xlsx", "own.csv"])
def test_a_form_becomes_a_pack_with_pages_grids_children_and_words(name):
    form = form_of(excel() if name.endswith("xlsx") else comma_separated(), name)
    assert form.faults == []
    home, calm, child = form.definition["sections"]
    assert [one["key"] for one in home["items"]] == ["police", "police_times", "why", "children"]
    assert home["items"][1]["when"] == "police == 1"
    assert home["items"][1]["range"] == [1, 99]
    assert home["items"][0]["unknown"] is True
    assert calm["items"] == [{"grid": "calm", "scale": "often", "rows": [{"key": "slept"}, {"key": "ate"}]}]
    assert child["repeat"] == "child"
    assert child["items"][0]["whole"] is False
    assert child["items"][1] | {"when": "chosen(why, 2)", "longest": 200} == child["items"][1]
    assert form.definition["repeats"] == [{"key": "child", "count": "children", "most": 8}]
    assert form.definition["scales"]["why"] == [{"code": 1}, {"code": 2}, {"code": 9, "alone": True}]
    assert form.definition["languages"] == {"en": {"direction": "ltr"}, "ar": {"direction": "rtl"}}
    assert form.texts["ar"]["choice.often.0"] == "أبداً"
    assert form.texts["en"]["intro"] == "A few questions."
    assert form.definition["alerts"] == [{"key": "afraid", "when": "chosen(why, 2)"}]
    case = form.definition["cases"][0]
    assert case["answers"] == {"slept": 1, "ate": 1, "why": [1, 2], "police": 0}
    assert case["scores"] == {"wellbeing": 2.0}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["geopoint", "where", "Where?", "أين؟"], "no kind of question"),
        (["integer", "n", "How many?", "كم؟"], "needs both bounds"),
        (["text", "BigName", "Name?", "اسم؟"], "at most 28 small letters"),
        (["text", "a" * 29, "Name?", "اسم؟"], "at most 28 small letters"),
        (["text", "open", "Say ${police}", "قل"], "answers cannot be put into words"),
        (["text", "open", "Say", ""], "the words in ar are missing"),
        (["text", "open", "Say", "قل", "pulldata('a', 'b')"], "pulldata() is not known here"),
        (["select_one yes_no or_other", "more", "More?", "المزيد؟"], "write the further answer as a choice"),
        (["begin_group", "inner", "Inner", "داخل"], "can only be a table"),
        (["begin_repeat", "inner", "Inner", "داخل"], "can only be a table"),
    ],
)
def test_what_has_no_counterpart_is_refused_with_sheet_row_and_reason(row, sentence):
    form = form_of(excel(survey=with_row(row)))
    assert any(one.file == "survey" and one.line == 4 and sentence in one.sentence for one in form.faults), form.faults


def test_all_faults_come_at_once():
    bad = [
        ["geopoint", "where", "Where?", "أين؟"],
        ["integer", "n", "How many?", "كم؟"],
        ["text", "X", "Say", "قل"],
        ["text", "open", "Say", ""],
    ]
    form = form_of(excel(survey=[*SURVEY[:3], *bad, *SURVEY[3:]], settings=[SETTINGS[0], ["T", "ت", "Bad Id", "2024"]]))
    assert [(one.file, one.line) for one in form.faults] == [
        ("settings", 2), ("settings", 2), ("survey", 4), ("survey", 5), ("survey", 6), ("survey", 7),
    ]  # fmt: skip


def test_what_is_done_otherwise_is_said():
    heads = [*SURVEY[0], "required"]
    form = form_of(
        excel(survey=[heads, *SURVEY[1:3], [*SURVEY[3], "", "yes"][: len(heads)], *SURVEY[4:]], extra=[["a"], ["b"]])
    )
    assert any("extra is not used" in note for note in form.notes)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("${police} = 1", "police == 1"),
        ("${a} >= 2 and not(${b} = 3)", "a >= 2 and not ( b == 3 )"),
        ("selected(${why}, '2') or ${n} div 2 > 1", "chosen(why, 2) or n / 2 > 1"),
        ("count-selected(${why}) > 1", "( why ) > 1"),
        ("if(${a} = 1, 2, 3)", "if ( a == 1 , 2 , 3 )"),
    ],
)
def test_conditions_are_carried_over(theirs, ours):
    assert " ".join(carried(theirs).split()) == ours


@pytest.mark.parametrize("text", ["${a} = 'x'", "now() > 1", ". > 1", "regex(${a}, 'b')", "${a} = #", "selected(${a})"])
def test_conditions_without_a_counterpart_are_refused(text):
    with pytest.raises(NotCarried):
        carried(text)


def test_bounds_of_numbers():
    assert bounds(". >= 0 and . <= 17.5") == (0, 17.5)
    assert bounds(".>0 and .<10") == (1, 9)
    with pytest.raises(NotCarried):
        bounds("${a} > .")


def test_what_is_no_workbook_is_refused_in_a_sentence():
    for content, name in (
        (b"", "a.xlsx"),
        (b"PK\x03\x04junk", "a.xlsx"),
        (b"\xff\xfe", "a.csv"),
        (b"x" * 2_000_001, "a.csv"),
    ):
        with pytest.raises(Unreadable):
            read_workbook(content, name=name)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=30), max_size=12), max_size=12),
    st.sampled_from(["survey", "choices", "settings", "scores", "cases"]),
)
def test_no_cells_break_the_reader(rows, sheet):
    heads = BOOK[sheet][0]
    form = form_of(comma_separated(**{sheet: [heads, *rows]}), "own.csv")
    assert all(one.sentence for one in form.faults)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv"]))
def test_no_bytes_break_the_reader(content, name):
    assert form_of(content or b" ", name).faults


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="${}ab1'=<>()., andornotselected-", max_size=60))
def test_no_expression_breaks_the_translation(text):
    with suppress(NotCarried):
        assert isinstance(carried(text), str)
