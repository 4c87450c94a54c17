"""The agreement: released texts that never change, his signature under a version, its withdrawal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.intake import programme_actions as programme
from article16.casework.intake import queries
from article16.casework.intake.models import Agreement, AgreementText, Withdrawal
from article16.wall.outbox.models import OutgoingMessage
from tests.service import once

pytestmark = pytest.mark.django_db


def day(ago=0):
    return f"{timezone.localdate() - timedelta(days=ago):%d %m %Y}"


@pytest.fixture
def episode(man):
    """C-001's passage through Graz, opened ten days ago."""
    Episode.objects.filter(client=man).update(opened_on=timezone.localdate() - timedelta(days=10))
    return Episode.objects.select_related("client").get(client=man)


@pytest.fixture
def texts(cast):
    """Graz has released its first contract and its first limits in English."""
    begin = {"programme": cast.graz.pk, "by": str(cast.miriam.pk), "at": timezone.now()}
    programme.begin_with_our_texts(**begin)
    for one in AgreementText.objects.all():
        programme.release_text(text_id=one.pk, **begin)
    return {one.kind: one for one in AgreementText.objects.all()}


def sign(browser, episode, texts, **changes):
    url = reverse("agreement-sign", args=[episode.pk])
    data = {
        "once": once(browser, url),
        "pair": f"{texts['contract'].pk}.{texts['limits'].pk}",
        "on": day(),
        "how": "paper",
        "kept_at": "Cabinet 2, folder C-001",
    }
    return browser.post(url, data | changes)


def test_he_signs_on_paper_and_day_version_and_place_are_kept(cast, episode, texts, as_peter):
    answer = sign(as_peter, episode, texts, read_out="on")
    row = Agreement.objects.get()
    assert (row.how, row.kept_at, row.read_out, row.on) == (
        "paper",
        "Cabinet 2, folder C-001",
        True,
        timezone.localdate(),
    )
    assert (row.contract.version, row.limits.version) == (1, 1)
    page = as_peter.get(answer.url).content.decode()
    assert "contract version 1, limits of confidentiality version 1" in page
    assert "You use no violence and no threats" in page, "what he signed is there to read and to print"


def test_he_signs_on_the_screen_with_his_name_and_the_sentence_as_it_stood(cast, episode, texts, as_peter):
    sign(as_peter, episode, texts, how="screen", kept_at="", agrees="on", typed_name="Lukas Brandner")
    row = Agreement.objects.get()
    assert row.typed_name == "Lukas Brandner"
    assert row.statement.startswith("I have read the programme contract")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pair": ""}, "Choose what he signs"),
        ({"pair": "nonsense"}, "Select a valid choice"),
        ({"how": ""}, "Choose whether he signs on paper or on this screen"),
        ({"kept_at": ""}, "Say where the signed paper is kept"),
        ({"how": "screen", "kept_at": ""}, "He types his name here himself"),
        ({"how": "screen", "kept_at": "", "typed_name": "L. B."}, "He confirms the sentence here himself"),
        ({"typed_name": "L. B."}, "He signed either on paper or on this screen"),
        ({"on": "1 1 2199"}, "This day is still to come"),
    ],
)
def test_a_wrong_form_says_what_to_do(cast, episode, texts, as_peter, changes, sentence):
    page = sign(as_peter, episode, texts, **changes)
    assert page.content.decode().count(sentence) == 2
    assert Agreement.objects.count() == 0


def test_nobody_signs_a_version_before_it_was_released(cast, episode, texts, as_peter):
    page = sign(as_peter, episode, texts, on=day(1))
    assert "These versions were released on" in page.content.decode()
    assert Agreement.objects.count() == 0


def test_nobody_signs_a_draft_or_a_text_of_another_programme(cast, episode, texts, as_peter):
    by = {"by": str(cast.miriam.pk), "at": timezone.now()}
    draft = programme.write_text(programme=cast.graz.pk, kind="contract", language="en", words="New", **by)
    page = sign(as_peter, episode, texts, pair=f"{draft.pk}.{texts['limits'].pk}")
    assert page.status_code == 200
    assert Agreement.objects.count() == 0


def test_a_released_text_never_changes_and_the_next_version_is_what_men_sign(cast, episode, texts, as_peter, as_miriam):
    sign(as_peter, episode, texts)
    for change in ({"words": "other"}, {"released_at": None, "released_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementText.objects.filter(pk=texts["contract"].pk).update(**change)
    url = reverse("agreement-text-write", args=[cast.graz.pk])
    data = {"once": once(as_miriam, url), "kind": "contract", "language": "en", "words": "Come sober and on time."}
    written = as_miriam.post(url, data).url
    assert "Nobody signs a draft" in as_miriam.get(written).content.decode()
    draft = AgreementText.objects.get(released_at=None)
    release = reverse("agreement-text-release", args=[draft.pk])
    as_miriam.post(release, {"once": once(as_miriam, release)})
    current = [one for one in queries.pairs(queries.texts(cast.graz.pk)) if one.current]
    assert [(one.contract.version, one.limits.version) for one in current] == [(2, 1)]
    page = as_peter.get(reverse("agreement", args=[episode.pk])).content.decode()
    assert "You use no violence and no threats" in page, "he signed version 1"
    assert "Come sober and on time." not in page
    assert "A newer version was released since he signed" in page
    again = as_miriam.post(release, {"once": once(as_miriam, release)})
    assert "This version was released before" in again.content.decode()


def test_a_draft_is_written_anew_until_it_is_released(cast, texts, as_miriam):
    by = {
        "programme": cast.graz.pk,
        "kind": "limits",
        "language": "ar",
        "by": str(cast.miriam.pk),
        "at": timezone.now(),
    }
    first, second = (programme.write_text(words=words, **by) for words in ("one", "two"))
    assert (first.pk, second.words, second.version) == (second.pk, "two", 1)


def test_each_language_has_its_own_pair(cast, episode, texts, as_peter):
    by = {"programme": cast.graz.pk, "by": str(cast.miriam.pk), "at": timezone.now()}
    for kind in ("contract", "limits"):
        row = programme.write_text(kind=kind, language="ar", words="نص", **by)
        programme.release_text(text_id=row.pk, **by)
    page = as_peter.get(reverse("agreement", args=[episode.pk]) + "?language=ar").content.decode()
    assert 'dir="rtl"' in page
    assert "نص" in page
    mixed = f"{texts['contract'].pk}.{AgreementText.objects.get(language='ar', kind='limits').pk}"
    assert sign(as_peter, episode, texts, pair=mixed).status_code == 200
    assert Agreement.objects.count() == 0


def test_he_confirms_the_sentence_in_his_language_or_signs_on_paper(cast, episode, texts, as_peter):
    by = {"programme": cast.graz.pk, "by": str(cast.miriam.pk), "at": timezone.now()}
    rows = {
        kind: programme.write_text(kind=kind, language="ar", words=f"نص {kind}", **by)
        for kind in ("contract", "limits")
    }
    for row in rows.values():
        programme.release_text(text_id=row.pk, **by)
    url = reverse("agreement-sign", args=[episode.pk]) + "?language=ar"
    screen = {
        "pair": f"{rows['contract'].pk}.{rows['limits'].pk}",
        "on": day(),
        "how": "screen",
        "typed_name": "لوكاس",
        "agrees": "on",
    }
    page = as_peter.post(url, {"once": once(as_peter, url), **screen}).content.decode()
    assert page.count("No sentence to confirm is released in this language") == 3, (
        "in the form, in the summary, at the field"
    )
    sentence = programme.write_text(kind="statement", language="ar", words="قرأت وأوافق.", **by)
    programme.release_text(text_id=sentence.pk, **by)
    assert "قرأت وأوافق." in as_peter.get(url).content.decode()
    as_peter.post(url, {"once": once(as_peter, url), **screen})
    assert Agreement.objects.get().statement == "قرأت وأوافق."


def test_a_withdrawal_is_recorded_and_told_as_for_every_man(cast, episode, texts, as_peter):
    sign(as_peter, episode, texts)
    url = reverse("agreement-withdraw", args=[episode.pk])
    assert "as for every man" in as_peter.get(url).content.decode()
    before = OutgoingMessage.objects.count()
    data = {"once": once(as_peter, url), "on": day(), "words": "He does not come any more."}
    for _click in range(2):
        as_peter.post(url, data)
    assert Withdrawal.objects.count() == 1
    assert [one.type for one in OutgoingMessage.objects.order_by("sequence")][before:] == ["Course"]
    page = as_peter.get(reverse("agreement", args=[episode.pk])).content.decode()
    assert "He withdrew the agreement on" in page
    again = as_peter.post(url, {"once": once(as_peter, url), "on": day()})
    assert "This agreement was withdrawn before" in again.content.decode()
    sign(as_peter, episode, texts)
    assert "Signed on" in as_peter.get(reverse("intake", args=[episode.pk])).content.decode()


def test_withdrawing_what_was_never_signed_says_so(cast, episode, texts, as_peter):
    url = reverse("agreement-withdraw", args=[episode.pk])
    page = as_peter.post(url, {"once": once(as_peter, url), "on": day()})
    assert "He has not signed an agreement" in page.content.decode()
    assert Withdrawal.objects.count() == 0


def test_without_released_texts_the_page_says_who_can_release_them(cast, episode, as_peter):
    page = as_peter.get(reverse("agreement", args=[episode.pk])).content.decode()
    assert "A manager writes and releases them" in page
    assert "No text to sign" in as_peter.get(reverse("agreement-sign", args=[episode.pk])).content.decode()


def test_texts_of_another_programme_are_as_if_they_were_not_there(cast, texts, as_miriam, as_ben, as_peter):
    by = {"by": str(cast.miriam.pk), "at": timezone.now()}
    theirs = programme.write_text(programme=cast.prison.pk, kind="contract", language="en", words="Theirs", **by)
    nobody = "00000000-0000-4000-8000-000000000000"
    for name in ("agreement-text", "agreement-text-release"):
        there, nowhere = (as_miriam.get(reverse(name, args=[one])) for one in (theirs.pk, nobody))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content
    assert as_peter.get(reverse("agreement-texts", args=[cast.graz.pk])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_whatever_was_signed(cast, episode, texts, as_peter, count, django_assert_num_queries):
    from article16.casework.intake import actions

    signed = actions.Signed(
        timezone.localdate(), texts["contract"].pk, texts["limits"].pk, "paper", kept_at="Cabinet 2"
    )
    for _ in range(count):
        actions.sign_agreement(episode=episode, signed=signed, by=str(cast.peter.pk), at=timezone.now())
    as_peter.get(reverse("agreement", args=[episode.pk]))
    # session, person, roles; episode, withdrawals, agreements, texts; audit row
    with django_assert_num_queries(8):
        as_peter.get(reverse("agreement", args=[episode.pk]))
