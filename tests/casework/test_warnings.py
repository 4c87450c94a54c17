"""Warning her service: once for each fact, in the transaction of the fact, as for every man."""

import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.warnings import actions
from article16.casework.warnings.models import Raised
from article16.common.audit.models import Entry
from article16.wall.header import decode_header
from article16.wall.outbox.models import OutgoingMessage
from article16.wall.vocabulary import AlertKind, Course, CourseEvent, Severity

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(man) -> Episode:
    OutgoingMessage.objects.all().delete()
    return Episode.objects.get(client=man)


def warn(episode, cast, kind=AlertKind.DROPPED_OUT, fact=None, **changes):
    about = {"severity": Severity.HIGH, "by": str(cast.ana.pk), "at": timezone.now()} | changes
    return actions.warn(kind=kind, fact=fact or uuid.uuid4(), episode=episode, **about)


def test_a_warning_leaves_once_for_its_fact(episode, cast):
    fact = uuid.uuid4()
    assert warn(episode, cast, fact=fact) is True
    assert warn(episode, cast, fact=fact) is False
    assert Raised.objects.get().fact == fact
    head = decode_header(bytes(OutgoingMessage.objects.get().header))
    assert (head.type, head.kind, head.severity) == ("Alert", AlertKind.DROPPED_OUT, Severity.HIGH)
    assert (head.due - Raised.objects.get().raised_at).total_seconds() == pytest.approx(16 * 3600, abs=1)


def test_one_fact_may_warn_of_two_things(episode, cast):
    fact = uuid.uuid4()
    assert warn(episode, cast, fact=fact)
    assert warn(episode, cast, kind=AlertKind.CONCERN, fact=fact)


def test_a_concern_of_the_highest_severity_is_due_in_half_an_hour(episode, cast):
    warn(episode, cast, kind=AlertKind.CONCERN, severity=Severity.HIGHEST)
    row = Raised.objects.get()
    assert (row.due - row.raised_at).total_seconds() == 1800


def test_nothing_leaves_when_the_fact_is_not_saved(episode, cast):
    with transaction.atomic():
        warn(episode, cast)
        transaction.set_rollback(True)
    assert not Raised.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_a_warning_stands_in_the_record_of_his_file(episode, cast):
    warn(episode, cast)
    row = Entry.objects.get(what="warn")
    assert (row.actor, row.ids) == (str(cast.ana.pk), [str(episode.client_id)])


def test_a_register_of_twelve_is_told_in_order(episode):
    def make(number):
        return lambda mailbox, code: Course(
            mailbox=mailbox, programme=code, fact=uuid.uuid4(), event=CourseEvent.STARTED, on=timezone.localdate()
        )

    with transaction.atomic():
        actions.tell_many(messages=[(episode, make(n)) for n in range(12)], at=timezone.now())
    assert OutgoingMessage.objects.filter(type="Course").count() == 12


def test_saving_what_warns_outside_the_hours_says_whom_to_call_on_the_next_page(cast, man, as_ana):
    """Whatever page it is saved on: here a view of this test's own."""
    from django.contrib.messages.storage.base import BaseStorage
    from django.http import HttpResponse
    from django.test import RequestFactory

    from article16.casework.warnings import saying
    from article16.casework.warnings.models import Hours

    Hours.objects.create(
        programme=cast.graz, weekday=(timezone.localdate().weekday() + 2) % 7, opens="9:00", closes="9:01"
    )
    episode, said = Episode.objects.get(client=man), []

    class Kept(BaseStorage):
        def add(self, level, message, extra_tags=""):
            said.append(message)

    def save(request):
        warn(episode, cast)
        return HttpResponse(status=302)

    request = RequestFactory().post("/")
    request._messages = Kept(request)
    saying.hours_are_said(save)(request)
    assert len(said) == 1
    assert "Nobody is on duty in the women’s service until" in said[0]
    saying.hours_are_said(lambda request: HttpResponse())(request)
    assert len(said) == 1
