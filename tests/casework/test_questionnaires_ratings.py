"""What staff fill in about a man: offered, filled in, scored beside earlier times, corrected, kept from others."""

import json
from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from article16 import instruments
from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.questionnaires.actions import measuring
from article16.casework.questionnaires.actions import rating as actions
from article16.casework.questionnaires.models import OwnInstrument, Rating, RatingDraft, Reference
from article16.casework.tasks.models import Task
from article16.common.accounts.actions import NotPossible
from tests.casework.conftest import make_man
from tests.casework.test_programme_years import load
from tests.casework.test_questionnaires import go_through, hidden, sent
from tests.instruments.licensed import invented
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db
REGISTER = "risk_register"


def listed(man):
    return reverse("questionnaire-ratings", args=[man.pk])


def rate(browser, man, instrument=REGISTER, /, **given):
    """Every page of it; what is not named stays open. The result."""
    begun = browser.post(listed(man), {"instrument": instrument})
    return through(browser, begun.url, **given)


def through(browser, begun, **given):
    def choose(page):
        here = set(hidden(page.content.decode(), "s"))
        return sent(page, **{key: value for key, value in given.items() if key in here})

    url, result = go_through(browser, begun, choose)
    assert url.startswith("/ratings/"), url
    return result.content.decode()


def test_from_his_page_to_scores_and_what_needs_somebody_today(cast, man, as_ana):
    assert f'href="{listed(man)}"' in as_ana.get(reverse("client", args=[man.pk])).content.decode()
    assert "Nothing is filled in yet" in as_ana.get(listed(man)).content.decode()
    page = rate(as_ana, man, choking="2", stalking="1", separation="0", violence_words="Told by the police")
    assert "Choking in the last 12 months is recorded" in page
    assert "of 23 answered" in page
    assert "Were all answered: 2 to 22" in page
    assert "Told by the police" in page
    (made,) = Rating.objects.all()
    assert (made.informant, made.written_by, made.answers["jealousy"]) == ("programme_worker", cast.ana, ".not_reached")
    assert not RatingDraft.objects.exists()
    (task,) = Task.objects.filter(kind="questionnaire-alert")
    assert task.url == reverse("questionnaire-rating", args=[made.pk])
    assert "Register of risk factors" in as_ana.get(listed(man)).content.decode()
    history = as_ana.get(reverse("client", args=[man.pk]), {"room": "questionnaires"}).content.decode()
    assert "Filled in by staff: Register of risk factors" in history
    assert "1 time, last on" in as_ana.get(reverse("client", args=[man.pk])).content.decode()


def test_nothing_that_she_or_her_service_told_is_put(man, as_ana):
    assert 'value="dash"' not in as_ana.get(listed(man)).content.decode()
    assert as_ana.post(listed(man), {"instrument": "dash"}).status_code == 404
    seen = []
    url = as_ana.post(listed(man), {"instrument": REGISTER}).url
    go_through(as_ana, url, lambda page: seen.append(page.content.decode()) or sent(page))
    for other in ("q.her_fear", "q.her_despair", "q.sources", "From her or her support service", "Rather not say"):
        assert not any(f'"{other}"' in page or f">{other}<" in page for page in seen), other
    assert "q.his_sources" in seen[-1]
    assert "She has left him, as he or an authority says" in "".join(seen)


def test_filled_in_again_it_is_a_new_row_beside_the_earlier_one(man, as_ana, as_peter):
    rate(as_ana, man, choking="2", severe="0")
    page = rate(as_peter, man, **{**all_no(), "choking": "2"})
    assert Rating.objects.count() == 2
    assert "(−" not in page  # the earlier one had too few answers for a score
    page = rate(as_ana, man, **{**all_no(), "choking": "2", "control": "1"})
    assert Rating.objects.count() == 3
    assert ": 1 (+1)" in page


def all_no():
    register = instruments.load(REGISTER)
    return {one.key: "0" for one in register.items_for("programme_worker") if one.scale == "known"}


def test_a_correction_is_a_row_that_names_the_one_it_replaces(man, as_ana):
    rate(as_ana, man, choking="2", control="1")
    first = Rating.objects.get()
    url = reverse("questionnaire-rating-correct", args=[first.pk])
    assert as_ana.post(url, {"once": once(as_ana, url), "reason": ""}).status_code == 200
    begun = as_ana.post(url, {"once": once(as_ana, url), "reason": "Control was of another man"}).url
    assert 'value="2" id="q-choking-3" checked' in as_ana.get(begun).content.decode()
    page = through(as_ana, begun, control="0", choking="2")
    second = Rating.objects.get(corrects=first)
    assert (second.answers["control"], second.answers["choking"], second.on) == ("0", "2", first.on)
    assert "Control was of another man" in page
    assert "Earlier versions of these answers" in page
    assert Task.objects.filter(kind="questionnaire-alert").count() == 1  # nothing new was said
    before = as_ana.get(reverse("questionnaire-rating", args=[first.pk])).content.decode()
    assert "This was corrected" in before
    with pytest.raises(NotPossible, match="corrected in the meantime"):
        actions.begin_correction(rating=first, reason="again", by=str(first.written_by_id), at=timezone.now())


def test_a_page_saves_itself_and_another_worker_goes_on(man, as_ana, as_peter):
    url = as_ana.post(listed(man), {"instrument": REGISTER}).url
    page = as_ana.get(url)
    kept = as_ana.post(url, sent(page, choking="2"), headers={"X-Autosave": "1"})
    assert "Saved at" in json.loads(kept.content)["kept"]
    begun = as_peter.get(listed(man)).content.decode()
    assert "Go on with Register of risk factors" in begun
    assert as_peter.post(listed(man), {"instrument": REGISTER}).url == url
    assert 'value="2" id="q-choking-3" checked' in as_peter.get(url).content.decode()


def test_only_who_sees_him_reads_it_and_only_who_writes_fills_it_in(cast, man, as_ana, as_ben):
    rate(as_ana, man, choking="2")
    made = Rating.objects.get()
    draft = as_ana.post(listed(man), {"instrument": REGISTER}).url
    result, correct = (reverse(f"questionnaire-{name}", args=[made.pk]) for name in ("rating", "rating-correct"))
    for url in (listed(man), result, correct, draft):
        assert as_ben.get(url).status_code == 404
        assert as_ben.post(url, {"instrument": REGISTER}).status_code in {404, 405}
    tom = signed_in(cast.tom)
    assert tom.get(result).status_code == 200
    assert 'name="instrument"' not in tom.get(listed(man)).content.decode()
    assert tom.post(listed(man), {"instrument": REGISTER}).status_code == 404
    assert tom.get(draft).status_code in {403, 404}


def test_after_the_end_of_his_episode_nothing_is_begun(cast, man, as_ana):
    episode = Episode.objects.get(client=man)
    Episode.objects.filter(pk=episode.pk).update(
        state=EpisodeState.ENDED, ended_on=timezone.localdate() + timedelta(1), opened_on=timezone.localdate()
    )
    page = as_ana.get(listed(man)).content.decode()
    assert "nothing more is filled in" in page
    assert 'name="instrument"' not in page
    answer = as_ana.post(listed(man), {"instrument": REGISTER}, follow=True)
    assert "This episode has ended" in answer.content.decode()


def test_what_is_stored_is_never_changed(man, as_ana):
    rate(as_ana, man, choking="2")
    for change in (lambda: Rating.objects.update(reason="x"), lambda: Rating.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_licensed_instrument_of_staff_is_loaded_with_its_table_and_listed_by_its_title(cast, man, as_miriam, as_ana):
    assert "ODARA" in as_miriam.get(reverse("instrument-slots")).content.decode()
    assert "DASH" not in as_miriam.get(reverse("instrument-slots")).content.decode()
    assert load(as_miriam, cast, "odara", invented(instruments.load("odara"))).status_code == 302
    own = OwnInstrument.objects.get()
    shown = as_miriam.get(reverse("instrument-preview", args=[own.pk, "en"])).content.decode()
    assert "odara_13" in shown
    assert "Rather not say" not in shown
    assert 'value="odara"' not in as_ana.get(listed(man)).content.decode()
    url = reverse("instrument-release", args=[own.pk])
    told = as_miriam.post(url, {"once": once(as_miriam, url)}, follow=True).content.decode()
    assert "Staff fill it in" in told
    assert ">ODARA</a>" in as_miriam.get(reverse("instruments")).content.decode()
    assert "waves_odara" not in as_miriam.get(reverse("instruments-choose", args=[cast.graz.pk])).content.decode()
    known = {f"odara_{n}": str(int(n < 5)) for n in range(1, 11)}
    page = rate(as_ana, man, "odara", **known)
    assert "with 3 open, the table says 7" in page
    assert ">ODARA</button>" in as_ana.get(listed(man)).content.decode()


def test_a_change_is_marked_once_thirty_men_were_filled_in(cast, man, as_miriam, as_ana):
    load(as_miriam, cast, "odara", invented(instruments.load("odara")))
    own = OwnInstrument.objects.get()
    url = reverse("instrument-release", args=[own.pk])
    as_miriam.post(url, {"once": once(as_miriam, url)})
    chance, at, keys = Random(16), timezone.now(), [f"odara_{n}" for n in range(1, 14)]

    def filled(episode, level, on):
        answers = {key: str(int(chance.random() < level)) for key in keys}
        return Rating(
            episode=episode, instrument="odara", version="1.0.0", fingerprint=own.pack_id, informant="worker",
            language="en", answers=answers, begun_at=at, rated_at=at, on=on, written_by=cast.ana,
        )  # fmt: skip

    men = [man, *(make_man(cast, cast.graz, f"Man {n:02d}") for n in range(29))]
    episodes = [Episode.objects.get(client=one) for one in men]
    today, last_year = timezone.localdate(at), timezone.localdate(at) - timedelta(days=300)
    Rating.objects.bulk_create(filled(one, n % 5 / 4, last_year) for n, one in enumerate(episodes[:29]))
    assert measuring.measure_all(at=at) == 0
    Rating.objects.bulk_create(filled(one, 0.9, today) for one in [*episodes[29:], episodes[0]])
    assert measuring.measure_all(at=at) == 1
    row = Reference.objects.get()
    assert (row.score, row.men) == ("total", 30)
    assert row.limit == pytest.approx(1.959964 * row.spread * 2**0.5 * (1 - row.reliability) ** 0.5, rel=1e-4)
    latest = Rating.objects.get(episode=episodes[0], on=today)
    page = as_ana.get(reverse("questionnaire-rating", args=[latest.pk])).content.decode()
    assert "than the questionnaire&#x27;s own error" in page
    assert "30 men of this programme" in page
