"""Her service's own day: who holds her case, a session, a debrief, its figures. Loaded with `hers`."""

from typing import Any

from tests.worlds.hers import _unless_away, event


@event
def her_service_keeps_its_team(support: Any) -> None:
    """Her case goes to a worker, a debrief is owed and held, and all figures of the year are counted."""

    def keep() -> None:
        from django.utils import timezone

        from article16.common.returns import periods
        from article16.support.returns import taking
        from article16.support.survivors import actions as survivors
        from article16.support.team import actions
        from tests.worlds.hers_links import MARKER, worker

        by, at = worker(), timezone.now()
        on = timezone.localdate(at)
        case = survivors.open_case(
            name=f"{MARKER} Judit", relation="partner", called="", mailbox=None, by=by.staff, at=at, on=on
        )
        actions.plan(days={"team": 14}, on=on, by=by.staff, at=at)
        actions.hold(case=case, worker=by.staff, by=by, at=at)
        actions.say_session(kind="team", on=on, people=(by.staff,), by=by.staff, at=at)
        actions.owe(worker=by.staff, on=on, by=by.staff, at=at)
        actions.care(worker=by.staff, on=on, wanted=True, by=by.staff, at=at)
        taken = taking.take(periods.year(on), by, at=at)
        assert taken.unopened == 0

    _unless_away(support, keep)
