"""A man in a group and out of it: what is refused, what leaves, what becomes of registers already taken."""

from datetime import timedelta

import pytest

from article16.casework.clients.actions import set_state
from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.groups import actions
from article16.casework.groups.models import Enrolment, Session
from article16.common.accounts.actions import NotPossible
from article16.wall.vocabulary import Course, Schedule
from tests.casework.groups_cast import BEFORE, FIRST, NOW, enrolled, held, line, make_episode, make_group, take

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def told(monkeypatch):
    """What would leave, before it is sealed."""
    from article16.wall.outbox import actions as outbox

    messages = []
    real = outbox.encode
    monkeypatch.setattr(outbox, "encode", lambda message: (messages.append(message), real(message))[1])
    return messages


def leave(cast, on, at=NOW):
    actions.leave(enrolment=Enrolment.objects.latest("written_at"), on=on, why="", by=str(cast.ana.pk), at=at)


def test_the_first_group_starts_him_and_tells_his_days_the_second_only_his_days(cast, told):
    group, other = make_group(cast, kind="closed"), make_group(cast, name="Other")
    (man,) = enrolled(cast, group, "Lukas Brandner")
    started, plan = [one for one in told if isinstance(one, Course | Schedule)]
    assert (started.event.value, started.on) == ("started", FIRST)
    assert (plan.first_session, plan.planned_end, len(plan.sessions)) == (FIRST, FIRST + timedelta(weeks=25), 26)
    leave(cast, NOW.date())
    told.clear()
    actions.enrol(episode=man, group=other, since=NOW.date() + DAY, by=str(cast.ana.pk), at=NOW)
    assert [type(one) for one in told] == [Schedule]
    assert Episode.objects.get(pk=man.pk).state == EpisodeState.ACTIVE


def test_in_a_rolling_group_his_plan_ends_with_the_planned_number(cast, told):
    group = make_group(cast, planned_sessions=6)
    enrolled(cast, group, "Lukas Brandner", since=FIRST + timedelta(weeks=2))
    assert told[-1].planned_end == FIRST + timedelta(weeks=7)
    assert len(told[-1].sessions) == 6


def test_leaving_tells_the_days_that_remain_and_an_ending_tells_none(cast, told):
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    leave(cast, NOW.date() + timedelta(days=8))
    assert told[-1].sessions == (NOW.date(), NOW.date() + timedelta(days=7))
    again = make_episode(cast, "Tunde Adeyemi")
    actions.enrol(episode=again, group=group, since=FIRST, by=str(cast.ana.pk), at=BEFORE)
    actions.leave_all(episode=again, on=NOW.date(), by=str(cast.ana.pk), at=NOW)
    assert (told[-1].sessions, told[-1].planned_end) == ((), None)
    assert man


def test_who_leaves_before_his_first_day_never_was_in_a_register(cast):
    group = make_group(cast)
    enrolled(cast, group, "Lukas Brandner", since=NOW.date() + timedelta(weeks=2))
    leave(cast, NOW.date())
    one = Enrolment.objects.get()
    assert one.until == one.since - DAY


def test_an_ending_keeps_him_in_the_group_until_what_is_recorded_of_him(cast):
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    take(cast, held(group)[3], line(man))
    actions.leave_all(episode=man, on=FIRST, by=str(cast.ana.pk), at=NOW)
    assert Enrolment.objects.get().until == FIRST + timedelta(weeks=3)
    actions.leave_all(episode=man, on=FIRST, by=str(cast.ana.pk), at=NOW)  # in no group: nothing happens


def test_who_joins_from_a_past_day_opens_the_registers_since_then_again(cast):
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    session = held(group)[4]
    take(cast, session, line(man))
    assert Session.objects.get(pk=session.pk).taken_at
    enrolled(cast, group, "Tunde Adeyemi", since=FIRST + timedelta(weeks=4), at=NOW)
    assert Session.objects.get(pk=session.pk).taken_at is None
    actions.leave(
        enrolment=Enrolment.objects.latest("written_at"), on=FIRST, why="A mistake", by=str(cast.ana.pk), at=NOW
    )
    assert Session.objects.get(pk=session.pk).taken_at, "he never was in it, so it is whole again"


@pytest.mark.parametrize(
    ("since", "sentence"),
    [(FIRST - DAY, "The group begins on 13 August 2026"), (FIRST - timedelta(days=60), "The group begins on")],
)
def test_no_man_is_in_a_group_before_it_begins(cast, since, sentence):
    group, man = make_group(cast), make_episode(cast)
    with pytest.raises(NotPossible, match=sentence):
        actions.enrol(episode=man, group=group, since=since, by=str(cast.ana.pk), at=NOW)


def test_a_man_is_in_one_group_at_a_time_and_not_twice_on_one_day(cast):
    group, other = make_group(cast), make_group(cast, name="Other")
    (man,) = enrolled(cast, group, "Lukas Brandner")
    with pytest.raises(NotPossible, match="He is in the group Thursday group already"):
        actions.enrol(episode=man, group=other, since=NOW.date(), by=str(cast.ana.pk), at=NOW)
    leave(cast, NOW.date())
    with pytest.raises(NotPossible, match="still in another group"):
        actions.enrol(episode=man, group=other, since=NOW.date(), by=str(cast.ana.pk), at=NOW)


def test_an_ended_group_and_an_ended_episode_take_nobody(cast):
    group, man = make_group(cast), make_episode(cast)
    set_state(episode=man, state=EpisodeState.ENDED, on=NOW.date(), by=str(cast.miriam.pk), at=NOW)
    man.refresh_from_db()
    with pytest.raises(NotPossible, match="episode has ended"):
        actions.enrol(episode=man, group=group, since=NOW.date(), by=str(cast.ana.pk), at=NOW)
    actions.end_group(group=group, on=NOW.date(), by=str(cast.ana.pk), at=NOW)
    with pytest.raises(NotPossible, match="This group has ended"):
        actions.enrol(episode=make_episode(cast, "B"), group=group, since=NOW.date(), by=str(cast.ana.pk), at=NOW)


def test_a_place_is_free_again_when_somebody_has_left(cast):
    group = make_group(cast, capacity=1)
    enrolled(cast, group, "Lukas Brandner")
    waiting = make_episode(cast, "Tunde Adeyemi")
    with pytest.raises(NotPossible, match="The group is full: 1 of 1"):
        actions.enrol(episode=waiting, group=group, since=NOW.date(), by=str(cast.ana.pk), at=NOW)
    leave(cast, NOW.date())
    actions.enrol(episode=waiting, group=group, since=NOW.date() + DAY, by=str(cast.ana.pk), at=NOW)


def test_a_programme_without_a_womens_service_tells_nothing_and_asks_its_own_person(cast, told):
    from article16.casework.clients.actions import set_support
    from article16.casework.groups.standing import Mark
    from article16.casework.tasks.models import Task

    set_support(programme=cast.graz.pk, zone="", alerts_to=cast.miriam.pk, by=str(cast.ida.pk), at=BEFORE)
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    take(cast, held(group)[0], line(man, Mark.ABSENT, concern=True, concern_words="Waits outside the school"))
    assert told == []
    assert Task.objects.filter(person=cast.miriam).count() == 1
