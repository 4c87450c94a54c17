"""A referral comes, of a man who is new or one who may be known."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients import actions, queries
from article16.casework.clients.models import (
    Agency,
    Client,
    Deadline,
    Episode,
    NamePart,
    Referral,
    ReferralFacts,
    ReferralStep,
)
from article16.common.accounts import queries as accounts
from article16.common.audit.models import Entry
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.service import once

pytestmark = pytest.mark.django_db

BORN = date(1988, 3, 24)


def form_about(cast, browser, url=None, **changes):
    data = {"once": once(browser, url or reverse("client-add")), "name": "Lukas Brandner", "birth_date": "24 3 1988"}
    return data | {"programme": str(cast.graz.pk), "for_her_service": ""} | changes


def known(cast, name="Müller, Jürgen", birth_date=BORN, programme=None):
    referred = actions.Referred(name, birth_date, (programme or cast.graz).pk)
    at = timezone.now()
    return actions.open_client(referred=referred, by=str(cast.peter.pk), at=at, on=timezone.localdate(at))


def test_a_whole_referral_is_kept_as_it_was_said(cast, as_peter):
    data = form_about(
        cast,
        as_peter,
        received_on="2 11 2026",
        path="after-prosecution",
        sender="court",
        own_reason="ultimatum",
        new_agency="Regional court Graz",
        agency_reference="12 Hv 34/26b",
        referred_by="Judge Maier",
        mandate="order",
        mandate_text="Anti-violence training of 26 sessions.",
        sessions_ordered="26",
        hours_ordered="52",
        next_hearing="26 11 2027",
        answer_by="1 12 2027",
        language="Deutsch",
        interpreter="no",
        reading="well",
        needs="not-asked",
    )
    assert as_peter.post(reverse("client-add"), data).status_code == 302
    facts = ReferralFacts.objects.get()
    assert (facts.path, facts.sender, facts.sessions_ordered, facts.hours_ordered) == (
        "after-prosecution",
        "court",
        26,
        52,
    )
    assert (facts.agency.name, facts.agency.kind, facts.reference_key) == ("Regional court Graz", "court", "12hv3426b")
    assert (facts.interpreter, facts.needs, facts.needs_words) == ("no", "not-asked", "")
    assert (Referral.objects.get().received_on, Referral.objects.get().status) == (date(2026, 11, 2), "received")
    assert Episode.objects.get().opened_on == date(2026, 11, 2)
    assert [(one.status, one.written_by) for one in ReferralStep.objects.all()] == [("received", cast.peter)]
    assert sorted(Deadline.objects.values_list("kind", "due")) == [
        ("answer", date(2027, 12, 1)),
        ("hearing", date(2027, 11, 26)),
    ]


def test_errors_are_told_in_the_order_of_the_page(cast, as_peter):
    data = form_about(cast, as_peter, name="", birth_date="31 2 1988", programme="", sessions_ordered="0")
    page = as_peter.post(reverse("client-add"), data).content.decode()
    summary = page[page.index("error-summary") :]
    places = [summary.index(f"#id_{name}") for name in ("name", "birth_date", "programme", "sessions_ordered")]
    assert places == sorted(places)


def test_an_agency_that_is_known_under_its_name_is_not_made_twice(cast, as_peter):
    for name, agency in (("Anders Dahl", "Court of Graz"), ("Emre Öztürk", "court of graz")):
        as_peter.post(reverse("client-add"), form_about(cast, as_peter, name=name, birth_date="", new_agency=agency))
    assert Agency.objects.count() == 1
    assert ReferralFacts.objects.filter(agency=Agency.objects.get()).count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"received_on": "1 1 2199"}, "This date lies in the future. Check it"),
        ({"received_on": "1 1 1980"}, "before he was born"),
        ({"received_on": "2 11 2026", "next_hearing": "1 11 2026"}, "before the referral was received"),
        ({"path": "without-prosecution", "sender": "prison"}, "Probation and prison follow a prosecution"),
        ({"path": "voluntary", "mandate": "condition-of-dropping"}, "comes from criminal justice"),
        ({"mandate": "none", "sessions_ordered": "26"}, "so there is a mandate"),
        ({"sessions_ordered": "0"}, "greater than or equal to 1"),
        ({"name": "12345"}, "Enter his name in letters"),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_is_saved(cast, as_peter, changes, sentence):
    page = as_peter.post(reverse("client-add"), form_about(cast, as_peter, mandate_text="Typed words", **changes))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(sentence) == 2, "once in the summary, once at the field"
    assert "Typed words" in text
    assert (Client.objects.count(), Agency.objects.count(), OutgoingMessage.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Mueller Juergen", ""),
        ("Jurgen MULLER", "24 3 1988"),
        ("Jürgen Mülelr", "24 3 1988"),  # two letters exchanged
        ("Jürgen Müller", "24 3 1998"),  # a digit wrong
        ("Müller-Huber, Jürgen", "24 3 1988"),  # one name more
        ("Jürgen Huber", "24 3 1988"),  # another family name, the same day
    ],
)
def test_a_man_who_may_be_known_is_shown_before_anything_is_saved(cast, as_peter, name, born):
    man = known(cast)
    before = OutgoingMessage.objects.count()
    data = form_about(cast, as_peter, name=name, birth_date=born, for_her_service="Blue door")
    page = as_peter.post(reverse("client-add"), data)
    text = page.content.decode()
    assert page.status_code == 200
    assert "He may be known here" in text
    assert man.code in text
    assert "Blue door" in text, "nothing typed is lost"
    assert (Client.objects.count(), OutgoingMessage.objects.count()) == (1, before)
    assert Entry.objects.filter(verb="read", what="client-add", ids=[str(man.pk)]).exists(), "his name was shown"


@pytest.mark.parametrize(
    ("name", "born"),
    [("Anders Dahl", "24 3 1988"), ("Jürgen Huber", ""), ("Jürgen Huber", "1 1 1970"), ("Jürgen Mülelr", "1 1 1970")],
)
def test_another_man_is_saved_without_a_question(cast, as_peter, name, born):
    known(cast)
    assert as_peter.post(reverse("client-add"), form_about(cast, as_peter, name=name, birth_date=born)).url
    assert Client.objects.count() == 2


def test_another_man_of_the_same_name_gets_a_file_of_his_own(cast, as_peter):
    known(cast)
    data = form_about(cast, as_peter, name="Jürgen Müller", birth_date="1 1 1970", same="another")
    assert as_peter.post(reverse("client-add"), data).status_code == 302
    assert Client.objects.count() == 2


def test_he_comes_back_as_the_next_episode_of_the_same_man(cast, as_peter):
    man = known(cast)
    first = Episode.objects.get()
    at = timezone.now()
    actions.set_state(episode=first, state="ended", on=timezone.localdate(at), by=str(cast.peter.pk), at=at)
    sent = OutgoingMessage.objects.count()
    data = form_about(cast, as_peter, name="Mueller Juergen", sender="himself", same=str(man.pk))
    answer = as_peter.post(reverse("client-add"), data)
    assert answer.url == reverse("client", args=[man.pk])
    assert list(Episode.objects.order_by("number").values_list("client", "number", "state")) == [
        (man.pk, 1, "ended"),
        (man.pk, 2, "referred"),
    ]
    types = OutgoingMessage.objects.order_by("sequence").values_list("type", flat=True)[sent:]
    assert list(types) == ["Opened", "PartnerDetails"], "as for every referral"
    assert Client.objects.get().name == "Müller, Jürgen", "his name is corrected on its own page, not by a referral"
    assert queries.current_episode(accounts.viewer(cast.ana, at=at), man.pk).number == 2


def test_while_an_episode_runs_in_the_programme_no_second_one_is_opened_there(cast, as_peter):
    man = known(cast)
    page = as_peter.post(reverse("client-add"), form_about(cast, as_peter, name="Jürgen Müller", same=str(man.pk)))
    assert "He has an episode in this programme that has not ended" in page.content.decode()
    assert Episode.objects.count() == 1


def test_a_refused_referral_leaves_nothing_behind(cast, as_peter):
    man = known(cast)
    data = form_about(cast, as_peter, name="Jürgen Müller", same=str(man.pk), new_agency="Court of Graz")
    assert as_peter.post(reverse("client-add"), data).status_code == 200
    assert (Agency.objects.count(), ReferralFacts.objects.count()) == (0, 1)


def test_men_from_before_get_a_referral_and_the_words_of_their_names(cast):
    """What the migration does, on a man of whom there is nothing but his file and his episode."""
    from importlib import import_module

    from django.apps import apps

    client = Client.objects.create(name="Wójcik, Karol", code="C-900", created_at=timezone.now())
    episode = Episode.objects.create(client=client, programme=cast.graz, number=1, opened_on=date(2026, 5, 4))
    from_before = import_module("article16.casework.clients.migrations.0004_from_before")
    for _again in range(2):
        from_before.fill(apps, None)
    assert sorted(NamePart.objects.filter(client=client).values_list("part", flat=True)) == ["karol", "wojcik"]
    found = queries.referral(episode.pk)
    assert (found.received_on, found.status, found.said.sender) == (date(2026, 5, 4), "received", "")
    assert [one.by for one in queries.steps(episode.pk)] == [""]


def test_a_man_of_another_programme_is_not_revealed(cast, as_peter):
    hidden = known(cast, programme=cast.prison)
    data = form_about(cast, as_peter, name="Jürgen Müller")
    assert as_peter.post(reverse("client-add"), data).status_code == 302
    assert Client.objects.count() == 2
    data = form_about(cast, as_peter, name="Jürgen Müller", same=str(hidden.pk))
    page = as_peter.post(reverse("client-add"), data)
    assert page.status_code == 200
    assert hidden.code not in page.content.decode().replace("C-002", "")
    assert Episode.objects.filter(client=hidden).count() == 1, "his id opens nothing"


def test_a_closed_file_is_not_offered(cast, as_peter):
    from article16.common.accounts import actions as closing

    man = known(cast)
    closing.close_file(
        staff_id=cast.peter.pk, thing="client", object_id=man.pk, by=str(cast.peter.pk), at=timezone.now()
    )
    assert as_peter.post(reverse("client-add"), form_about(cast, as_peter, name="Jürgen Müller")).status_code == 302


def test_an_earlier_name_is_found_too(cast, as_peter):
    man = known(cast, name="Huber, Jürgen")
    NamePart.objects.create(client=man, part="muler")
    page = as_peter.post(reverse("client-add"), form_about(cast, as_peter, name="Jürgen Müller", birth_date=""))
    assert man.code in page.content.decode()


def test_a_name_written_as_two_words_is_found(cast):
    man = known(cast, name="Zaid Abdul Rahman", birth_date=None)
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    assert [one.id for one in queries.may_be(viewer, name="Zaid Abdulrahman", birth_date=None)] == [man.pk]


@pytest.mark.parametrize("count", [3, 30])
def test_looking_for_the_same_man_costs_five_queries_whatever_their_number(cast, count, django_assert_num_queries):
    for n in range(count):
        known(cast, name=f"Jürgen Müller {'abcdefghijklmnopqrstuvwxyzäöüß'[n] * 3}")
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    with django_assert_num_queries(5):
        found = queries.may_be(viewer, name="Jürgen Müller", birth_date=BORN)
    assert len(found) == min(count, 8)


def test_a_common_name_is_narrowed_by_how_the_other_begins(cast, monkeypatch):
    from article16.casework.clients.queries import same

    monkeypatch.setattr(same, "MANY", 2)
    for n in range(4):
        known(cast, name=f"Mohamed Xaver{n}", birth_date=None)
    wanted = known(cast, name="Mohamed Brandner", birth_date=None)
    viewer = accounts.viewer(cast.peter, at=timezone.now())
    assert [one.id for one in queries.may_be(viewer, name="Rbandner Mohamed", birth_date=None)] == [wanted.pk]


def test_a_known_man_is_referred_again_from_his_own_page(cast, as_peter, as_ana):
    man = known(cast)
    url = reverse("episode-add", args=[man.pk])
    assert as_ana.get(url).status_code == 404
    at = timezone.now()
    actions.set_state(
        episode=Episode.objects.get(), state="ended", on=timezone.localdate(at), by=str(cast.peter.pk), at=at
    )
    data = form_about(cast, as_peter, url)
    assert as_peter.post(url, data).url == reverse("client", args=[man.pk])
    assert as_peter.post(url, data).url == reverse("client", args=[man.pk]), "a double click makes one"
    assert Episode.objects.count() == 2


def test_a_list_shows_those_who_stand_where_the_filter_says(cast, as_ana):
    first, second = make_man(cast, cast.graz, "Anders Dahl"), make_man(cast, cast.graz, "Emre Can")
    at = timezone.now()
    actions.set_state(
        episode=Episode.objects.get(client=second),
        state="active",
        on=timezone.localdate(at),
        by=str(cast.ana.pk),
        at=at,
    )
    shown = {
        state: [
            one.name for one in (first, second) if one.name in as_ana.get(f"/clients/?state={state}").content.decode()
        ]
        for state in ("", "referred", "active", "waiting", "ended", "nonsense")
    }
    both = ["Anders Dahl", "Emre Can"]
    assert shown == {
        "": both,
        "referred": both[:1],
        "active": both[1:],
        "waiting": both[:1],
        "ended": [],
        "nonsense": both,
    }


def test_a_filter_by_a_programme_of_others_shows_nothing_more(cast, as_ana):
    hidden = make_man(cast, cast.prison, "Hidden Man")
    page = as_ana.get(f"/clients/?programme={cast.prison.pk}").content.decode()
    assert hidden.name not in page


@pytest.mark.parametrize("count", [3, 30])
def test_a_filtered_list_costs_one_query_more(cast, as_ana, count, django_assert_num_queries):
    for n in range(count):
        make_man(cast, cast.graz, f"Man {'abcdefghijklmnopqrstuvwxyzäöüß'[n] * 5}")
    as_ana.get("/clients/?state=waiting")
    with django_assert_num_queries(7):
        as_ana.get("/clients/?state=waiting")
