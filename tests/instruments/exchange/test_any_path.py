"""Any path through any instrument gives answers that validate, score, export and read back equal.

By way of the door that `article16 instruments export` uses, into every format that it offers; read back by our reader,
and once more after a program that is not ours has read the file and written it.
"""

import io
import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from article16 import instruments
from article16.cli.instruments import FORMATS
from article16.instruments.exchange.codebook import from_csv
from article16.instruments.exchange.exporting import exported
from article16.instruments.exchange.fhir_answers import from_fhir
from article16.instruments.exchange.filled import NotExported, read_answers
from article16.instruments.exchange.parquet import from_parquet
from article16.instruments.exchange.spss import from_sav
from article16.instruments.missing import CODES, Missing
from tests.instruments.exchange.drawn import ALL, QUICK, rows_of
from tests.instruments.exchange.elsewhere import AGAIN

BACK = {"csv": from_csv, "sav": from_sav, "parquet": from_parquet, "fhir": from_fhir}
QUESTIONS_ONLY = {"xlsform", "redcap"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def test_every_format_of_the_command_is_here():
    assert {*BACK, *QUESTIONS_ONLY} == {*AGAIN, *QUESTIONS_ONLY} == set(FORMATS)


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: f"{one.id}-{one.version}")
@QUICK
@given(data=st.data())
def test_any_path_validates_scores_exports_and_reads_back_equal(instrument, data):
    rows = data.draw(rows_of(instrument))
    scored = [result(instrument, row) for row in rows]
    for to in FORMATS:
        content, reasons = made(instrument, rows, to)
        if content is None:
            assert refusable(instrument, rows, to), reasons
            assert all(reason.endswith(".") for reason in reasons), reasons
            continue
        back = BACK[to](instrument, content)
        assert back == rows, to
        assert [result(instrument, row) for row in back] == scored, to
        assert BACK[to](instrument, AGAIN[to](instrument, content, rows)) == rows, to
        if to == "csv":  # what `score` and `export --answers` read
            assert read_answers(instrument, io.StringIO(content.decode(), newline="")) == rows


def made(instrument, rows, to):
    """The file, or why there is none."""
    try:
        return exported(instrument, rows, to=to).files[""], ()
    except NotExported as no:
        return None, no.reasons


def result(instrument, row):
    """Scores with their steps, and what needs a person today; the answers are valid or this raises."""
    return instruments.score(instrument, row.answers, informant=row.informant, time=row.time or None)


def refusable(instrument, rows, to):
    """Whether the format has no place for something in it; else no reason against writing it is a good one."""
    words = [answer for row in rows for answer in row.answers.values() if type(answer) is str]
    codes = [row.person for row in rows]
    match to:
        case "csv":
            return any(not one.strip() or "\0" in one or one in CODES for one in words)
        case "sav":
            return any("\0" in one or one.endswith(" ") for one in words + codes)
        case "parquet":
            return False
        case "fhir":
            odd = [one for one in words if not one.strip()] + [one for one in codes if one and not one.strip()]
            return bool(odd) or CONTROL.search("".join(words + codes)) or instrument.modes == ("paper",)
        case _:
            return True  # their answers come from where people are asked


def test_the_drawn_paths_lead_everywhere():
    five = instruments.load("five_points")
    answered, kinds, children = set(), set(), set()

    @settings(QUICK, max_examples=30, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.data())
    def drawn(data):
        (row,) = data.draw(rows_of(five, most=1))
        children.add(sum(key.startswith("child_age.") for key in row.answers))
        for key, answer in row.answers.items():
            if isinstance(answer, Missing):
                kinds.add(answer)
            else:
                answered.add(key.partition(".")[0])

    drawn()
    assert kinds == set(Missing)
    assert answered == set(five.by_key)
    most = five.repeats[0].most
    assert {0, most} < children
    assert children & set(range(1, most))
