"""What leaves cannot be subtracted: not within a release, and not between two."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from article16.evaluation.disclosure import FEWEST, STEP
from article16.evaluation.report.html import as_html
from article16.evaluation.report.making import report_on
from article16.evaluation.report.model import Report
from article16.evaluation.report.releasing import Earlier, NotReleased, changed_persons, check, group_of, load, record
from article16.evaluation.report.saving import as_json
from article16.evaluation.report.words import Words
from tests.evaluation.report import studies

EVERYBODY = np.arange(300)
FIRST = date(2026, 1, 10)
NEXT = FIRST + timedelta(days=400)


@cache
def first_release(men: int, scales: int) -> Report:
    """Of the first so many men, with nothing released before."""
    return _release(EVERYBODY[:men], scales, None)


def released(rows: np.ndarray, earlier: Earlier | None = None, *, scales: int = 5) -> Report:
    """Of these men, who are the first of all. Who differs is told by persons: then one scale is enough."""
    return first_release(len(rows), scales) if earlier is None else _release(rows, scales, earlier)


def _release(rows: np.ndarray, scales: int, earlier: Earlier | None) -> Report:
    data = studies.with_scales(studies.only(studies.data(), rows), scales)
    return report_on(data, Words("en"), release=True, earlier=earlier)


def remembered(report: Report, path: Path, *, on: date = FIRST) -> Earlier:
    """Through the file, as the next year finds it."""
    path.write_text(record(report, on=on), encoding="utf-8")
    found = load(path)
    assert found is not None
    return found


def texts(report: Report) -> dict[str, str]:
    return {one.key: one.text for one in report.numbers}


def whole(report: Report) -> str:
    """Everything that can be read in it, but for the line that names the data."""
    return as_html(report) + as_json(report)


@pytest.mark.parametrize("newcomers", [1, 3, 7])
def test_with_fewer_than_eight_newcomers_nothing_new_leaves(newcomers: int, tmp_path: Path):
    earlier = remembered(released(EVERYBODY[:-newcomers], scales=1), tmp_path / "record")
    with pytest.raises(NotReleased, match="still stands"):
        released(EVERYBODY, earlier, scales=1)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Earlier, Report]:
    """A release, its record, and the next one with twelve men more."""
    first = released(EVERYBODY[:-12])
    earlier = remembered(first, tmp_path_factory.mktemp("twice") / "record")
    return first, earlier, released(EVERYBODY, earlier)


def test_a_differencing_attacker_learns_nothing_about_fewer_than_eight_persons_in_any_table(
    twice: tuple[Report, Earlier, Report],
):
    """He has both releases, and subtracts every number of the first from the same number of the second."""
    first, earlier, second = twice
    now = released(EVERYBODY)
    before, after = texts(first), texts(second)
    moved = {group_of(key) for key in before if after.get(key) != before[key]}
    few = {group for group in now.basis if changed_persons(earlier.basis.get(group, {}), now.basis[group]) < FEWEST}
    assert few & earlier.basis.keys()
    assert not moved & few & earlier.basis.keys()
    # The sentences are made from the same numbers: none that was held stands in them as it would be now.
    fresh = texts(now)
    lines = " ".join(line for part in second.parts for line in (*part.words, *part.missing))
    for key in before:
        if group_of(key) in few and fresh[key] != before[key] and len(fresh[key]) > 12:
            assert fresh[key] not in lines, key


def test_the_attacker_would_win_without_the_record():
    """The attack is real: the same two reports, released as if each were the first, differ."""
    assert texts(released(EVERYBODY[:-7], scales=1)) != texts(released(EVERYBODY, scales=1))


def test_when_enough_persons_differ_the_numbers_are_new(tmp_path: Path):
    first = released(EVERYBODY[:-40], scales=1)
    second = released(EVERYBODY, remembered(first, tmp_path / "record"), scales=1)
    assert texts(second)["flow.steps.referred.n"] != texts(first)["flow.steps.referred.n"]


def test_a_figure_whose_numbers_are_held_is_not_drawn_again(twice: tuple[Report, Earlier, Report]):
    first, earlier, second = twice
    drawn = {picture.name: picture for part in second.parts for picture in part.pictures}
    for picture in drawn.values():
        groups = {group_of(cell.number) for row in picture.table.rows for cell in row if cell.number}
        now = {group: second.basis[group] for group in groups}
        assert all(now[group] != earlier.basis.get(group) for group in groups)
    assert len(drawn) < sum(len(part.pictures) for part in first.parts)


def test_a_changed_answer_counts_as_a_person_who_differs():
    assert changed_persons({1: 5, 2: 5}, {1: 5, 2: 6, 3: 1}) == 2


def test_slow_drip_is_held_against_the_last_release_and_not_the_last_look(tmp_path: Path):
    """Seven more each year: after two years fourteen differ from what was last shown, and then it moves."""
    earlier = remembered(released(EVERYBODY[:-14], scales=1), tmp_path / "record")
    with pytest.raises(NotReleased):
        released(EVERYBODY[:-7], earlier, scales=1)
    assert texts(released(EVERYBODY, earlier, scales=1))["flow.steps.referred.n"] == "300"


def test_at_most_once_a_year(tmp_path: Path):
    earlier = remembered(released(EVERYBODY[:-7], scales=1), tmp_path / "record")
    with pytest.raises(NotReleased, match="2027-01-10"):
        check(earlier, on=FIRST + timedelta(days=364))
    check(earlier, on=NEXT)


def test_what_was_not_made_for_release_is_not_recorded_as_released():
    report = studies.report()
    with pytest.raises(NotReleased):
        record(report, on=FIRST)


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"format": 1, "on": "2020-01-01"}', '{"format": 9}'])
def test_a_damaged_record_stops_the_release(damage: str, tmp_path: Path):
    path = tmp_path / "record"
    path.write_text(damage, encoding="utf-8")
    with pytest.raises(NotReleased):
        load(path)


def test_the_record_never_leaves_with_the_report():
    report = released(EVERYBODY)
    marks = {str(mark) for who in report.basis.values() for mark in who.values() if mark > 10**6}
    text = whole(report)
    assert marks
    assert not any(mark in text for mark in marks)


def test_every_count_that_leaves_is_withheld_or_a_multiple_of_five():
    for one in released(EVERYBODY).numbers:
        if one.result.method.startswith("count") and one.shown is not None:
            assert one.shown % STEP == 0, one.key
            assert one.shown == 0 or one.shown >= FEWEST, one.key


def test_rows_of_a_table_make_up_its_total_or_leave_room_for_enough_persons():
    report = released(EVERYBODY)
    numbers = {one.key: one for one in report.numbers}
    groups: dict[str, list[str]] = {}
    for key in numbers:
        groups.setdefault(group_of(key), []).append(key)
    seen = 0
    for group, keys in groups.items():
        total = numbers.get(f"{group}.total")
        if total is None or total.shown is None:
            continue
        rows = [numbers[key] for key in keys if key.count(".") == 2 and key != f"{group}.total"
                and numbers[key].result.method.startswith("count")]  # fmt: skip
        shown = sum(row.shown or 0 for row in rows)
        withheld = [row for row in rows if row.shown is None]
        seen += 1
        if not withheld:
            assert shown == total.shown, group
        else:
            assert len(withheld) > 1, group
            assert sum(row.result.n for row in withheld) >= FEWEST, group
    assert seen > 10
