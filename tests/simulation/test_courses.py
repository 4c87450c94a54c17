from __future__ import annotations

import subprocess
import sys

import numpy as np

from article16.evaluation.tables.schema import CASES, STATUSES
from article16.simulation.courses import course, courses
from article16.simulation.study import cases
from article16.simulation.world import World
from tests.simulation.cast import region_of


def test_the_demonstration_and_the_study_data_tell_of_the_same_man() -> None:
    region = region_of(World(comparison=0.3), men=400)
    table = cases(region)
    for row in range(400):
        man = course(region, row)
        assert man.number == table["case"][row]
        assert man.contacted - man.referred == table["day_contact"][row]
        assert man.decided - man.referred == table["day_decision"][row]
        assert (man.ending or "does not apply") == table["ending"].texts()[row] or man.comparison  # type: ignore[union-attr]
        if man.start is not None:
            assert man.start - man.referred == table["day_start"][row]


def test_visits_are_weekly_and_no_minute_is_kept_for_who_was_away() -> None:
    for man in courses(World(), men=200, seed=4):
        assert [visit.number for visit in man.visits] == list(range(1, len(man.visits) + 1))
        assert set(np.diff([visit.day for visit in man.visits])) <= {7}
        for visit in man.visits:
            came = visit.mark in ("present", "late", "left early")
            assert (visit.minutes > 0) == came
        if man.start is not None:
            assert man.visits[0].day == man.start
            assert man.last == max(visit.day for visit in man.visits if visit.minutes)


def test_every_code_of_a_course_stands_in_the_codebook() -> None:
    endings, reasons = CASES.field("ending").allowed, CASES.field("ending_reason").allowed
    routes, words = CASES.field("route").allowed, {word for word, _ in STATUSES}
    for man in courses(World(comparison=0.2), men=500, seed=5):
        assert man.route in routes
        assert man.ending is None or man.ending in endings
        assert man.reason is None or man.reason in reasons
        assert {interview.status for interview in man.interviews} <= words


def test_a_man_who_never_came_has_no_visit_and_no_group() -> None:
    never = [man for man in courses(World(), men=300, seed=6) if man.start is None]
    assert never
    assert all(man.visits == () and man.group is None and man.last is None for man in never)


def test_the_generator_needs_neither_django_nor_a_database_nor_files() -> None:
    code = (
        "import sys, article16.simulation.courses, article16.simulation.truth, article16.simulation.scenarios; "
        "print([name for name in ('django', 'duckdb', 'ibis', 'pyarrow', 'socket', 'sqlite3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
