"""Intake and records look the same whatever stands in the box for her service."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("programme_sets", {}),
    ("interview", {"who": "peter", "man": 0, "strength": "7", "corrects": False}),
    ("interview", {"who": "peter", "man": 0, "strength": "6", "corrects": True}),
    ("decide", {"who": "miriam", "man": 0, "outcome": "not-yet"}),
    ("sign", {"who": "peter", "man": 0, "withdraws": True}),
    ("note", {"who": "ana", "man": 0, "concern": "threat", "corrects": False}),
    ("note", {"who": "ana", "man": 0, "concern": "none", "corrects": True}),
    ("individual", {"who": "ana", "man": 0, "happened": "held"}),
    ("review", {"who": "ana", "man": 0, "clicks": 2}),
    ("the_sign_in_ends_in_a_review", {"who": "ana", "man": 0, "comes_back": True}),
    ("send", {"answered": True}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
TOLD = Hers(
    words=("She works at the school in Lend. 0664 123 45 67. " * 20,) * len(DAY),
    events=((), (), ("messages_are_taken_over", "messages_are_read"), *[()] * 9),
    whisper=3,
)


def test_intake_and_reviews_look_the_same_whatever_is_written_for_her(stage: Stage) -> None:
    assert stage.play(DAY, SILENT, TOLD) == ()
