"""The made-up programme: whole, plausible, the same from the same seed, and marked."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from article16.casework import demo_people
from article16.casework.clients.models import Client, Episode, EpisodeState, NamePart, Referral, ReferralStatus
from article16.casework.synthetic import filling
from article16.common.accounts import demo, queries
from article16.wall.outbox.actions import ensure_epoch
from article16.wall.outbox.models import OutgoingMessage
from tests.service import signed_in

pytestmark = pytest.mark.django_db
MEN = 300  # the demonstration itself
OURS = ["clients", "tasks", "warnings", "intake", "records", "family", "groups", "endings", "questionnaires"]


@pytest.fixture
def filled(settings, monkeypatch):
    settings.DEMO = True
    # Hashing eighteen passwords and making codes is not what is tested here.
    monkeypatch.setattr("article16.common.accounts.models.Staff.set_password", lambda self, words: None)
    at = timezone.now()
    ensure_epoch(zone="support", at=at)
    demo.fill(programmes=demo_people.PROGRAMMES, people=demo_people.PEOPLE, at=at)

    def fill(men=MEN, seed=filling.SEED):
        return filling.fill(men=men, seed=seed, at=at, told=lambda words: None)

    return fill


def person(name):
    return queries.demo_people([f"{name}@demo.invalid"])[f"{name}@demo.invalid"]


def test_every_row_keeps_the_rules_of_its_table(filled):
    assert filled() > 20_000
    connection.check_constraints()
    assert Client.objects.count() <= Episode.objects.count() == MEN
    assert Client.objects.values("code").distinct().count() == Client.objects.count()


# Rows that only somebody's mistake, question or decision brings, and that a demonstration begins without.
EMPTY = {
    "clients": {"Correction", "Merge", "SupportLink"},
    "tasks": {"Postponement"},
    "family": {"SealedDocument", "SealedContent", "SealedHandOver"},
    "intake": {"Withdrawal"},
    "endings": {"Reopening"},
    "questionnaires": {"Chosen", "OwnInstrument", "Draft", "Sitting", "Flag", "Policy", "Reference"},
    "groups": {"AttendanceRules", "Holiday", "MakeUp"},
    "warnings": {"Noticed", "Within", "Hours", "Limits"},
}


def test_no_table_is_left_empty_that_a_programme_fills_by_itself(filled):
    filled()
    for room in OURS:
        models = apps.get_app_config(room).get_models()
        empty = {model.__name__ for model in models if not model.objects.exists()}
        assert empty <= EMPTY.get(room, set()), room


def test_what_leaves_is_said_of_every_man_and_what_is_long_past_warns_nobody(filled):
    from article16.casework.rules import actions as rules
    from article16.casework.warnings.models import Raised

    filled()
    kinds = list(OutgoingMessage.objects.values_list("type", flat=True))
    assert kinds.count("Opened") == kinds.count("PartnerDetails") == MEN
    before = Raised.objects.count()
    rules.evaluate(at=timezone.now())
    assert Raised.objects.count() - before < 12, "only what happened in the last days"


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


def test_nothing_happened_tomorrow_and_nothing_before_the_referral(filled):
    from article16.casework.groups.models import Attendance
    from article16.casework.intake.models import Agreement, Assessment, Interview

    filled()
    now, today = timezone.now(), timezone.localdate()
    assert not Attendance.objects.filter(session__starts_at__gt=now).exists()
    for model in (Interview, Assessment, Agreement):
        assert not model.objects.filter(on__gt=today).exists()
        assert not model.objects.filter(on__lt=F("episode__opened_on")).exists()
    assert not Episode.objects.filter(ended_on__gt=today).exists()
    assert not Referral.objects.filter(status_on__gt=today).exists()


def test_the_day_looks_lived_sessions_an_untaken_register_referrals_without_an_answer(filled):
    from article16.casework.groups.models import Session

    filled()
    at = timezone.now()
    today = timezone.localdate(at)
    graz = Session.objects.filter(group__programme__code="graz", cancelled_at=None)
    assert [one for one in graz if timezone.localtime(one.starts_at).date() == today]
    before = at.replace(hour=0, minute=0) - timedelta(days=1)
    assert graz.filter(starts_at__lt=before, taken_at=None, group__ended_on=None).count() == 1
    waiting = Referral.objects.filter(status=ReferralStatus.RECEIVED, episode__programme__code="graz")
    assert waiting.count() >= 2
    assert Episode.objects.filter(state=EpisodeState.ACTIVE).count() > 15


def test_some_come_back_and_names_are_of_many_languages(filled):
    filled()
    assert Episode.objects.filter(number=2).count() > 3
    assert Client.objects.annotate(n=Count("pk")).filter(name__regex="[ا-ي]").exists()
    assert NamePart.objects.filter(part="muler").exists() or NamePart.objects.filter(part="ozturk").exists()


def test_the_pages_of_the_first_day_open_for_those_who_work_there(filled):
    filled()
    for name in ("ana", "peter", "miriam", "vera", "eva"):
        browser = signed_in(person(name))
        page = browser.get(reverse("today"))
        assert page.status_code == 200
        assert page.context["page"].groups, f"nothing waits for {name}"
        assert "Synthetic data" in page.content.decode()
    browser = signed_in(person("miriam"))
    for client in Client.objects.order_by("code")[:40]:
        answer = browser.get(reverse("client", args=[client.pk]))
        assert answer.status_code in {200, 404}  # those of the prison are not hers


def test_names_only_are_found_by_search_and_listed(filled):
    filled(10)
    filling.fill_thin(men=200, at=timezone.now(), told=lambda words: None)
    connection.check_constraints()
    assert Client.objects.count() > 200
    assert Client.objects.values("code").distinct().count() == Client.objects.count()
    browser = signed_in(person("miriam"))
    assert browser.post(reverse("search"), {"q": "m"}).status_code == 200
