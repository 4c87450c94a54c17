"""What her service does about warnings: the desk, the ladder, the watchdog. Loaded with `hers`."""

from typing import Any

from tests.worlds.hers import _unless_away, event


@event
def warnings_wait_and_the_ladder_climbs(support: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from article16.support.alerts.actions import rounds, taking_in

    def climb() -> None:
        at = timezone.now()
        taking_in.take_in(at=at)
        for hours in (0, 1, 30):
            rounds.keep_deadlines(at=at + timedelta(hours=hours))

    _unless_away(support, climb)


@event
def her_worker_acts_on_warnings(support: Any) -> None:
    from django.utils import timezone

    from article16.common.accounts.models import Staff
    from article16.support.alerts.actions import acting, taking_in
    from article16.support.alerts.models import ForCase

    def act() -> None:
        at, sara = timezone.now(), Staff.objects.get(email="sara@example.org")
        taking_in.take_in(at=at)
        for one in ForCase.objects.filter(acknowledged_at=None)[:3]:
            acting.acknowledge(for_case=one.pk, acted=acting.Acted("reached", "She knows."), by=sara.pk, at=at)
            told = acting.Told(at, "phone", "That he left the group.")
            acting.record_telling(for_case=one.pk, told=told, by=sara.pk, at=at)

    _unless_away(support, act)


@event
def the_watchdog_looks(support: Any) -> None:
    from django.utils import timezone

    from article16.common.pulse import watching
    from article16.support.alerts.queries import watched

    _unless_away(support, lambda: watching.look_round(watched.questions(), at=timezone.now()))
