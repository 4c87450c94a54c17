"""How an episode ends, rests, goes on and opens again, and what leaves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients import actions as clients
from article16.casework.clients.models import Deadline, Episode, Order, Referral, ReferralFacts
from article16.casework.endings import actions, queries
from article16.casework.endings.kinds import EndingKind
from article16.casework.endings.mapping import LEAVES
from article16.casework.endings.models import Ending, Reopening, Resumption, Suspension, Told
from article16.casework.tasks.models import Task
from article16.casework.warnings.models import Raised
from article16.casework.warnings.policy import KINDS
from article16.common.accounts.actions import NotPossible
from article16.wall.outbox.models import OutgoingMessage
from article16.wall.vocabulary import AlertKind, Course, Opened, PartnerDetails
from tests.casework.conftest import make_man
from tests.service import once

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def ago(days):
    return today() - timedelta(days=days)


def typed(day):
    return f"{day:%d %m %Y}"


@pytest.fixture
def episode(cast):
    """A man who has been in the programme for 90 days."""
    at = timezone.now()
    referred = clients.Referred("Lukas Brandner", None, cast.graz.pk, received_on=ago(100))
    client = clients.open_client(referred=referred, by=str(cast.peter.pk), at=at, on=today())
    one = Episode.objects.get(client=client)
    clients.set_state(episode=one, state="active", on=ago(90), by=str(cast.ana.pk), at=at)
    return one


@pytest.fixture
def sent(monkeypatch):
    """Every message as it is posted, before it is sealed."""
    from article16.wall.outbox import actions as outbox

    found, whole = [], outbox.encode

    def encoding(message):
        found.append(message)
        return whole(message)

    monkeypatch.setattr(outbox, "encode", encoding)
    return found


def ended(kind, **changes):
    given = {"decided_on": today(), "reasons": "Three sessions without a call.", "last_attended_on": ago(20)}
    return actions.Ended(kind=EndingKind(kind), **given | changes)


def end(cast, episode, kind="dropped-out", **changes):
    return actions.end_episode(episode=episode, ended=ended(kind, **changes), by=str(cast.ana.pk), at=timezone.now())


def leaving(messages):
    return [
        (type(one).__name__, getattr(one, "event", None) or getattr(one, "kind", None), getattr(one, "ending", None))
        for one in messages
    ]


STARTED = [kind for kind in EndingKind if kind not in {EndingKind.NEVER_STARTED, EndingKind.TRANSFERRED}]


@pytest.mark.parametrize("kind", STARTED)
def test_each_ending_leaves_as_the_table_says(cast, episode, sent, kind):
    row = end(cast, episode, kind)
    wanted = LEAVES[kind]
    course = [("Course", wanted.event, wanted.ending)]
    alert = [("Alert", wanted.alert, None)] if wanted.alert else []
    assert leaving(sent) == course + alert
    assert all(one.fact == row.pk for one in sent)
    assert [one.on for one in sent if isinstance(one, Course)] == [today()]
    assert (episode.__class__.objects.get(pk=episode.pk).state, Raised.objects.count()) == ("ended", len(alert))


def test_every_ending_stands_in_the_table():
    assert set(LEAVES) == set(EndingKind)


def test_leaving_and_being_excluded_are_two_endings(cast, episode):
    assert LEAVES[EndingKind.DROPPED_OUT] != LEAVES[EndingKind.EXCLUDED]


def test_a_man_who_never_began_cannot_drop_out_and_his_referral_is_answered(cast, man, sent):
    episode = Episode.objects.get(client=man)
    for kind in ("completed", "dropped-out", "excluded"):
        with pytest.raises(NotPossible):
            end(cast, episode, kind, last_attended_on=None, never_attended=True)
    row = end(cast, episode, "never-started", last_attended_on=None, never_attended=True)
    assert leaving(sent) == [("Course", "ended", "never-started"), ("Alert", "no-show", None)]
    assert row.never_attended
    assert Referral.objects.get(pk=episode.pk).status == "withdrawn"


@pytest.mark.parametrize(("kind", "status"), [("not-suitable", "declined"), ("withdrawn", "withdrawn")])
def test_an_ending_answers_the_referral(cast, man, kind, status):
    episode = Episode.objects.get(client=man)
    end(cast, episode, kind, last_attended_on=None, never_attended=True)
    assert Referral.objects.get(pk=episode.pk).status == status


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_on": date(2000, 1, 1), "last_attended_on": None, "never_attended": True},
        {"last_attended_on": date(2000, 1, 1)},
        {"decided_on": ago(30), "last_attended_on": ago(20)},
        {"never_attended": True},
        {"elsewhere": "Vienna"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_saved(cast, episode, changes):
    before = OutgoingMessage.objects.count()
    with pytest.raises(NotPossible):
        end(cast, episode, **changes)
    assert (Ending.objects.count(), OutgoingMessage.objects.count()) == (0, before)
    assert Episode.objects.get(pk=episode.pk).state == "active"


def test_an_episode_ends_once(cast, episode):
    end(cast, episode)
    with pytest.raises(NotPossible):
        end(cast, episode)


def test_what_was_decided_stands_in_the_database(cast, episode):
    row = end(cast, episode, told=(actions.ToldNow("court", today(), "letter"),))
    for table, column in (("endings_ending", "reasons"), ("endings_told", "name")):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = 'x'")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.create(
            episode=episode,
            kind="completed",
            decided_on=ago(9),
            last_attended_on=today(),
            reasons="",
            written_at=timezone.now(),
            written_by=cast.ana,
        )
    assert row.reasons == "Three sessions without a call."


def test_a_suspension_and_going_on_are_rows_of_their_own(cast, episode, sent):
    by, at = str(cast.ana.pk), timezone.now()
    row = actions.suspend(episode=episode, begins_on=ago(10), until=ago(3), reason="Came drunk twice.", by=by, at=at)
    assert leaving(sent) == [("Course", "suspended", None), ("Alert", "suspended", None)]
    assert Episode.objects.get(pk=episode.pk).state == "suspended"
    with pytest.raises(NotPossible):
        actions.suspend(episode=episode, begins_on=today(), until=None, reason="x", by=by, at=at)
    with pytest.raises(NotPossible):
        actions.resume(episode=episode, on=ago(11), reason="x", by=by, at=at)
    actions.resume(episode=episode, on=ago(3), reason="Talked it through.", by=by, at=at)
    assert leaving(sent)[2:] == [("Course", "reopened", None)]
    assert (Suspension.objects.get(), Resumption.objects.get().suspension) == (row, row)
    assert Episode.objects.get(pk=episode.pk).state == "active"
    assert queries.open_suspension(episode.pk) is None


def test_an_ended_episode_opens_again_by_a_new_row_and_may_end_again(cast, episode, sent):
    row = end(cast, episode, decided_on=ago(10))
    by, at = str(cast.peter.pk), timezone.now()
    with pytest.raises(NotPossible):
        actions.reopen(episode=episode, on=ago(11), reason="x", by=by, at=at)
    actions.reopen(episode=episode, on=ago(2), reason="He came back.", by=by, at=at)
    assert leaving(sent)[2:] == [("Course", "reopened", None)]
    assert Reopening.objects.get().ending == row
    assert (Episode.objects.get(pk=episode.pk).state, Episode.objects.get(pk=episode.pk).ended_on) == ("active", None)
    assert queries.standing(episode.pk) is None
    again = end(cast, episode, "completed")
    assert queries.standing(episode.pk) == again


def test_nothing_ends_or_rests_before_the_day_from_which_he_went_on(cast, episode, sent):
    by, at = str(cast.ana.pk), timezone.now()
    actions.suspend(episode=episode, begins_on=ago(20), until=None, reason="x", by=by, at=at)
    actions.resume(episode=episode, on=ago(15), reason="x", by=by, at=at)
    with pytest.raises(NotPossible, match="He went on from"):
        actions.suspend(episode=episode, begins_on=ago(18), until=None, reason="x", by=by, at=at)
    end(cast, episode, decided_on=ago(10))
    actions.reopen(episode=episode, on=ago(5), reason="He came back.", by=by, at=at)
    told = len(sent)
    with pytest.raises(NotPossible, match="He went on from"):
        end(cast, episode, decided_on=ago(6))
    assert (len(sent), Episode.objects.get(pk=episode.pk).state) == (told, "active")
    end(cast, episode, decided_on=ago(5))


def test_a_referral_that_ended_before_he_began_is_open_again(cast, man):
    episode = Episode.objects.get(client=man)
    end(cast, episode, "never-started", last_attended_on=None, never_attended=True)
    actions.reopen(episode=episode, on=today(), reason="He called.", by=str(cast.peter.pk), at=timezone.now())
    assert Episode.objects.get(pk=episode.pk).state == "referred"
    assert Referral.objects.get(pk=episode.pk).status == "received"


def test_a_man_who_died_is_not_opened_again_but_the_ending_can_be_corrected(cast, episode, sent):
    row = end(cast, episode, "died")
    assert leaving(sent)[0] == ("Course", "died", None)
    with pytest.raises(NotPossible):
        actions.reopen(episode=episode, on=today(), reason="x", by=str(cast.peter.pk), at=timezone.now())
    new = actions.correct_ending(
        ending=row, ended=ended("moved"), why="Another man of this name.", by=str(cast.peter.pk), at=timezone.now()
    )
    corrected, right, alert = sent[2:]
    assert (corrected.event, corrected.corrects, corrected.fact) == ("corrected", row.pk, new.correction)
    assert (right.event, right.ending, right.fact) == ("ended", "moved", new.pk)
    assert alert.kind == "move"


def test_a_corrected_day_warns_nobody_twice_and_is_corrected_once(cast, episode, sent):
    row = end(cast, episode)
    by, at = str(cast.peter.pk), timezone.now()
    actions.correct_ending(ending=row, ended=ended("dropped-out", decided_on=ago(1)), why="Slip", by=by, at=at)
    assert leaving(sent)[2:] == [("Course", "corrected", None), ("Course", "ended", "dropped-out")]
    assert Episode.objects.get(pk=episode.pk).ended_on == ago(1)
    with pytest.raises(NotPossible):
        actions.correct_ending(ending=row, ended=ended("dropped-out"), why="Slip", by=by, at=at)


def test_a_transfer_opens_the_next_episode_there_with_what_is_known(cast, episode, sent):
    by, at = str(cast.peter.pk), timezone.now()
    said = clients.Said(sender="court", path="after-prosecution", sessions_ordered=26, language="Deutsch")
    clients.correct_referral(episode=episode, said=said, reason="Order came", by=by, at=at)
    for ends in (None, ago(30)):
        clients.add_order(episode=episode, ordered=clients.Ordered("no-contact", "court", ago(90), ends), by=by, at=at)
    clients.add_deadline(episode=episode, kind="hearing", due=today() + timedelta(days=5), words="", by=by, at=at)
    row = end(cast, episode, "transferred", to_programme=cast.prison.pk, for_her_service="Blue door")
    transferred, opened, details = sent
    assert (transferred.event, transferred.to_programme, transferred.fact) == ("transferred", "prison", row.pk)
    assert isinstance(opened, Opened)
    assert (opened.programme, opened.mailbox) == ("prison", transferred.mailbox)
    assert isinstance(details, PartnerDetails)
    assert (details.programme, details.words) == ("prison", "Blue door")
    old, new = Episode.objects.order_by("number")
    assert (old.state, new.state, new.programme, new.client) == ("ended", "referred", cast.prison, old.client)
    facts = ReferralFacts.objects.get(episode=new)
    assert (facts.sender, facts.path, facts.sessions_ordered, facts.language) == (
        "programme",
        "after-prosecution",
        26,
        "Deutsch",
    )
    assert Order.objects.filter(episode=new).count() == 1, "what is past does not go with him"
    assert Deadline.objects.get(episode=new, done_at=None).due == today() + timedelta(days=5)
    assert Deadline.objects.get(episode=old).done_words == "The episode ended"
    assert Raised.objects.count() == 0


def test_a_transfer_does_not_tell_that_he_is_there_already(cast, episode, sent):
    by, at = str(cast.peter.pk), timezone.now()
    clients.open_episode(
        client=episode.client, referred=clients.Referred("", None, cast.prison.pk), by=by, at=at, on=today()
    )
    sent.clear()
    end(cast, episode, "transferred", to_programme=cast.prison.pk)
    assert leaving(sent) == [("Course", "transferred", None)]
    assert Episode.objects.count() == 2


def test_a_transfer_to_a_programme_that_is_not_here_warns(cast, episode, sent):
    end(cast, episode, "transferred", elsewhere="Programme in Vienna")
    assert leaving(sent) == [("Course", "ended", "other"), ("Alert", "removed", None)]
    for wrong in ({}, {"to_programme": cast.graz.pk}, {"to_programme": cast.prison.pk, "elsewhere": "x"}):
        other = Episode.objects.get(client=make_man(cast, cast.graz, "Anders Dahl"))
        with pytest.raises(NotPossible):
            end(cast, other, "transferred", last_attended_on=None, never_attended=True, **wrong)


def test_a_transfer_is_not_corrected_into_another_ending(cast, episode):
    row = end(cast, episode, "transferred", to_programme=cast.prison.pk)
    with pytest.raises(NotPossible):
        actions.correct_ending(ending=row, ended=ended("completed"), why="x", by=str(cast.peter.pk), at=timezone.now())


def test_without_a_womens_service_the_named_person_gets_a_task(cast, episode, sent):
    clients.set_support(
        programme=cast.graz.pk, zone="", alerts_to=cast.miriam.pk, by=str(cast.ida.pk), at=timezone.now()
    )
    end(cast, episode)
    assert sent == []
    assert Task.objects.get().person_id == cast.miriam.pk


# The pages.


def post(browser, url, **data):
    return browser.post(url, {"once": once(browser, url), **data})


def end_url(episode, kind="dropped-out"):
    return f"{reverse('episode-end', args=[episode.pk])}?kind={kind}"


FORM = {"reasons": "Three sessions without a call."}


def test_first_it_is_asked_which_ending_then_the_form_says_what_saving_does(cast, episode, as_ana):
    url = reverse("episode-end", args=[episode.pk])
    for odd in ("", "?kind=nonsense", "?kind=never-started"):
        page = as_ana.get(url + odd).content.decode()
        assert "How does the episode end?" in page
        assert "kind=dropped-out" in page
        assert "kind=never-started" not in page
    page = as_ana.get(end_url(episode)).content.decode()
    assert "takes him out of his groups" in page
    assert "the episode has ended, and how”, as for every man" in page
    assert f"Sends the warning “{KINDS[AlertKind.DROPPED_OUT]}”, as for every man" in page
    assert "Sends the warning" not in as_ana.get(end_url(episode, "completed")).content.decode()


def test_an_episode_is_ended_on_its_page_and_who_was_told_stands_there(cast, episode, as_ana):
    data = FORM | {"decided_on": typed(today()), "last_attended_on": typed(ago(20))}
    data |= {"whom_1": "court", "name_1": "Regional court", "on_1": typed(today()), "how_1": "letter"}
    answer = post(as_ana, end_url(episode), **data)
    assert answer.url == reverse("episode-course", args=[episode.pk])
    page = as_ana.get(answer.url).content.decode()
    assert "Dropped out" in page
    assert f"Court, Regional court, on {today():%-d} " in page
    assert "Open the episode again" not in page, "that is for intake and managers"
    url = reverse("ending-told", args=[Ending.objects.get().pk])
    assert "Choose how" in post(as_ana, url, whom="himself", on=typed(today())).content.decode()
    post(as_ana, url, whom="himself", on=typed(today()), how="phone")
    assert list(Told.objects.order_by("written_at").values_list("whom", "how")) == [
        ("court", "letter"),
        ("himself", "phone"),
    ]
    assert as_ana.get(end_url(episode)).status_code == 404


def test_sent_twice_it_ends_once(cast, episode, as_ana):
    url = end_url(episode)
    data = FORM | {"once": once(as_ana, url), "decided_on": typed(today()), "never_attended": "on"}
    first, second = (as_ana.post(url, data) for _ in range(2))
    assert first.url == second.url
    assert Ending.objects.count() == 1


def test_going_on_sent_twice_goes_on_once(cast, episode, as_ana):
    actions.suspend(episode=episode, begins_on=today(), until=None, reason="x", by=str(cast.ana.pk), at=timezone.now())
    url = reverse("episode-resume", args=[episode.pk])
    data = {"once": once(as_ana, url), "on": typed(today()), "reason": "Talked"}
    first, second = (as_ana.post(url, data) for _ in range(2))
    assert first.url == second.url
    assert Resumption.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reasons": ""}, "Give the reasons"),
        ({"decided_on": "1 1 2199"}, "This date lies in the future"),
        ({"decided_on": "1 1 2000", "last_attended_on": "", "never_attended": "on"}, "before the episode was opened"),
        ({"last_attended_on": "1 1 2199"}, "This day lies after the decision"),
        ({"last_attended_on": "31 2 2026"}, "Enter the date as day, month, year"),
        ({"last_attended_on": ""}, "Enter the day he last attended, or tick"),
        ({"never_attended": "on"}, "so he attended. Choose one"),
        ({"whom_1": "court"}, "Enter the day"),
        ({"name_1": "Court"}, "Choose who was told, or empty this row"),
        ({"whom_1": "court", "on_1": "1 1 2199", "how_1": "letter"}, "This date lies in the future"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(cast, episode, as_ana, data, sentence):
    given = {"reasons": "Typed words", "decided_on": typed(today()), "last_attended_on": typed(ago(20))} | data
    page = post(as_ana, end_url(episode), **given)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Typed words" in page.content.decode() or not given["reasons"]
    assert Ending.objects.count() == 0


def test_a_transfer_asks_where_to_and_shows_the_sealed_box(cast, episode, as_ana):
    url = end_url(episode, "transferred")
    data = FORM | {"decided_on": typed(today()), "last_attended_on": typed(ago(20))}
    assert "Choose to which programme" in post(as_ana, url, **data).content.decode()
    page = post(as_ana, url, **data, to_programme="elsewhere", for_her_service="Blue door").content.decode()
    assert "Write the name of the programme" in page
    assert "Blue door" in page
    assert post(as_ana, url, **data, to_programme=str(cast.prison.pk)).status_code == 302
    assert Episode.objects.filter(programme=cast.prison).count() == 1


def test_suspending_going_on_and_opening_again_on_their_pages(cast, episode, as_ana, as_peter):
    suspend, resume = (reverse(f"episode-{what}", args=[episode.pk]) for what in ("suspend", "resume"))
    assert as_ana.get(resume).status_code == 404
    page = as_ana.get(suspend).content.decode()
    assert f"Sends the warning “{KINDS[AlertKind.SUSPENDED]}”, as for every man" in page
    wrong = post(as_ana, suspend, on=typed(ago(2)), until=typed(ago(9)), reason="Came drunk")
    assert "would end before it begins" in wrong.content.decode()
    post(as_ana, suspend, on=typed(ago(2)), reason="Came drunk")
    assert as_ana.get(suspend).status_code == 404
    assert "Give the reason" in post(as_ana, resume, on=typed(today())).content.decode()
    post(as_ana, resume, on=typed(today()), reason="Talked")
    end(cast, episode)
    reopen = reverse("episode-reopen", args=[episode.pk])
    assert as_ana.get(reopen).status_code == 404
    assert post(as_peter, reopen, on=typed(today()), reason="He came back").status_code == 302
    page = as_ana.get(reverse("client-course", args=[episode.client_id])).content.decode()
    for words in ("Open again", "Dropped out", "Goes on after the suspension", "Suspended", "Came drunk", "Over"):
        assert words in page


def test_an_ending_is_corrected_on_its_page(cast, episode, as_peter, as_ana):
    url = reverse("ending-correct", args=[end(cast, episode).pk])
    assert as_ana.get(url).status_code == 404
    data = FORM | {"decided_on": typed(today()), "last_attended_on": typed(ago(20))}
    assert "Say why it is corrected" in post(as_peter, url, **data).content.decode()
    assert post(as_peter, f"{url}?kind=custody", **data, why="He was arrested").status_code == 302
    old, new = Ending.objects.order_by("written_at")
    assert (new.kind, new.corrects, new.why_corrected) == ("custody", old, "He was arrested")
    page = as_peter.get(reverse("episode-course", args=[episode.pk])).content.decode()
    assert "Corrects an earlier row: He was arrested" in page


@pytest.mark.parametrize("name", ["episode-course", "episode-end", "episode-suspend"])
def test_an_episode_of_another_programme_is_as_if_it_did_not_exist(cast, episode, as_ben, name):
    nowhere = "00000000-0000-4000-8000-000000000000"
    there, missing = (as_ben.get(reverse(name, args=[one])) for one in (episode.pk, nowhere))
    assert there.status_code == missing.status_code == 404
    assert there.content == missing.content


def test_an_ending_of_another_programme_is_as_if_it_did_not_exist(cast, episode, as_ben):
    row = end(cast, episode)
    assert as_ben.get(reverse("ending-told", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_course_costs_the_same_whatever_happened(cast, episode, as_ana, count, django_assert_num_queries):
    by, at = str(cast.ana.pk), timezone.now()
    for _n in range(count):
        actions.suspend(episode=episode, begins_on=today(), until=None, reason="x", by=by, at=at)
        actions.resume(episode=episode, on=today(), reason="x", by=by, at=at)
    url = reverse("episode-course", args=[episode.pk])
    as_ana.get(url)
    with django_assert_num_queries(12):
        as_ana.get(url)


def test_every_step_stands_in_the_timeline(cast, episode, as_ana):
    by, at = str(cast.peter.pk), timezone.now()
    actions.suspend(episode=episode, begins_on=today(), until=None, reason="Came drunk", by=by, at=at)
    actions.resume(episode=episode, on=today(), reason="Talked", by=by, at=at)
    row = end(cast, episode)
    actions.correct_ending(ending=row, ended=ended("custody"), why="Arrested", by=by, at=at)
    actions.reopen(episode=episode, on=today(), reason="Released", by=by, at=at)
    page = as_ana.get(f"{reverse('client', args=[episode.client_id])}?show=endings").content.decode()
    for words in (
        "Suspended",
        "Goes on after",
        "Episode ended: dropped out",
        "Ending corrected: re-arrested",
        "open again",
    ):
        assert words in page, words
