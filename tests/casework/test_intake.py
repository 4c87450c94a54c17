"""Interviews of intake: what he tells and which kind of missing, what moves him, corrections as new rows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.intake.models import Interview, Motivation, Section
from article16.common.audit.models import Entry
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.service import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(man):
    """C-001's passage through Graz, opened ten days ago."""
    opened = timezone.localdate() - timedelta(days=10)
    Episode.objects.filter(client=man).update(opened_on=opened)
    return Episode.objects.get(client=man)


def day(ago=0):
    return f"{timezone.localdate() - timedelta(days=ago):%d %m %Y}"


def interview_form(cast, browser, url, **changes):
    data = {
        "once": once(browser, url),
        "on": day(3),
        "minutes": "60",
        "held_by": str(cast.peter.pk),
        "setting": "in-person",
        "violence_words": "He names pushing and shouting.",
        "housing_why": "declined",
        "inside": "3",
        "inside_words": "his son",
        "outside": "8",
        "outside_words": "the sentence",
    }
    return data | changes


def add_interview(cast, browser, episode, **changes):
    url = reverse("interview-add", args=[episode.pk])
    return browser.post(url, interview_form(cast, browser, url, **changes))


def test_an_interview_keeps_words_declined_and_not_asked_apart(cast, episode, as_peter):
    answer = add_interview(cast, as_peter, episode)
    assert answer.url == reverse("intake", args=[episode.pk])
    kept = {one.topic: (one.state, one.words) for one in Section.objects.all()}
    assert kept["violence"] == ("told", "He names pushing and shouting.")
    assert kept["housing"] == ("declined", "")
    assert kept["work"] == ("not-asked", "")
    assert len(kept) == 8
    page = as_peter.get(answer.url).content.decode()
    assert "He names pushing and shouting." in page
    assert "declined" in page
    assert "not asked" in page


def test_what_moves_him_stands_with_his_number_and_its_source(cast, episode, as_peter):
    add_interview(cast, as_peter, episode)
    row = Motivation.objects.get()
    assert (row.occasion, row.inside, row.inside_words, row.outside, row.outside_words) == (
        "intake",
        3,
        "his son",
        8,
        "the sentence",
    )
    page = as_peter.get(reverse("intake", args=[episode.pk])).content.decode()
    assert "3 of 10: his son" in page
    assert "improved" not in page


def test_where_he_was_not_asked_what_moves_him_no_row_pretends_so(cast, episode, as_peter):
    add_interview(cast, as_peter, episode, inside="", inside_words="", outside="", outside_words="")
    assert Interview.objects.count() == 1
    assert Motivation.objects.count() == 0


def test_nothing_leaves_with_an_interview(cast, episode, as_peter):
    before = OutgoingMessage.objects.count()
    add_interview(cast, as_peter, episode)
    assert OutgoingMessage.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": ""}, "Enter a date"),
        ({"on": "1 1 2199"}, "This day is still to come"),
        ({"minutes": "0"}, "Enter the minutes as a number from 1 to 600"),
        ({"held_by": ""}, "Choose who held the interview"),
        ({"setting": ""}, "Choose how you spoke with him"),
        ({"violence_why": "declined"}, "Write either words or the reason why there are none"),
        ({"inside": "11"}, "Enter a whole number from 0 to 10"),
        ({"inside_why": "declined"}, "Enter either a number or the reason why there is none"),
        ({"inside": "", "inside_why": ""}, "Enter a number from 0 to 10, or the reason why there is none"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(cast, episode, as_peter, changes, sentence):
    page = add_interview(cast, as_peter, episode, **changes)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(sentence) == 2, "once in the summary, once at the field"
    assert "He names pushing and shouting." in text
    assert Interview.objects.count() == 0


def test_a_day_before_his_episode_is_refused(cast, episode, as_peter):
    page = add_interview(cast, as_peter, episode, on=day(11))
    assert "His episode began on" in page.content.decode()
    assert Interview.objects.count() == Section.objects.count() == 0


def test_a_double_click_makes_one_interview(cast, episode, as_peter):
    url = reverse("interview-add", args=[episode.pk])
    data = interview_form(cast, as_peter, url)
    assert as_peter.post(url, data).url == as_peter.post(url, data).url
    assert Interview.objects.count() == 1


def test_a_correction_is_a_new_row_and_both_point_at_each_other(cast, episode, as_peter):
    add_interview(cast, as_peter, episode)
    old = Interview.objects.get()
    url = reverse("interview-correct", args=[old.pk])
    assert "He names pushing and shouting." in as_peter.get(url).content.decode()
    as_peter.post(url, interview_form(cast, as_peter, url, violence_words="He names pushing.", minutes="75"))
    new = Interview.objects.get(corrects=old)
    before, after = (as_peter.get(reverse("interview", args=[one.pk])).content.decode() for one in (old, new))
    assert "He names pushing and shouting." in before
    assert reverse("interview", args=[new.pk]) in before
    assert reverse("interview", args=[old.pk]) in after
    page = as_peter.get(reverse("intake", args=[episode.pk])).content.decode()
    assert "He names pushing." in page
    assert "He names pushing and shouting." not in page
    assert "1 interview held" in page
    assert page.count("3 of 10: his son") == 1, "the corrected answer is not counted twice"


def test_a_row_is_corrected_once(cast, episode, as_peter):
    add_interview(cast, as_peter, episode)
    url = reverse("interview-correct", args=[Interview.objects.get().pk])
    as_peter.post(url, interview_form(cast, as_peter, url))
    again = as_peter.post(url, interview_form(cast, as_peter, url))
    assert "This was corrected before" in again.content.decode()
    assert Interview.objects.count() == 2


def test_the_database_refuses_to_change_what_was_written(cast, episode, as_peter):
    add_interview(cast, as_peter, episode)
    for model, change in (
        (Interview, {"minutes": 5}),
        (Section, {"words": "other"}),
        (Motivation, {"inside": 9}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)


def test_a_facilitator_and_an_auditor_read_and_do_not_write(cast, episode, as_peter, as_ana):
    from tests.service import signed_in

    add_interview(cast, as_peter, episode)
    for browser in (as_ana, signed_in(cast.tom)):
        page = browser.get(reverse("intake", args=[episode.pk]))
        assert page.status_code == 200
        assert "interviews/add" not in page.content.decode()
        assert browser.get(reverse("interview-add", args=[episode.pk])).status_code == 404


def test_another_programme_gets_the_404_of_what_does_not_exist(cast, episode, as_peter, as_ben):
    add_interview(cast, as_peter, episode)
    nobody = "00000000-0000-4000-8000-000000000000"
    for name, one in (("intake", episode.pk), ("agreement", episode.pk), ("interview", Interview.objects.get().pk)):
        there, nowhere = (as_ben.get(reverse(name, args=[pk])) for pk in (one, nobody))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content


def test_opening_intake_stands_in_the_record_under_the_man(cast, man, episode, as_ana):
    as_ana.get(reverse("intake", args=[episode.pk]))
    row = Entry.objects.get(verb="read", what="intake")
    assert row.ids == [str(man.pk)]


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_whatever_was_written(cast, episode, as_peter, count, django_assert_num_queries):
    from article16.casework.intake import actions

    side = actions.Side("told", 4, "his son")
    told = actions.Interviewed(timezone.localdate(), 50, cast.peter.pk, "phone", {}, actions.Motivated(side, side))
    for _ in range(count):
        actions.record_interview(episode=episode, told=told, by=str(cast.peter.pk), at=timezone.now())
    as_peter.get(reverse("intake", args=[episode.pk]))
    # session, person, roles; episode; interviews, sections, motivation, decisions, agreements, withdrawals; audit row
    with django_assert_num_queries(11):
        as_peter.get(reverse("intake", args=[episode.pk]))


def test_two_programmes_of_one_man_stay_apart(cast, man, episode, as_ben):
    other = make_man(cast, cast.prison, "Anders Dahl")
    theirs = Episode.objects.get(client=other)
    assert as_ben.get(reverse("intake", args=[theirs.pk])).status_code == 200
    assert as_ben.get(reverse("interview-add", args=[theirs.pk])).status_code == 404, "a facilitator only reads"
