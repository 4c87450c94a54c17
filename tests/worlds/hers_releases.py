"""What leaves her service without a way into casework: spoken, printed, or still sealed. Loaded with `hers`."""

from typing import Any
from uuid import uuid4

from tests.worlds.hers import _unless_away, event
from tests.worlds.hers_links import worker


@event
def danger_to_life_is_spoken(support: Any) -> None:
    from django.utils import timezone

    from article16.support.releases import actions
    from article16.support.releases.writings import Danger

    def speak() -> None:
        told = Danger(
            who="child",
            said="He knows the school.",
            told_to="Police",
            how="telephone",
            why="She heard it from him.",
            approver=uuid4(),
            asked="By telephone",
        )
        actions.say_danger(value=told, by=worker(), at=timezone.now())

    _unless_away(support, speak)


@event
def statistics_leave(support: Any) -> None:
    from django.utils import timezone

    from article16.support.releases import actions
    from article16.support.releases.writings import Statistics

    def leave() -> None:
        at, study = timezone.now(), f"Study {uuid4()}"
        told = Statistics(study=study, on=at.date(), given_to="Ministry", sha256="0" * 64, approver=uuid4())
        actions.release_statistics(value=told, by=worker(), at=at)

    _unless_away(support, leave)


@event
def a_panel_meets(support: Any) -> None:
    """A code is set for every other man, and the sheet is made; nobody has carried it over yet."""
    from django.utils import timezone

    from article16.support.panel import actions, queries
    from article16.wall.sheet import CODES

    def meet() -> None:
        at, by = timezone.now(), worker()
        for programme, men in queries.men(by).items():
            meeting = actions.begin(programme=programme, on=at.date(), by=by, at=at)
            codes = {man: CODES[number % len(CODES)] for number, man in enumerate(sorted(men))}
            actions.set_codes(meeting=meeting, codes=codes, based_on=1, by=by, at=at)
            actions.make_sheet(meeting=meeting, by=by, at=at)

    _unless_away(support, meet)
