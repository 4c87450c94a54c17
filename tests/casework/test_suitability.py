"""Suitability against the programme's own criteria, whose every version stays with what it judged."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.intake import programme_actions as programme
from article16.casework.intake import queries
from article16.casework.intake.models import Assessment, Criterion, Judgement
from article16.wall.outbox.models import OutgoingMessage
from tests.service import once

pytestmark = pytest.mark.django_db


def day(ago=0):
    return f"{timezone.localdate() - timedelta(days=ago):%d %m %Y}"


@pytest.fixture
def episode(man):
    """C-001's passage through Graz, opened ten days ago."""
    Episode.objects.filter(client=man).update(opened_on=timezone.localdate() - timedelta(days=10))
    return Episode.objects.get(client=man)


@pytest.fixture
def criteria(cast):
    """Graz judges by one thing that is needed and one that speaks against."""
    add(cast, "inclusion", "He names an act of violence of his own.", 1)
    add(cast, "exclusion", "He cannot come sober.", 2)
    return {one.kind: one for one in Criterion.objects.all()}


def add(cast, kind, words, position, to=None):
    worded = programme.Worded(kind, words, position, timezone.localdate())
    by, at = str(cast.miriam.pk), timezone.now()
    return programme.add_criterion(programme=(to or cast.graz).pk, worded=worded, by=by, at=at)


def decide(browser, episode, criteria, inclusion="met", exclusion="not-met", **changes):
    url = reverse("suitability-add", args=[episode.pk])
    data = {
        "once": once(browser, url),
        f"finding_{criteria['inclusion'].pk}": inclusion,
        f"finding_{criteria['exclusion'].pk}": exclusion,
        f"remark_{criteria['exclusion'].pk}": "Two weeks dry.",
        "on": day(),
        "outcome": "suitable",
        "reasons": "Names what he did; can come on Thursdays.",
    }
    return browser.post(url, data | changes)


def test_a_decision_keeps_how_each_criterion_was_judged(cast, episode, criteria, as_peter):
    answer = decide(as_peter, episode, criteria, exclusion="not-known")
    row = Assessment.objects.get()
    assert answer.url == reverse("suitability", args=[row.pk])
    assert (row.outcome, row.reasons) == ("suitable", "Names what he did; can come on Thursdays.")
    judged = {one.criterion.kind: (one.finding, one.words) for one in Judgement.objects.select_related("criterion")}
    assert judged == {"inclusion": ("met", ""), "exclusion": ("not-known", "Two weeks dry.")}
    page = as_peter.get(answer.url).content.decode()
    assert "He cannot come sober." in page
    assert "Not known" in page


def test_suitable_moves_nothing_and_nothing_leaves(cast, episode, criteria, as_peter):
    before = OutgoingMessage.objects.count()
    decide(as_peter, episode, criteria)
    episode.refresh_from_db()
    assert (episode.state, episode.ended_on) == ("referred", None)
    assert OutgoingMessage.objects.count() == before
    page = as_peter.get(reverse("suitability-add", args=[episode.pk])).content.decode()
    assert "By itself it moves nothing, and nothing leaves." in page


@pytest.mark.parametrize("changes", [{"inclusion": "not-met"}, {"exclusion": "met"}])
def test_suitable_in_spite_of_a_criterion_needs_its_own_reason(cast, episode, criteria, as_peter, changes):
    page = decide(as_peter, episode, criteria, **changes)
    assert page.content.decode().count("A criterion speaks against it") == 2
    assert Assessment.objects.count() == 0
    decide(as_peter, episode, criteria, **changes, in_spite_of="Comes with his probation officer.")
    assert Assessment.objects.get().in_spite_of == "Comes with his probation officer."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": ""}, "Choose the decision"),
        ({"reasons": ""}, "Write the reasons for the decision"),
        ({"outcome": "not-yet"}, "Enter the day on which you look at it again"),
        ({"outcome": "not-yet", "look_again_on": "1 1 2020"}, "This day has passed"),
        ({"outcome": "referred-on"}, "Say to whom he was referred on"),
        ({"referred_to": "Clinic"}, "This does not belong to the decision chosen"),
        ({"on": "1 1 2199"}, "This day is still to come"),
        ({"exclusion": ""}, "Say for each criterion whether it is met"),
    ],
)
def test_a_wrong_decision_says_what_to_do_and_keeps_what_was_typed(
    cast, episode, criteria, as_peter, changes, sentence
):
    page = decide(as_peter, episode, criteria, **changes)
    text = page.content.decode()
    assert text.count(sentence) == 2, "once in the summary, once at the field"
    assert "Two weeks dry." in text
    assert Assessment.objects.count() == Judgement.objects.count() == 0


def test_a_later_decision_does_not_undo_the_earlier(cast, episode, criteria, as_peter):
    again = timezone.localdate() + timedelta(days=3)
    decide(as_peter, episode, criteria, outcome="not-yet", look_again_on=f"{again:%d %m %Y}")
    waits = reverse("suitability-add", args=[episode.pk])
    assert waits in as_peter.get("/").content.decode()
    decide(as_peter, episode, criteria)
    assert [one.outcome for one in queries.assessments(episode.pk)] == ["suitable", "not-yet"]
    assert waits not in as_peter.get("/").content.decode()


def test_not_suitable_leads_to_the_page_of_endings(cast, episode, criteria, as_peter):
    answer = decide(as_peter, episode, criteria, outcome="not-suitable", exclusion="met")
    page = as_peter.get(answer.url).content.decode()
    assert reverse("episode-end", args=[episode.pk]) in page
    episode.refresh_from_db()
    assert episode.state == "referred", "the decision itself ends nothing"


def test_a_changed_criterion_is_a_new_version_and_the_decision_keeps_its_own(
    cast, episode, criteria, as_peter, as_miriam
):
    decide(as_peter, episode, criteria)
    url = reverse("criterion-change", args=[criteria["exclusion"].pk])
    data = {"once": once(as_miriam, url), "kind": "exclusion", "words": "He comes drunk.", "position": "2"}
    as_miriam.post(url, data | {"active_from": day()})
    now = {one.words: one.version for one in queries.criteria_on(cast.graz.pk, timezone.localdate())}
    assert now == {"He names an act of violence of his own.": 1, "He comes drunk.": 2}
    page = as_peter.get(reverse("suitability", args=[Assessment.objects.get().pk])).content.decode()
    assert "He cannot come sober." in page
    assert "He comes drunk." not in page
    assert "He comes drunk." in as_peter.get(reverse("suitability-add", args=[episode.pk])).content.decode()


def test_a_form_opened_before_the_criteria_changed_is_shown_again(cast, episode, criteria, as_peter):
    url = reverse("suitability-add", args=[episode.pk])
    token = once(as_peter, url)
    late = add(cast, "exclusion", "He threatens staff.", 3)
    page = decide(as_peter, episode, criteria, once=token)
    assert "Say for each criterion whether it is met" in page.content.decode()
    assert str(late.pk) in page.content.decode()


def test_an_ended_criterion_is_not_judged_from_the_day_after(cast, criteria, as_miriam):
    url = reverse("criterion-end", args=[criteria["exclusion"].pk])
    as_miriam.post(url, {"once": once(as_miriam, url), "last_day": day()})
    today = timezone.localdate()
    assert len(queries.criteria_on(cast.graz.pk, today)) == 2
    assert len(queries.criteria_on(cast.graz.pk, today + timedelta(days=1))) == 1
    assert as_miriam.get(url).status_code == 404, "it has ended already"


def test_the_database_keeps_the_words_of_a_criterion(criteria):
    for change in ({"words": "x"}, {"kind": "inclusion"}, {"version": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Criterion.objects.filter(pk=criteria["exclusion"].pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=criteria["exclusion"].pk).update(until=timezone.localdate(), words="x")
    Criterion.objects.filter(pk=criteria["exclusion"].pk).update(until=timezone.localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=criteria["exclusion"].pk).update(until=None)


def test_a_programme_may_begin_with_our_criteria_once(cast, as_miriam):
    url = reverse("criteria-begin", args=[cast.graz.pk])
    as_miriam.post(url, {"once": once(as_miriam, url)})
    assert Criterion.objects.filter(programme=cast.graz).count() == 10
    again = as_miriam.post(url, {"once": once(as_miriam, url)})
    assert "This programme has criteria of its own" in again.content.decode()
    assert (
        "He can come at the hours of a group"
        in as_miriam.get(reverse("criteria", args=[cast.graz.pk])).content.decode()
    )


def test_criteria_of_another_programme_are_as_if_they_were_not_there(cast, as_miriam, as_peter):
    theirs = add(cast, "exclusion", "He threatens staff.", 1, to=cast.prison)
    nobody = "00000000-0000-4000-8000-000000000000"
    for name, pk in (("criteria", cast.prison.pk), ("criterion-add", cast.prison.pk), ("criterion-change", theirs.pk)):
        there, nowhere = (as_miriam.get(reverse(name, args=[one])) for one in (pk, nobody))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content
    assert as_peter.get(reverse("criteria", args=[cast.graz.pk])).status_code == 404, (
        "an intake worker does not set them"
    )


def test_a_decision_without_criteria_has_its_reasons_alone(cast, episode, as_peter):
    url = reverse("suitability-add", args=[episode.pk])
    assert "Your programme has no criteria yet" in as_peter.get(url).content.decode()
    data = {"once": once(as_peter, url), "on": day(), "outcome": "suitable", "reasons": "He can come."}
    assert as_peter.post(url, data).status_code == 302
    assert Judgement.objects.count() == 0


@pytest.mark.parametrize("count", [3, 30])
def test_the_form_costs_the_same_whatever_the_number_of_criteria(
    cast, episode, as_peter, count, django_assert_num_queries
):
    for n in range(count):
        add(cast, "exclusion", f"Criterion {n}.", n + 1)
    as_peter.get(reverse("suitability-add", args=[episode.pk]))
    # session, person, roles; episode, criteria, interviews; audit row
    with django_assert_num_queries(7):
        as_peter.get(reverse("suitability-add", args=[episode.pk]))
