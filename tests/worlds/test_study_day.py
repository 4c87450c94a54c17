"""The study in two worlds: what casework tells, keeps and writes of it is equal whatever any woman says."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("refer", {"who": "peter", "name": "Anders Dahl", "born": "", "clicks": 1}),
    ("plan_questionnaires", {"who": "ana", "man": 0}),
    ("ask_him", {"who": "ana", "man": 0, "how": "read_aloud", "language": "en"}),
    ("read_to_him", {"who": "ana", "man": 0, "answer": "3", "pages": 30}),
    ("tell_study", {}),
    ("send", {"answered": True}),
    ("say_why_not", {"who": "miriam", "man": 1, "reason": "unwell"}),
    ("tell_study", {}),
    ("study_package", {"format": "csv"}),
    ("study_package", {"format": "parquet"}),
    ("tick", {}),
)


def test_what_the_study_has_from_casework_is_equal_whatever_she_says(stage: Stage) -> None:
    silent = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
    events = (
        ("a_worker_joins", "messages_are_taken_over"),
        *[()] * 5,
        ("messages_are_taken_over", "messages_are_read"),
    )
    told = Hers(
        words=("She said that he broke her arm.",) * len(DAY),
        events=(*events, *[()] * (len(DAY) - len(events))),
        whisper=3,
    )
    assert stage.play(DAY, silent, told) == ()
