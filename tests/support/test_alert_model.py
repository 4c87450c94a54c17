"""Warnings under duplicates, reordering, crashes, clock jumps and restores: whatever happens, these things hold.

A play of a few hundred steps here; `just alerts-night` plays ten thousand.
"""

import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from article16.common.accounts.actions import NotPossible
from article16.common.channels import NotDelivered
from article16.common.pulse.models import Pulse
from article16.support.alerts.actions import acting, calling, rounds, taking_in
from article16.support.alerts.models import Absence, Alert, Arrived, ForCase, Notice, Step
from article16.support.alerts.policy import UNDELIVERED
from article16.wall.inbox.models import ReceivedMessage

EXAMPLES = int(os.environ.get("ARTICLE16_ALERTS_EXAMPLES", "4"))
STEPS = int(os.environ.get("ARTICLE16_ALERTS_STEPS", "40"))
BEGIN = datetime(2028, 3, 25, 20, 0, tzinfo=UTC)  # summer time begins in this night
SEVERITIES = {"highest": 30, "high": 8 * 60, "ordinary": 24 * 60}  # minutes
LATE = timedelta(minutes=2)


class Killed(Exception):
    """The process died here; its transaction with it."""


class Alerts(RuleBasedStateMachine):
    """Time passes in `true`; the machine's clock shows `wall`, which may be set back."""

    people: list[uuid.UUID] = []
    steps = 0  # over all plays

    @initialize()
    def begin(self) -> None:
        self.true = self.wall = BEGIN
        self.sequence = 0
        self.stored: list[dict] = []
        self.quiet_since = BEGIN  # when the tick last ran
        self.tick()

    # What happens

    @rule(severity=st.sampled_from(sorted(SEVERITIES)), late=st.integers(-90, 5))
    def a_warning_comes(self, severity: str, late: int) -> None:
        self.sequence += 1
        at = self.wall
        row = {
            "zone": "support", "epoch": "0f" * 16, "sequence": self.sequence, "type": "Alert", "kind": "threat",
            "severity": severity, "due": at + timedelta(minutes=SEVERITIES[severity] + min(0, late)), "header": b"",
            "sealed": b"", "sha256": uuid.uuid4().hex * 2, "arrived_at": at, "received_at": at,
        }  # fmt: skip
        self.stored.append(row)
        ReceivedMessage.objects.create(**row)

    @rule()
    def a_note_comes_twice(self) -> None:
        Arrived.objects.bulk_create(
            [Arrived(message_id=pk) for pk in ReceivedMessage.objects.values_list("pk", flat=True)[:3]],
            ignore_conflicts=True,
        )

    @rule()
    def a_note_is_lost_and_looked_for(self) -> None:
        Arrived.objects.all().delete()
        taking_in.find_forgotten()

    @rule(minutes=st.sampled_from([0.1, 1, 2, 7, 20, 60, 300]))
    def time_passes_and_the_tick_runs(self, minutes: float) -> None:
        for _ in range(3):
            self.pass_time(minutes / 3)
            self.tick()

    @rule(minutes=st.integers(5, 90))
    def the_tick_is_down_for_a_while(self, minutes: int) -> None:
        self.pass_time(minutes)

    @rule(minutes=st.integers(5, 120))
    def the_clock_is_set_back(self, minutes: int) -> None:
        self.wall -= timedelta(minutes=minutes)
        self.tick()

    @rule(where=st.integers(0, 2))
    def the_tick_is_killed(self, where: int) -> None:
        try:
            with transaction.atomic():
                work = (
                    lambda: taking_in.take_in(at=self.wall),
                    lambda: rounds.keep_deadlines(at=self.wall),
                    lambda: calling.call_round(clock=lambda: self.wall, channels={"mail": self.dead}),
                )
                work[where]()
                raise Killed
        except Killed:
            pass

    @rule(works=st.booleans())
    def notices_are_handed_over(self, works: bool) -> None:
        calling.call_round(clock=lambda: self.wall, channels={"mail": (lambda to, text: None) if works else self.dead})

    @staticmethod
    def dead(to: str, text: str) -> None:
        raise NotDelivered("dead")

    @precondition(lambda self: Alert.objects.filter(acknowledged_at=None).exists())
    @rule(data=st.data(), act=st.sampled_from(["take", "pass", "acknowledge", "split"]))
    def a_person_acts(self, data: st.DataObject, act: str) -> None:
        alert = data.draw(st.sampled_from(list(Alert.objects.filter(acknowledged_at=None).order_by("number"))))
        who = data.draw(st.sampled_from(self.people))
        at = self.kept()
        try:
            if act == "take":
                acting.take(alert_id=alert.pk, by=who, at=at)
            elif act == "pass":
                acting.pass_on(alert_id=alert.pk, by=who, at=at)
            elif act == "split":
                cases = [uuid.uuid4(), uuid.uuid4()]
                acting.split(alert_id=alert.pk, cases=cases, named=lambda rows: {}, by=who, at=at)
            else:
                case = ForCase.objects.filter(alert=alert, acknowledged_at=None).first()
                acting.acknowledge(for_case=case.pk, acted=acting.Acted("reached"), by=who, at=at)
        except NotPossible:
            pass

    @rule(data=st.data(), hours=st.integers(1, 8))
    def somebody_is_away(self, data: st.DataObject, hours: int) -> None:
        who = data.draw(st.sampled_from(self.people))
        Absence.objects.create(person_id=who, begins_at=self.wall, ends_at=self.wall + timedelta(hours=hours))

    @rule(count=st.integers(1, 5))
    def support_is_restored_and_casework_sends_again(self, count: int) -> None:
        """The last messages are gone with their alerts; what casework has comes again, byte for byte, in any order."""
        lost = [row["sha256"] for row in self.stored[-count:]]
        gone = ReceivedMessage.objects.filter(sha256__in=lost)
        alerts = Alert.objects.filter(message__in=gone)
        with self.without_triggers():
            Notice.objects.filter(alert__in=alerts).delete()
            Step.objects.filter(alert__in=alerts).delete()
            ForCase.objects.filter(alert__in=alerts).delete()
            Arrived.objects.filter(message__in=gone).delete()
            alerts.delete()
            gone.delete()
        for row in reversed(self.stored[-count:]):
            ReceivedMessage.objects.create(**(row | {"received_at": self.wall}))

    @staticmethod
    def without_triggers():
        from contextlib import contextmanager

        from article16.common.db import triggers

        @contextmanager
        def bare():
            triggers.remove(connection)
            yield
            triggers.install(connection)

        return bare()

    # Helpers

    def pass_time(self, minutes: float) -> None:
        self.true += timedelta(minutes=minutes)
        self.wall += timedelta(minutes=minutes)

    def tick(self) -> None:
        taking_in.take_in(at=self.wall)
        # Until nothing is due: a round takes 500, and failed notices hasten the next.
        for _ in range(8):
            if not rounds.keep_deadlines(at=self.wall):
                break

    def kept(self) -> datetime:
        behind = Pulse.objects.filter(name="tick").values_list("behind", flat=True).first() or 0
        return self.wall + timedelta(seconds=behind)

    # What holds

    @invariant()
    def every_message_is_one_alert_and_none_is_dropped(self) -> None:
        if not hasattr(self, "stored"):
            return
        Alerts.steps += 1
        stored = {row["sha256"] for row in self.stored}
        assert set(ReceivedMessage.objects.values_list("sha256", flat=True)) == stored
        taken = list(Alert.objects.values_list("message", flat=True))
        noted = set(Arrived.objects.values_list("message", flat=True))
        assert len(taken) == len(set(taken))
        assert set(taken) | noted == set(ReceivedMessage.objects.values_list("pk", flat=True))

    @invariant()
    def whatever_is_past_its_deadline_has_a_person_or_stands_at_the_top(self) -> None:
        if not hasattr(self, "stored"):
            return
        self.tick()
        now = self.kept()
        for alert in Alert.objects.filter(acknowledged_at=None, due__lt=now - LATE):
            held = alert.held_until is not None and alert.held_until > now - LATE
            assert alert.rung == 4 or held, f"{alert}: rung {alert.rung} at {now}"

    @invariant()
    def nothing_open_waits_for_a_moment_that_has_passed(self) -> None:
        if not hasattr(self, "stored"):
            return
        self.tick()
        assert not Alert.objects.filter(acknowledged_at=None, next_due__lt=self.kept() - LATE).exists()
        assert not Alert.objects.filter(acknowledged_at=None, next_due=None).exists()

    @invariant()
    def only_an_action_for_every_case_stops_the_ladder(self) -> None:
        if not hasattr(self, "stored"):
            return
        for alert in Alert.objects.exclude(acknowledged_at=None):
            cases = list(ForCase.objects.filter(alert=alert))
            assert cases
            assert all(case.acknowledged_at and case.by_id and case.action for case in cases)

    @invariant()
    def nobody_is_told_of_a_rung_before_the_one_below(self) -> None:
        if not hasattr(self, "stored"):
            return
        for alert in Alert.objects.filter(rung__gt=0):
            told = set(Step.objects.filter(alert=alert, what__in=["told", "nobody"]).values_list("rung", flat=True))
            assert told == set(range(1, alert.rung + 1))


@pytest.mark.django_db(transaction=False)
def test_the_model_of_alerts_holds_whatever_happens(cast, settings_of_mail):
    Alerts.people = [cast.sara.pk, cast.leyla.pk]

    class Play(Alerts):
        """Each play on an empty desk: what it did is taken back."""

        def __init__(self) -> None:
            self.point = transaction.savepoint()
            super().__init__()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Play,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(f"the invariants held after each of {Alerts.steps} steps")
    assert timedelta(0) < UNDELIVERED < LATE


@pytest.fixture
def settings_of_mail(settings):
    settings.ALERT_MAIL = "mail.example.org"
