"""What is to be done: each fact makes a task once, it is done or put off with a reason, by those it waits for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.tasks import actions, waiting
from article16.casework.tasks.models import Postponement, Task
from article16.common.accounts import queries as accounts
from article16.common.audit.models import Entry
from tests.casework.conftest import make_man
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db


def task_about(man, *, by="", days=0, role="facilitator", person=None, kind="review", fact=None, url=""):
    at = timezone.now()
    actions.add_task(
        kind=kind,
        fact=fact or uuid4(),
        episode=Episode.objects.get(client=man, number=1),
        due=timezone.localdate(at) + timedelta(days=days),
        by=by,
        at=at,
        role=role,
        person=person,
        words="Half-way review.",
        url=url,
    )
    return Task.objects.order_by("written_at", "pk").last()


def waits_for(person):
    at = timezone.now()
    return waiting.waiting(accounts.viewer(person, at=at), at)


def test_the_same_fact_makes_a_task_of_one_kind_once(man):
    fact = uuid4()
    task_about(man, fact=fact)
    task_about(man, fact=fact, days=3)
    task_about(man, fact=fact, kind="letter")
    assert sorted(Task.objects.values_list("kind", flat=True)) == ["letter", "review"]
    assert Entry.objects.filter(what="add_task").count() == 2, "the record tells what changed, and nothing twice"


def test_the_most_overdue_comes_first_and_says_how_late_it_is(cast, man):
    for days in (3, -2, 0, 9):
        task_about(man, days=days)
    rows = [one.row for one in waits_for(cast.ana)]
    assert [row.badge.words for row in rows][:2] == ["2 days late", "Today"]
    assert [row.badge.state.value for row in rows] == ["late", "due", "open"]


def test_a_task_waits_for_its_role_or_its_person_and_for_nobody_else(cast, man):
    task_about(man, role="intake")
    assert [len(waits_for(one)) for one in (cast.peter, cast.ana, cast.ben, cast.miriam)] == [1, 0, 0, 0]
    task_about(man, person=cast.miriam.pk)
    assert [len(waits_for(one)) for one in (cast.peter, cast.ana, cast.ben, cast.miriam)] == [1, 0, 0, 1]


def test_finishing_what_is_done_or_never_was_changes_nothing(cast, man):
    fact, at = uuid4(), timezone.now()
    task_about(man, fact=fact)
    for _twice in range(2):
        actions.finish_task(kind="review", fact=fact, by=str(cast.ana.pk), at=at)
    actions.finish_task(kind="review", fact=uuid4(), by=str(cast.ana.pk), at=at)
    assert Task.objects.get().done_by == cast.ana
    assert Entry.objects.filter(what="finish_task").count() == 1


def test_a_place_outside_this_service_is_refused(man):
    for url in ("https://example.org/", "//example.org/"):
        with pytest.raises(ValueError, match="within this service"):
            task_about(man, url=url)


def test_a_person_says_that_it_is_done_and_how(cast, man, as_ana):
    task = task_about(man)
    url = reverse("task", args=[task.pk])
    answer = as_ana.post(url, {"once": once(as_ana, url), "what": "done", "to": "", "words": "Spoke for an hour."})
    assert answer.url == reverse("tasks")
    task.refresh_from_db()
    assert (task.done_by, task.done_words) == (cast.ana, "Spoke for an hour.")
    page = as_ana.get(url).content.decode()
    assert "Done by" in page
    assert "Save the task" not in page


def test_it_is_put_off_with_a_reason_and_the_earlier_day_stays_on_record(cast, man, as_ana):
    task = task_about(man)
    url = reverse("task", args=[task.pk])
    to = timezone.localdate() + timedelta(days=10)
    form = {"once": once(as_ana, url), "what": "later", "to": f"{to:%d.%m.%Y}", "words": "He is in hospital."}
    as_ana.post(url, form)
    as_ana.post(url, form)
    row = Postponement.objects.get()
    assert (row.before, row.after, row.written_by) == (task.due, to, cast.ana)
    assert Task.objects.get().due == to
    assert "He is in hospital." in as_ana.get(url).content.decode()


def test_putting_off_asks_for_a_later_day_and_a_reason_and_keeps_what_was_typed(man, as_ana):
    task = task_about(man)
    url = reverse("task", args=[task.pk])
    page = as_ana.post(url, {"once": once(as_ana, url), "what": "later", "to": "1 2 2020", "words": ""})
    text = page.content.decode()
    assert "Enter a day that is still to come" in text
    assert "Say why it waits" in text
    assert 'value="1 2 2020"' in text
    page = as_ana.post(url, {"once": once(as_ana, url), "what": "later", "to": "", "words": "Ill."}).content.decode()
    assert "Enter the day it is put off to" in page
    assert Task.objects.get().due == task.due


def test_another_programmes_task_is_not_there(cast, man, as_ben):
    there = as_ben.get(reverse("task", args=[task_about(man).pk]))
    nowhere = as_ben.get(reverse("task", args=[uuid4()]))
    assert (there.status_code, there.content) == (404, nowhere.content)


def test_the_task_of_a_closed_file_is_not_there(cast, man, as_ana):
    from article16.common.accounts import actions as accounts_actions

    task = task_about(man)
    ids = {"thing": "client", "object_id": man.pk, "by": "", "at": timezone.now()}
    accounts_actions.close_file(staff_id=cast.ana.pk, **ids)
    assert as_ana.get(reverse("task", args=[task.pk])).status_code == 404
    assert waits_for(cast.ana) == []


@pytest.mark.parametrize("whose", ["", "?whose=all"])
def test_the_list_asks_as_little_for_thirty_as_for_three(cast, whose, as_ana, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for n in range(3):
        task_about(make_man(cast, cast.graz, f"Man {n}"), days=n)
    as_ana.get(reverse("tasks"))
    with CaptureQueriesContext(connection) as few:
        as_ana.get(reverse("tasks") + whose)
    for n in range(30):
        task_about(make_man(cast, cast.graz, f"Other {n}"), days=n)
    with django_assert_num_queries(len(few)):
        as_ana.get(reverse("tasks") + whose)


def test_the_list_goes_on_to_its_next_part(cast, man, as_miriam):
    for days in range(60):
        task_about(man, days=days)
    page = as_miriam.get(reverse("tasks") + "?whose=all")
    later = page.context["page"].paging.later
    rest = as_miriam.get(reverse("tasks") + later).context["page"]
    assert len(rest.groups[0].rows) == 10
    assert rest.filters[1].current


def test_an_auditor_reads_the_list_and_opens_no_form(cast, man):
    task_about(man)
    as_tom = signed_in(cast.tom)
    assert "Half-way review." in as_tom.get(reverse("tasks") + "?whose=all").content.decode()
    assert as_tom.get(reverse("task", args=[Task.objects.get().pk])).status_code == 404
