"""Every number that is not in a table is one of a result too: in sentences, in notes, in the words and marks of figures."""

import re

import pytest

from tests.evaluation.report import studies

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
# What is no result: no effect, a year, the ends of a scale, the assumed reliability, the widths of intervals.
SETTINGS = {"0", "1", "100", "365", "0.8", "95", "99.8"}


@pytest.mark.parametrize("release", [False, True])
def test_every_number_in_a_sentence_a_note_or_a_figure_is_one_of_a_result(release: bool):
    report = studies.report(release=release)
    known = {one for number in report.numbers for one in NUMBER.findall(number.text)} | SETTINGS
    for part in (one for one in report.parts if one.key != "methods"):
        notes = [one.note for one in (*part.tables, *(picture.table for picture in part.pictures))]
        for line in (*part.words, *part.missing, *notes, *(one.alt for one in part.pictures)):
            assert set(NUMBER.findall(line)) <= known, (part.key, line)
        for picture in (*part.pictures, *(one.picture for one in part.beside)):
            drawn = {one for text in drawn_in(picture.svg) for one in NUMBER.findall(text)}
            assert drawn <= known, (picture.name, drawn - known)


def drawn_in(svg: str) -> list[str]:
    """The texts of a figure but for the scale of its axes: of a mark on it what stands in a further line."""
    texts: list[str] = []
    mark = ""
    for group in svg.split('<g id="')[1:]:
        mark = group[:5] if group[:6] in ("xtick_", "ytick_") else mark
        lines = [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<text[^>]*>.*?</text>", group, re.DOTALL)]
        texts += lines if not mark else lines[1:] if mark == "xtick" else []
        mark = "" if lines else mark
    return texts
