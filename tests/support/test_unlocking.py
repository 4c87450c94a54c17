"""Signing in is not unlocking: what is sealed opens in one browser, for fifteen minutes, for who holds the key."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from article16.common.accounts.access import Viewer
from article16.support.keys import sealing, session
from article16.support.keys.models import Generation, Session
from tests.service import once, signed_in
from tests.support.holding import PASSPHRASE, give_key, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(cast, settings):
    give_key(cast.sara, settings)
    return signed_in(cast.sara)


def test_after_signing_in_every_page_says_locked_and_after_the_passphrase_unlocked(sara):
    assert "Locked." in sara.get("/").content.decode()
    answer = unlock(sara)
    assert answer.url == "/"
    page = sara.get("/").content.decode()
    assert "Unlocked." in page
    assert 'data-key="l"' in page


def test_another_passphrase_opens_nothing_and_says_what_to_try(sara):
    answer = sara.post("/unlock/", {"once": once(sara, "/unlock/"), "password": "five words that somebody meant"})
    assert "does not open your key" in answer.content.decode()
    assert not Session.objects.exists()


def test_the_key_is_in_neither_the_cookie_nor_the_row_alone(sara):
    unlock(sara)
    cookie = sara.cookies[session.cookie_name()].value
    assert cookie
    del sara.cookies[session.cookie_name()]
    assert "Locked." in sara.get("/").content.decode()
    sara.cookies[session.cookie_name()] = cookie
    assert "Unlocked." in sara.get("/").content.decode()
    Session.objects.all().delete()
    assert "Locked." in sara.get("/").content.decode()


def test_after_fifteen_minutes_without_work_it_is_locked(sara, settings):
    unlock(sara)
    settings.IDLE_LIMIT = timedelta(hours=1)
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert "Unlocked." in sara.get("/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        assert "Locked." in sara.get("/").content.decode()
        session.forget_ended(at=timezone.now())
    assert not Session.objects.exists()


def test_the_lock_button_and_signing_out_leave_no_row(sara):
    unlock(sara)
    sara.post("/lock/")
    assert not Session.objects.exists()
    unlock(sara)
    answer = sara.post("/sign-out/")
    assert not Session.objects.exists()
    assert answer.cookies[session.cookie_name()].value == ""


def test_tries_are_limited_by_address_and_not_by_name(sara, cast, settings):
    for _ in range(10):
        sara.post("/unlock/", {"once": once(sara, "/unlock/"), "password": "wrong words altogether"})
    answer = sara.post("/unlock/", {"once": once(sara, "/unlock/"), "password": PASSPHRASE})
    assert "Too many tries" in answer.content.decode()
    elsewhere = signed_in(cast.sara)
    token = once(elsewhere, "/unlock/")
    answer = elsewhere.post("/unlock/", {"once": token, "password": PASSPHRASE}, REMOTE_ADDR="10.9.8.7")
    assert answer.status_code == 302


def test_what_is_sealed_while_locked_opens_unlocked(sara, rf):
    blob = sealing.seal_for_zone(b"what she said", context=b"here")
    unlock(sara)
    request = rf.get("/")
    request.COOKIES = {name: one.value for name, one in sara.cookies.items()}
    request.session, request.user = sara.session, type("User", (), {"is_authenticated": True})()
    request.user.pk = Session.objects.get().key.staff_id
    request.viewer = Viewer(request.user.pk, "Sara", {"worker": frozenset()})
    found = session.unlocked(request)
    assert found.open_sealed(blob, context=b"here") == b"what she said"
    assert repr(found).count("KeyPair") == 0
    assert Generation.objects.count() == 1
