"""People, records, documents, lists and copies look the same whatever is written for her."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("name_somebody", {"who": "ana", "man": 0, "relation": "former-partner", "corrects": False}),
    ("name_somebody", {"who": "ana", "man": 0, "relation": "child", "corrects": True}),
    ("fill_the_box", {"who": "ana", "man": 0, "clicks": 2}),
    ("ask_for_records", {"who": "peter", "man": 0, "answered": False}),
    ("ask_for_records", {"who": "peter", "man": 0, "answered": True}),
    ("upload", {"who": "ana", "man": 0, "sealed": False}),
    ("upload", {"who": "ana", "man": 0, "sealed": True}),
    ("with_documents", {"who": "ana", "man": 0, "what": "take"}),
    ("with_documents", {"who": "ana", "man": 0, "what": "hand over"}),
    ("upload", {"who": "miriam", "man": 0, "sealed": True}),
    ("bring_in", {"dry": True}),
    ("bring_in", {"dry": False}),
    ("with_documents", {"who": "miriam", "man": 0, "what": "delete"}),
    ("export", {"whose": "--all"}),
    ("send", {"answered": True}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
TOLD = Hers(
    words=("She works at the school in Lend. 0664 123 45 67. " * 20,) * len(DAY),
    events=((), (), ("messages_are_taken_over", "messages_are_read"), *[()] * (len(DAY) - 3)),
    whisper=3,
)
# Where a leak is planted in files: a sealed document, a copy of everything.
_FILES = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("upload", {"who": "ana", "man": 0, "sealed": True}),
    ("export", {"whose": "--all"}),
)
SHORT = (
    _FILES,
    Hers(("",) * 3, ((),) * 3),
    Hers(("She works at the school in Lend. " * 20,) * 3, ((),) * 3, whisper=3),
)


def test_people_documents_lists_and_copies_look_the_same(stage: Stage) -> None:
    assert stage.play(DAY, SILENT, TOLD) == ()
