"""A programme's own questionnaire: taken in, previewed, released, asked, retired and still readable; the board."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.questionnaires.actions import answering, planning
from article16.casework.questionnaires.models import Asking, Chosen, OwnInstrument, Response
from tests.casework.conftest import make_man
from tests.casework.test_questionnaires import ask, go_through, hidden, sent
from tests.instruments.test_xlsform import SETTINGS, SURVEY, excel
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db


def upload(browser, cast, content=None, name="own.xlsx"):
    url = reverse("instrument-add")
    data = {
        "once": once(browser, url),
        "programme": str(cast.graz.pk),
        "file": SimpleUploadedFile(name, content or excel()),
        "source": "Our team, 2026",
        "licence": "Our own",
    }
    return browser.post(url, data)


def press(browser, name, own):
    url = reverse(name, args=[own.pk])
    return browser.post(url, {"once": once(browser, url)})


@pytest.fixture
def own(cast, as_miriam):
    assert upload(as_miriam, cast).status_code == 302
    return OwnInstrument.objects.get()


def test_a_form_is_taken_in_as_a_draft_and_previewed_in_every_language(cast, as_miriam, own):
    page = as_miriam.get(reverse("instrument", args=[own.pk])).content.decode()
    assert "Draft" in page
    assert "As worked out" in page
    english = as_miriam.get(reverse("instrument-preview", args=[own.pk, "en"])).content.decode()
    arabic = as_miriam.get(reverse("instrument-preview", args=[own.pk, "ar"]), {"as": "desktop"}).content.decode()
    assert "Was the police called?" in english
    assert 'class="answering preview-phone"' in english
    assert 'dir="rtl"' in arabic
    assert 'class="answering preview-desktop"' in arabic
    assert "هل استُدعيت الشرطة؟" in arabic


def test_every_fault_of_a_file_is_told_at_once_and_nothing_is_stored(cast, as_miriam):
    bad = [["geopoint", "where", "Where?", "أين؟"], ["integer", "n", "How many?", "كم؟"]]
    page = upload(as_miriam, cast, excel(survey=[*SURVEY[:3], *bad, *SURVEY[3:]])).content.decode()
    assert "2 things in the file to look at" in page
    assert "row 4" in page
    assert "row 5" in page
    assert upload(as_miriam, cast, b"nonsense").status_code == 200
    assert upload(as_miriam, cast, b"x", "own.exe").status_code == 200
    assert OwnInstrument.objects.count() == 0


def test_a_case_that_comes_out_otherwise_keeps_a_version_from_being_released(cast, as_miriam):
    wrong = [["name", "slept", "ate", "score.wellbeing"], ["both", "1", "1", "7"]]
    upload(as_miriam, cast, excel(cases=wrong))
    own = OwnInstrument.objects.get()
    assert "Comes out otherwise" in as_miriam.get(reverse("instrument", args=[own.pk])).content.decode()
    page = press(as_miriam, "instrument-release", own)
    assert "A case comes out otherwise" in page.content.decode()
    own.refresh_from_db()
    assert own.state == "draft"


def choose(browser, cast, **waves):
    url = reverse("instruments-choose", args=[cast.graz.pk])
    data = {"once": once(browser, url), "anchor": "completion", "follow_ups": ["12"]}
    return browser.post(url, data | {f"waves_{name}": codes for name, codes in waves.items()})


def test_released_it_can_be_asked_and_retired_its_answers_stay_readable(cast, as_miriam, as_ana, own):
    assert press(as_miriam, "instrument-release", own).status_code == 302
    assert choose(as_miriam, cast, at_home=["T0"]).status_code == 302
    assert Chosen.objects.get(instrument="at_home").waves == ["T0"]
    man = make_man(cast, cast.graz)
    planning.replan(episodes=[Episode.objects.get(client=man).pk], by="", at=timezone.now())
    asking = Asking.objects.get(instrument="at_home")
    ask(as_ana, asking)

    def choice(page):
        there = set(hidden(page.content.decode(), "s"))
        given = {"why": ["1", "2"], "slept": "1", "ate": "1", "children": "2", "age__1": "3,5", "police": "0"}
        return sent(page, **{key: one for key, one in given.items() if key.replace("__", ".") in there})

    url, page = go_through(as_ana, reverse("questionnaire-fill", args=[asking.pk, 1]), choice)
    assert url == reverse("questionnaire-result", args=[asking.pk])
    assert "Speak today." in page.content.decode()
    press(as_miriam, "instrument-retire", own)
    later = as_ana.get(url).content.decode()
    assert "Anger; Fear" in later
    assert "Wellbeing" in later
    episode = Episode.objects.get(client=make_man(cast, cast.graz, "Karl Moser"))
    planning.replan(episodes=[episode.pk], by="", at=timezone.now())
    new = Asking.objects.get(episode=episode, instrument="at_home")
    page = as_ana.get(reverse("questionnaire", args=[new.pk])).content.decode()
    assert "This questionnaire is not asked any more" in page


def test_a_released_version_never_changes_and_a_new_one_retires_it(cast, as_miriam, own):
    press(as_miriam, "instrument-release", own)
    again = upload(as_miriam, cast)
    assert "never changes again" in again.content.decode()
    upload(as_miriam, cast, excel(settings=[SETTINGS[0], [*SETTINGS[1][:3], "1.1.0"]]))
    new = OwnInstrument.objects.get(version="1.1.0")
    press(as_miriam, "instrument-release", new)
    own.refresh_from_db()
    assert (own.state, OwnInstrument.objects.get(state="released").version) == ("retired", "1.1.0")


def test_another_programme_does_not_see_it(cast, own, as_ben):
    from tests.service import make_person

    other = make_person("Nora Weiss", "manager", cast.prison, at=timezone.now())
    browser = signed_in(other)
    for name in ("instrument", "instrument-release", "instrument-retire"):
        assert browser.get(reverse(name, args=[own.pk])).status_code == 404
    assert browser.get(reverse("instruments-choose", args=[cast.graz.pk])).status_code == 404
    assert b"at_home" not in browser.get(reverse("instruments")).content
    assert as_ben.get(reverse("instruments")).status_code == 404


@pytest.mark.parametrize("men", [3, 30])
def test_the_board_counts_by_time_in_one_query_of_its_own(cast, as_miriam, men, django_assert_num_queries):
    for n in range(men):
        make_man(cast, cast.graz, f"Man {n}")
    planning.replan_all(at=timezone.now())
    first = Asking.objects.filter(wave="T0").first()
    answering.not_answered(asking=first, reason="unwell", words="", by=str(cast.ana.pk), at=timezone.now())
    url = reverse("questionnaires-board")
    as_miriam.get(url)
    # session, person, roles, programmes, board, audit row
    with django_assert_num_queries(6):
        page = as_miriam.get(url).content.decode()
    assert f'data-label="Men" class="number">{men}<' in page
    assert "Not able to on the day: 1" in page
    assert Response.objects.count() == 0
