"""A case closed to all but named workers: it does not exist for anybody else, and the page says what that costs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.support.keys.models import CaseKey
from article16.support.survivors import actions as survivors
from tests.service import make_person, once, signed_in
from tests.support.holding import give_key, holding, let_in, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast, settings):
    """Sara, Leyla and Una hold the key; Sara has a case."""
    una = make_person("Una Holm", "worker", cast.graz, at=timezone.now())
    opened = {cast.sara: give_key(cast.sara, settings)}
    for person, second in ((cast.leyla, una), (una, cast.leyla)):
        opened[person] = give_key(person, settings)
        let_in(person, opened[person], by=holding(opened[cast.sara], cast.sara), second=second)
    now = timezone.now()
    case = survivors.open_case(
        name="Mina", relation="partner", called="", mailbox=None, by=cast.sara.pk, at=now, on=now.date()
    )
    browsers = {person: signed_in(person) for person in opened}
    for browser in browsers.values():
        unlock(browser)
    return case, browsers, una


def name(browser, case, *people):
    address = reverse("survivor-restrict", args=[case])
    return browser.post(address, {"once": once(browser, address), "workers": [str(one.pk) for one in people]})


def test_it_opens_for_the_named_alone_and_the_page_says_what_that_costs(cast, house):
    case, browsers, una = house
    page = browsers[cast.sara].get(reverse("survivor-restrict", args=[case])).content.decode()
    assert "only when everybody named has lost her key" in page
    assert "Choose at least two" in name(browsers[cast.sara], case, cast.sara).content.decode()
    assert name(browsers[cast.sara], case, cast.sara, una).status_code == 302
    assert CaseKey.objects.get().restricted
    seen = {person: browser.get(reverse("survivor", args=[case])).status_code for person, browser in browsers.items()}
    assert seen == {cast.sara: 200, una: 200, cast.leyla: 404}
    assert "Mina" not in browsers[cast.leyla].get(reverse("survivors")).content.decode()
    assert browsers[cast.leyla].get(reverse("survivor-restrict", args=[case])).status_code == 404


def test_who_is_named_can_be_changed_by_whoever_is(cast, house):
    case, browsers, una = house
    name(browsers[cast.sara], case, cast.sara, una)
    assert name(browsers[una], case, una, cast.leyla).url == reverse("survivor", args=[case])
    assert browsers[cast.leyla].get(reverse("survivor", args=[case])).status_code == 200
    assert browsers[cast.sara].get(reverse("survivor", args=[case])).status_code == 404
