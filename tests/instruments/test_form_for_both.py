"""One form for him and her: one instrument wherever it is taken in, or a sentence that says why not."""

import pytest
from pyxform.xls2xform import convert

from article16.common.questionnaires.parcels import examined
from article16.instruments.definition import Direction
from article16.instruments.exchange.xlsform import read_form
from tests.instruments.form_for_both import HEADS, SETTINGS, for_both
from tests.instruments.test_xlsform import SURVEY


def taken(content=None, informant="client", source="typed here", licence="typed too"):
    """The instrument when there is one, and every sentence about what is wrong."""
    form = read_form(content or for_both(), name="own.xlsx", source=source, licence=licence, informant=informant)
    made, faults = examined(form.definition, form.texts, name="survey", lines=form.lines)
    return made, " ".join(one.sentence for one in [*form.faults, *faults])


def test_it_is_one_instrument_wherever_it_is_taken_in_and_whatever_is_typed_there():
    (his, wrong), (hers, _same) = taken(), taken(informant="partner", source="another", licence="terms")
    assert not wrong
    assert his.fingerprint == hers.fingerprint
    assert his.informants == ("client", "partner")
    assert his.source.text == "Our team, 2026"


def test_it_speaks_to_each_of_them_in_their_words_and_asks_each_what_concerns_them():
    made, _wrong = taken()
    words = {who: made.text("police", language="en", informant=who) for who in made.informants}
    assert words == {"client": "Was the police called?", "partner": "Was the police called because of him?"}
    assert made.text("police", language="ar", informant="partner") == "هل استُدعيت الشرطة بسببه؟"
    assert made.text("slept", language="en", informant="partner") == "I slept well"
    assert "children" not in {one.key for one in made.items_for("partner")}
    assert "children" in {one.key for one in made.items_for("client")}
    assert made.scores[0].better == {"client": Direction.NEITHER, "partner": Direction.HIGHER}
    assert made.cases[0].informant == "partner"


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("informants", "client judge", "“judge” is not one of client, partner"),
        ("informants", "partner", "“client” is missing"),
        ("source", "", "has source and licence here"),
        ("licence", "", "has source and licence here"),
    ],
)
def test_a_form_that_cannot_be_one_for_both_says_why(column, value, sentence):
    row = [value if head == column else cell for head, cell in zip(*SETTINGS, strict=True)]
    assert sentence in taken(for_both(settings=[SETTINGS[0], row]))[1]


def test_words_to_her_in_one_language_and_not_in_another_are_a_fault():
    survey = [[*SURVEY[0], *HEADS], *([*row, "", "", ""] for row in SURVEY[1:8])]
    survey[3] = [*SURVEY[3], "Was the police called because of him?", "", ""]
    assert "label@partner: the words in ar are missing" in taken(for_both(survey=survey))[1]


def test_words_for_somebody_who_is_not_asked_are_a_fault():
    row = ["client" if head == "informants" else cell for head, cell in zip(*SETTINGS, strict=True)]
    assert "label@partner: the form is not asked of “partner”" in taken(for_both(settings=[SETTINGS[0], row]))[1]


def test_what_is_wrong_with_the_settings_is_said_once_and_in_words():
    row = [{"form_id": "X Y", "version": "one"}.get(head, cell) for head, cell in zip(*SETTINGS, strict=True)]
    wrong = taken(for_both(settings=[SETTINGS[0], row]))[1]
    assert wrong.count("form_id") == wrong.count("version") == 1
    assert "pattern" not in wrong


def test_odk_takes_the_same_file_and_asks_him():
    made = convert(for_both(), file_type=".xlsx")
    assert "Was the police called?" in made.xform
    assert "because of him" not in made.xform
