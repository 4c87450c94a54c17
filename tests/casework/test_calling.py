"""A programme without a women's service: whoever is named there is called, in neutral words, until she has acted."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from article16.casework.clients import actions as clients
from article16.casework.clients.models import Episode
from article16.casework.rules import calling
from article16.casework.tasks.models import Task
from article16.casework.warnings import actions as warnings
from article16.casework.warnings.models import Raised
from article16.common.accounts import actions as accounts
from article16.common.pulse import actions as pulse
from article16.common.pulse import watching
from article16.common.pulse.actions import Seen
from article16.wall.vocabulary import AlertKind, Severity
from tests.casework.conftest import make_man
from tests.service import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def vera(cast, settings, now):
    """The named person of the programme in Graz, which has no women's service; a mail server is there."""
    settings.ALERT_MAIL = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    vera = make_person("Vera Lind", "facilitator", cast.graz, at=now - timedelta(days=1))
    clients.set_support(programme=cast.graz.pk, zone="", alerts_to=vera.pk, by="", at=now)
    return vera


def warned(cast, at) -> Raised:
    man = make_man(cast, cast.graz)
    with transaction.atomic():
        warnings.warn(
            kind=AlertKind.THREAT,
            fact=uuid.uuid4(),
            episode=Episode.objects.get(client=man),
            severity=Severity.HIGHEST,
            by="",
            at=at,
            words="He named her street.",
        )
    return Raised.objects.get()


def called(at) -> list[str]:
    mail.outbox.clear()
    calling.call_named(at)
    return sorted(one.to[0] for one in mail.outbox)


def test_she_is_called_at_once_at_half_time_and_from_the_deadline_on_each_hour_with_the_managers(cast, vera, now):
    warned(cast, now)
    assert called(now) == ["vera@example.org"]
    assert called(now + timedelta(minutes=1)) == [], "once for each occasion"
    assert called(now + timedelta(minutes=16)) == ["vera@example.org"]
    late = now + timedelta(minutes=31)
    assert called(late) == ["miriam@example.org", "vera@example.org"]
    assert called(late + timedelta(minutes=30)) == []
    assert called(late + timedelta(minutes=60)) == ["miriam@example.org", "vera@example.org"]
    assert "1 item waits. Please sign in." in mail.outbox[0].body
    assert "street" not in str(mail.outbox[0].message())
    Task.objects.update(done_at=late)
    assert called(late + timedelta(hours=5)) == [], "she has acted"


def test_where_she_has_left_the_managers_are_called_at_once(cast, vera, now):
    warned(cast, now)
    accounts.leave(staff=vera, by=str(cast.ida.pk), at=now)
    assert called(now) == ["miriam@example.org"]


def test_a_mail_server_that_refuses_is_asked_again_and_nothing_counts_as_said(cast, vera, now, settings):
    warned(cast, now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert calling.call_named(now) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert called(now + timedelta(seconds=30)) == ["vera@example.org"]


def test_the_watchdog_calls_managers_and_the_named_about_the_way_out(cast, vera, now):
    mail.outbox.clear()
    seen = [Seen("sender", False, "90 s")]
    pulse.note(seen, at=now)
    watching.call_about(seen, calling.call_about_the_way_out, at=now)
    assert sorted(one.to[0] for one in mail.outbox) == ["miriam@example.org", "vera@example.org"]
    mail.outbox.clear()
    watching.call_about(seen, calling.call_about_the_way_out, at=now + timedelta(minutes=1))
    assert mail.outbox == []


def test_without_a_mail_server_nobody_is_called_and_the_doctor_says_so(cast, vera, now, settings):
    assert calling.reachable(now).well
    settings.ALERT_MAIL, settings.TRAINING = "", False
    assert called(now) == []
    found = calling.reachable(now)
    assert not found.well
    assert "ARTICLE16_CASEWORK_MAIL_HOST" in found.sentence
