"""Groups, the sessions made from their slot, and what changes them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from article16.casework.groups import actions
from article16.casework.groups.models import Attendance, Facilitator, Group, Session
from article16.casework.groups.standing import Mark
from article16.common.accounts.actions import NotPossible
from article16.common.audit.models import Entry
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.groups_cast import BEFORE, FIRST, NOW, enrolled, held, line, make_group, plan, sessions, take

pytestmark = pytest.mark.django_db
VIENNA = ZoneInfo("Europe/Vienna")


def days(group):
    return [one.starts_at.astimezone(VIENNA).date() for one in sessions(group) if not one.cancelled_at]


def test_a_closed_group_has_its_planned_sessions_one_a_week_from_its_first_day(cast):
    group = make_group(cast, kind="closed")
    found = sessions(group)
    assert [one.number for one in found] == list(range(1, 27))
    assert days(group) == [FIRST + timedelta(weeks=n) for n in range(26)]
    assert [one.theme for one in found[:3]] == ["Welcome", "What my children saw", "Welcome"]


def test_a_group_that_met_before_it_was_written_down_has_its_past_sessions(cast):
    group = make_group(cast, at=NOW, kind="closed")
    assert len(held(group)) == 15
    assert len(days(group)) == 26


def test_the_clock_on_the_wall_stays_when_summer_time_ends(cast):
    group = make_group(cast)
    local = {one.starts_at.astimezone(VIENNA).time() for one in sessions(group)}
    assert local == {time(18)}
    assert {one.starts_at.astimezone(UTC).hour for one in sessions(group)} == {16, 17}


def test_no_session_falls_on_a_holiday_and_the_closed_group_goes_on_longer(cast):
    group = make_group(cast, kind="closed")
    christmas = {"first": date(2026, 12, 24), "last": date(2027, 1, 6), "name": "Christmas"}
    actions.add_holiday(programme=cast.graz.pk, **christmas, by=str(cast.miriam.pk), at=NOW)
    assert date(2026, 12, 24) not in days(group)
    assert date(2026, 12, 31) not in days(group)
    assert len(days(group)) == 26
    assert days(group)[-1] == FIRST + timedelta(weeks=27)
    assert [one.number for one in sessions(group)] == list(range(1, 27))


def test_a_holiday_taken_away_gives_the_days_back(cast):
    from article16.casework.groups.models import Holiday

    group = make_group(cast, kind="closed")
    before = days(group)
    actions.add_holiday(
        programme=cast.graz.pk,
        first=date(2026, 12, 24),
        last=date(2026, 12, 24),
        name="x",
        by=str(cast.miriam.pk),
        at=NOW,
    )
    actions.remove_holiday(holiday=Holiday.objects.get(), by=str(cast.miriam.pk), at=NOW)
    assert days(group) == before


def test_a_rolling_group_is_planned_half_a_year_ahead_and_further_when_asked(cast):
    group = make_group(cast)
    assert len(days(group)) == 25
    actions.plan_ahead(group=group, by=str(cast.ana.pk), at=NOW)
    assert days(group)[-1] == date(2027, 5, 20)
    assert [one.number for one in sessions(group)] == list(range(1, len(days(group)) + 1))


def test_a_new_slot_moves_the_sessions_to_come_and_none_that_is_past_or_moved_by_hand(cast):
    group = make_group(cast, kind="closed")
    past = [one.starts_at for one in held(group)]
    moved = sessions(group)[20]
    there = datetime(2027, 1, 5, 17, tzinfo=UTC)
    actions.change_session(
        session=moved, plan=actions.SessionPlan(there, 90, "Extra theme", "Room 2"), by=str(cast.ana.pk), at=NOW
    )
    actions.change_group(
        group=group, plan=plan(kind="closed", weekday=0, minutes=90), largest=12, by=str(cast.ana.pk), at=NOW
    )
    found = sessions(group)
    assert len(found) == 26
    assert [one.starts_at for one in held(group)] == past
    assert Session.objects.get(pk=moved.pk).starts_at == there
    coming = [one for one in found if one.starts_at > NOW and one.pk != moved.pk]
    assert {one.starts_at.astimezone(VIENNA).weekday() for one in coming} == {0}
    assert {one.minutes for one in coming} == {90}
    assert [one.number for one in found] == list(range(1, 27))


def test_a_moved_session_leaves_no_second_one_on_its_old_day(cast):
    group = make_group(cast, kind="closed")
    one = sessions(group)[20]
    old = one.starts_at.astimezone(VIENNA).date()
    later = actions.SessionPlan(one.starts_at + timedelta(days=1), 120)
    actions.change_session(session=one, plan=later, by=str(cast.ana.pk), at=NOW)
    actions.change_group(group=group, plan=plan(kind="closed"), largest=12, by=str(cast.ana.pk), at=NOW)
    assert old not in days(group)
    assert len(days(group)) == 26


def test_cancelling_is_written_for_each_man_and_adds_one_at_the_end_when_asked(cast):
    group = make_group(cast, kind="closed")
    man, other = enrolled(cast, group, "Lukas Brandner", "Tunde Adeyemi")
    before, session = len(days(group)), sessions(group)[16]
    sent = OutgoingMessage.objects.count()
    actions.cancel_session(session=session, why="Both ill", one_more=True, by=str(cast.ana.pk), at=NOW)
    assert {(one.episode_id, one.mark) for one in Attendance.objects.all()} == {
        (man.pk, Mark.CANCELLED),
        (other.pk, Mark.CANCELLED),
    }
    assert len(days(group)) == before
    assert days(group)[-1] == FIRST + timedelta(weeks=26)
    types = list(OutgoingMessage.objects.order_by("pk").values_list("type", flat=True))[sent:]
    assert types == ["Course", "Course", "Schedule", "Schedule"]


def test_cancelling_without_another_makes_the_plan_one_shorter_for_good(cast):
    group = make_group(cast, kind="closed")
    actions.cancel_session(session=sessions(group)[16], why="Ill", one_more=False, by=str(cast.ana.pk), at=NOW)
    actions.change_group(group=group, plan=plan(kind="closed"), largest=12, by=str(cast.ana.pk), at=NOW)
    assert len(days(group)) == 25


def test_a_session_with_men_recorded_is_neither_moved_nor_cancelled(cast):
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    first = held(group)[0]
    take(cast, first, line(man))
    with pytest.raises(NotPossible, match="cannot be cancelled"):
        actions.cancel_session(session=first, why="x", one_more=False, by=str(cast.ana.pk), at=NOW)
    with pytest.raises(NotPossible, match="time stays"):
        actions.change_session(
            session=first, plan=actions.SessionPlan(NOW + timedelta(days=3), 120), by=str(cast.ana.pk), at=NOW
        )


def test_a_recorded_session_keeps_its_number_when_one_is_put_before_it(cast):
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    first, second = held(group)[:2]
    take(cast, second, line(man))
    early = actions.SessionPlan(first.starts_at - timedelta(hours=4), 60)
    actions.add_session(group=group, plan=early, by=str(cast.ana.pk), at=NOW)
    numbers = [one.number for one in sessions(group)]
    assert Session.objects.get(pk=second.pk).number == 2
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [(datetime(2026, 8, 1, 16, tzinfo=UTC), "begins on 13 August 2026"), (None, "meets at this time already")],
)
def test_a_session_outside_the_group_or_on_another_is_refused(cast, moment, sentence):
    group = make_group(cast)
    moment = moment or sessions(group)[3].starts_at
    with pytest.raises(NotPossible, match=sentence):
        actions.add_session(group=group, plan=actions.SessionPlan(moment, 60), by=str(cast.ana.pk), at=NOW)


def test_a_group_is_no_larger_than_its_programme_allows(cast):
    with pytest.raises(NotPossible, match="allow 10 men"):
        make_group(cast, capacity=11, largest=10)
    assert Group.objects.count() == 0


def test_two_groups_under_way_do_not_share_a_name(cast):
    make_group(cast)
    with pytest.raises(NotPossible, match="already a group of this name"):
        make_group(cast)


def test_a_group_ends_when_the_last_man_is_out_of_it(cast):
    group = make_group(cast)
    (man,) = enrolled(cast, group, "Lukas Brandner")
    with pytest.raises(NotPossible, match="1 man is still in this group"):
        actions.end_group(group=group, on=NOW.date(), by=str(cast.ana.pk), at=NOW)
    actions.leave_all(episode=man, on=NOW.date(), by=str(cast.ana.pk), at=NOW)
    actions.end_group(group=group, on=NOW.date(), by=str(cast.ana.pk), at=NOW)
    assert [one for one in sessions(group) if one.starts_at > NOW and not one.cancelled_at] == []
    make_group(cast)  # the name is free again


def test_who_leads_the_group_stays_on_record_when_the_pair_changes(cast):
    ana, peter, miriam = (
        actions.Seat(one.pk, gender)
        for one, gender in ((cast.ana, "woman"), (cast.peter, "man"), (cast.miriam, "woman"))
    )
    group = make_group(cast, pair=(ana, peter))
    actions.change_group(group=group, plan=plan(pair=(ana, miriam)), largest=12, by=str(cast.ana.pk), at=NOW)
    rows = list(Facilitator.objects.order_by("seat", "since").values_list("staff", "gender", "until"))
    assert rows == [
        (cast.ana.pk, "woman", None),
        (cast.peter.pk, "man", date(2026, 11, 19)),
        (cast.miriam.pk, "woman", None),
    ]


def test_each_change_of_the_plan_stands_in_the_record(cast):
    group = make_group(cast)
    assert Entry.objects.filter(what="write_group", ids=[str(group.pk)]).count() == 1
    actions.plan_ahead(group=group, by=str(cast.ana.pk), at=BEFORE)
    assert Entry.objects.filter(what="plan_sessions", actor=str(cast.ana.pk)).count() == 1
