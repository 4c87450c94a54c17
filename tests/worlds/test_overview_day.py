"""A day of looking: Today, search, a man's page, its print, his tasks, in two worlds."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("refer", {"who": "peter", "name": "Öztürk, Emre", "born": "", "clicks": 1}),
    ("look", {"who": "peter", "page": "/"}),
    ("search", {"who": "ana", "asked": "luk"}),
    ("search", {"who": "miriam", "asked": "Lend"}),
    ("send", {"answered": True}),
    ("search", {"who": "ben", "asked": "C-001"}),
    ("open_his_page", {"who": "ana", "man": 0, "show": "?show=clients"}),
    ("open_his_page", {"who": "tom", "man": 1, "show": "print/"}),
    ("see_to_a_task", {"who": "miriam", "whose": "?whose=all", "done": True}),
    ("look", {"who": "ana", "page": "/"}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
TOLD = Hers(
    words=("She works at the school in Lend.",) * len(DAY),
    events=(("a_worker_joins", "messages_are_taken_over"), *[()] * 5, ("messages_are_read",), *[()] * 4),
    whisper=3,
)
# The shortest day in which a search finds more than one man.
SHORT = (
    script_of(
        ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
        ("refer", {"who": "peter", "name": "Öztürk, Emre", "born": "24 3 1988", "clicks": 1}),
        ("search", {"who": "ana", "asked": "24 3 88"}),
    ),
    Hers(("",) * 3, ((),) * 3),
    Hers(("She works at the school in Lend. " * 20,) * 3, ((),) * 3, whisper=3),
)


def test_looking_and_searching_show_the_same_whatever_she_says(stage: Stage) -> None:
    assert stage.play(DAY, SILENT, TOLD) == ()
