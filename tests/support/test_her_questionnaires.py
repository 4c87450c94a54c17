"""She is asked only while she agrees; what she says is sealed, read by her worker, and acted on the same day."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts.actions import NotPossible
from article16.support.survivors.writings import Kind
from article16.wall.vocabulary import Course, CourseEvent, Ending, Schedule
from tests.service import once, signed_in
from tests.support.asking_her import Pages, answered, begin, file_of, may_be_asked, take
from tests.support.holding import give_key, holding, unlock
from tests.support.studying import arrive, give_study

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(cast, by):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


def text(browser, name: str, *args) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def post(browser, name: str, args: list, **data):
    url = reverse(name, args=args)
    return browser.post(url, {"once": once(browser, url), **data})


def test_read_aloud_page_by_page_to_the_scores(sara, by):
    case = may_be_asked(by)
    assert "Due" in text(sara, "survivor-questionnaires", case)
    pages = begin(sara, case)
    assert "Read each question aloud" in sara.get(pages.url).content.decode()
    pages.all_open(insulted="3", humiliated="2", fear="4", safe="1")
    result = sara.get(pages.url).content.decode()
    assert "Read to her" in result
    assert "the woman herself" in result
    assert "How it was reached" in result
    listed = text(sara, "survivor-questionnaires", case)
    assert "Answered" in listed
    (entry,) = file_of(case, by).of(Kind.ANSWERS)
    assert (entry.value.wave, entry.value.informant, entry.value.mode) == ("T0", "partner", "read_aloud")
    assert entry.value.values["insulted"] == "3"
    assert entry.value.values["pushed"] == ".not_reached"
    assert len(entry.value.fingerprint) == 64


def test_left_half_way_it_goes_on_at_the_first_part_that_was_not_saved(sara, by):
    case = may_be_asked(by)
    pages = begin(sara, case)
    first = pages.url
    pages.send(insulted="1")
    second = pages.url
    pages.send(go="pause", pushed="2")
    assert pages.url == reverse("survivor-questionnaires", args=[case])
    listed = sara.get(pages.url).content.decode()
    assert "Begun: 1 parts saved" in listed
    assert f'href="{second}"' in listed
    assert first != second
    assert 'name="q.pushed" value="2" id="q-pushed-3" checked' in sara.get(second).content.decode()
    assert not file_of(case, by).of(Kind.ANSWERS)


def test_what_she_says_stands_nowhere_in_clear(sara, by):
    """Promise 3."""
    case = may_be_asked(by)
    begin(sara, case).send(insulted="3", humiliated="2")
    begin(sara, case, "any", "gad7").send()
    arrive(Schedule(mailbox=uuid4(), programme="graz", sessions=(date(2031, 5, 17),)))
    from article16.support.questionnaires.actions.gathering import gather

    assert gather(by=by) == 1
    from django.apps import apps

    for model in apps.get_app_config("her_questionnaires").get_models():
        for row in model.objects.values_list():
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert not any(word in raw for word in (b"insulted", b"five_points", b"2031-05-17", b"gad7")), model


@pytest.mark.parametrize("how", ["never", "danger only", "not agreed", "taken back", "ran out"])
def test_nothing_is_asked_after_her_no_and_the_moment_of_asking_counts(sara, by, how):
    """Guidelines B.1 b."""
    from article16.support.questionnaires.actions.agreeing import agree
    from article16.support.survivors import actions
    from article16.support.survivors.contact import SafeContact, Wish

    case, at = may_be_asked(by), timezone.now()
    url = reverse("survivor-questionnaire", args=[case, "T0", "five_points"])
    token = once(sara, url)  # the page stood open while she said no
    if how in {"never", "danger only"}:
        actions.say_contact(case=case, contact=SafeContact(Wish(how), TODAY()), hers=True, by=by, at=at)
    else:
        until = TODAY() - timedelta(1) if how == "ran out" else None
        said = {"questions": how == "ran out", "evaluation": False}
        agree(case=case, said=said, since=TODAY() - timedelta(9), expires_on=until, by=by, at=at)
    answer = sara.post(url, {"once": token, "how": "in person", "language": "en"})
    assert answer.status_code == 404
    page = text(sara, "survivor-questionnaire", case, "T0", "five_points")
    words = {"never": "does not wish contact", "danger only": "only in danger"}.get(how, "has not agreed to be asked")
    assert words in page
    assert "<form class" not in page
    from article16.support.questionnaires.actions.answering import begin as begin_now
    from article16.support.questionnaires.held import Entry, What
    from article16.support.questionnaires.queries.instruments import current

    with pytest.raises(NotPossible):
        begin_now(
            case=case, what=What("T0", "five_points"), instrument=current("five_points"), informant="partner",
            asked="in person", language="en", entry=Entry.DIRECT, by=by, at=at,
        )  # fmt: skip


def test_a_questionnaire_that_was_begun_is_not_gone_on_with_after_her_no_and_what_she_said_stays(sara, by):
    from article16.support.survivors import actions
    from article16.support.survivors.contact import SafeContact, Wish

    case = may_be_asked(by)
    pages = begin(sara, case)
    pages.send(insulted="2")
    never = SafeContact(Wish.NEVER, TODAY())
    actions.say_contact(case=case, contact=never, hers=True, by=by, at=timezone.now())
    stopped = sara.get(pages.url, follow=True).content.decode()
    assert "does not wish contact" in stopped
    assert "data-question" not in stopped
    sitting = pages.url.split("/sittings/")[1].split("/")[0]
    today = f"{TODAY().day} {TODAY().month} {TODAY().year}"
    assert post(sara, "survivor-sitting-end", [case, sitting], on=today).status_code == 302
    assert file_of(case, by).of(Kind.ANSWERS)[0].value.values["insulted"] == "2"


def test_answered_once_it_is_not_asked_again(sara, by):
    case = may_be_asked(by)
    answered(case, by)
    page = text(sara, "survivor-questionnaire", case, "T0", "five_points")
    assert "She has answered this already" in page


def test_on_the_telephone_only_inside_her_times_or_when_she_calls(sara, by):
    from article16.support.survivors.contact import SafeContact, Wish

    closed = SafeContact(Wish.OPEN, TODAY())
    case = may_be_asked(by, contact=closed)
    url = reverse("survivor-questionnaire", args=[case, "T0", "five_points"])
    refused = sara.post(url, {"once": once(sara, url), "how": "phone", "language": "en"})
    assert "she is not called outside the times" in refused.content.decode()
    done = sara.post(url, {"once": once(sara, url), "how": "phone", "language": "en", "she_called": "on"})
    assert done.status_code == 302


def test_what_needs_somebody_is_a_task_with_the_save_of_its_page_and_once(sara, by, django_assert_max_num_queries):
    """Guidelines B.4."""
    case = may_be_asked(by)
    pages = begin(sara, case)
    pages.send()
    pages.send(go="pause", choked="1")
    assert not file_of(case, by).to_do, "a page that is still being ticked raises nothing"
    held = text(sara, "survivor-questionnaires", case)
    pages.url = re.search(r'href="([^"]*/sittings/[^"]*)"', held)[1]
    form = pages.form()
    with django_assert_max_num_queries(26):  # the case is opened once
        pages.send(form=form, choked="1", weapon="2")
    tasks = file_of(case, by).to_do
    assert {one.value.why for one in tasks} == {"T0 five_points choked", "T0 five_points weapon"}
    assert {one.value.due for one in tasks} == {TODAY()}
    pages.all_open()
    assert len(file_of(case, by).to_do) == 2
    page = text(sara, "survivor", case)
    assert "Record what was done" in page
    done = post(sara, "survivor-done", [case, tasks[0].id], words="Spoke with her; the lead knows.")
    assert done.status_code == 302
    assert len(file_of(case, by).to_do) == 1
    again = post(sara, "survivor-done", [case, tasks[0].id], words="x")
    assert "Somebody has done this already" in again.content.decode()


def test_thoughts_of_ending_her_life_are_a_task_at_any_total(sara, by):
    case = may_be_asked(by)
    pages = begin(sara, case, "any", "phq9")
    pages.all_open(phq9_9="1")
    assert len(file_of(case, by).to_do) == 1


def test_a_task_written_by_a_worker_stands_until_it_is_done(sara, by):
    case = may_be_asked(by)
    assert post(sara, "survivor-to-do", [case], words="Call the school", due="1 11 2026").status_code == 302
    assert "Call the school" in text(sara, "survivor", case)


def test_study_rows_arise_with_her_consent_only_and_with_the_page(cast, settings, sara, by):
    from article16.support.outcomes.models import StudyRow

    give_study(cast, settings)
    silent, other, counted = (may_be_asked(by, evaluation=yes, mailbox=uuid4()) for yes in (False, True, True))
    planned = StudyRow.objects.count()  # that they are to be asked
    begin(sara, silent).send(insulted="1")
    begin(sara, other, "any", "gad7").send()
    assert StudyRow.objects.count() == planned
    begin(sara, counted).send(insulted="1")
    assert StudyRow.objects.count() == planned + 1


def test_two_entries_of_a_paper_that_differ_are_chosen_with_the_paper_in_hand(cast, settings, sara, by):
    case = may_be_asked(by)
    first = begin(sara, case, how="paper")
    first.all_open(insulted="1", humiliated="2")
    assert "Key it in a second time" in sara.get(first.url).content.decode()
    second = Pages(sara, sara.post(first.url, {}).url)
    second.all_open(insulted="1", humiliated="3")
    page = sara.get(second.url).content.decode()
    assert "First entry:" in page
    assert not file_of(case, by).of(Kind.ANSWERS)
    future = {"once": once(sara, second.url), "on": "1 1 2199", "d.humiliated": "second"}
    assert "lies in the future" in sara.post(second.url, future).content.decode()
    saved = sara.post(second.url, {"once": once(sara, second.url), "on": "3 11 2026", "d.humiliated": "second"})
    assert saved.status_code == 302
    (entry,) = file_of(case, by).of(Kind.ANSWERS)
    assert (entry.value.values["humiliated"], entry.value.on) == ("3", date(2026, 11, 3))
    assert entry.value.checked_by == cast.sara.pk


def test_a_second_entry_begins_without_passing_through_the_first(sara, by):
    case = may_be_asked(by)
    first, listed = begin(sara, case, how="paper"), reverse("survivor-questionnaires", args=[case])
    first.send(insulted="1")
    assert "Second entry from paper" not in sara.get(listed).content.decode(), "the first is not whole"
    first.all_open(insulted="1")
    assert f'href="{first.url}">Second entry from paper: ' in sara.get(listed).content.decode()
    sara.post(first.url, {})
    assert f'href="{first.url}">Second entry' not in sara.get(listed).content.decode()


def test_the_sheet_carries_the_number_of_the_case_and_no_name(sara, by):
    case = may_be_asked(by, name="Canary Lendhafen")
    answer = sara.get(reverse("survivor-paper", args=[case, "T0", "five_points"]), {"language": "ar"})
    assert answer["Content-Type"] == "application/pdf"
    assert b"Lendhafen" not in answer.content
    assert sara.get(reverse("survivor-paper", args=[case, "T0", "five_points"]), {"language": "xx"}).status_code == 404


def test_who_the_informant_must_be_is_enforced(sara, by):
    """Guidelines B.4."""
    case, at = may_be_asked(by), timezone.now()
    worker = begin(sara, case, "any", "risk_register", "worker")
    worker.all_open()
    assert "her worker" in sara.get(worker.url).content.decode()
    with pytest.raises(NotPossible, match="Only she herself"):
        take(case, by, "emotional", {"insulted": "1"}, at=at, asked="worker")
    with pytest.raises(NotPossible, match="somebody else"):
        take(case, by, "emotional", {"insulted": "1"}, at=at, informant="client")
    url = reverse("survivor-questionnaire", args=[case, "any", "pcl5"])
    page = sara.get(url).content.decode()
    assert "nobody answers it for her" in page
    assert "I fill it in" not in page


def test_her_times_follow_the_messages_about_him_and_move_with_them(sara, by):
    mailbox, day = uuid4(), TODAY()
    case = may_be_asked(by, mailbox=mailbox)
    sessions = tuple(day + timedelta(7 * number) for number in range(1, 9))
    arrive(Schedule(mailbox=mailbox, programme="graz", sessions=sessions, planned_end=sessions[-1]))
    from article16.support.questionnaires import words

    assert f"From {words.day_words(sessions[3] - timedelta(14))}" in text(sara, "survivor-questionnaires", case)
    stopped = Course(
        mailbox=mailbox, programme="graz", fact=uuid4(), event=CourseEvent.ENDED, on=day, ending=Ending.DROPPED_OUT
    )
    arrive(stopped)
    page = text(sara, "survivor-questionnaires", case)
    assert "Closed: he stopped coming before" in page
    from article16.support.questionnaires.actions.gathering import gather

    assert gather(by=by) == 2
    assert gather(by=by) == 0
    assert text(sara, "survivor-questionnaires", case).count("Closed: he stopped") == page.count("Closed: he stopped")


def test_she_came_by_herself_and_her_worker_sets_the_days(sara, by):
    case = may_be_asked(by, reached=False)
    assert "No date yet" in text(sara, "survivor-questionnaires", case)
    soon = TODAY() + timedelta(3)
    data = {"started": f"{soon.day} {soon.month} {soon.year}", "half": "1 1 2020"}
    assert "lies before the one above" in post(sara, "survivor-times", [case], **data).content.decode()
    assert post(sara, "survivor-times", [case], started=data["started"]).status_code == 302
    assert "Due" in text(sara, "survivor-questionnaires", case)
