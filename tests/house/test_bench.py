"""What the benchmarks say of a figure is right, whatever the machine. No time is asserted here."""

from datetime import date
from inspect import signature
from pathlib import Path

import pytest

from bench.__main__ import main, page
from bench.figures import Figure, at_least, at_most, figure, from_json, table, timed
from bench.machine import Machine
from bench.suites import SUITES, Extent

ROOT = Path(__file__).parents[2]
QUIET = Machine("Linux x86_64", 2, 8.0, ("Python 3.11.7", "SQLite 3.40.1"), date(2026, 11, 21), 0.4, 1.9)
LIST = Figure(
    "page of 50 men", "SQLite", 6.0, "ms", 7.5, None, 4.0, "the bare page", (at_most(10), at_most(5, of="ratio"))
)
SLOW = Figure("save", "PostgreSQL", 9.0, "ms", 21.0, 30.0, limits=(at_most(15, of="p95"),))
RATE = Figure("drained", "", 1995.2, "a second", limits=(at_least(500),))


def test_median_and_percentiles_of_the_numbers_to_a_hundred_and_one():
    # 1 to 101: the middle is 51, 95 % of the way from 1 to 101 is 96, 99 % is 100.
    found = figure("all", "SQLite", list(range(1, 102)), "ms")
    assert (found.median, found.p95, found.p99) == (51, 96, 100)


def test_a_percentile_is_left_out_where_too_few_values_stand_behind_it():
    assert figure("once", "", [2.0], "s") == Figure("once", "", 2.0, "s")
    assert figure("19", "", [1.0] * 19, "s").p95 is None
    assert (figure("20", "", [1.0] * 20, "s").p95, figure("20", "", [1.0] * 20, "s").p99) == (1.0, None)


def test_a_limit_is_kept_at_its_very_bound():
    assert at_most(10).kept_by(10)
    assert not at_most(10).kept_by(10.01)
    assert at_least(500).kept_by(500)
    assert not at_least(500).kept_by(499)


def test_a_figure_is_met_when_every_limit_is_and_says_nothing_without_one():
    assert (LIST.met, SLOW.met, RATE.met) == (True, False, True)
    assert Figure("with one of two", "", 6.0, "ms", ratio=5.5, to="x", limits=LIST.limits).met is False
    assert Figure("without", "", 6.0, "ms").met is None


def test_a_limit_of_something_not_measured_is_an_error_and_never_kept():
    with pytest.raises(ValueError, match="limit of its p99 and no p99"):
        _ = Figure("few", "", 6.0, "ms", limits=(at_most(10, of="p99"),)).met


@pytest.mark.parametrize("one", [LIST, SLOW, RATE], ids=lambda one: one.name)
def test_a_figure_comes_through_the_pipe_as_it_was(one):
    assert from_json(one.as_json()) == one


def test_each_round_is_timed_by_the_clock_given():
    ticks = iter([0.0, 0.001, 5.0, 5.004])
    assert timed(lambda: None, 2, clock=lambda: next(ticks)) == pytest.approx([1.0, 4.0])


def test_the_table_has_a_row_for_each_figure_and_columns_of_one_width():
    lines = table([LIST, SLOW, RATE]).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len({len(line) for line in lines}) == 1
    kept = "median ≤ 10 ms, ratio ≤ 5"
    assert cells[2] == ["page of 50 men", "SQLite", "6.00", "7.50", "", "ms", "4.00 × the bare page", kept, "yes"]
    assert cells[3] == ["save", "PostgreSQL", "9.00", "21.0", "30.0", "ms", "", "p95 ≤ 15 ms", "**no**"]
    assert cells[4] == ["drained", "", "1,995", "", "", "a second", "", "median ≥ 500 a second", "yes"]


def test_the_page_says_the_machine_the_day_the_load_and_what_was_not_kept():
    text = page([LIST, SLOW], QUIET)
    assert "Measured on 21 November 2026, on Linux x86_64 with 2 cores and 8 GB of memory." in text
    assert "Load average before the run 0.4, after it 1.9." in text
    assert "Not kept: save (PostgreSQL)." in text
    assert "Every limit was kept." in page([LIST], QUIET)


def test_a_run_on_a_busy_machine_is_seen_as_such():
    busy = Machine("Linux", 2, 8.0, (), date(2026, 11, 21), 2.6, 3.0)
    assert any("too long" in sentence for sentence in busy.sentences)
    assert not any("too long" in sentence for sentence in QUIET.sentences)


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_every_suite_that_is_named_is_there_and_measures(suite):
    assert list(signature(suite.measure).parameters) == ["database", "extent"]


def test_every_module_that_measures_for_the_table_is_named_in_the_harness():
    measuring = {path.stem for path in (ROOT / "bench").glob("*.py") if "\ndef measure(" in path.read_text()}
    assert measuring == {f"bench_{suite.name}" for suite in SUITES}


def test_a_small_extent_measures_a_part_and_never_nothing():
    assert Extent().times(500) == 500
    assert (Extent(0.03).times(500), Extent(0.03).times(10), Extent(0.03).times(7, least=1)) == (15, 5, 1)


def test_a_suite_that_is_not_there_is_refused_with_the_names_of_those_that_are(capsys):
    with pytest.raises(SystemExit):
        main(["pagse"])
    assert "There is no suite pagse. There are: pages, men, saves" in capsys.readouterr().err
