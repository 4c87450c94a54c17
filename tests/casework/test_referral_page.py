"""A referral under way: steps and response time, corrections, orders in force, days that count, agencies."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from article16.casework.clients import actions, queries
from article16.casework.clients.models import (
    Agency,
    Client,
    Correction,
    Deadline,
    Episode,
    Order,
    Referral,
    ReferralFacts,
    ReferralStep,
)
from article16.casework.clients.waiting import waiting
from article16.common.accounts import queries as accounts
from article16.common.accounts.actions import NotPossible
from article16.wall.outbox.models import OutgoingMessage
from tests.casework import files
from tests.casework.conftest import make_man
from tests.service import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(cast, man):
    return Episode.objects.get(client=man)


def send(browser, url, **data):
    return browser.post(url, {"once": once(browser, url), **data})


def today():
    return timezone.localdate()


def referred(cast, *, days_ago, name="Anders Dahl"):
    at, came = timezone.now(), today() - timedelta(days=days_ago)
    given = actions.Referred(name, None, cast.graz.pk, received_on=came)
    client = actions.open_client(referred=given, by=str(cast.peter.pk), at=at, on=today())
    return Episode.objects.get(client=client)


def step(cast, episode, status, *, days_ago=0, appointment_on=None):
    return actions.record_step(
        episode=episode,
        status=status,
        on=today() - timedelta(days=days_ago),
        by=str(cast.peter.pk),
        at=timezone.now(),
        appointment_on=appointment_on,
    )


def test_the_first_contact_stops_the_response_time(cast, as_peter):
    episode = referred(cast, days_ago=9)
    page = as_peter.get(reverse("referral", args=[episode.pk])).content.decode()
    assert "Not contacted for 9 days" in page
    url = reverse("referral-step", args=[episode.pk])
    day = today() - timedelta(days=5)
    answer = send(as_peter, url, status="contacted", on=f"{day:%d %m %Y}", reason="Called, comes on Monday.")
    assert answer.url == reverse("referral", args=[episode.pk])
    step(cast, episode, "waiting")
    page = as_peter.get(answer.url).content.decode()
    assert "First contact 4 days after it was received" in page
    assert "Called, comes on Monday." in page
    assert "Waiting for a place" in page
    assert list(ReferralStep.objects.order_by("written_at").values_list("status", flat=True)) == [
        "received",
        "contacted",
        "waiting",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose what happened"),
        ({"status": "contacted", "on": "1 1 2199"}, "This date lies in the future"),
        ({"status": "contacted", "on": "1 1 2020"}, "before the referral was received"),
        ({"status": "waiting", "on": "today", "appointment_on": "1 1 2199"}, "An appointment is agreed when"),
        ({"status": "contacted", "on": "today", "appointment_on": "1 1 2020"}, "lies before this day"),
        ({"status": "withdrawn", "on": "today"}, "Select a valid choice"),
    ],
)
def test_a_step_that_cannot_be_is_asked_again(cast, episode, as_peter, data, sentence):
    if data.get("on") == "today":
        data["on"] = f"{today():%d %m %Y}"
    page = send(as_peter, reverse("referral-step", args=[episode.pk]), reason="Typed words", **data)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Typed words" in page.content.decode()
    assert ReferralStep.objects.count() == 1


def test_a_referral_that_is_answered_takes_no_more_steps(cast, episode):
    actions.set_state(episode=episode, state="active", on=today(), by=str(cast.ana.pk), at=timezone.now())
    assert Referral.objects.get(pk=episode.pk).status == "taken-up"
    with pytest.raises(NotPossible):
        step(cast, episode, "waiting")


def test_becoming_active_takes_the_referral_up_and_tells_that_he_started_once(cast, episode):
    before = OutgoingMessage.objects.count()
    for state in ("active", "suspended", "active"):
        actions.set_state(episode=episode, state=state, on=today(), by=str(cast.ana.pk), at=timezone.now())
    assert OutgoingMessage.objects.count() == before + 1
    assert OutgoingMessage.objects.latest("sequence").type == "Course"
    assert ReferralStep.objects.filter(status="taken-up").count() == 1


def test_the_database_refuses_an_episode_ended_without_its_day(cast, episode):
    from django.db import IntegrityError, transaction

    for wrong in ({"state": "ended"}, {"ended_on": today()}, {"state": "ended", "ended_on": date(2000, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Episode.objects.filter(pk=episode.pk).update(**wrong)


def test_a_first_appointment_without_him_is_offered_to_the_warning_rule(cast):
    late, came, ahead = (referred(cast, days_ago=20, name=name) for name in ("Anders Dahl", "Emre Can", "Jan Kos"))
    agreed = step(cast, late, "contacted", days_ago=10, appointment_on=today() - timedelta(days=4))
    step(cast, came, "contacted", days_ago=10, appointment_on=today() - timedelta(days=4))
    actions.he_came(episode=came, on=today() - timedelta(days=4), by=str(cast.ana.pk), at=timezone.now())
    step(cast, ahead, "contacted", appointment_on=today() + timedelta(days=4))
    assert queries.not_seen(today()) == [queries.NotSeen(agreed.pk, late.pk, today() - timedelta(days=4))]
    assert Referral.objects.get(pk=came.pk).status == "seen"


def test_an_interview_says_that_he_came(cast):
    from article16.casework.intake import actions as intake

    episode = referred(cast, days_ago=20)
    step(cast, episode, "contacted", days_ago=10, appointment_on=today() - timedelta(days=4))
    nothing = intake.Motivated(intake.Side("not-asked"), intake.Side("not-asked"))
    told = intake.Interviewed(today() - timedelta(days=4), 50, cast.peter.pk, "in-person", {}, nothing)
    intake.record_interview(episode=episode, told=told, by=str(cast.peter.pk), at=timezone.now())
    assert queries.not_seen(today()) == []
    assert Referral.objects.get(pk=episode.pk).status == "seen"


def test_another_appointment_takes_the_place_of_the_first(cast):
    episode = referred(cast, days_ago=20)
    step(cast, episode, "contacted", days_ago=10, appointment_on=today() - timedelta(days=4))
    again = step(cast, episode, "contacted", days_ago=3, appointment_on=today() - timedelta(days=1))
    assert [one.fact for one in queries.not_seen(today())] == [again.pk]


def test_a_referral_never_answered_is_offered_to_the_warning_rule_with_its_receipt(cast):
    old, answered = referred(cast, days_ago=8), referred(cast, days_ago=8, name="Emre Can")
    referred(cast, days_ago=1, name="Jan Kos")
    step(cast, answered, "contacted")
    receipt = ReferralStep.objects.get(episode=old)
    assert queries.unanswered(today() - timedelta(days=7)) == [
        queries.Unanswered(receipt.pk, old.pk, today() - timedelta(days=8))
    ]


def test_a_correction_keeps_what_stood_there_and_says_why(cast, episode, as_peter):
    url = reverse("referral-correct", args=[episode.pk])
    answer = send(as_peter, url, sender="court", sessions_ordered="26", mandate="order", reason="Order has come")
    assert answer.status_code == 302
    old, new = ReferralFacts.objects.order_by("written_at")
    assert (old.sender, old.replaced_at is not None, new.corrects, new.sender) == ("", True, old, "court")
    page = as_peter.get(answer.url).content.decode()
    assert "Order has come" in page
    assert "26 sessions" in page
    assert "Say why it is corrected" in send(as_peter, url, sender="prison").content.decode()


def test_an_order_is_marked_by_whose_word_it_is_and_ended_by_a_new_row(cast, episode, as_ana):
    data = {"kind": "no-contact", "source": "client", "begins": "3 9 2026", "ends": "", "words": "As he says."}
    answer = send(as_ana, reverse("order-add", args=[episode.pk]), **data)
    page = as_ana.get(answer.url).content.decode()
    assert "He says so: As he says." in page
    order = Order.objects.get()
    url = reverse("order-correct", args=[order.pk])
    assert send(as_ana, url, **data | {"ends": "1 1 2020"}, reason="Lifted").status_code == 200
    assert send(as_ana, url, **data | {"ends": "10 10 2026", "source": "court"}, reason="Lifted").status_code == 302
    old, new = Order.objects.order_by("written_at")
    assert (old.ends, old.replaced_at is not None, new.corrects, new.source) == (None, True, old, "court")
    assert as_ana.get(url).status_code == 404, "the row before is not corrected once more"


def test_an_order_corrected_twice_by_a_double_click_is_corrected_once(cast, episode, as_ana):
    ordered = actions.Ordered("bail", "court")
    order = actions.add_order(episode=episode, ordered=ordered, by=str(cast.ana.pk), at=timezone.now())
    url = reverse("order-correct", args=[order.pk])
    data = {"once": once(as_ana, url), "kind": "bail", "source": "police", "reason": "Asked the police"}
    first, second = (as_ana.post(url, data) for _ in range(2))
    assert first.url == second.url
    assert Order.objects.count() == 2


def test_a_day_that_counts_is_moved_by_a_new_row_and_done_with_words(cast, episode, as_ana):
    first, later = today() + timedelta(days=3), today() + timedelta(days=9)
    url = reverse("deadline-add", args=[episode.pk])
    assert "This day is past" in send(as_ana, url, kind="hearing", due="1 1 2020").content.decode()
    send(as_ana, url, kind="hearing", due=f"{first:%d %m %Y}", words="Room 12")
    url = reverse("deadline", args=[Deadline.objects.get().pk])
    assert "Enter the new day" in send(as_ana, url, what="moved").content.decode()
    send(as_ana, url, what="moved", due=f"{later:%d %m %Y}")
    old, new = Deadline.objects.order_by("written_at")
    assert (old.replaced_at is not None, new.corrects, new.due, new.kind) == (True, old, later, "hearing")
    assert as_ana.get(url).status_code == 404
    send(as_ana, reverse("deadline", args=[new.pk]), what="kept", words="Held")
    new.refresh_from_db()
    assert (new.done_by, new.done_words) == (cast.ana, "Held")


def test_what_waits_is_the_unanswered_referral_and_the_day_that_counts(cast, as_peter):
    episode = referred(cast, days_ago=9)
    actions.add_deadline(
        episode=episode, kind="hearing", due=today(), words="Room 12", by=str(cast.ana.pk), at=timezone.now()
    )
    at = timezone.now()
    for person, kinds in ((cast.peter, 2), (cast.ana, 1), (cast.ben, 0)):
        found = waiting(accounts.viewer(person, at=at), at)
        assert len(found) == kinds, person.name
    answered, hearing = waiting(accounts.viewer(cast.peter, at=at), at)
    assert (answered.due, answered.row.badge.words) == (today() - timedelta(days=6), "6 days late")
    assert (hearing.due, hearing.row.second) == (today(), "Anders Dahl · Room 12")


@pytest.mark.parametrize("count", [3, 30])
def test_what_waits_costs_two_queries(cast, count, django_assert_num_queries):
    for n in range(count):
        referred(cast, days_ago=9, name=f"Man {'abcdefghijklmnopqrstuvwxyzäöüß'[n] * 5}")
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    with django_assert_num_queries(2):
        assert len(waiting(viewer, timezone.now())) == count


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_whatever_happened(cast, episode, as_ana, count, django_assert_num_queries):
    for _n in range(count):
        actions.add_order(
            episode=episode,
            ordered=actions.Ordered("bail", "court"),
            by=str(cast.ana.pk),
            at=timezone.now(),
        )
        step(cast, episode, "contacted")
    url = reverse("referral", args=[episode.pk])
    as_ana.get(url)
    with django_assert_num_queries(14):
        as_ana.get(url)


@pytest.mark.parametrize("name", ["referral", "referral-step", "referral-correct", "order-add", "deadline-add"])
def test_an_episode_of_another_programme_is_as_if_it_did_not_exist(cast, episode, as_ben, as_peter, name):
    nowhere = "00000000-0000-4000-8000-000000000000"
    there, missing = (as_ben.get(reverse(name, args=[one])) for one in (episode.pk, nowhere))
    assert there.status_code == missing.status_code == 404
    assert there.content == missing.content
    assert as_peter.get(reverse(name, args=[episode.pk])).status_code == 200


def test_a_role_in_one_programme_gives_no_right_to_write_in_another(cast, as_peter, as_ana):
    """Ana also takes referrals in, but in the prison programme only."""
    from article16.common.accounts import actions as accounts_actions

    episode = Episode.objects.get(client=make_man(cast, cast.graz))
    grant = accounts_actions.Grant("intake", cast.prison.pk)
    accounts_actions.give_role(staff=cast.ana, grant=grant, by="", at=timezone.now())
    assert as_ana.get(reverse("referral", args=[episode.pk])).status_code == 200
    for name in ("referral-step", "referral-correct"):
        assert as_ana.get(reverse(name, args=[episode.pk])).status_code == 404
    assert as_ana.get(reverse("client-merge", args=[episode.client_id])).status_code == 404


def test_an_agency_is_added_renamed_and_no_longer_offered(cast, as_peter, as_ana):
    url = reverse("agency-add")
    send(as_peter, url, name="Probation Graz", kind="probation", contact="0316 1")
    assert (
        "There is an agency of this name" in send(as_peter, url, name="Probation Graz", kind="court").content.decode()
    )
    agency = Agency.objects.get()
    send(as_peter, reverse("agency", args=[agency.pk]), name="Probation Styria", kind="probation", contact="")
    assert "Probation Styria" in as_ana.get(reverse("agencies")).content.decode()
    assert "Probation Styria" not in as_peter.get(reverse("client-add")).content.decode()
    assert as_ana.get(url).status_code == 404


def test_a_corrected_name_is_kept_beside_the_one_before(cast, man, as_peter):
    url = reverse("client-correct", args=[man.pk])
    assert "Nothing is different" in send(as_peter, url, name=man.name, reason="Passport seen").content.decode()
    send(as_peter, url, name="Łukasz Brandner", birth_date="24 3 1988", reason="Passport seen")
    row = Correction.objects.get()
    assert (row.name_before, row.birth_date_before, row.name) == ("Lukas Brandner", None, "Łukasz Brandner")
    assert Client.objects.get().birth_date == date(1988, 3, 24)
    page = as_peter.get(url).content.decode()
    assert "Lukas Brandner, date of birth not recorded" in page
    assert "Passport seen" in page


def test_nobody_is_corrected_to_have_been_born_after_he_was_referred(cast, as_peter):
    man = referred(cast, days_ago=40).client
    born = f"{today() - timedelta(days=10):%d %m %Y}"
    answer = send(as_peter, reverse("client-correct", args=[man.pk]), name=man.name, birth_date=born, reason="Slip")
    assert "referred before he was born" in answer.content.decode()
    assert Correction.objects.count() == 0


def merged(cast, first, second, **also):
    return actions.merge_clients(
        merged=second,
        into=first,
        reason="One passport",
        by=str(cast.peter.pk),
        at=timezone.now(),
        on=today(),
        **also,
    )


def test_two_files_of_one_man_become_one_and_her_service_is_told(cast, man, as_peter):
    other = make_man(cast, cast.graz, "Brandner Łukasz")
    before = OutgoingMessage.objects.count()
    url = reverse("client-merge", args=[man.pk])
    assert "You have no other file" in send(as_peter, url, code="C-077", reason="x").content.decode()
    answer = send(as_peter, url, code=other.code.lower(), reason="One passport")
    assert answer.url == reverse("client", args=[man.pk])
    other.refresh_from_db()
    assert other.merged_into_id == man.pk
    assert list(Episode.objects.order_by("number").values_list("client", "number")) == [(man.pk, 1), (man.pk, 2)]
    assert [one.type for one in OutgoingMessage.objects.order_by("sequence")[before:]] == ["Course"]
    assert as_peter.get(reverse("client", args=[other.pk])).url == reverse("client", args=[man.pk])
    answer = as_peter.post(reverse("search"), {"q": other.code})
    assert reverse("client", args=[man.pk]) in (answer.headers.get("Location") or answer.content.decode())
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    assert queries.merged_into(viewer, other.pk) == man.pk
    assert queries.merged_into(accounts.viewer(cast.ben, at=timezone.now()), other.pk) is None
    assert [one.id for one in queries.may_be(viewer, name="Łukasz", birth_date=None)] == []
    assert [one.id for one in queries.may_be(viewer, name="Lukasz Brandner", birth_date=None)] == [man.pk]


def test_episodes_of_a_merged_man_count_in_the_order_in_which_they_were_opened(cast, man):
    older = referred(cast, days_ago=400)
    merged(cast, man, older.client)
    assert Episode.objects.order_by("number").first() == older


def test_a_merge_is_taken_back_and_each_file_is_whole_again(cast, man, as_peter, as_ben):
    other = make_man(cast, cast.graz, "Brandner Łukasz")
    row = merged(cast, man, other)
    page = as_peter.get(reverse("client-referral", args=[man.pk])).content.decode()
    url = reverse("client-unmerge", args=[row.pk])
    assert url in page
    assert as_ben.get(url).status_code == 404, "another programme's merge is as if it did not exist"
    before = OutgoingMessage.objects.count()
    assert send(as_peter, url, reason="Two fingerprints").url == reverse("client", args=[other.pk])
    assert list(Episode.objects.order_by("client__code").values_list("client", "number")) == [
        (man.pk, 1),
        (other.pk, 1),
    ]
    told = [one.type for one in OutgoingMessage.objects.order_by("sequence")[before:]]
    assert told == ["Course", "Schedule", "Schedule"], "that it was wrong, and the plan of either man"
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    assert queries.by_code(viewer, other.code).pk == other.pk
    assert {one.id for one in queries.may_be(viewer, name="Lukas Brandner", birth_date=None)} == {man.pk, other.pk}
    assert "was another man after all" in as_peter.get(reverse("client", args=[man.pk])).content.decode()
    assert "The file does not lead here any more" in send(as_peter, url, reason="Again").content.decode()
    assert url not in as_peter.get(reverse("client-referral", args=[man.pk])).content.decode()


def test_the_merge_that_was_wrong_is_named_by_the_fact_under_which_it_was_told(cast, man, monkeypatch):
    from article16.wall.outbox import actions as outbox

    told, real = [], outbox.encode
    monkeypatch.setattr(outbox, "encode", lambda message: (told.append(message), real(message))[1])
    other = make_man(cast, cast.graz, "Two Two")
    row = merged(cast, man, other)
    taken_back(cast, row)
    merge, wrong = told[-2:]
    assert (merge.event, wrong.event) == ("merged", "corrected")
    assert wrong.corrects == merge.fact
    assert wrong.mailbox == merge.mailbox == other.mailbox


def test_what_was_written_since_the_merge_goes_with_its_episode(cast, man):
    from article16.casework.family.models import RecordsCheck

    other = make_man(cast, cast.graz, "Two Two")
    row = merged(cast, man, other)
    again = actions.open_episode(
        client=man,
        referred=actions.Referred("", None, cast.prison.pk),
        by=str(cast.peter.pk),
        at=timezone.now(),
        on=today(),
    )
    taken_back(cast, row)
    assert Episode.objects.get(pk=again.pk).client_id == man.pk, "a new episode stays where it was opened"
    assert set(Episode.objects.filter(client=other).values_list("pk", flat=True)) == {
        pk
        for pk in Episode.objects.exclude(pk=again.pk).values_list("pk", flat=True)
        if str(pk) in {one["id"] for one in row.episodes}
    }
    assert RecordsCheck.objects.count() == 0


def test_a_file_that_was_merged_on_is_parted_from_the_last_one_first(cast, man):
    second, third = make_man(cast, cast.graz, "Two Two"), make_man(cast, cast.graz, "Three Three")
    first, last = merged(cast, second, man), merged(cast, third, second)
    with pytest.raises(NotPossible, match="merged later first"):
        taken_back(cast, first)
    taken_back(cast, last)
    taken_back(cast, first)
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    assert [queries.by_code(viewer, one.code).pk for one in (man, second, third)] == [man.pk, second.pk, third.pk]


def test_whoever_the_merge_shut_out_of_the_kept_file_may_open_it_again(cast, man, as_ana):
    from article16.common.accounts import actions as closing

    other = make_man(cast, cast.graz, "Two Two")
    closing.close_file(staff_id=cast.ana.pk, thing="client", object_id=other.pk, by=str(cast.ana.pk), at=timezone.now())
    taken_back(cast, merged(cast, man, other))
    assert as_ana.get(reverse("client", args=[man.pk])).status_code == 200
    assert as_ana.get(reverse("client", args=[other.pk])).status_code == 404


def taken_back(cast, row):
    return actions.unmerge_clients(
        merge=row, reason="Two passports", by=str(cast.peter.pk), at=timezone.now(), on=today()
    )


def told(monkeypatch):
    """Everything that is sealed from here on, as it was before."""
    from article16.wall.outbox import actions as outbox

    found, real = [], outbox.encode
    monkeypatch.setattr(outbox, "encode", lambda message: (found.append(message), real(message))[1])
    return found


def test_what_was_told_of_him_under_the_others_number_is_told_again_under_his_own(cast, man, monkeypatch):
    from article16.casework.endings import actions as endings
    from article16.casework.endings.kinds import EndingKind

    his = referred(cast, days_ago=50, name="Two Two")
    own = his.client.mailbox
    row = merged(cast, man, his.client)
    by, at = str(cast.peter.pk), timezone.now()
    his.refresh_from_db()
    sent = told(monkeypatch)
    actions.set_state(episode=his, state="active", on=today() - timedelta(days=9), by=by, at=at)
    endings.suspend(episode=his, begins_on=today() - timedelta(days=5), until=None, reason="In hospital", by=by, at=at)
    ended = endings.Ended(EndingKind.DROPPED_OUT, today(), "Says so himself")
    ending = endings.end_episode(episode=his, ended=ended, by=by, at=at)
    assert {one.mailbox for one in sent} == {man.mailbox}
    first = {one.fact for one in sent if hasattr(one, "fact")}
    sent.clear()
    taken_back(cast, row)
    wrong = [one for one in sent if one.mailbox == man.mailbox and hasattr(one, "fact")]
    right = [one for one in sent if one.mailbox == own and hasattr(one, "fact")][1:]  # the first: the merge was wrong
    assert {one.corrects for one in wrong} == first, "each of them is called wrong where it was told"
    steps = [getattr(one, "event", getattr(one, "kind", None)) for one in right]
    assert steps == ["started", "suspended", "suspended", "ended", "dropped-out"]
    assert not {one.fact for one in right} & first, "under a fact of its own, because the first one is wrong"
    sent.clear()
    ending.refresh_from_db()
    right_end = next(one for one in right if getattr(one, "event", "") == "ended")
    again = endings.Ended(EndingKind.CUSTODY, today(), "The prison called")
    endings.correct_ending(ending=ending, ended=again, why="Heard since", by=by, at=at)
    assert sent[0].corrects == right_end.fact, "a later correction names what her service knows"


def test_her_service_is_told_what_of_the_sealed_was_about_whom_though_nobody_here_can_read_it(cast, man, monkeypatch):
    from article16.casework.clients.models import Meanwhile
    from article16.casework.family.actions import fill_box
    from article16.wall.vocabulary import PartnerDetails

    def box(episode, words=""):
        by, at = str(cast.peter.pk), timezone.now()
        fill_box(episode=episode, people=[], words=words, by=by, at=at)
        return date_format(timezone.localtime(at), "j F Y H:i")

    his, other = referred(cast, days_ago=50, name="Two Two"), Episode.objects.get(client=man)
    own = his.client.mailbox
    box(his, "Before.")
    row = merged(cast, man, his.client)
    his.refresh_from_db()
    when = box(his, "Her new street.")
    box(other, "Of the other man.")
    assert not any("street" in one.words for one in Meanwhile.objects.all()), "nothing of it is kept here"
    sent = told(monkeypatch)
    taken_back(cast, row)
    said = {one.mailbox: one.words for one in sent if isinstance(one, PartnerDetails)}
    assert said.keys() == {own, man.mailbox}, "under either number, so that whoever stands beside either looks"
    assert f"number, {man.mailbox}: the box of {when}." in said[own]
    assert f"whose number is {own}, were: the box of {when}." in said[man.mailbox]
    assert said[own].count("the box of") == 1, "neither what left before nor what was about the other man"
    sent.clear()
    his.refresh_from_db()
    taken_back(cast, merged(cast, man, his.client))
    assert not [one for one in sent if isinstance(one, PartnerDetails)], "nothing was sealed in between"


def test_a_document_sealed_in_between_is_named_too_and_of_a_man_with_one_file_nothing_is_kept(cast, man, monkeypatch):
    from article16.casework.clients.models import Meanwhile
    from article16.casework.family import document_actions as documents
    from article16.casework.family.models import DocumentKind
    from article16.wall.vocabulary import PartnerDetails

    his = referred(cast, days_ago=50, name="Two Two")
    actions.remember_document(his, at=timezone.now())
    assert not Meanwhile.objects.exists()
    row = merged(cast, man, his.client)
    his.refresh_from_db()
    kind = DocumentKind.objects.get(code="police")
    paper = documents.Uploaded(files.PDF, "pdf", kind.pk, "Report", "", today())
    documents.seal_document(episode=his, uploaded=paper, by=str(cast.peter.pk), at=timezone.now())
    for _number in range(41):
        actions.remember_document(his, at=timezone.now())
    sent = told(monkeypatch)
    taken_back(cast, row)
    words = [one.words for one in sent if isinstance(one, PartnerDetails)]
    assert len(words) == 2
    assert all(one.count("the document of") == 40 and "and 2 more." in one for one in words), "it never outgrows a box"


def test_a_file_cannot_be_merged_twice_and_takes_no_new_episode(cast, man):
    other, third = make_man(cast, cast.graz, "Two Two"), make_man(cast, cast.graz, "Three Three")
    merged(cast, man, other)
    with pytest.raises(NotPossible):
        merged(cast, third, other)
    with pytest.raises(NotPossible):
        actions.open_episode(
            client=other,
            referred=actions.Referred("", None, cast.graz.pk),
            by=str(cast.peter.pk),
            at=timezone.now(),
            on=today(),
        )


def test_every_code_a_man_ever_had_leads_to_his_file(cast, man, as_ben):
    second, third = make_man(cast, cast.graz, "Two Two"), make_man(cast, cast.graz, "Three Three")
    merged(cast, second, man)
    merged(cast, third, second)
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    for one in (man, second, third):
        assert queries.by_code(viewer, one.code) == third
        assert as_ben.get(reverse("client", args=[one.pk])).status_code == 404


def test_whoever_could_not_open_one_of_the_files_can_open_neither(cast, man, as_ana, as_miriam):
    from article16.common.accounts import actions as closing

    other = make_man(cast, cast.graz, "Two Two")
    closing.close_file(staff_id=cast.ana.pk, thing="client", object_id=other.pk, by=str(cast.ana.pk), at=timezone.now())
    merged(cast, man, other)
    assert as_ana.get(reverse("referral", args=[Episode.objects.first().pk])).status_code == 404
    assert as_miriam.get(reverse("referral", args=[Episode.objects.first().pk])).status_code == 200


def test_what_a_file_holds_in_other_rooms_moves_with_it():
    """Every key to the man, wherever it stands, is moved or known to stay."""
    from django.apps import apps

    from article16.casework.clients.actions.merging import _named_by_others

    keys = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Client
    }
    stay = {"Client", "Correction", "Episode", "Merge", "NamePart"}
    assert {key for key in keys if key[0].__name__ not in stay} == set(_named_by_others())


def test_every_step_stands_in_the_timeline(cast, man, episode, as_peter, as_ben):
    by, at = str(cast.peter.pk), timezone.now()
    step(cast, episode, "contacted")
    actions.correct_referral(episode=episode, said=actions.Said(sender="court"), reason="Order came", by=by, at=at)
    order = actions.add_order(episode=episode, ordered=actions.Ordered("bail", "court"), by=by, at=at)
    actions.correct_order(order=order, ordered=actions.Ordered("bail", "police"), reason="Asked", by=by, at=at)
    day = actions.add_deadline(episode=episode, kind="hearing", due=today(), words="", by=by, at=at)
    actions.move_deadline(deadline=day, due=today() + timedelta(days=2), words="", by=by, at=at)
    actions.correct_person(client=man, name="Łukasz Brandner", birth_date=None, reason="Passport", by=by, at=at)
    other = make_man(cast, cast.graz, "Two Two")
    merged(cast, man, other)
    page = as_peter.get(f"{reverse('client', args=[man.pk])}?show=clients").content.decode()
    for words in (
        "Referral: received",
        "Referral: contacted",
        "Referral corrected",
        "Bail condition written down",
        "Bail condition corrected",
        "Hearing moved",
        "Name or date of birth corrected",
        f"File {other.code} was the same man",
    ):
        assert words in page, words
    for words in ("court", "Hearing"):
        assert words.lower() in page.lower(), "the summary"
