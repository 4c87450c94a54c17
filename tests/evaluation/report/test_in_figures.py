"""Numbers and words inside figures: as the language writes them, and from right to left where it runs so."""

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from article16.evaluation.report import words as catalogues
from article16.evaluation.report.drawing import canvas, for_print, named_points
from article16.evaluation.report.html import as_html
from article16.evaluation.report.making import FORM, form_of, report_on
from article16.evaluation.report.model import Picture, Report
from article16.evaluation.report.saving import as_pdf
from article16.evaluation.report.words import Words
from tests.evaluation.report import studies

AT = datetime(2026, 11, 21, tzinfo=UTC)
ARABIC = {
    "Referred": "أُحيلوا",
    "Started (T1)": "بدأوا (T1)",
    "days from the first session; below: men still followed": "أيام منذ الجلسة الأولى (365)؛ في الأسفل: من لا يزال يُتابَع",
    "points; above 0 is safer": "نقاط؛ ما فوق الصفر أكثر أمانًا",
}


def pictures(report: Report) -> dict[str, Picture]:
    return {one.name: one for part in report.parts for one in part.pictures}


def labels(picture: Picture) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)


def test_spanish_axes_write_a_decimal_comma() -> None:
    seen = pictures(studies.report("es"))
    every = [label for picture in seen.values() for label in labels(picture)]
    assert any(re.fullmatch(r"−?\d+,\d+", label) for label in every)
    assert not [label for label in every if re.search(r"\d\.\d", label)]


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Words:
    """A few sentences of a translation; the others stay English."""
    rows = "\n".join(f'msgid "{text}"\nmsgstr "{said}"\n' for text, said in ARABIC.items())
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "ar.po").write_text(head + rows, encoding="utf-8")
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    catalogues._catalogue.cache_clear()
    yield Words("ar")
    catalogues._catalogue.cache_clear()


def test_arabic_words_in_a_figure_are_runs_from_the_right(arabic: Words) -> None:
    report = report_on(studies.data(), arabic, release=False)
    assert report.right_to_left
    seen = pictures(report)
    shown = {name: re.findall(r"<text[^>]*>.*?</text>", picture.svg, re.DOTALL) for name, picture in seen.items()}
    plain = {name: [re.sub(r"<[^>]*>", "", one) for one in texts] for name, texts in shown.items()}
    assert "أيام منذ الجلسة الأولى (365)؛ في الأسفل: من لا يزال يتابع" in plain["endings"]
    assert "أحيلوا" in plain["flow"]
    for name, texts in shown.items():
        for one, said in zip(texts, plain[name], strict=True):
            assert ("unicode-bidi: plaintext" in one) is not said.isascii() or not re.search("[\u0590-\u08ff]", said)
    # Rows begin at the right: there stand their names, beyond the bars.
    started = next(one for one in shown["flow"] if "بدأوا" in re.sub(r"<[^>]*>", "", one))
    runs = re.findall(r"<tspan[^>]*>([^<]*)</tspan>", for_print(started))
    assert runs == ["(T1) ", "بدأوا"], "as it is seen, for what prints every line from the left"
    assert float(re.search(r' x="([\d.]+)"', started)[1]) > 0.6 * 460.8
    assert 'dir="rtl"' in as_html(report)
    assert as_pdf(report, at=AT).startswith(b"%PDF")


@pytest.mark.parametrize("seed", range(3))
def test_no_name_lies_on_another_or_on_a_mark_and_who_is_outside_is_named(seed: int) -> None:
    chance = np.random.default_rng(seed)
    points = [
        (float(chance.integers(100, 180)), float(chance.normal(0.55, 0.04)), f"Programme of place {n}")
        for n in range(16)
    ]
    outside = [points[3][2], points[8][2]]
    with canvas(6.4, 3.2, words=Words("en")) as (figure, (axes,)):
        for x, y, _name in points:
            axes.plot([x], [y], marker="o")
        axes.set_ylim(0, 1)
        named_points(axes, points, always=outside)
        figure.draw_without_rendering()
        marks = axes.transData.transform([one[:2] for one in points])
        boxes = [text.get_window_extent() for text in axes.texts]
    assert {*outside} <= {text.get_text() for text in axes.texts}
    assert len(boxes) > 4
    assert not [one for place, one in enumerate(boxes) for other in boxes[:place] if one.overlaps(other)]
    assert not [one for one in boxes for mark in marks if one.contains(*mark)]


def test_words_under_fields_of_long_languages_stand_beside_each_other() -> None:
    words = [one for one in labels(pictures(studies.report("es"))["attendance"]) if not re.fullmatch(r"P?\d+", one)]
    assert {"ninguna", "la mitad"} <= set(words)
    assert max(map(len, words)) <= 14


def test_programmes_beside_each_other_with_what_a_further_one_may_expect() -> None:
    report = studies.report("en", 600, 9)
    found = pictures(report)["forest"]
    assert {"P00001", "P00002", "P00003", "mean", "a further programme"} <= set(labels(found))
    numbers = {one.key: one.result for one in report.numbers}
    new, mean = numbers["differ.programmes.new"], numbers["differ.programmes.mean"]
    assert new.interval is not None
    assert mean.interval is not None
    assert new.interval.kind == "prediction"
    assert new.interval.low <= mean.interval.low
    assert new.interval.high >= mean.interval.high
    assert new.n == sum(one.n for key, one in numbers.items() if key.endswith(".points") and key.startswith("differ."))
    assert "It is not the effect" in " ".join(next(part for part in report.parts if part.key == "differ").words)


def test_what_goes_with_dropping_out_has_both_ratios() -> None:
    numbers = {one.key: one.result for one in studies.report("en", 600, 9).numbers}
    pairs = [(key, key.removesuffix("ratio") + "share") for key in numbers if re.fullmatch(r"attrition\.predictors\.\d\.ratio", key)]  # fmt: skip
    assert pairs
    for cause, share in pairs:
        assert numbers[cause].method.startswith("Cox")
        assert numbers[share].method.startswith("Fine-Gray")


@pytest.mark.parametrize("year", ["", "2026"])
def test_the_yearly_form_is_an_output_of_its_own_from_the_same_numbers(year: str) -> None:
    report = report_on(studies.only(studies.data(), np.arange(120)), Words("en"), release=False)
    form = form_of(report, year=year)
    assert form.title.startswith("Report on the use and impact of the programme")
    assert form.title.endswith(f"during the year {year}") == bool(year)
    assert [part.key.split(" ")[0] for part in form.parts] == sorted(
        (part.key.split(" ")[0] for part in form.parts), key=FORM.index
    )
    assert form.parts[0].key == "yearly"
    assert all(part in report.parts for part in form.parts)
    assert as_html(form).count("<h1>") == 1
    assert as_pdf(form, at=AT).startswith(b"%PDF")
