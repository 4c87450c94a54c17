"""Whose case a warning is about: found while unlocked, for each of several women apart, under every number of his."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.support.alerts import women
from article16.support.alerts.models import Alert, ForCase
from article16.wall.vocabulary import Course, CourseEvent
from tests.service import make_person, signed_in
from tests.support.her_cases import id_of, open_case, post, text
from tests.support.holding import give_key, holding, let_in, unlock
from tests.support.studying import arrive
from tests.support.test_alert_pages import WORDS, came

pytestmark = pytest.mark.django_db
UNSURE = "If you do not know whom this concerns, do not acknowledge it"


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(by, cast):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


def page_of(browser, alert: Alert) -> str:
    return text(browser, reverse("alert", args=[alert.pk]))


def test_from_the_warning_one_step_leads_to_her_case(sara):
    """Guidelines B.1 f."""
    his = uuid.uuid4()
    hers = open_case(sara, "Canary Lendhafen", mailbox=str(his))
    other = open_case(sara, "Eve Sparrow", mailbox=str(uuid.uuid4()))
    page = page_of(sara, came(man=his))
    assert f'href="{hers}"' in page
    assert "Canary Lendhafen" in page
    assert other not in page
    assert UNSURE in page, "also where a case is listed: the sentence tells nothing"


def test_without_a_case_the_page_says_what_to_do(sara):
    page = page_of(sara, came())
    assert "No case that you can open names him." in page
    assert UNSURE in page


def test_for_two_women_it_waits_until_somebody_has_acted_for_each(sara):
    """Guidelines B.1 f."""
    his = uuid.uuid4()
    cases = [open_case(sara, name, mailbox=str(his)) for name in ("Ada Canary", "Eve Sparrow")]
    alert = came(man=his)
    url = reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk])
    assert "Choose the case" in post(sara, url, action="reached").content.decode()
    assert post(sara, url, action="reached", case=str(id_of(cases[1]))).status_code == 302
    alert.refresh_from_db()
    assert alert.acknowledged_at is None
    assert alert.next_due is not None, "the ladder goes on for the other"
    page = page_of(sara, alert)
    left = ForCase.objects.get(alert=alert, acknowledged_at=None)
    assert re.search(r"Case \d of 2: \S+ Ada Canary", page)
    assert re.search(r"Case \d of 2: \S+ Eve Sparrow", page)
    assert post(sara, reverse("alert-acknowledge", args=[left.pk]), action="message").status_code == 302
    alert.refresh_from_db()
    assert alert.acknowledged_at is not None


def test_nothing_in_clear_says_that_two_cases_belong_together(sara):
    his = uuid.uuid4()
    cases = [id_of(open_case(sara, name, mailbox=str(his))) for name in ("Ada Canary", "Eve Sparrow")]
    alert = came(man=his)
    url = reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk])
    post(sara, url, action="reached", case=str(cases[0]))
    for row in ForCase.objects.filter(alert=alert).values():
        assert not {value for value in row.values() if isinstance(value, uuid.UUID)} & set(cases)
        assert not any(case.bytes in bytes(row["about"]) for case in cases)


def merged(*, gone: uuid.UUID, kept: uuid.UUID) -> None:
    """Casework says that two files were one man."""
    on, fact = timezone.localdate(), uuid.uuid4()
    arrive(Course(mailbox=gone, programme="graz", event=CourseEvent.MERGED, on=on, fact=fact, merged_into=kept))


@pytest.mark.parametrize("named_by_case", ["gone", "kept"])
def test_after_a_merge_a_warning_finds_her_case_whichever_number_it_names(sara, named_by_case):
    boxes = {"gone": uuid.uuid4(), "kept": uuid.uuid4()}
    hers = open_case(sara, mailbox=str(boxes[named_by_case]))
    merged(**boxes)
    for number, box in enumerate(boxes.values(), 60):
        assert f'href="{hers}"' in page_of(sara, came(number, man=box))


def test_who_knows_him_reads_no_warning_under_his_other_number_either(sara):
    boxes = {"gone": uuid.uuid4(), "kept": uuid.uuid4()}
    hers = open_case(sara, mailbox=str(boxes["gone"]))
    assert post(sara, f"{hers}close/", him="on").status_code == 302
    alert = came(60, man=boxes["kept"])
    assert WORDS in page_of(sara, alert), "another man, until casework says that they are one"
    merged(**boxes)
    page = page_of(sara, alert)
    assert "You said that you know this man." in page
    assert WORDS not in page


def test_a_case_whose_warning_waits_is_not_erased(sara, by):
    his = uuid.uuid4()
    hers = id_of(open_case(sara, mailbox=str(his)))
    came(man=his)
    assert women.waits_for(hers, his, by)
    assert not women.waits_for(hers, uuid.uuid4(), by)
    assert not women.waits_for(hers, None, by)


def test_her_case_lists_what_was_told_of_him_and_where_nobody_has_acted_for_her(sara):
    his = uuid.uuid4()
    one, other = (open_case(sara, name, mailbox=str(his)) for name in ("Ada Canary", "Eve Sparrow"))
    stranger = open_case(sara, "Mina Harbour", mailbox=str(uuid.uuid4()))
    alone = open_case(sara, "Noor Quay")
    alert = came(man=his)
    assert "Due in" in text(sara, f"{one}warnings/")
    post(sara, reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk]), action="reached",
         case=str(id_of(one)))  # fmt: skip
    assert "Acted on" in text(sara, f"{one}warnings/")
    assert "Due in" in text(sara, f"{other}warnings/")
    for case in (stranger, alone):
        assert str(alert) not in text(sara, f"{case}warnings/")
    assert f'href="{one}warnings/"' in text(sara, one)


def test_an_old_warning_that_waits_stays_on_her_list_and_one_that_was_done_goes(sara):
    his = uuid.uuid4()
    hers = open_case(sara, mailbox=str(his))
    done, waits = came(1, man=his), came(2, man=his)
    post(sara, reverse("alert-acknowledge", args=[ForCase.objects.get(alert=done).pk]), action="reached")
    Alert.objects.update(came_at=timezone.now() - timedelta(days=91))
    page = text(sara, f"{hers}warnings/")
    assert str(waits) in page
    assert str(done) not in page


def test_who_may_not_open_a_restricted_case_has_not_acted_for_it(sara, by, cast, settings):
    """The warning is not taken for done where only somebody acted who cannot know of the case."""
    una, leyla = make_person("Una Holm", "worker", cast.graz, at=timezone.now()), cast.leyla
    browsers = {}
    for person, second in ((una, leyla), (leyla, una)):
        let_in(person, give_key(person, settings), by=by, second=second)
        browsers[person] = signed_in(person)
        unlock(browsers[person])
    his = uuid.uuid4()
    hers = open_case(sara, "Ada Canary", mailbox=str(his))
    named = [str(cast.sara.pk), str(una.pk)]
    assert post(sara, f"{hers}named/", workers=named).status_code == 302
    by_leyla, by_una = came(1, man=his), came(2, man=his)
    page = page_of(browsers[leyla], by_leyla)
    assert "No case that you can open names him." in page
    assert UNSURE in page
    for alert, person in ((by_leyla, leyla), (by_una, una)):
        url = reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk])
        assert post(browsers[person], url, action="reached").status_code == 302
        assert ForCase.objects.get(alert=alert).about is None, "nothing names a restricted case"
    page = text(sara, f"{hers}warnings/")
    assert page.count("Nobody has acted for this case") == 1
    assert page.count("Acted on") == 1


def test_acted_on_for_the_only_case_it_is_not_taken_for_one_that_comes_later(sara):
    his = uuid.uuid4()
    hers = open_case(sara, "Ada Canary", mailbox=str(his))
    alert = came(man=his)
    assert post(sara, reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk]), action="reached")
    assert ForCase.objects.get(alert=alert).about
    other = open_case(sara, "Eve Sparrow", mailbox=str(his))
    assert "Acted on" in text(sara, f"{hers}warnings/")
    assert "Nobody has acted for this case" in text(sara, f"{other}warnings/")
