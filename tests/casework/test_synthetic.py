"""The made-up programme: whole, plausible, the same from the same seed, and marked."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from article16.casework import demo_people
from article16.casework.clients.models import Client, Episode
from article16.casework.synthetic import filling
from article16.common.accounts import demo, queries
from article16.wall.outbox.actions import ensure_epoch
from tests.service import signed_in

pytestmark = pytest.mark.django_db
MEN = 300  # the demonstration itself
OURS = ["clients", "tasks", "warnings", "intake", "records", "family", "groups", "endings", "questionnaires"]


def begin(patch):
    """The made-up staff. Hashing eighteen passwords and making codes is not what is tested here."""
    patch.setattr("article16.common.accounts.models.Staff.set_password", lambda self, words: None)
    at = timezone.now()
    ensure_epoch(zone="support", at=at)
    demo.fill(programmes=demo_people.PROGRAMMES, people=demo_people.PEOPLE, at=at)
    return at


@pytest.fixture
def filled(settings, monkeypatch):
    settings.DEMO = True
    at = begin(monkeypatch)

    def fill(men, seed=filling.SEED):
        return filling.fill(men=men, seed=seed, at=at, told=lambda words: None)

    return fill


def person(name):
    return queries.demo_people([f"{name}@demo.invalid"])[f"{name}@demo.invalid"]


def test_the_same_seed_makes_the_same_men_and_another_seed_others(filled):
    filled(40, 1)
    first = list(Client.objects.order_by("code").values_list("code", "name", "birth_date"))
    again = filling.Scene(timezone.localdate(), 1, filling._staff())
    men = [man for portion in again.men(40) for man in portion if man.first]
    assert [(man.code, man.name, man.born) for man in men] == first
    other = filling.Scene(timezone.localdate(), 2, filling._staff())
    assert [man.name for portion in other.men(40) for man in portion if man.first] != [name for _c, name, _b in first]


def test_it_is_made_once_and_never_over_what_people_wrote(filled):
    filled(20)
    assert filled(20) == 0
    assert Episode.objects.count() == 20


def test_outside_the_demonstration_nothing_is_made(filled, settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="demonstration only"):
        filled(5)


def test_names_only_are_found_by_search_and_listed(filled):
    filled(10)
    filling.fill_thin(men=200, at=timezone.now(), told=lambda words: None)
    connection.check_constraints()
    assert Client.objects.count() > 200
    assert Client.objects.values("code").distinct().count() == Client.objects.count()
    browser = signed_in(person("miriam"))
    assert browser.post(reverse("search"), {"q": "m"}).status_code == 200
