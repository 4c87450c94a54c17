"""A man's way from referral to ending looks the same whether she is silent or tells everything."""

from tests.worlds.generating import script_of
from tests.worlds.stage import Hers, Stage

WAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("refer_who_may_be_known", {"who": "miriam", "name": "Lukas Brandner", "man": 0, "known": False}),
    ("record_step", {"who": "peter", "man": 0, "status": "contacted"}),
    ("write_down", {"who": "ana", "man": 0, "what": "order"}),
    ("write_down", {"who": "peter", "man": 0, "what": "correct"}),
    ("write_down", {"who": "peter", "man": 0, "what": "name"}),
    ("merge", {"who": "peter", "man": 0, "other": 1}),
    ("fill_the_box", {"who": "peter", "man": 0, "clicks": 1}),
    ("part_again", {"who": "miriam"}),
    ("merge", {"who": "peter", "man": 0, "other": 1}),
    ("end_episode", {"who": "ana", "man": 0, "kind": "not-suitable"}),
    ("move_episode", {"who": "miriam", "man": 0, "what": "reopen"}),
    ("end_episode", {"who": "miriam", "man": 0, "kind": "transferred"}),
    ("look", {"who": "ben", "page": "/clients/"}),
)
SILENT = Hers(words=("",) * len(WAY), events=((),) * len(WAY))
TOLD = Hers(
    words=("She works at the school in Lend. 0664 123 45 67. " * 20,) * len(WAY),
    events=(
        ("a_worker_joins", "messages_are_taken_over"),
        *[()] * 9,
        ("her_service_is_down",),
        (),
        ("her_service_is_back", "messages_are_taken_over"),
        (),
    ),
    whisper=3,
)


def test_a_way_from_referral_to_ending_looks_the_same(stage: Stage) -> None:
    assert stage.play(WAY, SILENT, TOLD) == ()
