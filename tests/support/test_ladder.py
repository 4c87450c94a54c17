"""Who is told when: each rung in time, whoever is away, whatever channel is dead, whatever the clock does."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from article16.support.alerts.actions import acting, calling, climbing, rounds, taking_in
from article16.support.alerts.models import Absence, Alert, ForCase, Hours, Notice, Shift, Step
from article16.support.alerts.policy import Line
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.vocabulary import AlertKind, Severity

pytestmark = pytest.mark.django_db

NIGHT = datetime(2027, 11, 19, 1, 0, tzinfo=UTC)  # 02:00 in Graz, Friday


def came(at=NIGHT, *, within=timedelta(minutes=30), severity=Severity.HIGHEST, kind=AlertKind.THREAT) -> Alert:
    """One alert, as the drain leaves it; taken in."""
    message = ReceivedMessage.objects.create(
        zone="support", epoch="0f" * 16, sequence=ReceivedMessage.objects.count() + 1, type="Alert", kind=kind,
        severity=severity, due=at + within, header=b"", sealed=b"", sha256=uuid.uuid4().hex * 2,
        arrived_at=at, received_at=at,
    )  # fmt: skip
    taking_in.take_in(at=at)
    return Alert.objects.get(message=message)


def minutes(number: float) -> datetime:
    return NIGHT + timedelta(minutes=number)


def run(until: datetime, since: datetime = NIGHT, every: float = 5) -> None:
    """The tick, round after round."""
    at = since
    while at <= until:
        rounds.keep_deadlines(at=at)
        at += timedelta(seconds=every)


def told(alert: Alert) -> list[tuple[int, str, float]]:
    """Rung, line and minute of each telling, in order."""
    rows = Step.objects.filter(alert=alert, what__in=["told", "nobody"]).order_by("at", "rung")
    return list(dict.fromkeys((row.rung, row.line, (row.at - NIGHT).total_seconds() / 60) for row in rows))


def test_each_rung_is_told_in_its_time_and_the_top_at_the_deadline(cast):
    alert = came()
    run(minutes(31))
    assert told(alert)[:4] == [(1, "duty", 0), (2, "second", 15), (3, "manager", 22.5), (4, "head", 30)]
    alert.refresh_from_db()
    assert alert.rung == 4


def test_at_the_top_it_stays_and_is_told_again(cast):
    alert = came()
    run(minutes(46), every=15)
    assert [row for row in told(alert) if row[0] == 4] == [
        (4, "head", 30),
        (4, "head", 35),
        (4, "head", 40),
        (4, "head", 45),
    ]


def test_a_warning_that_comes_after_its_deadline_reaches_every_rung_at_once(cast):
    alert = came(within=timedelta(minutes=-90))
    rounds.keep_deadlines(at=NIGHT)
    assert [row[0] for row in told(alert)] == [1, 2, 3, 4]
    assert {row[2] for row in told(alert)} == {0}


def test_taking_holds_the_ladder_and_then_it_goes_on(cast):
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    until = acting.take(alert_id=alert.pk, by=cast.sara.pk, at=minutes(12))
    assert until == minutes(17)
    run(minutes(18), since=minutes(12))
    assert [row[0] for row in told(alert)] == [1, 2]
    assert told(alert)[1][2] == pytest.approx(17, abs=0.1)


def test_the_same_person_cannot_hold_it_for_ever(cast):
    from article16.common.accounts.actions import NotPossible

    alert = came()
    acting.take(alert_id=alert.pk, by=cast.sara.pk, at=minutes(1))
    run(minutes(7), since=minutes(2))
    with pytest.raises(NotPossible, match="taken this warning once"):
        acting.take(alert_id=alert.pk, by=cast.sara.pk, at=minutes(8))


def test_passing_on_tells_the_next_rung_now(cast):
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    acting.pass_on(alert_id=alert.pk, by=cast.sara.pk, at=minutes(1))
    assert told(alert)[1] == (2, "second", 1)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


def test_acknowledging_with_an_action_stops_it_and_nothing_else_does(cast):
    """Guidelines B.1 f."""
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    one = ForCase.objects.get(alert=alert)
    acting.acknowledge(
        for_case=one.pk, acted=acting.Acted("reached", "She is at her sister's."), by=cast.sara.pk, at=minutes(9)
    )
    run(minutes(120), since=minutes(9), every=60)
    assert [row[0] for row in told(alert)] == [1]
    alert.refresh_from_db()
    assert (alert.next_due, alert.acknowledged_at) == (None, minutes(9))


def test_with_two_women_it_stops_when_both_cases_are_acted_on(cast):
    alert = came()
    first, second = uuid.uuid4(), uuid.uuid4()
    rows = acting.split(
        alert_id=alert.pk, cases=[first, second], named=lambda _rows: {}, by=cast.sara.pk, at=minutes(1)
    )
    one, two = rows[first], rows[second]
    acting.acknowledge(for_case=one, acted=acting.Acted("reached"), by=cast.sara.pk, at=minutes(2))
    alert.refresh_from_db()
    assert alert.acknowledged_at is None
    acting.acknowledge(for_case=two, acted=acting.Acted("plan"), by=cast.leyla.pk, at=minutes(3))
    alert.refresh_from_db()
    assert alert.acknowledged_at == minutes(3)


def test_an_absent_worker_means_the_next_rung_at_once(cast):
    Shift.objects.create(line=Line.DUTY, person=cast.sara, begins_at=minutes(-60))
    Absence.objects.create(person=cast.sara, begins_at=minutes(-60), ends_at=minutes(600))
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    assert [row[0] for row in told(alert)][:2] == [1, 2]


def test_a_disabled_account_is_as_if_nobody_stood_there(cast):
    cast.sara.is_active = False
    cast.sara.save()
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    # duty and second are workers: both empty; the manager on call is told in the same second
    assert told(alert) == [(1, "duty", 0), (2, "second", 0), (3, "manager", 0)]


def test_whoever_was_told_and_goes_away_is_waited_for_no_longer(cast):
    Shift.objects.create(line=Line.DUTY, person=cast.sara, begins_at=minutes(-60))
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    Absence.objects.create(person=cast.sara, begins_at=minutes(3), ends_at=minutes(600))
    run(minutes(4))
    assert told(alert)[1][2] == pytest.approx(3, abs=0.1)


def test_whoever_has_taken_it_and_whose_account_is_ended_holds_nothing(cast):
    alert = came(within=timedelta(hours=8), severity=Severity.HIGH)
    rounds.keep_deadlines(at=NIGHT)
    acting.take(alert_id=alert.pk, by=cast.sara.pk, at=minutes(1))
    cast.sara.is_active = False
    cast.sara.save()
    rounds.keep_deadlines(at=minutes(2))
    # the second on call was a worker too: nobody is left there, and the manager is told
    assert told(alert)[1:] == [(2, "second", 2), (3, "manager", 2)]


def test_when_nobody_stands_anywhere_everybody_is_told_at_the_top(cast):
    for line in Line:
        Shift.objects.create(line=line, person=cast.nora, begins_at=minutes(-60), ends_at=minutes(-30))
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    last = Step.objects.filter(alert=alert, what="told")
    assert {row.person_id for row in last} == {cast.sara.pk, cast.leyla.pk}
    assert {row.rung for row in last} == {4}


def test_in_hours_without_a_worker_the_first_rung_is_the_manager_on_call(cast):
    Hours.objects.create(weekday=4, opens="09:00", closes="17:00")
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    assert Step.objects.get(alert=alert, what="told").person == cast.leyla


@pytest.fixture
def phones(settings, cast):
    """Mail and telephone are set up; both fail until a test says otherwise."""
    from article16.support.alerts.models import Reach

    settings.ALERT_MAIL, settings.ALERT_SMS = "mail.example.org", "http://127.0.0.1:1/sms"
    for person in (cast.sara, cast.leyla):
        Reach.objects.create(person=person, phone="+43 1 000")


def dead(to, text):
    from article16.common.channels import NotDelivered

    raise NotDelivered("dead")


def test_with_mail_and_telephone_dead_the_ladder_becomes_faster(cast, phones):
    alert = came()
    at = NIGHT
    while at <= minutes(5):
        rounds.keep_deadlines(at=at)
        calling.call_round(clock=lambda: at, channels={"mail": dead, "sms": dead})  # noqa: B023
        at += timedelta(seconds=5)
    # nobody is reached on any rung, so each follows at once, the top included
    assert [row[0] for row in told(alert)][:4] == [1, 2, 3, 4]
    assert told(alert)[3][2] < 2


def test_with_one_of_two_channels_dead_the_wait_is_halved(cast, phones):
    alert = came()
    at, sent = NIGHT, []
    while at <= minutes(10):
        rounds.keep_deadlines(at=at)
        calling.call_round(clock=lambda: at, channels={"mail": lambda to, text: sent.append(text), "sms": dead})  # noqa: B023
        at += timedelta(seconds=5)
    assert told(alert)[1][2] == pytest.approx(7.5, abs=0.2)  # half of 15 minutes
    assert set(sent) == {"1 item waits. Please sign in."}


def test_a_sender_of_notices_that_is_dead_counts_as_failed_after_a_minute(cast, phones):
    alert = came()
    run(minutes(5))
    assert told(alert)[1][2] == pytest.approx(1, abs=0.2)


def test_a_mail_server_that_accepts_and_drops_changes_nothing(cast, phones):
    """Being sent is no reason to wait: only a person who acts stops the ladder."""
    alert = came()
    at = NIGHT
    while at <= minutes(31):
        rounds.keep_deadlines(at=at)
        calling.call_round(clock=lambda: at, channels=dict.fromkeys(("mail", "sms"), lambda to, text: None))  # noqa: B023
        at += timedelta(seconds=5)
    assert [row[2] for row in told(alert)][:4] == [0, 15, 22.5, 30]


def test_nobody_is_called_for_what_was_acted_on_meanwhile(cast, phones):
    alert = came()
    rounds.keep_deadlines(at=NIGHT)
    acting.acknowledge(
        for_case=ForCase.objects.get(alert=alert).pk, acted=acting.Acted("reached"), by=cast.sara.pk, at=NIGHT
    )
    sent = []
    calling.call_round(clock=lambda: NIGHT, channels=dict.fromkeys(("mail", "sms"), lambda to, text: sent.append(to)))
    assert sent == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"needless"}


def test_ten_warnings_are_one_message_to_one_person(cast, phones):
    for _ in range(10):
        came()
    rounds.keep_deadlines(at=NIGHT)
    sent = []
    calling.call_round(clock=lambda: NIGHT, channels=dict.fromkeys(("mail", "sms"), lambda to, text: sent.append(text)))
    assert sent == ["10 items wait. Please sign in."] * 2


def test_a_clock_set_back_an_hour_delays_no_rung_by_more_than_two_minutes(cast):
    alert = came()
    passed, at = 0.0, NIGHT
    seen = {}
    while passed <= 31 * 60:
        rounds.keep_deadlines(at=at)
        for rung, _line, _minute in told(alert):
            seen.setdefault(rung, passed / 60)
        passed += 5
        at += timedelta(seconds=5)
        if passed == 10 * 60:
            at -= timedelta(hours=1)
    assert [seen[rung] for rung in (1, 2, 3, 4)] == pytest.approx([0, 15, 22.5, 30], abs=2)


def test_summer_time_ends_in_the_night_and_no_rung_is_late(cast):
    """31 October 2027, 03:00 becomes 02:00 in Graz: deadlines are kept in UTC."""
    night = datetime(2027, 10, 31, 0, 50, tzinfo=UTC)
    alert = came(night)
    run(night + timedelta(minutes=31), since=night)
    at = {row.rung: row.at for row in Step.objects.filter(alert=alert, what="told").order_by("-at")}
    assert (at[2] - night, at[4] - night) == (timedelta(minutes=15), timedelta(minutes=30))


def test_a_tick_that_was_down_tells_every_rung_that_is_due_when_it_is_back(cast):
    alert = came()
    rounds.keep_deadlines(at=minutes(25))
    assert [row[0] for row in told(alert)] == [1, 2, 3]


def test_a_test_warning_calls_nobody(cast):
    alert = came(kind=AlertKind.TEST, severity=Severity.ORDINARY)
    run(minutes(40), every=60)
    assert told(alert) == []
    assert alert.closed_at is not None


def test_a_message_that_was_set_aside_is_a_warning_all_the_same(cast):
    ReceivedMessage.objects.create(
        zone="support", epoch="0f" * 16, sequence=1, type="Alert", kind="threat", severity="highest", due=NIGHT,
        header=b"", sealed=b"", sha256="x", arrived_at=NIGHT, received_at=NIGHT, set_aside="seal",
    )  # fmt: skip
    taking_in.take_in(at=NIGHT)
    assert Alert.objects.get().whole is False


def test_what_is_noted_twice_or_forgotten_becomes_one_alert(cast):
    from article16.support.alerts.models import Arrived

    alert = came()
    Arrived.objects.create(message=alert.message)
    taking_in.take_in(at=NIGHT)
    assert Alert.objects.count() == 1
    ReceivedMessage.objects.create(
        zone="support", epoch="0f" * 16, sequence=9, type="Alert", kind="threat", severity="highest", due=NIGHT,
        header=b"", sealed=b"", sha256="y", arrived_at=NIGHT, received_at=NIGHT,
    )  # fmt: skip
    Arrived.objects.all().delete()
    assert taking_in.find_forgotten() == 1
    taking_in.take_in(at=NIGHT)
    assert Alert.objects.count() == 2


@pytest.mark.parametrize("count", [3, 30])
def test_a_round_asks_its_rules_once_whatever_waits(cast, count, django_assert_max_num_queries):
    for _ in range(count):
        came()
    rounds.keep_deadlines(at=NIGHT)
    # beat and count; each alert then costs its own transaction only
    with django_assert_max_num_queries(16):
        rounds.keep_deadlines(at=minutes(1))
    with django_assert_max_num_queries(30 + 8 * count):
        rounds.keep_deadlines(at=minutes(15))


def test_climb_is_only_for_what_is_due(cast):
    came()
    assert climbing.climb(at=minutes(-1)) == 0
