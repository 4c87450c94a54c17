"""A report says what is known, with every number traced to its result, and says what is not, whatever the study lacks."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from article16.evaluation.report import desk as desks
from article16.evaluation.report.data import Data
from article16.evaluation.report.making import CHAPTERS, Stopped, make_report, report_on
from article16.evaluation.report.model import Report
from article16.evaluation.report.saving import as_pdf
from article16.evaluation.report.words import UnknownLanguage, Words
from article16.evaluation.results import Result
from tests.evaluation.report import studies

AT = datetime(2026, 11, 21, tzinfo=UTC)


def made(data: Data, *, release: bool = False, language: str = "en") -> Report:
    return report_on(data, Words(language), release=release)


def tables(report: Report) -> list:
    return [one for part in report.parts for one in (*part.tables, *(picture.table for picture in part.pictures))]


@pytest.fixture(scope="module")
def report() -> Report:
    return made(studies.data())


def test_every_number_in_a_table_is_the_one_of_its_result(report: Report):
    numbers = {one.key: one for one in report.numbers}
    cells = [cell for table in tables(report) for row in table.rows for cell in row if cell.number]
    assert len(cells) > 250
    for cell in cells:
        number = numbers[cell.number]
        assert cell.text == number.text
        if number.result.estimate is None:
            assert cell.text == desks.NONE
        elif not cell.number.endswith("bounds"):
            assert _first(cell.text) == pytest.approx(_printed(number.result, number.shown), abs=_grain(cell.text))


def _first(text: str) -> float:
    found = re.match(r"[−-]?[\d,]*\.?\d+", text)
    assert found, text
    value = float(found[0].replace("−", "-").replace(",", ""))
    return value / 100 if text[found.end() :].startswith("%") else value


def _printed(result: Result, shown: float | None) -> float:
    assert shown is not None
    assert shown in (pytest.approx(result.value), pytest.approx(np.exp(result.value)))
    return shown


def _grain(text: str) -> float:
    """Half of the last digit printed."""
    found = re.match(r"[−-]?[\d,]*(?:\.(\d+))?(%?)", text)
    assert found
    return 0.5 * 10.0 ** -len(found[1] or "") / (100 if found[2] else 1) * 1.001


def test_a_number_without_a_result_stands_in_no_table(report: Report):
    # Heads, steps and names may hold digits; the other cells are numbers with a result, or words.
    for table in tables(report):
        if table.caption in ("Methods used", "How much must"):
            continue
        for row in table.rows:
            for cell in row[1:]:
                assert cell.number or not re.match(r"[\d−]", cell.text) or len(cell.text) <= 4, (
                    table.caption,
                    cell.text,
                )


def test_each_number_says_who_reports_and_on_how_many_it_rests(report: Report):
    for one in report.numbers:
        estimand = one.result.estimand
        assert estimand.population
        assert estimand.clock
        assert estimand.outcome
        assert estimand.informant
        if one.result.estimate is not None:
            assert one.result.n > 0 or one.result.method.startswith("count")


def test_the_two_informants_never_stand_in_one_number(report: Report):
    for one in report.numbers:
        if one.key.startswith("change "):
            assert one.result.estimand.informant in ("client", "partner", "programme")


LACKING = {
    "one informant": lambda: studies.without_informant(studies.data(), "partner"),
    "no T3": lambda: studies.without_time(studies.data(), 3),
    "no T4": lambda: studies.without_time(studies.data(), 4),
    "six men": lambda: studies.only(studies.data(), np.arange(6)),
    "nobody": lambda: studies.only(studies.data(), np.arange(0)),
    "one man": lambda: studies.only(studies.data(), np.arange(1)),
    "all censored": lambda: studies.all_censored(studies.data()),
    "nobody started": lambda: studies.only(studies.data(), np.flatnonzero(~studies.data().started)),
    "a bare list": lambda: studies.bare(studies.data()),
    "a comparison group": lambda: studies.data(400, 3, "comparison=0.4"),
    "one programme": lambda: studies.data(60, 2, "programmes=1"),
    "always the same answer": lambda: replace(
        studies.data(), scores={key: np.where(np.isnan(one), one, 10.0) for key, one in studies.data().scores.items()}
    ),
}


@pytest.mark.parametrize("release", [False, True])
@pytest.mark.parametrize("what", LACKING)
def test_whatever_is_lacking_there_is_an_honest_report(what: str, release: bool):
    found = made(LACKING[what](), release=release)
    for part in found.parts:
        assert part.words or part.tables or part.pictures or part.missing, part.key
    for table in tables(found):
        assert table.rows, table.caption
        assert all(cell.text for row in table.rows for cell in row), table.caption
    assert as_pdf(found, at=AT).startswith(b"%PDF")


@pytest.mark.parametrize("what", ["six men", "one man", "a bare list"])
def test_nothing_above_the_small_number_line_means_that_no_number_leaves(what: str):
    data = studies.only(LACKING[what](), np.arange(min(6, LACKING[what]().men)))
    for one in made(data, release=True).numbers:
        assert one.shown in (None, 0.0), one.key


def test_a_language_without_a_translation_is_named_with_those_there_are():
    with pytest.raises(UnknownLanguage, match="en, es"):
        Words("xx")


def test_no_word_of_a_spanish_report_stays_english(monkeypatch: pytest.MonkeyPatch):
    lacking: set[str] = set()
    say = Words.say

    def watched(self: Words, text: str, **values: object) -> str:
        if not self.has(text):
            lacking.add(text)
        return say(self, text, **values)

    monkeypatch.setattr(Words, "say", watched)
    for what in LACKING.values():
        made(what(), language="es", release=True)
    for what in ("six men", "a comparison group"):
        made(LACKING[what](), language="es")
    assert not lacking


def test_the_same_study_and_seed_give_the_same_report():
    first, second = made(studies.data()), made(studies.data())
    assert first == second


def test_it_can_be_stopped_at_every_chapter_and_says_where_it_is():
    seen: list[tuple[str, int, int]] = []

    def stop(what: str, number: int, of: int) -> None:
        seen.append((what, number, of))
        if number == 3:
            raise Stopped

    with pytest.raises(Stopped):
        make_report(studies.folder(), progress=stop)
    assert [number for _what, number, _of in seen] == [1, 2, 3]
    assert {of for _what, _number, of in seen} == {len(CHAPTERS) + 1}


BLAME = re.compile(r"\b(refused|failed to engage|allegedly|couple|provoked|non-compliant)\b", re.IGNORECASE)
PRAISE = re.compile(r"\b(cured|rehabilitated|success|good progress|low risk)\b", re.IGNORECASE)


def test_no_word_blames_her_or_praises_him(report: Report):
    whole = " ".join(line for part in report.parts for line in (part.title, *part.words, *part.missing))
    assert not BLAME.search(whole)
    assert not PRAISE.search(whole)


def test_page_one_can_be_read_without_statistics(report: Report):
    front = report.parts[0]
    lines = [*front.words, *front.missing]
    assert len(lines) >= 5
    assert ease(" ".join(lines)) >= 65  # plain English on Flesch's scale begins at 60
    assert all(len(line.split()) <= 28 for line in lines)
    strange = {"estimand", "hazard", "confidence", "significant", "incidence", "p-value", "regression"}
    assert not strange & set(re.findall(r"[a-z-]+", " ".join(lines).lower()))


def ease(text: str) -> float:
    """Flesch 1948, https://doi.org/10.1037/h0057532, with vowel groups for syllables and numbers as one."""
    plain = re.sub(r"\([^)]*\)", "", text)
    words = re.findall(r"[A-Za-z][A-Za-z’-]*|\d[\d.,%]*", plain)
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", plain)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)
