"""His copy, the list of what is kept, erasing and the papers look the same whatever is written for her."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("name_somebody", {"who": "ana", "man": 0, "relation": "former-partner", "corrects": False}),
    ("fill_the_box", {"who": "ana", "man": 0, "clicks": 1}),
    ("upload", {"who": "ana", "man": 0, "sealed": True}),
    ("upload", {"who": "ana", "man": 0, "sealed": False}),
    ("ask_to_see_his_file", {"who": "peter", "man": 0}),
    ("answer_him", {"who": "miriam", "leave": True, "given": False}),
    ("refer", {"who": "peter", "name": "Anders Dahl", "born": "", "clicks": 1}),
    ("end_episode", {"who": "miriam", "man": 1, "kind": "never-started"}),
    ("keep_or_erase", {"who": "miriam", "man": 0, "what": "hold"}),
    ("keep_or_erase", {"who": "peter", "man": 1, "what": "propose"}),
    ("keep_or_erase", {"who": "miriam", "man": 1, "what": "confirm"}),
    ("read_a_paper", {"who": "miriam", "code": "record"}),
    ("send", {"answered": True}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
TOLD = Hers(
    words=("She works at the school in Lend. 0664 123 45 67. " * 20,) * len(DAY),
    events=((), (), ("messages_are_taken_over", "messages_are_read"), *[()] * (len(DAY) - 3)),
    whisper=3,
)


def test_his_copy_and_erasing_look_the_same(stage: Stage) -> None:
    assert stage.play(DAY, SILENT, TOLD) == ()
