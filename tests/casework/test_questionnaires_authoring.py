"""A programme's own questionnaire: taken in, previewed, released, asked, retired and still readable; the board."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.questionnaires.actions import answering, planning, reporting
from article16.casework.questionnaires.models import Asking, Chosen, OwnInstrument, Response
from article16.common.questionnaires.own import read_upload
from tests.casework.conftest import make_man
from tests.casework.test_questionnaires import ask, go_through, hidden, sent
from tests.instruments.form_for_both import for_both
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
    assert '<div lang="en" dir="ltr">' in arabic, "around the questions stand the words of whoever looks"
    assert english.count(">Calm<") == 1, "a page that is one table says once what it is about"


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
    assert ">At home</td>" in as_ana.get(reverse("questionnaires", args=[man.pk])).content.decode()
    assert "At home: T0" in as_miriam.get(reverse("instruments")).content.decode()
    ask(as_ana, asking)

    def choice(page):
        there = set(hidden(page.content.decode(), "s"))
        given = {"why": ["1", "2"], "slept": "1", "ate": "1", "children": "2", "age__1": "3,5", "police": "0"}
        return sent(page, **{key: one for key, one in given.items() if key.replace("__", ".") in there})

    url, page = go_through(as_ana, reverse("questionnaire-fill", args=[asking.pk, 1]), choice)
    assert url == reverse("questionnaire-result", args=[asking.pk])
    assert "Speak today." in page.content.decode()
    assert "Answered T0: At home" in as_ana.get(reverse("client", args=[man.pk])).content.decode()
    press(as_miriam, "instrument-retire", own)
    later = as_ana.get(url).content.decode()
    assert "Anger; Fear" in later
    assert "Wellbeing" in later
    episode = Episode.objects.get(client=make_man(cast, cast.graz, "Karl Moser"))
    planning.replan(episodes=[episode.pk], by="", at=timezone.now())
    new = Asking.objects.get(episode=episode, instrument="at_home")
    page = as_ana.get(reverse("questionnaire", args=[new.pk])).content.decode()
    assert "This questionnaire is not asked any more" in page
    assert "<h1>At home " in page
    told = {"asking": new, "reason": "unwell", "words": "", "by": str(cast.ana.pk), "at": timezone.now()}
    answering.not_answered(**told)
    his = as_ana.get(reverse("client", args=[episode.client_id])).content.decode()
    assert "Not answered, T0: At home" in his
    assert "at_home" not in his


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


def test_a_form_for_him_and_her_is_the_one_that_her_service_takes_in(cast, as_miriam, as_ana, monkeypatch):
    there = read_upload(for_both(), name="x.xlsx", source="typed there", licence="terms", informant="partner")
    assert upload(as_miriam, cast, for_both()).status_code == 302
    own = OwnInstrument.objects.get()
    assert own.pack_id == there.parcel.fingerprint
    page = as_miriam.get(reverse("instrument", args=[own.pk])).content.decode()
    assert "Him and her" in page
    assert own.pack_id[:12] in page
    press(as_miriam, "instrument-release", own)
    choose(as_miriam, cast, at_home=["T0"])
    planning.replan(episodes=[Episode.objects.get(client=make_man(cast, cast.graz)).pk], by="", at=timezone.now())
    asking = Asking.objects.get(instrument="at_home")
    told = []
    monkeypatch.setattr(reporting, "tell_many", lambda messages, at: told.extend(make for _who, make in messages))
    ask(as_ana, asking)
    first = as_ana.get(reverse("questionnaire-fill", args=[asking.pk, 1])).content.decode()
    assert "Was the police called?" in first
    assert "because of him" not in first

    def choice(page):
        there = set(hidden(page.content.decode(), "s"))
        given = {"why": "1", "slept": "1", "ate": "1", "children": "2", "police": "0"}
        return sent(page, **{key: one for key, one in given.items() if key in there})

    go_through(as_ana, reverse("questionnaire-fill", args=[asking.pk, 1]), choice)
    record = told[0](uuid4(), "graz")
    said = {one.item: one.value for one in record.values}
    assert said["a16.fingerprint"] == there.parcel.fingerprint[:32]
    assert (record.instrument, record.instrument_version, said["police"]) == ("at_home", "1.0.0", "0")
