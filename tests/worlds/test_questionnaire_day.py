"""A man is asked in every way, and answers, in two worlds."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("refer", {"who": "peter", "name": "Anders Dahl", "born": "", "clicks": 1}),
    ("plan_questionnaires", {"who": "ana", "man": 0}),
    ("plan_questionnaires", {"who": "peter", "man": 1}),
    ("ask_him", {"who": "ana", "man": 0, "how": "link", "language": "ar"}),
    ("ask_him", {"who": "ana", "man": 1, "how": "tablet", "language": "en"}),
    ("ask_him", {"who": "ana", "man": 0, "how": "read_aloud", "language": "en"}),
    ("read_to_him", {"who": "ana", "man": 0, "answer": "3", "pages": 30}),
    ("fill_in_about_him", {"who": "ana", "man": 0, "answer": "2", "pages": 30}),
    ("fill_in_about_him", {"who": "peter", "man": 1, "answer": "", "pages": 1}),
    ("send", {"answered": True}),
    ("say_why_not", {"who": "miriam", "man": 1, "reason": "unwell"}),
    ("look", {"who": "ana", "page": "/"}),
    ("tick", {}),
)


def test_asking_a_man_looks_the_same_whatever_she_says(stage: Stage) -> None:
    silent = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
    events = (
        ("a_worker_joins", "messages_are_taken_over"),
        *[()] * 8,
        ("messages_are_taken_over", "messages_are_read"),
    )
    told = Hers(
        words=("She works at the school in Lend.",) * len(DAY),
        events=(*events, *[()] * (len(DAY) - len(events))),
        whisper=3,
    )
    assert stage.play(DAY, silent, told) == ()
