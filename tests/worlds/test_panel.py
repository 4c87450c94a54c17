"""The declared code of a panel meeting: two worlds that differ in it differ in that one value, and in nothing beside."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("refer", {"who": "peter", "name": "Anders Dahl", "born": "1.1.1960", "clicks": 1}),
    ("bring_a_panel_sheet", {"who": "miriam"}),
    ("look_at_panel_codes", {"who": "miriam"}),
    ("look", {"who": "miriam", "page": "/"}),
    ("look", {"who": "ana", "page": "/clients/"}),
    ("look", {"who": "miriam", "page": "/log/"}),
    ("send", {"answered": True}),
    ("doctor", {}),
)


def coded(code: str, whisper: int = 0) -> Hers:
    return Hers(words=("", "", code, *[""] * (len(DAY) - 3)), events=((),) * len(DAY), whisper=whisper)


NONE, CONFERENCE = coded("no-change"), coded("case-conf", whisper=1)
SHORT = (DAY, NONE, CONFERENCE)  # for leaks beside the code


def test_a_declared_code_changes_its_own_value_and_nothing_else(stage: Stage) -> None:
    found = stage.play(DAY, NONE, CONFERENCE, swept=False)
    assert found, "the code itself arrives"
    assert [one for one in found if "panel_note" not in one] == []
    assert any("code: 'case-conf'" in one for one in found)


def test_without_a_code_the_sheet_of_every_meeting_is_the_same(stage: Stage) -> None:
    words = "She works at the school in Lend."
    assert stage.play(DAY, NONE, coded(words), swept=False) == ()


RELEASING = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("send", {"answered": True}),
    ("look_at_panel_codes", {"who": "miriam"}),
    ("look", {"who": "miriam", "page": "/"}),
)


def test_what_is_spoken_printed_or_not_carried_over_yet_changes_nothing(stage: Stage) -> None:
    meanwhile = ("messages_are_taken_over", "a_panel_meets", "danger_to_life_is_spoken", "statistics_leave")
    busy = Hers(words=("",) * len(RELEASING), events=((), (), meanwhile, ()))
    silent = Hers(words=("",) * len(RELEASING), events=((),) * len(RELEASING))
    assert stage.play(RELEASING, silent, busy, swept=False) == ()
