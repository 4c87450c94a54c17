"""What intake and records give to Today, to the man's page and to his timeline."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.intake import actions as intake
from article16.casework.intake import programme_actions
from article16.casework.intake import summary as intake_summary
from article16.casework.intake import timeline as intake_timeline
from article16.casework.intake import waiting as intake_waiting
from article16.casework.intake.models import AgreementText
from article16.casework.records import actions as records
from article16.casework.records import review_actions
from article16.casework.records import summary as records_summary
from article16.casework.records import timeline as records_timeline
from article16.casework.records import waiting as records_waiting
from article16.casework.timeline import Row
from article16.common.accounts.queries import viewer
from tests.casework.conftest import make_man

pytestmark = pytest.mark.django_db
BOTH = (intake_timeline, records_timeline)


def made(cast, man, *, opened=10, state="referred"):
    """His episode, opened so many days ago."""
    day = timezone.localdate() - timedelta(days=opened)
    Episode.objects.filter(client=man).update(opened_on=day, state=state)
    return Episode.objects.select_related("client", "programme").get(client=man)


def by(cast):
    return {"by": str(cast.peter.pk), "at": timezone.now()}


def interview(cast, episode, *, ago=0, corrects=None, strength=4):
    side = intake.Side("told", strength, "his son")
    told = intake.Interviewed(
        timezone.localdate() - timedelta(days=ago),
        50,
        cast.peter.pk,
        "in-person",
        {"violence": intake.Answer("told", "He names pushing.")},
        intake.Motivated(side, intake.Side("declined")),
    )
    return intake.record_interview(episode=episode, told=told, corrects=corrects, **by(cast))


def decide(cast, episode, outcome="suitable", *, ago=0, again=None):
    decided = intake.Decided(timezone.localdate() - timedelta(days=ago), outcome, "Reasons.", {}, look_again_on=again)
    return intake.decide_suitability(episode=episode, decided=decided, **by(cast))


def note(cast, episode, words="He called.", **changes):
    noted = records.Noted(timezone.localdate(), "fact", "phone", "him", words, **changes)
    return records.write_note(episode=episode, noted=noted, **by(cast))


def told(module, client_id):
    """What this room tells of a man, the latest first, as the page puts all rooms together."""
    first, *others = module.branches(client_id).values()
    rows = first.union(*others, all=True).order_by("-t_on", "-t_at")
    return [module.entry(Row(*row)) for row in rows]


def test_every_fact_stands_in_the_timeline_with_its_page(cast, man, as_ana):
    episode = made(cast, man)
    first = interview(cast, episode, ago=3)
    interview(cast, episode, ago=3, corrects=first)
    decide(cast, episode, ago=1)
    note(cast, episode, "He spoke of waiting outside the school.", concern="other", seriousness="high")
    became = records.Became(timezone.localdate(), "not-attended", theme="Safety plan")
    records.record_individual(episode=episode, became=became, **by(cast))
    found = [one for module in BOTH for one in told(module, man.pk)]
    assert sorted(one.fact for one in found) == [
        "Individual session: he did not come",
        "Intake interview",
        "Intake interview corrected",
        "Note: fact. Another concern",
        "Suitability: suitable",
    ]
    assert {one.fact for one in found if one.late} == {
        "Individual session: he did not come",
        "Note: fact. Another concern",
    }
    for one in found:
        assert as_ana.get(one.url).status_code == 200
    page = as_ana.get(reverse("client", args=[man.pk])).content.decode()
    assert "He spoke of waiting outside the school." in page


def test_all_rows_of_one_man_stand_in_one_query(cast, man, django_assert_num_queries):
    episode = made(cast, man)
    for _ in range(5):
        note(cast, episode)
    for module in BOTH:
        with django_assert_num_queries(1):
            told(module, man.pk)


def test_a_man_waits_for_his_first_interview_then_a_decision_then_a_signature(cast, man, django_assert_num_queries):
    def waits():
        seen = viewer(cast.peter, at=timezone.now())
        with django_assert_num_queries(1):
            return [one.row.what for one in intake_waiting.waiting(seen, timezone.now())]

    episode = made(cast, man, opened=6)
    assert waits() == [], "eight days are left"
    episode = made(cast, man, opened=20)
    assert waits() == ["First interview: C-001"]
    for person in (cast.ben, cast.ana):
        theirs = intake_waiting.waiting(viewer(person, at=timezone.now()), timezone.now())
        assert theirs == [], "not theirs to do"
    interview(cast, episode, ago=9)
    assert waits() == [], "one interview is not enough to decide"
    interview(cast, episode, ago=8)
    assert waits() == ["Decide on suitability: C-001"]
    again = timezone.localdate() + timedelta(days=30)
    decide(cast, episode, "not-yet", ago=7, again=again)
    assert waits() == []
    decide(cast, episode, "not-yet", ago=6, again=timezone.localdate() + timedelta(days=2))
    assert waits() == ["Look at suitability again: C-001"]
    Episode.objects.filter(pk=episode.pk).update(opened_on=timezone.localdate() - timedelta(days=40))
    decide(cast, episode, ago=0)
    assert waits() == [], "there are two weeks to sign"


def signs(cast, episode):
    """Under our texts, released now, on paper."""
    texts = {"programme": episode.programme_id, **by(cast)}
    if not AgreementText.objects.exists():
        programme_actions.begin_with_our_texts(**texts)
        for text in AgreementText.objects.values_list("pk", flat=True):
            programme_actions.release_text(text_id=text, **texts)
    kinds = dict(AgreementText.objects.values_list("kind", "pk"))
    signed = intake.Signed(timezone.localdate(), kinds["contract"], kinds["limits"], "paper", kept_at="Cabinet 2")
    return intake.sign_agreement(episode=episode, signed=signed, **by(cast))


def test_who_is_suitable_and_has_signed_is_walked_no_more_until_either_is_different(cast, man):
    def waits():
        return [one.row.what for one in intake_waiting.waiting(viewer(cast.peter, at=timezone.now()), timezone.now())]

    def marked():
        return Episode.objects.get(pk=episode.pk).intake_done_at is not None

    episode = made(cast, man, opened=60)
    decide(cast, episode, ago=40)
    assert (waits(), marked()) == (["Agreement: C-001"], False)
    agreement = signs(cast, episode)
    assert (waits(), marked()) == ([], True)
    decide(cast, episode, "not-yet", ago=3, again=timezone.localdate())
    assert (waits(), marked()) == (["Look at suitability again: C-001"], False)
    decide(cast, episode, ago=2)
    assert (waits(), marked()) == ([], True)
    intake.withdraw_agreement(agreement=agreement, on=timezone.localdate(), words="", **by(cast))
    assert not marked(), "he would have to sign again"


def test_reviews_and_sessions_wait_the_most_overdue_first(cast, man, django_assert_num_queries):
    episode = made(cast, man, opened=100, state="active")
    today, ana = timezone.localdate(), viewer(cast.ana, at=timezone.now())
    review_actions.plan_first_review(episode=episode, on=today - timedelta(days=56), **by(cast))
    for ahead in (0, 1):
        on = today + timedelta(days=ahead)
        records.plan_individual(episode=episode, on=on, starts_at=None, theme="", **by(cast))
    with django_assert_num_queries(1):
        found = records_waiting.waiting(ana, timezone.now())
    assert sorted(one.row.what for one in found) == ["Individual session: C-001", "Review: C-001"]
    assert records_waiting.waiting(viewer(cast.ben, at=timezone.now()), timezone.now()) == []
    Episode.objects.filter(pk=episode.pk).update(state="ended", ended_on=today)
    assert records_waiting.waiting(ana, timezone.now()) == []


def test_what_waits_costs_one_query_and_at_most_one_row_more_than_today_shows(cast, django_assert_num_queries):
    for n in range(33):
        episode = made(cast, make_man(cast, cast.graz, f"Man {n}"), opened=30, state="active")
        review_actions.plan_first_review(episode=episode, on=timezone.localdate() - timedelta(days=56), **by(cast))
    ana = viewer(cast.ana, at=timezone.now())
    with django_assert_num_queries(1):
        assert len(records_waiting.waiting(ana, timezone.now())) == 31


def test_the_summary_says_what_stands_and_what_is_missing_in_one_query(cast, man, django_assert_num_queries):
    episode, ana = made(cast, man), viewer(cast.ana, at=timezone.now())
    with django_assert_num_queries(1):
        facts = {one.label: one.value for one in intake_summary.summary(ana, man.pk)}
    assert facts == {"Suitability": "not decided", "Agreement": "not signed"}
    interview(cast, episode)
    decide(cast, episode)
    with django_assert_num_queries(1):
        facts = list(intake_summary.summary(ana, man.pk))
    assert [one.value for one in facts] == ["Suitable", "not signed", "4 of 10: his son", "declined"]
    with django_assert_num_queries(1):
        facts = {one.label: one.value for one in records_summary.summary(ana, man.pk)}
    assert facts == {"Next review": "none planned", "Individual sessions held": "0, 0 h 0 min"}
    ben = viewer(cast.ben, at=timezone.now())
    assert intake_summary.summary(ben, man.pk) == records_summary.summary(ben, man.pk) == ()


def test_the_man_s_page_leads_to_both(cast, man, as_ana):
    page = as_ana.get(reverse("client", args=[man.pk])).content.decode()
    for name, then in (("client-intake", "intake"), ("client-records", "records")):
        there = reverse(name, args=[man.pk])
        assert there in page
        assert as_ana.get(there).url == reverse(then, args=[Episode.objects.get(client=man).pk])
