"""A day with a group, from its plan to its register, in two worlds."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

WITH = {"who": "ana", "concern": True, "note": "<b>"}
DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("refer", {"who": "peter", "name": "Anders Dahl", "born": "", "clicks": 1}),
    ("set_rules_of_attendance", {"letter": "1"}),
    ("plan_a_group", {"who": "ana", "kind": "rolling", "capacity": "8"}),
    ("take_into_a_group", {"who": "peter", "man": 0, "reason": ""}),
    ("take_into_a_group", {"who": "ana", "man": 1, "reason": ""}),
    ("take_the_register", {"marks": ["absent", "", "", ""], **WITH}),
    ("send", {"answered": True}),
    ("take_the_register", {"marks": ["excused", "late", "", ""], **WITH, "who": "miriam", "concern": False}),
    ("make_up_for_a_session", {"minutes": "90"}),
    ("cancel_a_session", {"who": "ana", "one_more": "yes"}),
    ("set_a_holiday", {"days": 7}),
    ("take_out_of_the_group", {"who": "peter"}),
    ("look", {"who": "ana", "page": "/"}),
    ("tick", {}),
)


def test_a_day_with_a_group_looks_the_same_whatever_she_says(stage: Stage) -> None:
    silent = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
    events = (
        ("a_worker_joins", "messages_are_taken_over"),
        *[()] * 7,
        ("messages_are_taken_over", "messages_are_read"),
    )
    told = Hers(
        words=("She works at the school in Lend.",) * len(DAY),
        events=(*events, *[()] * (len(DAY) - len(events))),
        whisper=3,
    )
    assert stage.play(DAY, silent, told) == ()
