"""A Thursday group of Graz with men in it, and the clock at which it is looked at."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from article16.casework.clients.models import Episode
from article16.casework.groups import actions
from article16.casework.groups.models import Session
from article16.casework.groups.standing import Mark
from tests.casework.conftest import make_man

# Thursday 19 November 2026, 21:00 in Vienna: the session of that evening is over.
FIRST = date(2026, 8, 13)
NOW = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)
BEFORE = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)


def plan(**changes: Any) -> actions.GroupPlan:
    values = {
        "name": "Thursday group",
        "kind": "rolling",
        "capacity": 12,
        "weekday": 3,
        "time": time(18),
        "minutes": 120,
        "time_zone": "Europe/Vienna",
        "where": "venue",
        "place": "Room 1",
        "first_day": FIRST,
        "planned_sessions": 26,
        "planned_hours": Decimal(52),
        "themes": "Welcome\nWhat my children saw",
    }
    return actions.GroupPlan(**values | changes)


def make_group(cast: Any, *, at: datetime = BEFORE, largest: int = 12, programme: Any = None, **changes: Any) -> Any:
    programme = programme or cast.graz
    return actions.add_group(
        programme=programme.pk, plan=plan(**changes), largest=largest, by=str(cast.miriam.pk), at=at
    )


def make_episode(cast: Any, name: str = "Lukas Brandner", programme: Any = None) -> Episode:
    episode = Episode.objects.get(client=make_man(cast, programme or cast.graz, name))
    Episode.objects.filter(pk=episode.pk).update(opened_on=FIRST - timedelta(days=30))
    episode.refresh_from_db()
    return episode


def enrolled(cast: Any, group: Any, *names: str, since: date = FIRST, at: datetime = BEFORE) -> list[Episode]:
    episodes = [make_episode(cast, name, group.programme) for name in names]
    for one in episodes:
        actions.enrol(episode=one, group=group, since=since, by=str(cast.ana.pk), at=at)
    return episodes


def sessions(group: Any) -> list[Session]:
    return list(Session.objects.filter(group=group).order_by("starts_at"))


def held(group: Any, at: datetime = NOW) -> list[Session]:
    """Sessions that have begun, in their order."""
    return [one for one in sessions(group) if one.starts_at <= at and not one.cancelled_at]


def take(cast: Any, session: Session, *lines: Any, at: datetime | None = None, by: Any = None, **more: Any) -> Any:
    """The register of one session; each line is a Line, or an episode and a mark."""
    made = [one if isinstance(one, actions.Line) else line(*one) for one in lines]
    at = at or session.starts_at + timedelta(hours=3)
    return actions.save_register(session=session, lines=made, by=str((by or cast.ana).pk), at=at, **more)


def line(episode: Episode, mark: Mark = Mark.PRESENT, **more: Any) -> actions.Line:
    return actions.Line(episode=episode.pk, mark=mark, **more)
