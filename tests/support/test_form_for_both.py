"""A form that is asked of him and of her: taken in by both services, it is one instrument of the study."""

import csv
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.common.study.packing import write
from article16.evaluation.tables.descriptor import Package
from article16.support.outcomes.actions.taking_in import take_in
from article16.support.outcomes.assembling import assemble
from article16.support.outcomes.queries.rows import opened_rows
from article16.support.questionnaires.models import OwnQuestionnaire
from article16.support.questionnaires.queries.instruments import of_the_study
from tests.instruments.form_for_both import for_both
from tests.service import signed_in
from tests.support.asking_her import begin, may_be_asked
from tests.support.holding import holding
from tests.support.studying import arrive, give_study, opened_message, recorded
from tests.support.test_her_own_questionnaires import press, upload
from tests.support.test_her_questionnaires import by, sara  # noqa: F401  fixtures are found by their name

pytestmark = pytest.mark.django_db
HIS = {"police": "1", "slept": "1", "ate": "0", "children": "2"}  # as casework codes what he answered


@pytest.fixture
def eva(cast, settings, by):
    staff, opened = give_study(cast, settings)
    return holding(opened, staff)


@pytest.fixture
def own(cast):
    leyla = signed_in(cast.leyla)
    assert upload(leyla, for_both()).status_code == 302
    found = OwnQuestionnaire.objects.get()
    press(leyla, "her-own-release", found)
    found.refresh_from_db()
    return found


def responses(eva, folder):
    """The table of responses as an evaluator's package has it, and what a reader is told."""
    today = timezone.localdate()
    study = assemble(opened_rows(eva), secret=b"s" * 32, today=today)
    package = Package(name="study", title="Study", made_up=True, programmes=(("graz", "graz"),))
    told = write(study.men, folder / "study", package=package, find=of_the_study, format="csv")
    with (folder / "study" / "responses.csv").open(encoding="utf-8") as file:
        return {one["informant"]: one for one in csv.DictReader(file)}, " ".join(told.notes)


def he_answered(man, fingerprint, by):
    said = recorded(man, "responses", wave="T0", instrument="at_home", a16__fingerprint=fingerprint[:32], **HIS)
    arrive(opened_message(man, timezone.localdate() - timedelta(20)), said)
    take_in(by=by, at=timezone.now())


def she_answers(browser, case):
    pages = begin(browser, case, tool="at_home")
    assert "Was the police called because of him?" in browser.get(pages.url).content.decode()
    pages.all_open(police="0", slept="1", ate="1")


def test_his_answers_and_hers_stand_side_by_side_under_one_instrument(by, sara, eva, own, tmp_path):
    man = uuid4()
    case = may_be_asked(by, mailbox=man)
    he_answered(man, own.fingerprint, by)
    she_answers(sara, case)
    found, notes = responses(eva, tmp_path)
    assert set(found) == {"client", "partner"}
    assert {(one["instrument"], one["version"]) for one in found.values()} == {("at_home", "1.0.0")}
    assert [found[who]["q_at_home_police"] for who in ("client", "partner")] == ["1", "0"]
    assert [found[who]["score_at_home_wellbeing"] for who in ("client", "partner")] == ["1", "2"]
    assert found["client"]["q_at_home_children"] == "2"
    assert "not known" not in notes


def test_a_form_of_the_same_name_with_other_words_is_another_and_never_mixed(by, sara, eva, own, tmp_path):
    man = uuid4()
    case = may_be_asked(by, mailbox=man)
    he_answered(man, "f" * 64, by)
    she_answers(sara, case)
    found, notes = responses(eva, tmp_path)
    assert [found[who]["q_at_home_police"] for who in ("client", "partner")] == ["", "0"]
    assert "once her service has taken in the same file" in notes


def test_the_page_says_whom_the_form_speaks_to_and_the_preview_has_her_words(cast, own):
    leyla = signed_in(cast.leyla)
    page = leyla.get(reverse("her-own-questionnaire", args=[own.pk])).content.decode()
    assert "Him and her" in page
    assert own.fingerprint[:12] in page
    preview = leyla.get(reverse("her-own-preview", args=[own.pk, "en"])).content.decode()
    assert "Was the police called because of him?" in preview
