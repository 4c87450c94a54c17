"""People, roles, one-time links."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts import actions, queries
from article16.common.accounts.models import Invitation, Membership, Staff
from article16.common.audit.models import Entry
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db
WORDS = {"password1": "river lamp seven stones", "password2": "river lamp seven stones"}


def browser() -> Browser:
    return Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0])


def added(as_ida, email="dora@example.org"):
    url = reverse("person-add")
    return as_ida.post(url, {"once": once(as_ida, url), "name": "Dora Klein", "email": email}, follow=True)


def link_on(page) -> str:
    return re.search(r"http://casework\.localhost:1616(/invitation/[^/]+/)", page.content.decode())[1]


def test_a_new_person_gets_a_one_time_link_that_is_shown_once_and_stored_nowhere_in_clear(as_ida):
    page = added(as_ida)
    link = link_on(page)
    again = as_ida.get(page.redirect_chain[-1][0]).content.decode()
    assert link not in again
    token = link.split("/")[2]
    assert Invitation.objects.get().token_hash == actions.hash_of(token)
    assert token not in str(list(Invitation.objects.values_list()))


def test_the_link_sets_the_password_once_and_then_says_that_it_ended(as_ida):
    link = link_on(added(as_ida))
    new = browser()
    answer = new.post(link, WORDS | {"once": once(new, link)})
    assert answer.url == "/sign-in/"
    assert Staff.objects.get(email="dora@example.org").check_password(WORDS["password1"])
    ended = browser().get(link)
    assert ended.status_code == 404
    assert "works once and for three days" in ended.content.decode()


def test_the_link_ends_after_three_days(as_ida):
    link = link_on(added(as_ida))
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=False):
        assert browser().get(link).status_code == 404


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"password1": "", "password2": ""}, "Enter a password"),
        ({"password1": "short", "password2": "short"}, "at least 12"),
        ({"password1": "river lamp seven stones", "password2": "another one here"}, "The two passwords differ"),
        ({"password1": "qwerty123456", "password2": "qwerty123456"}, "too common"),
    ],
)
def test_a_weak_or_mistyped_password_is_asked_for_again(as_ida, words, sentence):
    link = link_on(added(as_ida))
    new = browser()
    page = new.post(link, words | {"once": once(new, link)})
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_an_address_is_given_to_one_person_only(as_ida):
    added(as_ida)
    assert "already an account with this e-mail address" in added(as_ida, "DORA@example.org").content.decode()


def test_an_auditor_needs_a_last_day_and_reads_no_longer(cast, as_ida):
    url = reverse("person-role", args=[cast.ana.pk])
    data = {"once": once(as_ida, url), "role": "auditor", "programme": str(cast.graz.pk)}
    assert "Enter the last day of this role" in as_ida.post(url, data).content.decode()
    last = timezone.localdate() + timedelta(days=3)
    as_ida.post(url, data | {"once": once(as_ida, url), "until": f"{last:%d %m %Y}"})
    roles = lambda at: set(queries.viewer(cast.ana, at=at).grants)  # noqa: E731  because it is one line
    assert roles(timezone.now()) == {"facilitator", "auditor"}
    assert roles(timezone.now() + timedelta(days=4)) == {"facilitator"}


def test_a_person_who_leaves_is_out_at_once(cast, as_ida, as_ana):
    url = reverse("person-leave", args=[cast.ana.pk])
    as_ida.post(url, {"once": once(as_ida, url)})
    assert as_ana.get("/").url.startswith("/sign-in/")


def test_the_only_administrator_cannot_leave_or_lose_the_role(cast, as_ida):
    url = reverse("person-leave", args=[cast.ida.pk])
    page = as_ida.post(url, {"once": once(as_ida, url)})
    assert "only administrator" in page.content.decode()
    assert signed_in(cast.ida).get("/").status_code == 200
    role = Membership.objects.get(staff=cast.ida)
    url = reverse("person-role-end", args=[cast.ida.pk, role.pk])
    assert "only administrator" in as_ida.post(url, {"once": once(as_ida, url)}).content.decode()


def test_the_administrator_sees_that_a_file_is_closed_but_never_whose(cast, man, as_ida):
    at = timezone.now()
    actions.close_file(staff_id=cast.ana.pk, thing="client", object_id=man.pk, by=str(cast.ana.pk), at=at)
    page = as_ida.get(reverse("person", args=[cast.ana.pk])).content.decode()
    assert "Files closed to this person" in page
    assert str(man.pk) not in page
    assert man.code not in page
    closed = queries.closed_files(cast.ana.pk)[0]
    url = reverse("person-file-open", args=[cast.ana.pk, closed.id])
    assert "Give the reason" in as_ida.post(url, {"once": once(as_ida, url), "reason": ""}).content.decode()
    as_ida.post(url, {"once": once(as_ida, url), "reason": "Another man of the same name"})
    assert signed_in(cast.ana).get(reverse("client", args=[man.pk])).status_code == 200
    assert Entry.objects.get(what="open_file").reason == "Another man of the same name"


def test_the_first_link_makes_administrator_manager_and_programme_and_then_nothing_more(db):
    token = actions.invite(staff=None, by="", at=timezone.now())
    link, new = f"/invitation/{token}/", browser()
    first = {"name": "Ida Berg", "email": "ida@example.org", "programme": "Graz programme"}
    answer = new.post(link, WORDS | first | {"once": once(new, link)})
    assert answer.url == "/sign-in/"
    staff = Staff.objects.get()
    assert set(queries.viewer(staff, at=timezone.now()).grants) == {"administrator", "manager"}
    second = actions.invite(staff=None, by="", at=timezone.now())
    assert browser().get(f"/invitation/{second}/").status_code == 404


def test_a_new_link_ends_password_second_factor_and_sessions_when_it_is_used(cast, as_ida, as_ana):
    url = reverse("person-link", args=[cast.ana.pk])
    link = link_on(as_ida.post(url, {"once": once(as_ida, url)}, follow=True))
    assert as_ana.get("/").status_code == 200, "a link that nobody used changes nothing"
    new = browser()
    new.post(link, WORDS | {"once": once(new, link)})
    assert as_ana.get("/").url.startswith("/sign-in/")
    assert not queries.has_second_factor(cast.ana)


def test_the_record_reads_as_sentences_and_shows_an_administrator_everybody(cast, as_ida):
    as_ida.get(reverse("people"))
    page = as_ida.get(reverse("log")).content.decode()
    assert "Ida Berg opened the page “list of people”." in page


def test_a_manager_reads_only_what_people_of_the_own_programmes_did(cast, as_miriam, as_ben, as_ana):
    as_ben.get("/")
    as_ana.get("/")
    page = as_miriam.get(reverse("log")).content.decode()
    assert "Ana Ferreira opened" in page
    assert "Ben Okoro" not in page


def test_earlier_entries_of_the_record_lie_behind_earlier(cast, as_ida):
    for _ in range(60):
        as_ida.get(reverse("people"))
    page = as_ida.get(reverse("log")).content.decode()
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
