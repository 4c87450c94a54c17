"""Ranges and limits as they are published, against what our packs compute: each figure with its source in facts.

Figures are facts; no words and no worked example of an owner are copied. Weights and norms of a slot are its owner's and
are not here.
"""

from pathlib import Path

import pytest

from article16 import instruments

ROOT = Path(__file__).resolve().parents[2]

# Instrument, score, informant, least and most possible as published.
RANGES = [
    ("phq9", "total", "client", 0, 27),  # Kroenke, Spitzer, Williams 2001
    ("gad7", "total", "client", 0, 21),  # Spitzer and others 2006
    ("pcl5", "total", "partner", 0, 80),  # National Center for PTSD
    ("who5", "percent", "client", 0, 100),  # Topp and others 2015: five answers of 0 to 5, times four
    ("audit", "total", "client", 0, 40),  # Saunders and others 1993
    ("audit", "first_three", "client", 0, 12),  # AUDIT-C
    ("dudit", "total", "client", 0, 44),  # Berman and others 2005
    ("core_10", "total", "client", 0, 40),  # Barkham and others 2013
    ("socrates_8a", "recognition", "client", 7, 35),  # Miller and Tonigan 1996
    ("socrates_8a", "ambivalence", "client", 4, 20),
    ("socrates_8a", "taking_steps", "client", 8, 40),
    ("sdq_parent", "difficulties", "client", 0, 40),  # Goodman 1997
    ("odara", "total", "worker", 0, 13),  # Hilton and others 2004
    ("static_99r", "total", "worker", -3, 12),  # Helmus and others 2012
    ("stable_2007", "total", "worker", 0, 26),  # Hanson and others 2007
]
# Instrument, score, informant, band and the lowest sum that lies in it.
LIMITS = [
    *(("phq9", "total", "client", at) for at in (5, 10, 15, 20)),
    *(("gad7", "total", "client", at) for at in (5, 10, 15)),
    ("dash", "ticks", "worker", 14),  # SafeLives: 14 ticks are visible high risk
    *(("sdq_parent", "emotional_sum", "client", at) for at in (4, 5)),
    *(("sdq_parent", "conduct_sum", "client", at) for at in (3, 4)),
    *(("sdq_parent", "hyperactivity_sum", "client", at) for at in (6, 7)),
    *(("sdq_parent", "peers_sum", "client", at) for at in (3, 4)),
]


def who_answers(one, informant):
    return informant if informant in one.informants else one.informants[0]


@pytest.mark.parametrize(("name", "key", "informant", "least", "most"), RANGES, ids=str)
def test_what_is_possible_is_what_is_published(name, key, informant, least, most):
    one = instruments.load(name)
    nothing = instruments.score(one, {}, informant=who_answers(one, informant)).scores[key]
    assert (nothing.low, nothing.high) == (least, most)


@pytest.mark.parametrize(("name", "key", "informant", "at"), LIMITS, ids=str)
def test_a_band_begins_where_it_is_published_to_begin(name, key, informant, at):
    (score,) = [one for one in instruments.load(name).scores if one.key == key]
    assert at in [band.start for band in score.bands]


def test_times_of_the_conflict_tactics_scales_are_the_published_midpoints():
    """Straus and others 1996: codes 0 to 6 stand for 0, 1, 2, 4, 8, 15 and 25 times; 7 is not in the past year."""
    cts2 = instruments.load("cts2")
    times = [one for one in cts2.scores if one.midpoints]
    assert times
    for one in times:
        assert dict(one.midpoints) == {0: 0, 1: 1, 2: 2, 3: 4, 4: 8, 5: 15, 6: 25, 7: 0}


def test_wellbeing_below_thirteen_of_twenty_five_is_below_fifty_two_of_a_hundred():
    """Topp and others 2015: raw 13 is 52 per cent."""
    who5 = instruments.load("who5")
    keys = [item.key for item in who5.items]
    answers = dict(zip(keys, [3, 3, 3, 2, 2], strict=True))
    scores = instruments.score(who5, answers, informant=who5.informants[0]).scores
    assert (scores["raw"].value, scores["percent"].value) == (13, 52)


def test_two_open_answers_of_the_depression_questionnaire_take_the_mean_of_the_seven():
    phq9 = instruments.load("phq9")
    answers = {f"phq9_{n}": 2 for n in range(1, 8)}
    total = instruments.score(phq9, answers, informant=phq9.informants[0]).scores["total"]
    assert (total.value, total.band) == (18, "moderately_severe")


@pytest.mark.parametrize("name", sorted({one.id for one in instruments.load_all()}))
def test_every_instrument_has_a_page_with_source_licence_scoring_and_worked_numbers(name):
    page = (ROOT / "docs" / "instruments" / f"{name}.md").read_text(encoding="utf-8")
    assert [word for word in ("Source.", "Licence.", "Scoring.", "Worked numbers") if word not in page] == []
