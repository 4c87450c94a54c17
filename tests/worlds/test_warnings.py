"""Warnings leave alike in both worlds, whatever her service does about them."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("a_test_warning_leaves", {}),
    ("set_hours_of_the_womens_service", {"opens": "9:00"}),
    ("send", {"answered": True}),
    ("wait", {"minutes": 600}),
    ("the_rules_are_asked", {}),
    *[("wait", {"minutes": 600})] * 8,
    ("the_rules_are_asked", {}),
    ("send", {"answered": True}),
    ("look_at_warnings", {"who": "miriam"}),
    ("look_at_warnings", {"who": "ana"}),
    ("the_rules_are_asked", {}),
    ("doctor", {}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
_ACTING = ("messages_are_taken_over", "warnings_wait_and_the_ladder_climbs", "her_worker_acts_on_warnings")
TOLD = Hers(
    words=("She works at the school in Lend. 0664 123 45 67. " * 20,) * len(DAY),
    events=((), (), (), (), _ACTING, (), *[()] * 8, (), _ACTING, ("the_watchdog_looks",), (), (), ()),
    whisper=2,
)


def test_warnings_look_the_same_whatever_becomes_of_them(stage: Stage) -> None:
    assert stage.play(DAY, SILENT, TOLD) == ()
