"""Signing in: two factors, limits that lock nobody out, an end that loses nothing."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import hotp_value
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Client
from article16.common.accounts.demo import code_secret
from article16.common.accounts.models import Draft
from article16.common.audit.models import Entry
from tests.service import PASSWORD, make_person, once, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, SECOND = "/sign-in/", "/sign-in/second/"


@pytest.fixture
def clara(cast):
    return make_person("Clara Novak", "intake", cast.graz, at=timezone.now(), password=True)


def browser() -> Browser:
    return Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0])


def code_now(email: str) -> str:
    return f"{hotp_value(code_secret(email), int(time.time()) // 30):06d}"


def with_password(staff, password=PASSWORD, into=None):
    into = into or browser()
    return into, into.post(SIGN_IN, {"login": staff.email, "password": password})


def test_password_and_code_open_the_day_and_are_recorded(clara):
    chrome, answer = with_password(clara)
    assert answer.url.startswith(SECOND)
    assert chrome.get("/").status_code == 302, "the password alone opens nothing"
    answer = chrome.post(SECOND, {"code": code_now(clara.email)})
    assert answer.url == "/"
    assert chrome.get("/").status_code == 200
    assert Entry.objects.filter(verb="sign-in", actor=str(clara.pk)).count() == 1


def test_a_wrong_password_says_so_and_is_recorded_without_a_name(clara):
    _, answer = with_password(clara, "wrong")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    row = Entry.objects.get(verb="sign-in-failed")
    assert (row.actor, row.ids) == ("", [])


def test_a_hundred_wrong_passwords_lock_nobody_out(clara):
    thief = Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0], REMOTE_ADDR="203.0.113.9")
    answers = [thief.post(SIGN_IN, {"login": clara.email, "password": f"try {n}"}) for n in range(100)]
    assert Entry.objects.filter(verb="sign-in-failed").count() <= 11
    assert answers[-1].status_code in {200, 429}
    _, answer = with_password(clara)
    assert answer.url.startswith(SECOND), "from her own address she gets in"


def test_the_code_secret_is_sealed_in_the_database(clara):
    from allauth.mfa.models import Authenticator

    stored = Authenticator.objects.get(user=clara).data["secret"]
    assert code_secret(clara.email) not in stored
    assert len(stored) > 300, "padded"


def test_after_thirty_idle_minutes_the_next_page_is_the_sign_in(cast, as_ana):
    assert as_ana.get("/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        answer = as_ana.get("/clients/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{SIGN_IN}?next=%2Fclients%2F"
    assert "signed out after 30 minutes" in answer.content.decode()


def test_work_keeps_the_sign_in_alive_but_not_for_ever(cast, as_ana):
    start = timezone.now()
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert as_ana.get("/").status_code == 200, minutes
    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        assert as_ana.get("/").url.startswith(SIGN_IN)


def test_an_idle_log_out_in_the_middle_of_a_form_loses_nothing_and_saves_nothing(cast, as_peter):
    url = reverse("client-add")
    typed = {
        "once": once(as_peter, url),
        "name": "Müller, Łukasz",
        "birth_date": "31 2 1988",
        "programme": str(cast.graz.pk),
        "for_her_service": "Blue door, Lendplatz 7",
    }
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        answer = as_peter.post(url, typed)
        assert answer.url.startswith(SIGN_IN)
        assert Client.objects.count() == 0
        kept = bytes(Draft.objects.get().sealed)
        assert b"Lendplatz" not in kept
        fresh = signed_in(cast.peter)
        fresh.cookies["casework-draft"] = as_peter.cookies["casework-draft"].value
        page = fresh.get(url).content.decode()
        for value in ("Müller, Łukasz", "31 2 1988", "Blue door, Lendplatz 7"):
            assert value in page
        assert "is here again. It is not saved yet." in page
        answer = fresh.post(url, typed | {"once": once(fresh, url), "birth_date": "3 2 1988"})
    assert answer.status_code == 302
    assert Client.objects.get().name == "Müller, Łukasz"
    assert Draft.objects.count() == 0


def test_a_draft_opens_for_nobody_else_on_the_same_machine(cast, as_peter):
    url = reverse("client-add")
    token = once(as_peter, url)
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        as_peter.post(url, {"once": token, "name": "Lukas Brandner"})
        other = signed_in(cast.miriam)
        other.cookies["casework-draft"] = as_peter.cookies["casework-draft"].value
        assert "Lukas Brandner" not in other.get(url).content.decode()


def test_a_stolen_session_dies_with_the_sign_out(cast, as_ana):
    thief = browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = as_ana.cookies[settings.SESSION_COOKIE_NAME].value
    assert thief.get("/").status_code == 200
    as_ana.post("/sign-out/")
    assert thief.get("/").url.startswith(SIGN_IN)


def test_signing_out_everywhere_ends_every_session_of_this_person_only(cast, as_ana, as_peter):
    elsewhere = signed_in(cast.ana)
    as_ana.post(reverse("account-sign-out-everywhere"))
    assert elsewhere.get("/").url.startswith(SIGN_IN)
    assert as_ana.get("/").url.startswith(SIGN_IN)
    assert as_peter.get("/").status_code == 200


def test_the_last_second_factor_cannot_be_removed(cast, as_ana):
    from allauth.mfa.models import Authenticator

    session = as_ana.session
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session["account_authentication_methods_user"] = str(cast.ana.pk)
    session.save()
    as_ana.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=cast.ana).count() == 1


def test_the_demonstration_door_is_shut_outside_the_demonstration(cast):
    assert not settings.DEMO
    assert browser().post(reverse("demo-enter"), {"email": "ana@demo.invalid"}).status_code == 404
    assert "choose a role" not in browser().get(SIGN_IN).content.decode()


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(clara):
    chrome, _ = with_password(clara)
    cookie = chrome.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_too_many_tries_are_told_what_works(clara, monkeypatch):
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "login", "2/m/ip")
    answers = [with_password(clara, "wrong")[1] for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "A passkey works at once." in answers[-1].content.decode()


def test_a_changed_password_and_second_factor_stand_in_the_record(clara):
    chrome, _ = with_password(clara)
    chrome.post(SECOND, {"code": code_now(clara.email)})
    fresh = "river lamp seven stones"
    chrome.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    row = Entry.objects.get(what="account_change_password", verb="write")
    assert (row.actor, row.ids) == (str(clara.pk), [str(clara.pk)])
    assert chrome.get("/").status_code == 200, "the own session goes on"
