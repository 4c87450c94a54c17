"""Rules over every address of a service; each suite imports them, and a new page is covered without being added."""

import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from article16.common.accounts.access import Door
from article16.common.audit.models import Entry
from article16.common.middleware import HEADERS
from tests.service import signed_in

NOBODY = "00000000-0000-4000-8000-000000000000"
FILLERS = {"uuid": NOBODY, "int": 1, "str": "nonsense"}


def patterns(resolver=None) -> Iterator[URLPattern]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def address(pattern: URLPattern) -> str:
    kinds = {name: type(converter).__name__ for name, converter in pattern.pattern.converters.items()}
    values = {
        name: FILLERS[kind.removesuffix("Converter").lower().replace("string", "str")] for name, kind in kinds.items()
    }
    return reverse(pattern.name, kwargs=values)


ALL = sorted(patterns(), key=lambda one: one.name or "")
NAMES = [one.name for one in ALL]
TABLE = import_string(settings.ACCESS)


def test_every_address_has_a_name_and_a_row_in_the_access_table():
    assert None not in NAMES
    assert set(NAMES) == set(TABLE)


def test_every_role_in_the_table_exists():
    roles = set(import_string(settings.ROLES))
    assert {role for rule in TABLE.values() for role in rule.roles} <= roles


def test_every_page_for_staff_is_recorded_when_it_is_read():
    assert [name for name, rule in TABLE.items() if rule.door is Door.STAFF and not rule.thing] == []


@pytest.mark.parametrize("pattern", ALL, ids=NAMES)
def test_nobody_who_is_not_signed_in_gets_further_than_the_sign_in(db, pattern):
    answer = Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0]).get(address(pattern))
    if TABLE[pattern.name].door is Door.EVERYONE:
        assert answer.status_code < 500
    else:
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("pattern", ALL, ids=NAMES)
def test_every_answer_has_the_strict_headers(db, pattern):
    answer = Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0]).get(address(pattern))
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("pattern", ALL, ids=NAMES)
def test_a_role_outside_the_row_gets_the_404_of_an_address_that_does_not_exist(people, pattern):
    rule = TABLE[pattern.name]
    for role, staff in people.items():
        answer = signed_in(staff).get(address(pattern))
        if rule.door is Door.STAFF and role not in rule.roles:
            nowhere = signed_in(staff).get("/no/such/address/")
            assert (answer.status_code, answer.content) == (404, nowhere.content)
            assert sorted(answer.headers.items()) == sorted(nowhere.headers.items())
            assert Entry.objects.filter(verb="refused", actor=str(staff.pk)).exists()
        else:
            assert answer.status_code in {200, 302, 404, 405}


@pytest.mark.parametrize("pattern", [one for one in ALL if one.pattern.converters], ids=lambda one: one.name)
def test_an_id_that_does_not_exist_is_a_404_for_those_who_may_ask(people, pattern):
    rule = TABLE[pattern.name]
    for role in rule.roles & people.keys():
        answer = signed_in(people[role]).get(address(pattern))
        assert answer.status_code == (302 if pattern.name.startswith("mfa_") else 404)


@pytest.mark.parametrize("pattern", ALL, ids=NAMES)
def test_a_password_alone_opens_nothing_but_the_second_factor(people, pattern):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()
    if TABLE[pattern.name].door is Door.STAFF:
        answer = signed_in(next(iter(people.values()))).get(address(pattern))
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("pattern", ALL, ids=NAMES)
def test_unknown_parameters_change_nothing(people, pattern):
    for role in sorted(TABLE[pattern.name].roles & people.keys()):
        browser = signed_in(people[role])
        plain, odd = browser.get(address(pattern)), browser.get(address(pattern) + f"?{uuid.uuid4()}=1&from=%00x")
        assert plain.status_code == odd.status_code
