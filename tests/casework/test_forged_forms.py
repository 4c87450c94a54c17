"""Forms of other sites are refused; our own pass, although no referrer is ever sent."""

import re

import pytest
from django.conf import settings
from django.test import Client as Browser

pytestmark = pytest.mark.django_db


def answer(*, token: bool = True, **headers: str) -> int:
    browser = Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0], enforce_csrf_checks=True)
    page = browser.get("/sign-in/").content.decode()
    mine = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    data = {"login": "ana@example.org", "password": "x"} | ({"csrfmiddlewaretoken": mine} if token else {})
    return browser.post("/sign-in/", data, **headers).status_code


def test_our_own_form_passes_as_a_browser_without_referrer_sends_it():
    assert answer(HTTP_ORIGIN="null", HTTP_SEC_FETCH_SITE="same-origin") == 200


def test_an_old_browser_that_says_nothing_of_sites_passes_with_its_token():
    assert answer(HTTP_ORIGIN="null") == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_of_another_site_is_refused_even_with_a_token(site):
    assert answer(HTTP_ORIGIN="null", HTTP_SEC_FETCH_SITE=site) == 403


def test_a_foreign_origin_is_refused():
    assert answer(HTTP_ORIGIN="https://elsewhere.example") == 403


def test_a_form_without_its_token_is_refused():
    assert answer(token=False, HTTP_ORIGIN="null", HTTP_SEC_FETCH_SITE="same-origin") == 403
