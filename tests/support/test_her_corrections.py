"""What she says afterwards of her answers stands in their place; what stood there stays, with who and why."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts.actions import NotPossible
from article16.support.questionnaires.actions import correcting
from article16.support.questionnaires.held import What
from article16.support.questionnaires.models import Sitting
from article16.support.questionnaires.standing import answered as standing
from article16.support.survivors.writings import Kind
from tests.service import once, signed_in
from tests.support.asking_her import Pages, answered, begin, file_of, may_be_asked
from tests.support.holding import give_key, holding, unlock
from tests.support.studying import give_study

pytestmark = pytest.mark.django_db
WHY = "She rang on Tuesday: I had ticked the line below."


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


def open_correction(browser, case, entry, part: str = "1", why: str = WHY) -> Pages:
    url = reverse("survivor-correct", args=[case, entry])
    answer = browser.post(url, {"once": once(browser, url), "why": why, "part": part})
    assert answer.status_code == 302, answer.content.decode()
    return Pages(browser, answer.url)


def test_corrected_page_by_page_it_stands_in_the_place_of_the_first(sara, by, cast):
    case = may_be_asked(by)
    first = answered(case, by, insulted="3", humiliated="2")
    assert "Correct at her word" in text(sara, "survivor-answers", case, first)
    pages = open_correction(sara, case, first)
    assert 'name="q.insulted" value="3" id="q-insulted-4" checked' in sara.get(pages.url).content.decode()
    pages.send(go="pause", insulted="1", humiliated="2")
    look = sara.get(pages.url).content.decode()
    assert WHY.partition(":")[0] in look
    assert len(re.findall(r"<tbody>.*?</tbody>", look, re.DOTALL)[0].split("<tr>")) == 2, "one answer differs"
    saved = sara.post(pages.url, {"once": once(sara, pages.url)})
    assert saved.status_code == 302
    now, before = file_of(case, by).of(Kind.ANSWERS)
    assert (now.value.corrects, now.value.why, now.by) == (before.id, WHY, cast.sara.pk)
    assert (now.value.values["insulted"], before.value.values["insulted"]) == ("1", "3")
    assert now.value.values["humiliated"] == "2"
    assert (now.value.on, now.value.asked, now.value.parts) == (before.value.on, before.value.asked, before.value.parts)
    assert standing(file_of(case, by), What("T0", "five_points")) == [now]
    assert not Sitting.objects.exists()
    shown = sara.get(saved.url).content.decode()
    assert WHY in shown.replace("&#x27;", "'")
    assert "Corrected by" in shown
    old = text(sara, "survivor-answers", case, first)
    assert "A correction stands in the place of these answers" in old
    assert "Correct at her word" not in old
    assert sara.get(reverse("survivor-correct", args=[case, first])).status_code == 404


def test_nothing_else_counts_the_first_any_more(sara, by):
    from article16.support.questionnaires import asking
    from article16.support.questionnaires.counting import board
    from article16.support.questionnaires.course import His
    from article16.support.questionnaires.planned import Planned

    case = may_be_asked(by)
    first = answered(case, by, insulted="3")
    made = _corrected(case, first, by, insulted="1")
    again = _corrected(case, made, by, insulted="2")
    file = file_of(case, by)
    assert [one.id for one in file.answers] == [again]
    (row,) = board([(file, asking.times(file, His()))], Planned(), timezone.localdate())
    assert (row.women, row.answered) == (1, 1)
    listed = text(sara, "survivor-questionnaires", case)
    assert listed.count(f"/cases/{case}/answers/") == 1


def _corrected(case, entry, by, **values: str):
    from dataclasses import replace

    from article16.support.keys.holders import case_box
    from article16.support.questionnaires.actions.taking import save
    from article16.support.questionnaires.queries import sittings

    at = timezone.now()
    sitting = correcting.begin_correction(case=case, entry=entry, why=WHY, by=by, at=at)
    row = next(one for one in sittings.in_progress(case, by) if one.id == sitting)
    save(case_box(case, by), row, replace(row.held, answers={**row.held.answers, **values}))
    return correcting.finish_correction(case=case, sitting=sitting, by=by, at=at)


def test_a_correction_after_her_no_and_outside_every_time_is_taken(by):
    from article16.support.survivors import actions
    from article16.support.survivors.contact import SafeContact, Wish

    case = may_be_asked(by)
    first = answered(case, by, insulted="3")
    never = SafeContact(Wish.NEVER, timezone.localdate())
    actions.say_contact(case=case, contact=never, hers=True, by=by, at=timezone.now())
    assert _corrected(case, first, by, insulted="0")


def test_of_two_who_correct_the_same_answers_the_second_is_told_so_and_nothing_is_lost(by):
    case, at = may_be_asked(by), timezone.now()
    first = answered(case, by, insulted="3")
    sitting = correcting.begin_correction(case=case, entry=first, why=WHY, by=by, at=at)
    assert correcting.begin_correction(case=case, entry=first, why="again", by=by, at=at) == sitting
    with pytest.raises(NotPossible, match="Nothing differs"):
        correcting.finish_correction(case=case, sitting=sitting, by=by, at=at)
    _corrected(case, first, by, insulted="1")
    with pytest.raises(NotPossible, match="in the meantime"):
        correcting.begin_correction(case=case, entry=first, why=WHY, by=by, at=at)
    assert len(file_of(case, by).of(Kind.ANSWERS)) == 2


def test_what_needs_somebody_after_it_and_did_not_before_is_a_task(by):
    case = may_be_asked(by)
    first = answered(case, by, insulted="3")
    assert not file_of(case, by).to_do
    made = _corrected(case, first, by, choked="2")
    assert [one.value.why for one in file_of(case, by).to_do] == ["T0 five_points choked"]
    _corrected(case, made, by, insulted="1")
    assert len(file_of(case, by).to_do) == 1, "it was raised before"


def test_the_study_holds_what_she_said_last_and_only_with_her_consent(cast, settings, by):
    from article16.support.outcomes.models import StudyRow

    give_study(cast, settings)
    silent = may_be_asked(by, evaluation=False, mailbox=uuid4())
    _corrected(silent, answered(silent, by, insulted="3"), by, insulted="1")
    assert not StudyRow.objects.exists()
    case = may_be_asked(by, mailbox=uuid4())
    first = answered(case, by, insulted="3")
    before = StudyRow.objects.count()
    assert before
    _corrected(case, first, by, insulted="1")
    assert StudyRow.objects.count() > before


def test_given_up_it_leaves_everything_as_it_was_and_another_womans_is_not_there(sara, by):
    case, other = may_be_asked(by), may_be_asked(by, name="Another One")
    first = answered(case, by, insulted="3")
    pages = open_correction(sara, case, first)
    pages.send(go="pause", insulted="1")
    assert "Correction, not saved yet" in text(sara, "survivor-questionnaires", case)
    sitting = pages.url.split("/sittings/")[1].split("/")[0]
    assert sara.get(reverse("survivor-correction", args=[other, sitting])).status_code == 404
    assert sara.get(reverse("survivor-correct", args=[other, first])).status_code == 404
    assert sara.post(pages.url, {"once": once(sara, pages.url), "give_up": "yes"}).status_code == 302
    assert not Sitting.objects.exists()
    (entry,) = file_of(case, by).of(Kind.ANSWERS)
    assert entry.value.values["insulted"] == "3"


def test_what_her_worker_knows_is_corrected_as_hers_is(sara, by):
    case = may_be_asked(by)
    worker = begin(sara, case, "any", "risk_register", "worker")
    worker.all_open()
    page = sara.get(worker.url).content.decode()
    assert "Correct at her word" not in page
    assert "/correct/" in page


def test_a_lead_sets_what_is_asked_and_a_time_that_has_begun_keeps_what_was_asked_then(cast, settings, by, sara):
    from article16.support.questionnaires.models import AskedAt

    case = may_be_asked(by)
    assert sara.get(reverse("her-questionnaires-set")).status_code == 404
    leyla, url = signed_in(cast.leyla), reverse("her-questionnaires-set")
    data = {"T0": ["five_points", "phq9"], "T1": ["gad7"], "T2": [], "T3": ["five_points"], "T4": ["five_points"]}
    assert leyla.post(url, {"once": once(leyla, url), **data}).status_code == 302
    listed = text(sara, "survivor-questionnaires", case)
    assert f"/cases/{case}/questionnaires/T0/phq9/" in listed
    assert f"/cases/{case}/questionnaires/T1/gad7/" in listed
    assert f"/cases/{case}/questionnaires/T1/five_points/" not in listed
    assert f"/cases/{case}/questionnaires/T2/" not in listed
    AskedAt.objects.update(since=timezone.localdate() + timedelta(days=1))
    listed = text(sara, "survivor-questionnaires", case)
    assert f"/cases/{case}/questionnaires/T0/phq9/" not in listed
