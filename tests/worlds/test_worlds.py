"""Nothing she says, and not that she takes part, changes anything that can be seen of casework."""

import os
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings

from tests.worlds.generating import plays, script_of
from tests.worlds.stage import Hers, Stage

PLAYED = count()
EXAMPLES = int(os.environ.get("ARTICLE16_WORLDS_EXAMPLES", "8"))

DAY = script_of(
    ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "24 3 1988", "clicks": 1}),
    ("send", {"answered": True}),
    ("refer", {"who": "miriam", "name": "Anders Dahl", "born": "", "clicks": 2}),
    ("refer_with_a_slip", {"who": "peter", "born": "31 2 1988"}),
    ("the_sign_in_ends", {"who": "peter", "name": "Lukas Brandner", "comes_back": True}),
    ("the_sign_in_ends", {"who": "miriam", "name": "", "comes_back": False}),
    ("open_file", {"who": "ana", "man": 0}),
    ("send", {"answered": True}),
    ("tick", {}),
    ("look", {"who": "miriam", "page": "/"}),
    ("look", {"who": "ana", "page": "/clients/"}),
    ("doctor", {}),
)
SILENT = Hers(words=("",) * len(DAY), events=((),) * len(DAY))
TOLD = Hers(
    words=("She works at the school in Lend. 0664 123 45 67. " * 20,) * len(DAY),
    events=(
        ("a_worker_joins", "messages_are_taken_over"),
        (),
        ("messages_are_taken_over", "messages_are_read", "her_worker_looks"),
        ("her_service_is_down",),
        *[()] * 5,
        ("her_service_is_back", "messages_are_taken_over"),
        (),
        ("the_record_is_sealed",),
    ),
    whisper=3,
)


def test_a_day_looks_the_same_whether_she_is_silent_or_tells_everything(stage: Stage) -> None:
    """Promise 1."""
    assert stage.play(DAY, SILENT, TOLD) == ()


def test_what_is_pasted_with_control_characters_is_saved_like_any_words(stage: Stage) -> None:
    """The wall takes none of them; once the page failed instead of saving."""
    script = script_of(("refer", {"who": "peter", "name": "Lukas Brandner", "born": "", "clicks": 1}))
    pasted = Hers(words=("School in Lend\x0b\x07 0664\r\n\x85",), events=((),))
    assert stage.play(script, Hers(words=("",), events=((),)), pasted, swept=False) == ()


@settings(
    max_examples=EXAMPLES,
    # A failure is told at once, as it was drawn; at night there is time to make it small.
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if EXAMPLES > 100 else [])],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(plays())
def test_no_script_and_no_difference_on_her_side_is_seen(stage: Stage, play: tuple) -> None:
    script, left, right = play
    # Every address for every role takes longer than the play: after each fourth by day, after each at night.
    swept = EXAMPLES > 100 or next(PLAYED) % 4 == 0
    assert stage.play(script, left, right, swept=swept) == ()
