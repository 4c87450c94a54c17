"""Danger to life is spoken of, statistics leave, a panel meets: nothing of it is seen in casework."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("send", {"answered": True}),
    ("wait", {"minutes": 600}),
    ("end_episode", {"who": "miriam", "man": 0, "kind": "never-started"}),
    ("the_rules_are_asked", {}),
    ("the_way_out_is_worried_about", {}),
    ("look", {"who": "miriam", "page": "/"}),
    ("look_at_warnings", {"who": "miriam"}),
    ("look_at_figures", {"who": "miriam", "outside": False}),
    ("look_at_figures", {"who": "miriam", "outside": True}),
    ("send", {"answered": True}),
    ("doctor", {}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
_LEFT = ("messages_are_taken_over", "a_panel_meets", "danger_to_life_is_spoken", "statistics_leave")
RELEASED = Hers(words=("",) * len(DAY), events=((), (), _LEFT, *[()] * (len(DAY) - 3)), whisper=3)


def test_what_was_spoken_and_released_is_not_seen(stage: Stage) -> None:
    assert stage.play(DAY, SILENT, RELEASED) == ()
