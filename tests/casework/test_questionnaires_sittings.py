"""He answers himself: by a one-time link, on a tablet that was handed over; and by paper, keyed in twice."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from article16.casework.questionnaires.models import Answer, Asking, Draft, Response, Sitting
from article16.casework.questionnaires.queries.askings import one
from tests.casework.test_questionnaires import ask, asking, go_through, hidden, sent  # noqa: F401  a fixture
from tests.service import once

pytestmark = pytest.mark.django_db
NOWHERE = "/a/nothing-like-that-was-ever-made/"


def his_phone():
    from django.conf import settings

    return Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0])


def link(browser, asking):
    ask(browser, asking, "link")
    page = browser.get(reverse("questionnaire", args=[asking.pk])).content.decode()
    return "/a/" + page.split("/a/")[1].split("/")[0] + "/"


def same(one, other):
    import re

    def plain(answer):
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())

    assert (one.status_code, plain(one)) == (other.status_code, plain(other))


def test_a_link_opens_once_and_only_in_the_browser_that_opened_it(as_ana, asking):
    address, his, another = link(as_ana, asking), his_phone(), his_phone()
    assert his.get(address).status_code == 200, "looking into it uses nothing up"
    assert another.get(address).status_code == 200
    assert his.post(address).url == reverse("answers", args=[1])
    nowhere = another.get(NOWHERE)
    same(another.get(address), nowhere)
    same(another.post(address), another.post(NOWHERE))
    assert his.get(address).url == reverse("answers", args=[1])
    assert "Part 1 of" in his.get(reverse("answers", args=[1])).content.decode()
    same(another.get(reverse("answers", args=[1])), nowhere)


def test_every_dead_link_is_one_page(as_ana, asking):
    nowhere = his_phone().get(NOWHERE)
    assert nowhere.status_code == 404
    old = link(as_ana, asking)
    new = link(as_ana, asking)
    same(his_phone().get(old), nowhere)
    as_ana.post(reverse("questionnaire", args=[asking.pk]), {"take_back": "yes"})
    same(his_phone().get(new), nowhere)
    late = link(as_ana, asking)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        same(his_phone().get(late), nowhere)
    same(his_phone().get(f"{late[:-4]}abc/"), nowhere)


def test_only_hashes_of_a_link_are_kept(as_ana, asking):
    secret = link(as_ana, asking).strip("/a")
    row = Sitting.objects.get()
    assert all(secret not in str(getattr(row, field.name)) for field in row._meta.concrete_fields)
    assert len(row.token_hash) == 64


def test_answered_by_link_it_is_done_and_the_link_dead(as_ana, asking):
    address, his = link(as_ana, asking), his_phone()
    his.post(address)
    url, page = go_through(his, reverse("answers", args=[1]), sent)
    assert url == reverse("answers-done")
    assert "Your answers are saved" in page.content.decode()
    assert Response.objects.get().written_by is None
    assert his.get(address).status_code == 404
    assert his.get(reverse("answers", args=[1])).status_code == 404


def test_a_second_click_on_the_last_button_ends_where_the_first_did(as_ana, asking):
    address, his = link(as_ana, asking), his_phone()
    his.post(address)
    url = reverse("answers", args=[1])
    while True:
        page = his.get(url)
        data = sent(page)
        answer = his.post(url, data)
        if answer.url == reverse("answers-done"):
            break
        url = answer.url
    assert his.post(url, data).url == reverse("answers-done")
    assert Response.objects.count() == 1


def test_finish_later_comes_back_to_the_same_place_with_the_answers(as_ana, asking):
    address, his = link(as_ana, asking), his_phone()
    his.post(address)
    first = reverse("answers", args=[1])
    his.post(first, sent(his.get(first), insulted="3"))
    second = reverse("answers", args=[2])
    left = his.post(second, sent(his.get(second), pushed="1") | {"go": "pause"})
    assert "Open the same link" in his.get(left.url).content.decode()
    assert his.get(address).url == first
    page = his.get(second).content.decode()
    assert 'name="q.pushed" value="1" id="q-pushed-2" checked' in page


def test_the_tablet_is_signed_out_and_shows_nothing_else(cast, as_ana, man, asking):
    answer = ask(as_ana, asking, "tablet", "ar")
    assert answer.url == reverse("answers", args=[1])
    page = as_ana.get(answer.url).content.decode()
    assert 'dir="rtl"' in page
    assert man.name not in page
    assert man.code not in page
    for name in ("today", "clients"):
        assert as_ana.get(reverse(name)).url.startswith(reverse("account_login"))
    assert as_ana.get(reverse("client", args=[man.pk])).url.startswith(reverse("account_login"))


def test_after_the_tablet_nothing_of_his_can_be_opened_on_it(as_ana, asking):
    ask(as_ana, asking, "tablet")
    first = reverse("answers", args=[1])
    as_ana.post(first, sent(as_ana.get(first), insulted="4"))
    url, _page = go_through(as_ana, first, sent)
    assert url == reverse("answers-done")
    for place in (1, 2, 9):
        assert as_ana.get(reverse("answers", args=[place])).status_code == 404
    assert as_ana.get(reverse("answers-done")).status_code == 404


def test_left_on_the_tablet_his_answers_wait_for_a_worker(cast, as_ana, asking):
    ask(as_ana, asking, "tablet")
    first = reverse("answers", args=[1])
    gone = as_ana.post(first, sent(as_ana.get(first), insulted="4") | {"go": "pause"})
    assert "Give the tablet back" in as_ana.get(gone.url).content.decode()
    assert as_ana.get(first).status_code == 404
    assert Draft.objects.get().answers == {"insulted": "4"}


def test_every_page_of_questions_may_not_be_stored_or_filled_in_by_the_browser(as_ana, asking):
    ask(as_ana, asking, "tablet")
    page = as_ana.get(reverse("answers", args=[1]))
    assert page["Cache-Control"] == "no-store"
    assert 'autocomplete="off" novalidate data-answering' in page.content.decode()


def test_paper_comes_as_pdf_with_his_code_and_no_name(as_ana, man, asking):
    answer = as_ana.get(reverse("questionnaire-paper", args=[asking.pk]), {"language": "ar"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert man.name.encode() not in answer.content
    assert as_ana.get(reverse("questionnaire-paper", args=[asking.pk]), {"language": "xx"}).status_code == 404


def keyed(browser, asking, entry, **answers):
    def choose(page):
        there = set(hidden(page.content.decode(), "s"))
        return sent(page, **{key: value for key, value in answers.items() if key in there})

    return go_through(browser, reverse("questionnaire-key", args=[asking.pk, entry, 1]), choose)


def test_paper_is_keyed_in_twice_and_compared(cast, as_ana, as_peter, asking):
    assert ask(as_ana, asking, "paper").url == reverse("questionnaire-key", args=[asking.pk, "first", 1])
    url, page = keyed(as_ana, asking, "first", insulted="2", pushed="1", age="34")
    assert url == reverse("questionnaire-compare", args=[asking.pk])
    assert Response.objects.count() == 0, "one entry counts for nothing"
    as_peter.post(url)
    keyed(as_peter, asking, "second", insulted="3", pushed="1", age="43")
    page = as_peter.get(url).content.decode()
    assert page.count("First entry:") == 2
    wrong = as_peter.post(url, {"once": once(as_peter, url), "on": "1 1 2199"}).content.decode()
    assert "This day lies in the future" in wrong
    assert "Look at the paper" in wrong
    today = f"{timezone.localdate():%d %m %Y}"
    answer = as_peter.post(url, {"once": once(as_peter, url), "on": today, "d.insulted": "first", "d.age": "second"})
    assert answer.url == reverse("questionnaire-result", args=[asking.pk])
    response = Response.objects.get()
    stored = dict(Answer.objects.filter(response=response).values_list("key", "value"))
    assert (stored["insulted"], stored["pushed"], stored["age"]) == ("2", "1", "43")
    assert (response.mode, response.written_by, response.checked_by) == ("paper", cast.ana, cast.peter)


def test_somebody_else_finds_the_second_entry_without_passing_through_the_first(as_ana, as_peter, asking):
    url, second = reverse("questionnaire", args=[asking.pk]), "Second entry from paper"
    ask(as_ana, asking, "paper")
    first = reverse("questionnaire-key", args=[asking.pk, "first", 1])
    as_ana.post(first, sent(as_ana.get(first), insulted="2"))
    assert second not in as_peter.get(url).content.decode(), "the first entry is not whole"
    keyed(as_ana, asking, "first", insulted="2")
    page = as_peter.get(url).content.decode()
    compare = reverse("questionnaire-compare", args=[asking.pk])
    assert f'href="{compare}">{second}' in page
    assert as_peter.post(compare).url == reverse("questionnaire-key", args=[asking.pk, "second", 1])


def test_a_correction_is_a_new_set_and_the_old_one_stays(as_ana, asking):
    ask(as_ana, asking)
    first = reverse("questionnaire-fill", args=[asking.pk, 1])
    as_ana.post(first, sent(as_ana.get(first), insulted="2", threatened="0"))
    go_through(as_ana, reverse("questionnaire-fill", args=[asking.pk, 2]), sent)
    url = reverse("questionnaire-correct", args=[asking.pk])
    answer = as_ana.post(url, {"once": once(as_ana, url), "reason": "Keyed in for another man."})
    page = as_ana.get(answer.url)
    assert 'name="q.insulted" value="2" id="q-insulted-3" checked' in page.content.decode()
    as_ana.post(answer.url, sent(page, insulted="1", threatened="0"))
    go_through(as_ana, reverse("questionnaire-key", args=[asking.pk, "correct", 2]), sent)
    old, new = Response.objects.order_by("answered_at")
    assert new.corrects == old
    assert new.reason == "Keyed in for another man."
    assert Answer.objects.get(response=old, key="insulted").value == "2"
    assert Answer.objects.get(response=new, key="insulted").value == "1"
    assert one(Asking.objects.get(pk=asking.pk)).response == new.pk
    assert (
        "Earlier versions of these answers"
        in as_ana.get(reverse("questionnaire-result", args=[asking.pk])).content.decode()
    )
