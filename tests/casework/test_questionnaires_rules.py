"""What else must hold: who may, what leaves, what is never lost, what is asked no more."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from article16 import instruments
from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.questionnaires import timeline, waiting
from article16.casework.questionnaires.actions import answering, keying, measuring, planning, sittings
from article16.casework.questionnaires.models import Answer, Asking, Draft, Flag, Reference, Response, Sitting
from article16.casework.questionnaires.queries import limits
from article16.casework.tasks.models import Task
from article16.casework.warnings.models import Raised
from article16.common.accounts import queries as accounts
from article16.common.audit.models import Entry
from article16.common.questionnaires import results
from article16.common.questionnaires.leaving import leave
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.casework.test_questionnaires import ask, asking, go_through, hidden, sent  # noqa: F401  a fixture
from tests.service import once, signed_in, without_token

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


def answered(cast, asking, **texts):
    at = timezone.now()
    draft = answering.begin(asking=asking, entry="direct", language="en", mode="self", by=str(cast.ana.pk), at=at)
    Draft.objects.filter(pk=draft.pk).update(answers=texts)
    draft.refresh_from_db()
    return answering.finish(draft=draft, on=timezone.localdate(at), by=str(cast.ana.pk), at=at)


def test_what_he_says_of_threats_makes_a_task_and_warns_her_service_once(cast, asking):
    answered(cast, asking, threatened="1", end_life="2", choked="0")
    assert set(Flag.objects.values_list("alert", flat=True)) == {"threats", "end_life"}
    assert set(Task.objects.values_list("kind", flat=True)) == {"questionnaire-alert"}
    assert Task.objects.count() == 2
    raised = Raised.objects.get()
    assert (raised.kind, raised.severity, raised.source) == ("threat", "highest", "client")
    assert Task.objects.first().url == reverse("questionnaire-result", args=[asking.pk])
    assert OutgoingMessage.objects.filter(type="Alert").count() == 1


def test_his_answers_leave_as_study_data_without_a_word_of_his(cast, asking):
    from article16.casework.questionnaires.actions.reporting import values_of
    from article16.instruments import Missing, load

    answered(cast, asking, insulted="1", hopes_words="I want my life back", why="1;4")
    assert OutgoingMessage.objects.filter(type="StudyRecord").count() == 2, "a hundred values in one message"
    assert len(Response.objects.get().told) == 2
    five, today = load("five_points"), timezone.localdate()
    assert values_of(five, "hopes_words", "I want my life back", today) == []
    ticks = {one.item: one.value for one in values_of(five, "why", frozenset({1, 4}), today)}
    assert (ticks["why-1"], ticks["why-4"], ticks["why-2"]) == ("1", "1", "0")
    assert [one.value for one in values_of(five, "fear", Missing.UNKNOWN, today)] == ["unknown"]
    assert [one.missing.value for one in values_of(five, "fear", Missing.DECLINED, today)] == ["declined"]


def test_a_correction_tells_the_study_what_was_wrong_and_warns_of_what_is_new_only(cast, asking):
    first = answered(cast, asking, threatened="1")
    first.refresh_from_db()
    at = timezone.now()
    draft = answering.begin_correction(response_id=first.pk, reason="Slip.", by=str(cast.ana.pk), at=at)
    Draft.objects.filter(pk=draft.pk).update(answers={"threatened": "1", "weapon": "1"})
    draft.refresh_from_db()
    before = OutgoingMessage.objects.filter(type="Course").count()
    answering.finish(draft=draft, on=timezone.localdate(at), by=str(cast.ana.pk), at=at)
    assert OutgoingMessage.objects.filter(type="Course").count() == before + len(first.told)
    assert sorted(Flag.objects.values_list("alert", flat=True)) == ["threats", "weapon"]
    assert Raised.objects.count() == 2


def test_answers_are_never_changed_and_answered_twice_is_refused(cast, asking):
    from django.db import IntegrityError, transaction

    answered(cast, asking, insulted="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(key="insulted").update(value="0")
    with pytest.raises(answering.NotPossible, match="answered this already"):
        answered(cast, asking, insulted="2")
    assert Response.objects.count() == 1


def test_two_who_end_it_at_once_store_one_set_of_answers(cast, asking):
    at, by = timezone.now(), str(cast.ana.pk)
    how = {"asking": asking, "language": "en", "by": by, "at": at}
    drafts = [
        answering.begin(entry=entry, mode=mode, **how) for entry, mode in (("direct", "self"), ("first", "paper"))
    ]
    for one in drafts:
        assert one.asking.done_at is None, "each was read before either ended"
    answering.finish(draft=drafts[0], on=timezone.localdate(at), by=by, at=at)
    with pytest.raises(answering.NotPossible, match="answered this already"):
        answering.finish(draft=drafts[1], on=timezone.localdate(at), by=by, at=at)
    assert Response.objects.count() == 1


def test_his_words_are_stored_as_he_wrote_them(cast, asking):
    words = "  “Ruf an” 😀 هل 50 % %s \\u0041 \\ \" ' ;\n\t. {}"
    answered(cast, asking, hopes_words=words)
    assert Answer.objects.get(key="hopes_words").value == words


def test_answers_that_no_page_let_through_are_refused_as_a_whole(cast, asking):
    with pytest.raises(answering.NotPossible, match="insulted"):
        answered(cast, asking, insulted="9", pushed="1")
    assert Response.objects.count() == Answer.objects.count() == 0


@pytest.mark.parametrize("ended", ["died", "withdrawn", "stopped"])
def test_nothing_is_begun_sent_or_opened_once_it_is_over(cast, asking, ended):
    at = timezone.now()
    token = sittings.make_link(asking=asking, language="en", by=str(cast.ana.pk), at=at)
    held = Asking.objects.get(pk=asking.pk)
    held.ended = ended
    assert answering.refusal(held, on=timezone.localdate(at))
    Episode.objects.filter(pk=asking.episode_id).update(state=EpisodeState.ENDED, ended_on=timezone.localdate(at))
    from article16.casework.endings.models import Ending

    kind = "died" if ended == "died" else "dropped-out"
    today = timezone.localdate(at)
    Ending.objects.create(
        episode=asking.episode, kind=kind, decided_on=today, reasons="-", written_at=at, written_by=cast.ana
    )
    if ended != "died":
        return
    assert sittings.claim(token=token, at=at) is None, "looked at anew at the moment of opening"
    with pytest.raises(answering.NotPossible, match="has died"):
        sittings.make_link(asking=asking, language="en", by=str(cast.ana.pk), at=at)


def test_an_idle_log_out_loses_no_answer(cast, as_ana, asking):
    ask(as_ana, asking)
    url = reverse("questionnaire-fill", args=[asking.pk, 1])
    data = sent(as_ana.get(url), insulted="3")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        gone = as_ana.post(url, data)
        assert gone.url.startswith(reverse("account_login"))
        again = signed_in(cast.ana)
        again.cookies.update({name: one for name, one in as_ana.cookies.items() if "draft" in name})
        page = again.get(url).content.decode()
        assert 'name="q.insulted" value="3" id="q-insulted-4" checked' in page
        assert "What you typed before you were signed out is here again" in page


def test_of_another_programme_it_is_as_if_it_did_not_exist(cast, asking, as_ben):
    for name, more in (
        ("questionnaire", []), ("questionnaire-fill", [1]), ("questionnaire-result", []), ("questionnaire-paper", []),
        ("questionnaire-not-answered", []), ("questionnaire-compare", []), ("questionnaire-correct", []),
        ("questionnaire-key", ["first", 1]),
    ):  # fmt: skip
        there = as_ben.get(reverse(name, args=[asking.pk, *more]))
        nowhere = as_ben.get(reverse(name, args=[NOBODY, *more]))
        assert there.status_code == nowhere.status_code == 404
        assert without_token(there) == without_token(nowhere)
    assert as_ben.post(reverse("questionnaire", args=[asking.pk]), {"how": "link"}).status_code == 404


def test_an_auditor_reads_and_asks_nothing(cast, man, asking):
    tom = signed_in(cast.tom)
    page = tom.get(reverse("questionnaire", args=[asking.pk])).content.decode()
    assert "Ask him" not in page
    assert "Record why" not in page
    assert tom.post(reverse("questionnaire", args=[asking.pk]), {"how": "link"}).status_code == 404
    assert tom.post(reverse("questionnaires", args=[man.pk])).status_code == 404


@pytest.mark.parametrize("changes", [{"how": ""}, {"language": "xx"}, {"how": "by pigeon"}])
def test_a_wrong_form_says_what_to_do(as_ana, asking, changes):
    url = reverse("questionnaire", args=[asking.pk])
    page = as_ana.post(url, {"once": once(as_ana, url), "how": "link", "language": "en"} | changes)
    assert page.status_code == 200
    assert 'class="error-summary"' in page.content.decode()
    assert Sitting.objects.count() == 0


def test_why_not_is_recorded_corrected_and_stands_on_his_page(cast, as_ana, man, asking):
    url = reverse("questionnaire-not-answered", args=[asking.pk])
    wrong = as_ana.post(url, {"once": once(as_ana, url), "reason": ""})
    assert wrong.content.decode().count("Choose a reason") == 2
    for reason in ("unwell", "did-not-come"):
        as_ana.post(url, {"once": once(as_ana, url), "reason": reason, "words": "Rang off."})
    page = as_ana.get(reverse("questionnaires", args=[man.pk])).content.decode()
    assert "Did not come" in page
    rows = timeline.branches(man.pk)["not-answered"]
    assert rows.count() == 2
    at = timezone.now()
    viewer = accounts.viewer(cast.ana, at=at)
    assert [one.row.url for one in waiting.waiting(viewer, at)] == [], "it was explained"


def test_what_is_due_waits_with_one_button(cast, asking, django_assert_num_queries):
    at = timezone.now()
    viewer = accounts.viewer(cast.ana, at=at)
    for n in range(5):
        make_man(cast, cast.graz, f"Man {n}")
    planning.replan_all(at=at)
    with django_assert_num_queries(1):
        rows = waiting.waiting(viewer, at)
    assert len(rows) == 6
    assert {one.row.button for one in rows} == {"Ask"}
    later = at + timedelta(days=70)
    assert {one.row.button for one in waiting.waiting(viewer, later)} == {"Say why"}


def test_scores_about_each_child_are_drawn_over_their_whole_range():
    """No child is named where nothing is answered, so that the empty questionnaire has no such score."""
    found = instruments.load("five_points")
    asked = {"children": 1, "children_number": 1, "child_saw.1": 3, "child_upset.1": 2, "child_afraid.1": 1}
    told = [
        results.Told(uuid4(), wave, found.fingerprint, instruments.score(found, asked, informant="partner"))
        for wave in ("T0", "T1")
    ]
    drawn = {one.key: (one.low, one.high) for one in results.figures(found, told)}
    assert drawn["child_saw_most"] == ("0", "4")
    assert drawn["children_upset"] == ("0", "4")


@pytest.mark.parametrize("times", [1, 5])
def test_the_result_costs_the_same_whatever_the_number_of_times(cast, as_ana, asking, times, django_assert_num_queries):
    first = Asking.objects.filter(episode=asking.episode).order_by("wave")[:times]
    today = timezone.localdate()
    for one in first:
        Asking.objects.filter(pk=one.pk).update(opens_on=today, due_on=today, late_after=today, closes_on=today)
        at = timezone.now()
        draft = Draft.objects.create(
            asking=one, entry="direct", fingerprint=_fingerprint(), language="en", mode="self", begun_at=at,
            answers={"insulted": "1", "listens": "2", "accepts_no": "3"},
        )  # fmt: skip
        answering.finish(draft=draft, on=today, by=str(cast.ana.pk), at=at)
    url = reverse("questionnaire-result", args=[first[len(first) - 1].pk])
    as_ana.get(url)
    # session, person, roles, questionnaire, versions, sets, answers, limits; the audit row
    with django_assert_num_queries(9):
        page = as_ana.get(url).content.decode()
    assert ("<svg" in page and "figure-man" in page) == (times > 1)
    assert ("T0: 2.5" in page) == (times > 1), "earlier times stand beside it, by time"
    assert "Not ruled out, because an answer is open" in page
    assert "Answers" not in Entry.objects.latest("pk").what


def _fingerprint():
    from article16.instruments import load

    return load("five_points").fingerprint


def test_change_is_marked_from_thirty_men_on(cast):
    from random import Random

    chance = Random(16)
    for n in range(31):
        man = make_man(cast, cast.graz, f"Man {n:02d}")
        planning.replan(episodes=[Episode.objects.get(client=man).pk], by="", at=timezone.now())
        asking = Asking.objects.get(episode__client=man, wave="T0")
        level = chance.randint(0, 3)
        answered(
            cast, asking, **{key: str(min(4, level + chance.randint(0, 1))) for key in ("worried", "low", "tired")}
        )
        if n == 28:
            assert measuring.measure_all(at=timezone.now()) == 0
    assert measuring.measure_all(at=timezone.now()) > 0
    found = limits.limits_of(cast.graz.pk, _fingerprint())["strain"]
    row = Reference.objects.get(score="strain")
    # 1.96 * spread * sqrt(2) * sqrt(1 - reliability)
    assert found.value == pytest.approx(1.959964 * row.spread * 2**0.5 * (1 - row.reliability) ** 0.5, rel=1e-4)
    assert found.people == 31


def test_two_entries_that_changed_meanwhile_are_compared_again(cast, asking):
    at, by = timezone.now(), str(cast.ana.pk)
    first = answering.begin(asking=asking, entry="first", language="en", mode="paper", by=by, at=at)
    second = keying.begin_second(first=first, by=str(cast.peter.pk), at=at)
    Draft.objects.filter(pk=second.pk).update(answers={"insulted": "1"})
    with pytest.raises(answering.NotPossible, match="changed in the meantime"):
        keying.finish_keyed(first=first, second=second, found=(), chosen={}, on=timezone.localdate(at), by=by, at=at)


def test_leaving_ends_changes_the_cookie_and_goes_to_a_page_that_says_nothing():
    ended = []
    request = RequestFactory().post("/out/")
    request.user = AnonymousUser()
    request.COOKIES["answers"] = "secret"
    response = leave(request, cookie="answers", end=lambda: ended.append(True))
    assert (response.status_code, response.url, ended) == (302, "/out/", [True])
    assert response.cookies["answers"].value not in {"", "secret"}
    blank = leave(RequestFactory().get("/out/"), cookie="answers", end=lambda: ended.append(True))
    assert b"<body></body>" in blank.content
    assert b"article" not in blank.content.lower()
    assert len(ended) == 1


def test_what_he_answered_stands_on_his_page_in_its_place(cast, as_ana, man, asking):
    first = answered(cast, asking, insulted="1")
    draft = answering.begin_correction(response_id=first.pk, reason="A slip.", by=str(cast.ana.pk), at=timezone.now())
    answering.finish(draft=draft, on=timezone.localdate(), by=str(cast.ana.pk), at=timezone.now())
    half = Asking.objects.get(episode=asking.episode, wave="T2")
    answering.not_answered(asking=half, reason="prison", words="", by=str(cast.ana.pk), at=timezone.now())
    page = as_ana.get(reverse("client", args=[man.pk])).content.decode()
    assert "Answered T0: Five Points" in page
    assert "Answers corrected, T0" in page
    assert "Not answered, T2" in page
    assert reverse("questionnaires", args=[man.pk]) in page


def test_what_was_meant_for_the_worker_is_not_shown_to_him(as_ana, asking):
    ask(as_ana, asking, "link")
    url = reverse("questionnaire", args=[asking.pk])
    token = once(as_ana, url)
    ask(as_ana, asking, "link")  # its notice waits for the next page
    gone = as_ana.post(url, {"once": token, "how": "tablet", "language": "en"})
    assert "/a/" not in as_ana.get(gone.url).content.decode()
