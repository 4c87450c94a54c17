"""Questionnaires that the women's service wrote itself: taken in, previewed, released, asked of her, retired."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from article16.support.questionnaires.models import OwnQuestionnaire
from article16.support.questionnaires.queries import instruments
from tests.instruments.test_xlsform import SETTINGS, SURVEY, excel
from tests.service import once, signed_in
from tests.support.asking_her import begin, may_be_asked
from tests.support.test_her_questionnaires import by, sara  # noqa: F401  fixtures are found by their name

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla(cast):
    return signed_in(cast.leyla)


def upload(browser, content=None):
    url = reverse("her-own-add")
    file = SimpleUploadedFile("ours.xlsx", content or excel())
    data = {"once": once(browser, url), "file": file, "source": "our team", "licence": "our own"}
    return browser.post(url, data)


def press(browser, name, own):
    url = reverse(name, args=[own.pk])
    return browser.post(url, {"once": once(browser, url)}, follow=True).content.decode()


@pytest.fixture
def own(leyla):
    assert upload(leyla).status_code == 302
    return OwnQuestionnaire.objects.get()


def test_a_form_is_taken_in_as_a_draft_for_her_and_previewed_in_every_language(leyla, own):
    found = instruments.instrument_of(own)
    assert (own.state, found.informants) == ("draft", ("partner",))
    page = leyla.get(reverse("her-own-questionnaire", args=[own.pk])).content.decode()
    assert "As worked out" in page
    for one in found.languages:
        url = reverse("her-own-preview", args=[own.pk, one.code])
        for way in ("phone", "desktop"):
            shown = leyla.get(url, {"as": way}).content.decode()
            assert f"preview-{way}" in shown
            assert f'dir="{one.direction}"' in shown
    assert leyla.get(reverse("her-own-preview", args=[own.pk, "xx"])).status_code == 404


def test_every_fault_is_told_at_once_and_nothing_is_stored(leyla):
    wrong = excel(survey=[SURVEY[0], ["geopoint", "where", "Where?", ""]], settings=[SETTINGS[0], ["", "X Y", "one"]])
    page = upload(leyla, wrong).content.decode()
    assert "things in the file to look at" in page
    assert not OwnQuestionnaire.objects.exists()


def test_released_it_is_chosen_asked_of_her_and_stays_readable_when_it_is_retired(by, sara, leyla, own):
    case = may_be_asked(by)
    chosen = reverse("her-questionnaires-set")
    assert 'value="at_home"' not in leyla.get(chosen).content.decode()
    assert "Choose at which times" in press(leyla, "her-own-release", own)
    data = {"once": once(leyla, chosen), "T0": ["at_home"], "T1": [], "T2": [], "T3": [], "T4": []}
    assert leyla.post(chosen, data).status_code == 302
    listed = sara.get(reverse("survivor-questionnaires", args=[case])).content.decode()
    assert "At home" in listed
    pages = begin(sara, case, tool="at_home")
    pages.all_open()
    answered = sara.get(pages.url).content.decode()
    assert "At home" in answered
    press(leyla, "her-own-retire", own)
    assert instruments.current("at_home") is None
    assert sara.get(pages.url).content.decode().count("Wellbeing") == answered.count("Wellbeing")
    assert "At home" in sara.get(reverse("survivor-questionnaires", args=[case])).content.decode()


def test_a_released_version_never_changes_and_a_new_one_retires_it(leyla, own):
    press(leyla, "her-own-release", own)
    assert "never changes again" in upload(leyla).content.decode()
    upload(leyla, excel(settings=[SETTINGS[0], [*SETTINGS[1][:3], "1.1.0"]]))
    press(leyla, "her-own-release", OwnQuestionnaire.objects.get(version="1.1.0"))
    states = dict(OwnQuestionnaire.objects.values_list("version", "state"))
    assert states == {own.version: "retired", "1.1.0": "released"}


def test_who_works_with_her_takes_no_form_in(sara, own):
    assert sara.get(reverse("her-own-questionnaires")).status_code == 404
    assert sara.get(reverse("her-own-add")).status_code == 404
