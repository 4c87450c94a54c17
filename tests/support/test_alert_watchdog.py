"""What the watchdog sees, whom it calls, what it holds outside; and the ways out to a person's pocket."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from article16.common import channels
from article16.common.pulse import actions as pulse
from article16.common.pulse import queries as beats
from article16.common.pulse import watching
from article16.common.pulse.actions import Seen
from article16.support.alerts.actions import calling, rounds, taking_in
from article16.support.alerts.models import Alert, Notice, Reach
from article16.support.alerts.queries import desk, watched
from article16.wall.inbox.models import ReceivedMessage
from tests.support.gateway import gateway
from tests.support.test_ladder import came

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_a_warning_of_which_nobody_was_told_for_two_minutes_worries_it(cast, now):
    came(now - timedelta(minutes=3))
    assert watched.unnotified(now).well is False
    rounds.keep_deadlines(at=now)
    assert watched.unnotified(now).well is True


def test_a_warning_that_is_not_even_taken_in_worries_it_too(cast, now):
    ReceivedMessage.objects.create(
        zone="support", epoch="0f" * 16, sequence=1, type="Alert", kind="threat", severity="highest", due=now,
        header=b"", sealed=b"", sha256="x", arrived_at=now - timedelta(minutes=5), received_at=now,
    )  # fmt: skip
    assert watched.unnotified(now).well is False
    taking_in.take_in(at=now)


def test_a_test_warning_that_did_not_come_worries_it(cast, now):
    assert watched.test(now) == Seen("test", False, "none yet")
    came(now - timedelta(minutes=60), kind="test", severity="ordinary")
    assert watched.test(now).well is True
    assert watched.test(now + timedelta(minutes=30)).well is False


def test_a_number_that_never_came_though_later_ones_did_worries_it(cast, now):
    def arrives(epoch: str, sequence: int, set_aside: str = "") -> None:
        ReceivedMessage.objects.create(
            zone="support", epoch=epoch * 32, sequence=sequence, type="Course", header=b"", sealed=b"",
            sha256=f"{epoch}-{sequence}", arrived_at=now, received_at=now, set_aside=set_aside,
        )  # fmt: skip

    for number in (1, 2, 3):
        arrives("a", number)
    arrives("b", 1)
    # Who makes up a message with a great number raises no alarm by it, but by its being set aside.
    arrives("a", 9_000_000, set_aside="signature")
    assert watched.missing(now) == Seen("missing", True)
    arrives("b", 4)
    assert watched.missing(now) == Seen("missing", False, "2")
    arrives("b", 2)
    arrives("b", 3)
    assert watched.missing(now).well is True


def test_a_process_that_stands_still_is_seen(cast, now):
    assert watching.alive("tick")(now) == Seen("tick", False, "never")
    pulse.beat("tick", at=now)
    assert watching.alive("tick")(now + timedelta(seconds=50)).well is True
    assert watching.alive("tick")(now + timedelta(seconds=70)).well is False


def test_a_clock_that_was_set_back_is_seen_and_deadlines_go_on(cast, now):
    pulse.beat("tick", at=now)
    kept = pulse.beat("tick", at=now - timedelta(hours=1))
    assert kept == now
    assert watching.clock("tick")(now - timedelta(hours=1)) == Seen("clock", False, "60 min back")
    came(now - timedelta(hours=1))
    rounds.keep_deadlines(at=now - timedelta(minutes=59))
    assert beats.kept_time("tick", at=now) == now + timedelta(hours=1), "a warning waits: the former time counts"
    Alert.objects.update(acknowledged_at=now, next_due=None)
    rounds.keep_deadlines(at=now - timedelta(minutes=58))
    assert beats.kept_time("tick", at=now) == now


def test_an_inbox_that_does_not_answer_is_seen(cast, now):
    assert watched.inbox(now).well is False


def test_it_calls_once_and_again_after_an_hour_and_not_when_all_is_well(cast, now):
    calls = []

    def call(at):
        calls.append(at)
        return True

    bad = [lambda at: Seen("slot", False)]
    for minutes in (0, 1, 59, 61):
        at = now + timedelta(minutes=minutes)
        watching.call_about(watching.look_round(bad, at=at), call, at=at)
    assert calls == [now, now + timedelta(minutes=61)]
    watching.call_about(watching.look_round([lambda at: Seen("slot", True)], at=now), call, at=now)
    assert len(calls) == 2


def test_a_question_that_cannot_be_asked_is_not_well(cast, now):
    def broken(at):
        raise OSError

    assert watching.look_round([broken], at=now) == [Seen("broken", False, "OSError")]
    assert beats.looks()["broken"].well is False


class Once:
    """Stops after so many rounds."""

    def __init__(self, rounds: int) -> None:
        self.left = rounds

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0

    def wait(self, timeout: float) -> bool:
        return False


def test_the_switch_is_held_while_all_is_well_and_carries_no_data(cast):
    with gateway() as outside:
        watching.run([lambda at: Seen("disk", True)], lambda at: True, switch=outside.address, stop=Once(3))
        assert [one["path"] for one in outside.taken] == ["/send"], "once a minute, however often it looks"
        assert set(outside.taken[0]["headers"]) <= {"Host", "Accept-Encoding"}
        watching.run([lambda at: Seen("disk", False)], lambda at: True, switch=outside.address, stop=Once(3))
        assert len(outside.taken) == 1


def test_a_switch_that_does_not_answer_stops_nothing(cast):
    assert watching.hold_switch("http://127.0.0.1:1/") is False
    assert watching.hold_switch("http://example.org/") is False, "never in clear over a network"


def test_the_watchdog_calls_the_manager_itself_in_neutral_words(cast, now, settings):
    with gateway() as sms:
        settings.ALERT_SMS, settings.ALERT_SMS_TOKEN, settings.ALERT_MAIL = sms.address, "t0k", "mail"
        Reach.objects.create(person=cast.leyla, phone="+43 1 7")
        assert calling.call_managers(timezone.now()) is True
        assert [(one["to"], one["text"]) for one in sms.taken] == [("+43 1 7", "1 item waits. Please sign in.")]
        assert sms.taken[0]["headers"]["Authorization"] == "Bearer t0k"
    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [
        (["leyla@example.org"], "1 item waits. Please sign in.", "1 item waits. Please sign in.")
    ]


@pytest.mark.parametrize("status", [0, 403, 500])
def test_a_gateway_that_refuses_or_hangs_up_is_not_delivered(settings, status):
    with gateway() as sms:
        settings.ALERT_SMS, sms.status = sms.address, status
        with pytest.raises(channels.NotDelivered):
            channels.sms("+43 1 7", "x")


def test_a_gateway_in_clear_over_a_network_is_not_used(settings):
    settings.ALERT_SMS = "http://gateway.example.org/send"
    with pytest.raises(channels.NotDelivered, match="sms-address"):
        channels.sms("+43 1 7", "x")


def test_a_mail_server_that_is_not_there_is_not_delivered(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(channels.NotDelivered, match="mail-"):
        channels.mail("sara@example.org", "x")


def test_a_channel_that_fails_is_said_on_the_desk_until_it_answers(cast, now, settings):
    settings.ALERT_MAIL = "mail"
    came(now)
    rounds.keep_deadlines(at=timezone.now())

    def dead(to, text):
        raise channels.NotDelivered("dead")

    calling.call_round(clock=timezone.now, channels={"mail": dead})
    assert set(desk.silent_channels(at=timezone.now())) == {"mail"}
    Notice.objects.update(try_at=now)
    calling.call_round(clock=timezone.now, channels={"mail": lambda to, text: None})
    assert desk.silent_channels(at=timezone.now()) == {}


def test_the_doctor_says_when_it_last_looked(cast, settings):
    now = timezone.now()
    assert watching.finding(now).well is True
    settings.TRAINING = False
    assert watching.finding(now).well is False
    pulse.note([Seen("disk", True), Seen("slot", False, "200 s")], at=now)
    assert watching.finding(now).sentence == "The watchdog is worried about: slot 200 s."
    assert "Start the watchdog process" in watching.finding(now + timedelta(minutes=6)).sentence


def test_the_doctor_says_when_a_line_is_empty_or_nobody_can_be_called(cast, settings):
    from article16.support.alerts.processes import reachable

    now = timezone.now()
    assert "on the desk only" in reachable(now).sentence
    assert reachable(now).well is True, "in training mode"
    settings.TRAINING = False
    assert reachable(now).well is False
    settings.ALERT_MAIL = "mail"
    assert reachable(now).well is True
    cast.leyla.is_active = False
    cast.leyla.save()
    assert "Nobody stands on the line manager, head" in reachable(now).sentence
