"""Groups for women: who takes part stands in each case alone."""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from article16.support.survivors import queries
from tests.service import once, signed_in
from tests.support.her_cases import id_of, open_case, post, text
from tests.support.holding import give_key, holding, unlock

pytestmark = pytest.mark.django_db
THURSDAY = datetime.fromisoformat("2026-11-19T17:30:00+01:00")


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(by, cast, monkeypatch):
    seconds = count()  # no two entries of a case have one moment
    monkeypatch.setattr("article16.support.survivors.clock.now", lambda: THURSDAY + timedelta(seconds=next(seconds)))
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


@pytest.fixture
def group(sara) -> str:
    return post(sara, reverse("her-group-add"), name="Thursdays Lendplatz", place="Room 2").url


def test_who_takes_part_stands_in_her_case_and_in_no_other(sara, by, group):
    vesna, mina = open_case(sara, "Vesna One"), open_case(sara, "Mina Two")
    for name in ("vesna", "mina"):
        assert post(sara, f"{group}join/", case=name, on="12 11 2026").status_code == 302
    assert "stands in the case already" in post(sara, f"{group}join/", case="vesna", on="12 11 2026").content.decode()
    page = text(sara, f"{group}evening/")
    assert "Vesna One" in page
    there = [str(id_of(vesna))]
    assert post(sara, f"{group}evening/", on="19 11 2026", there=there).status_code == 302
    assert "1 of 2 were there" in text(sara, group)
    assert "At the group" in text(sara, vesna)
    assert "Not at the group" in text(sara, mina)
    assert "Mina" not in text(sara, vesna)
    assert "Vesna" not in text(sara, mina)
    assert post(sara, f"{group}leave/{id_of(vesna)}/", on="19 11 2026").status_code == 302
    assert not queries.opened(id_of(vesna), by).groups
    assert "Vesna" not in text(sara, group)


def test_women_of_one_man_in_one_group_are_named_to_the_worker(sara, group):
    man = str(uuid4())
    open_case(sara, "Vesna One", mailbox=man)
    open_case(sara, "Mina Two", mailbox=man)
    post(sara, f"{group}join/", case="vesna", on="12 11 2026")
    url = f"{group}join/"
    said = sara.post(url, {"once": once(sara, url), "case": "mina", "on": "12 11 2026"}, follow=True)
    assert "linked to the same man" in said.content.decode()


def test_a_day_that_has_not_come_and_a_group_that_is_not_there(sara, group):
    url = f"{group}evening/"
    tomorrow = f"{THURSDAY + timedelta(days=1):%d %m %Y}"
    assert "lies in the future" in post(sara, url, on=tomorrow).content.decode()
    assert sara.get(f"/groups/{uuid4()}/").status_code == 404


def test_of_two_who_write_a_group_anew_the_second_is_told(sara, group):
    url = f"{group}about/"
    assert post(sara, url, name="Thursdays", based_on="1").status_code == 302
    assert "wrote this anew meanwhile" in post(sara, url, name="Fridays", based_on="1").content.decode()
    assert "Thursdays" in text(sara, group)


def test_nothing_of_a_group_stands_in_the_clear(sara, group):
    open_case(sara, "Vesna One")
    post(sara, f"{group}join/", case="vesna", on="12 11 2026")
    pk = group.split("/")[2].replace("-", "")
    for model in apps.get_models():
        for row in model.objects.values_list():
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert b"Lendplatz" not in raw, model
                if model._meta.label not in ("her_groups.Group", "audit.Entry"):
                    assert pk.encode() not in raw.replace(b"-", b"") or model._meta.app_label in ("accounts", "audit")
