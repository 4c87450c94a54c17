"""What came through the wall waits, sealed, and is counted."""

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from article16.common.audit.models import Entry
from article16.support.keys import zone
from article16.wall.inbox import arrivals as slot_inside
from article16.wall.inbox import draining
from article16.wall.inbox.slots import Arrival, slot_at
from tests.service import signed_in
from tests.support.holding import give_key, unlock
from tests.wall import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(cast):
    """Two messages in the slot, as the receiving process puts them there."""
    made_up.pair()
    epoch, at = "0f" * 16, timezone.now()
    packets = [made_up.packet(one, to=zone.keys(), epoch=epoch, sequence=n) for n, one in enumerate(two_messages(), 1)]
    arrivals = [Arrival("support", epoch, n, packet, at) for n, packet in enumerate(packets, 1)]
    if settings.WALL_ARRIVALS:
        slot = slot_at(settings.WALL_STORE)
        slot_inside.forget(slot_inside.read(1000))  # what the test before left
        slot.insert(arrivals)
        return
    with connection.cursor() as cursor:  # in the test's own transaction
        cursor.executemany(
            "INSERT INTO inbox_arrival VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", [one.row for one in arrivals]
        )


def two_messages():
    return [made_up.attendance(), made_up.partner_details("Blue door, Lendplatz 7", 1)]


def test_messages_that_came_are_counted_by_kind_and_say_nothing_about_whom(arrived, cast):
    draining.drain(at=timezone.now(), keys=zone.keys())
    page = signed_in(cast.sara).get("/").content.decode()
    assert "2 sealed messages have come through the wall" in page
    assert "Course of the programme" in page
    assert "For her service" in page
    assert "Lendplatz" not in page
    assert "Locked." in page


def test_what_lies_in_the_slot_is_said_until_the_tick_takes_it(arrived, cast):
    page = signed_in(cast.sara).get("/").content.decode()
    assert "0 sealed messages" in page
    assert "Not yet taken over" in page


def test_the_record_of_support_is_sealed_in_the_database_and_readable_when_unlocked(cast, settings):
    signed_in(cast.sara).get(reverse("today"))
    rows = Entry.objects.filter(actor=str(cast.sara.pk))
    assert rows
    for row in rows:
        assert (row.thing, row.ids, row.what, row.reason) == ("", [], "", "")
        assert b"today" not in bytes(row.sealed)
        assert (row.at.day, row.at.hour) == (1, 0)
    give_key(cast.leyla, settings)
    leyla = signed_in(cast.leyla)
    assert "Sara Lindqvist opened a page. Which one is sealed." in leyla.get(reverse("log")).content.decode()
    unlock(leyla)
    assert "Sara Lindqvist opened the page “messages that wait”." in leyla.get(reverse("log")).content.decode()
