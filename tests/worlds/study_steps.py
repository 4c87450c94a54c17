"""The study from casework's side: the round that tells of all men, and the package of his side alone."""

from typing import Any

from hypothesis import strategies as st

from tests.worlds.family_steps import _run
from tests.worlds.steps import step


@step()
def tell_study(world: Any) -> None:
    """As the tick does it, over everybody at once."""
    from article16.casework.clients.models import Episode
    from article16.casework.study import actions

    episodes = list(Episode.objects.order_by("pk").values_list("pk", flat=True))
    _run(world, lambda: _told(actions.tell_study(episodes=episodes, at=world.fate.now)), "study round")


def _told(number: int) -> int:
    print(f"{number} rows told")
    return 0


@step(format=st.sampled_from(["csv", "parquet"]))
def study_package(world: Any, format: str) -> None:
    """Casework's own study data as files; they are looked at with all that is left behind."""
    from django.conf import settings

    from article16.casework.study import commands
    from article16.common.service import Refused

    number = len(list(settings.DATA_FOLDER.glob("study-*")))
    target = settings.DATA_FOLDER / f"study-{number}"

    def written() -> int:
        try:
            return commands.package([str(target), "--format", format])
        except Refused as no:
            print(no)
            return 2

    _run(world, written, f"study package {format}")
