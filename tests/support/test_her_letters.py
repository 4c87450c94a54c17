"""Nothing that she saves by her link lies unread for good: an item with a deadline, until somebody read it and acted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.support.alerts.models import Alert
from article16.support.portal.models import Page
from tests.service import once, signed_in
from tests.support.her_links import Hers, begin, open_hers, send
from tests.support.holding import give_key, holding, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def hers(by) -> Hers:
    return open_hers(by)


@pytest.fixture
def sara(cast, by):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


def text(browser, name: str, *args) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def acknowledge(browser, alert: Alert):
    from article16.support.alerts.queries import desk

    url = reverse("alert-acknowledge", args=[desk.alert(alert.pk).cases[0].id])
    return browser.post(url, {"once": once(browser, url), "action": "none", "words": "Read; nothing to do today."})


def test_the_first_page_raises_one_item_that_looks_like_a_message_and_the_next_ones_none(hers, by):
    browser = begin(hers.link())
    assert not Alert.objects.exists()
    send(browser, autosave=True, insulted="1")
    send(browser, insulted="1")
    send(browser)
    (arrived,) = Alert.objects.all()
    browser.post("/p/write/", _words(browser))
    message = Alert.objects.exclude(pk=arrived.pk).get()

    def in_clear(one: Alert) -> tuple:
        return one.kind, one.severity, one.due - one.came_at, one.message_id, one.rung

    assert in_clear(arrived) == in_clear(message)
    assert arrived.due - arrived.came_at == timedelta(hours=24)


def _words(browser) -> dict:
    from tests.support.her_links import fields

    return fields(browser.get("/p/write/").content.decode()) | {"words": "made up"}


def test_it_is_not_acknowledged_before_the_case_was_opened_and_what_comes_later_is_an_item_again(hers, sara):
    browser = begin(hers.link())
    send(browser, insulted="1")
    first = Alert.objects.get()
    refused = acknowledge(sara, first)
    assert "not read yet" in refused.content.decode()
    assert "Read; nothing to do today." in refused.content.decode()
    first.refresh_from_db()
    assert first.acknowledged_at is None
    assert sara.get(f"/cases/{hers.case}/").status_code == 200  # brings it in
    assert not Page.objects.exists()
    assert acknowledge(sara, first).status_code == 302
    send(browser)
    assert Alert.objects.filter(acknowledged_at=None).count() == 1


def test_the_list_names_the_case_to_whom_it_is_open_and_to_nobody_else(hers, sara, by):
    assert "Nothing waits" in text(sara, "letters")
    send(begin(hers.link()), insulted="1")
    other = open_hers(by, name="Mila Otherwise")
    send(begin(other.link()), insulted="1")
    page = text(sara, "letters")
    assert "Vesna Lindgrub" in page
    assert "Mila Otherwise" in page
    assert "Answers, not read yet" in page
    url = reverse("survivor-close", args=[other.case])
    assert sara.post(url, {"once": once(sara, url)}).status_code == 302
    page = text(sara, "letters")
    assert "Vesna Lindgrub" in page
    assert "Mila Otherwise" not in page
    assert f"/cases/{other.case}/" not in page


def test_the_list_says_what_is_past_its_time_and_is_shut_while_locked(hers, sara, cast):
    send(begin(hers.link()), insulted="1")
    Alert.objects.update(due=timezone.now() - timedelta(hours=1))
    assert "was due" in text(sara, "letters")
    locked = signed_in(cast.sara).get(reverse("letters"))
    assert "Vesna" not in locked.content.decode()
