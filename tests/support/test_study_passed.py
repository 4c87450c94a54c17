"""Her times that passed in silence, and what he says of himself, as the study counts them."""

import pytest

from article16.common.study.people import Response
from article16.common.study.told import told_by_himself
from article16.instruments import library
from article16.support.outcomes.passed import settled

COMPLETED = {"day_start": "30", "day_ending": "200", "ending": "completed"}
STOPPED = {"day_start": "30", "day_ending": "60", "ending": "dropped out"}
RUNNING = {"day_start": "30", "ending": "ongoing"}
NEVER = {"day_ending": "10", "ending": "dropped out"}


@pytest.mark.parametrize(
    ("time", "columns", "today", "status"),
    [
        ("T0", RUNNING, 56, "planned"),
        ("T0", RUNNING, 57, "unknown"),
        ("T1", RUNNING, 72, "planned"),
        ("T1", RUNNING, 73, "unknown"),  # 30 + 42 days
        ("T1", NEVER, 73, "does not apply"),
        ("T2", COMPLETED, 158, "unknown"),  # between 30 and 200, and 42 days
        ("T2", STOPPED, 158, "does not apply"),
        ("T3", RUNNING, 900, "planned"),
        ("T3", STOPPED, 117, "unknown"),  # 60 + 56
        ("T4", STOPPED, 332, "planned"),
        ("T4", STOPPED, 333, "unknown"),  # 60 + 182 + 90
    ],
)
def test_a_time_that_passed_without_a_word_is_unknown_and_one_that_never_came_does_not_apply(
    time, columns, today, status
):
    hers = Response(time, "partner", "five_points", status="planned")
    assert settled(hers, columns, today).status == status


def test_a_word_of_hers_or_a_reason_stays_and_his_own_are_caseworks_to_say():
    for status in ("answered", "declined", "not reached"):
        hers = Response("T1", "partner", "five_points", status=status)
        assert settled(hers, COMPLETED, 900) == hers
    his = Response("T1", "client", "five_points", status="planned")
    assert settled(his, COMPLETED, 900) == his


def test_who_was_reached_when_he_had_long_begun_has_her_time_from_then():
    late = Response("T1", "partner", "five_points", status="planned", day=300)
    assert settled(late, COMPLETED, 342).status == "planned"
    assert settled(late, COMPLETED, 343).status == "unknown"


def said(instrument: str, time: str = "T0", **values: str) -> Response:
    return Response(time, "client", instrument, version="1", values=values)


def test_work_and_children_are_what_he_says_first():
    first, later = said("five_points", work="3", children="1"), said("five_points", "T1", work="1", children="0")
    assert told_by_himself([later, first], {}) == {"employed": "no", "children": "yes"}
    assert told_by_himself([said("five_points", work=".declined", children=".unknown")], {}) == {}
    assert told_by_himself([said("five_points", "T2", work="1")], {}) == {}, "work at referral, not later"


def test_one_screening_above_its_limit_is_a_yes_and_a_no_needs_both():
    audit, dudit = library.load("audit"), library.load("dudit")
    known = {(one.id, "1", ""): one for one in (audit, dudit)}

    def answers(instrument, code: int) -> Response:
        values = {item.key: str(min(item.codes) if not code else max(item.codes)) for item in instrument.items}
        return said(instrument.id, **values)

    assert told_by_himself([answers(audit, 1)], known) == {"substance": "yes"}
    assert told_by_himself([answers(audit, 0)], known) == {}
    assert told_by_himself([answers(audit, 0), answers(dudit, 0)], known) == {"substance": "no"}
    assert told_by_himself([answers(audit, 0), answers(dudit, 1)], known) == {"substance": "yes"}
