"""A report says what is known, with every number traced to its result, and says what is not, whatever the study lacks."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

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
    return studies.report()


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
    "all dropped out": lambda: studies.all_dropped_out(studies.data()),
    "nobody started": lambda: studies.only(studies.data(), np.flatnonzero(~studies.data().started)),
    "counts alone": studies.counts_alone,
    "a bare list": lambda: studies.bare(studies.data()),
    "a comparison group": lambda: studies.data(400, 3, "comparison=0.4"),
    "one programme": lambda: studies.data(60, 2, "programmes=1"),
    "always the same answer": lambda: replace(
        studies.data(), scores={key: np.where(np.isnan(one), one, 10.0) for key, one in studies.data().scores.items()}
    ),
}


class Watched(Words):
    """Spanish, and what was to be said that it has no words for."""

    def __init__(self) -> None:
        super().__init__("es")
        self.lacking: set[str] = set()

    def say(self, text: str, **values: object) -> str:
        if not self.has(text):
            self.lacking.add(text)
        return super().say(text, **values)


@cache
def lacking(what: str, release: bool) -> tuple[Report, frozenset[str]]:
    """The Spanish report on such a study, and the texts in it that stayed English."""
    words = Watched()
    return report_on(studies.with_scales(LACKING[what](), 2), words, release=release), frozenset(words.lacking)


@pytest.mark.parametrize("release", [False, True])
@pytest.mark.parametrize("what", LACKING)
def test_whatever_is_lacking_there_is_an_honest_report_and_no_word_of_it_stays_english(what: str, release: bool):
    found, english = lacking(what, release)
    assert not english
    for part in found.parts:
        assert part.words or part.tables or part.pictures or part.missing, part.key
    for table in tables(found):
        assert table.rows, table.caption
        assert all(cell.text for row in table.rows for cell in row), table.caption
    assert as_pdf(found, at=AT).startswith(b"%PDF")


@pytest.mark.parametrize("what", ["six men", "one man", "a bare list"])
def test_nothing_above_the_small_number_line_means_that_no_number_leaves(what: str):
    few = LACKING[what]().men <= 6
    found = lacking(what, True)[0] if few else made(studies.only(LACKING[what](), np.arange(6)), release=True)
    for one in found.numbers:
        assert one.shown in (None, 0.0), one.key


def test_a_mean_is_shown_wherever_enough_answered_whether_a_model_fits_or_not():
    data = studies.only(studies.data(), np.arange(70))
    numbers = {one.key: one.result for one in made(data).numbers}
    for scale in data.scales:
        for who in ("client", "partner"):
            answers = data.course(scale.name, who)
            for place, time in enumerate(("T0", "T1", "T2", "T3", "T4")):
                known = answers[~np.isnan(answers[:, place]), place]
                if len(known) >= 8:
                    assert numbers[f"change {scale.name}.{who}.{time}"].estimate is not None
    methods = {one.method for key, one in numbers.items() if key.startswith("change ")}
    assert "mean of those who answered" in methods


def test_a_step_that_nobody_recorded_is_said_and_no_zero():
    report = made(studies.only(LACKING["a bare list"](), np.arange(40)))
    flow = next(part for part in report.parts if part.key == "flow")
    assert [row[0].text for row in flow.pictures[0].table.rows] == ["Referred"]
    assert any("Started" in line and "not collected" in line for line in flow.missing)
    assert report.parts[0].words[0] == "40 men were referred."


@pytest.mark.parametrize("release", [False, True])
def test_a_study_of_counts_alone_says_what_was_counted_and_nothing_of_any_man(release: bool):
    report = made(studies.counts_alone(), release=release)
    assert [part.key for part in report.parts][:2] == ["front", "counted impact"]
    numbers = {one.key: one for one in report.numbers}
    share = numbers["counted impact.fear.North T1 partner.share"]
    assert (share.result.estimate is None) == release, "7 of 71: withheld on its way out"
    other = numbers["counted impact.fear.North T1 client.share"]
    assert other.result.value == pytest.approx(40 / 133)
    assert other.result.estimand.informant == "client"
    assert "no rows for single persons" in " ".join(report.parts[0].missing)


def test_a_language_without_a_translation_is_named_with_those_there_are():
    with pytest.raises(UnknownLanguage, match="en, es"):
        Words("xx")


def test_the_same_study_and_seed_give_the_same_report(report: Report):
    assert made(studies.data()) == report


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


def test_page_one_has_four_figures_of_the_chapters_that_it_leads_to(report: Report):
    beside = report.parts[0].beside
    assert [one.picture.name for one in beside] == [
        "flow-small",
        "endings-small",
        "change-abuse-small",
        "violence-small",
    ]
    assert {one.chapter for one in beside} <= {part.key for part in report.parts}
    assert all("<svg" in one.picture.svg and one.picture.alt for one in beside)
    assert "In brackets" in report.parts[0].words[-1]


def test_every_scale_stands_in_one_table_by_domain_and_measure(report: Report):
    table = next(part for part in report.parts if part.key == "changes").tables[0]
    first = [cell.text for cell in table.rows[0]]
    assert first[:5] == [
        "Violence and abuse",
        "behaviour and its impact",
        "safety, and freedom from violence",
        "the man",
        "–",
    ]
    assert {row[5].number for row in table.rows} == {
        f"change {scale.name}.{who}.change" for scale in studies.data().scales for who in ("client", "partner")
    }


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
