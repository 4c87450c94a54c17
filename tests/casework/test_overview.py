"""Today and the man's page, composed from what each room gives."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.tasks import actions as tasks
from article16.casework.tasks.models import Task
from tests.casework.conftest import make_man
from tests.casework.test_tasks import task_about
from tests.service import signed_in

pytestmark = pytest.mark.django_db


def cost(browser, url):
    """How many queries the page asks, once the sign-in is known."""
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def test_today_says_in_words_how_much_waits_and_what_of_it_is_late(man, as_ana):
    assert "Nothing waits for you." in as_ana.get(reverse("today")).content.decode()
    for days in (-2, 0, 3):
        task_about(man, days=days)
    page = as_ana.get(reverse("today"))
    assert "Three things wait for you, one of them past its time." in page.content.decode()
    groups = page.context["page"].groups
    assert [(group.title, len(group.rows)) for group in groups] == [
        ("Past its time", 1),
        ("Today", 1),
        ("Next seven days", 1),
    ]


def test_one_button_is_filled_and_it_is_that_of_the_most_overdue(man, as_ana):
    for days in (3, -1, -4):
        task_about(man, days=days)
    page = as_ana.get(reverse("today"))
    rows = [row for group in page.context["page"].groups for row in group.rows]
    assert [row.filled for row in rows] == [True, False, False]
    assert rows[0].badge.words == "4 days late"
    assert page.content.decode().count("button filled") == 1


def test_today_shows_thirty_and_says_that_there_is_more(man, as_ana):
    for days in range(60):
        task_about(man, days=-days)
    page = as_ana.get(reverse("today"))
    assert sum(len(group.rows) for group in page.context["page"].groups) == 30
    assert "When these are done the next ones come here." in page.content.decode()


def test_today_asks_as_little_for_thirty_as_for_three(cast, as_ana):
    for n in range(3):
        task_about(make_man(cast, cast.graz, f"Man {n}"), days=n)
    few = cost(as_ana, reverse("today"))
    for n in range(27):
        task_about(make_man(cast, cast.graz, f"Other {n}"), days=-n)
    assert cost(as_ana, reverse("today")) == few


def test_the_administrator_sees_people_and_no_list_of_what_waits(as_ida):
    page = as_ida.get(reverse("today")).content.decode()
    assert "What waits" not in page
    assert "An administrator sees no file." in page


def test_the_mans_page_has_what_is_due_and_what_happened(cast, man, as_ana):
    fact = uuid4()
    task_about(man, fact=fact)
    task_about(man, kind="letter", days=-1)
    tasks.finish_task(kind="review", fact=fact, by=str(cast.ana.pk), at=timezone.now())
    page = as_ana.get(reverse("client", args=[man.pk]))
    text = page.content.decode()
    (waits,) = page.context["page"].due
    assert next(row.badge.words for row in waits.rows) == "1 day late"
    assert "Referral not answered" in [row.what for row in waits.rows]
    assert page.context["page"].due_count == 2
    assert "1 day late" in text
    assert "Task done" in text
    assert "Ana Ferreira" in text


def test_the_timeline_is_newest_first_under_month_heads_and_goes_on(cast, man, as_ana):
    for days in range(60):
        put_off(cast, man, days)
    first = as_ana.get(reverse("client", args=[man.pk])).context["page"]
    rest = as_ana.get(reverse("client", args=[man.pk]) + first.paging.earlier).context["page"]
    days = [entry.iso for page in (first, rest) for month in page.months for entry in month.entries]
    assert days == sorted(days, reverse=True)
    assert len(days) == len(set(days)) == sum(tab.count for tab in first.filters[:1])
    assert rest.paging.later
    back = as_ana.get(reverse("client", args=[man.pk]) + rest.paging.later).context["page"]
    assert back.months == first.months


def test_a_filter_shows_one_room_and_keeps_the_counts_of_all(cast, man, as_ana):
    put_off(cast, man, 1)
    page = as_ana.get(reverse("client", args=[man.pk]) + "?show=tasks").context["page"]
    counts = {tab.label: tab.count for tab in page.filters}
    assert counts["Tasks"] == 1
    assert [tab.label for tab in page.filters if tab.current] == ["Tasks"]
    assert sum(len(month.entries) for month in page.months) == 1
    odd = as_ana.get(reverse("client", args=[man.pk]) + "?show=nonsense&from=nonsense").context["page"]
    assert [tab.label for tab in odd.filters if tab.current] == ["All"]


def test_the_page_asks_at_most_fifteen_queries_however_much_happened(cast, man, as_miriam):
    url = reverse("client", args=[man.pk])
    put_off(cast, man, 1)
    few = cost(as_miriam, url)
    for days in range(30):
        put_off(cast, man, days)
    assert cost(as_miriam, url) == few <= 15


def test_an_episode_in_another_programme_is_not_told_here(cast, man, as_ana, as_ben):
    at, fact = timezone.now(), uuid4()
    today = timezone.localdate(at)
    elsewhere = Episode.objects.create(client=man, programme=cast.prison, number=2, opened_on=today)
    put_off(cast, man, 2)
    tasks.add_task(kind="letter", fact=fact, episode=elsewhere, due=today, by="", at=at)
    written = Task.objects.get(fact=fact)
    tasks.finish(task=written, words="Only for the prison.", by=str(cast.ben.pk), at=at)
    page = as_ana.get(reverse("client", args=[man.pk])).content.decode()
    assert "Only for the prison." not in page
    assert "Prison programme" not in page
    theirs = as_ben.get(reverse("client", args=[man.pk])).content.decode()
    assert "Only for the prison." in theirs
    assert "Graz programme" not in theirs


def test_another_programmes_man_is_the_same_404_as_nobody(man, as_ben):
    for name in ("client", "client-print"):
        there, nowhere = (as_ben.get(reverse(name, args=[one])) for one in (man.pk, uuid4()))
        assert (there.status_code, there.content) == (404, nowhere.content)


def test_the_print_holds_every_entry_and_says_who_printed_it(cast, man, as_ana):
    for days in range(60):
        put_off(cast, man, days)
    page = as_ana.get(reverse("client-print", args=[man.pk]))
    assert sum(len(month.entries) for month in page.context["page"].months) >= 60
    assert "Printed by Ana Ferreira" in page.content.decode()


def put_off(cast, man, days):
    """Something that happened so many days ago: a task put off."""
    at = timezone.now() - timedelta(days=days, minutes=days)
    task = task_about(man, days=-100)
    to = timezone.localdate() + timedelta(days=100)
    tasks.postpone(task=Task.objects.get(pk=task.pk), to=to, reason="He is away.", by=str(cast.ana.pk), at=at)


def test_an_auditor_reads_his_page_and_cannot_close_it(cast, man):
    page = signed_in(cast.tom).get(reverse("client", args=[man.pk])).content.decode()
    assert "I know him privately" not in page
    assert "Who opened this file" in page
