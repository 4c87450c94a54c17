"""People named in his file, the box for her service, official records."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.family import actions, queries
from article16.casework.family.guarding import says_where
from article16.casework.family.models import BoxRecord, RecordsAnswer, RecordsCheck, Relative
from article16.casework.family.words import Relation, Said
from article16.common.audit.models import Entry
from article16.wall import vocabulary
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.service import once, without_token

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"


def person(browser, man, **changes):
    data = {
        "once": once(browser, reverse("family-person-add", args=[man.pk])),
        "relation": "former-partner",
        "name": "Marta Kos",
        "birth_date": "",
        "source": "court",
        "said_on": "3 5 2026",
        "order": "in-force",
        "order_until": "3 5 2027",
        "order_words": "May not come near her",
    }
    return data | changes


def add(browser, man, **changes):
    return browser.post(reverse("family-person-add", args=[man.pk]), person(browser, man, **changes))


def test_a_person_is_written_down_with_who_says_so(cast, man, as_ana):
    assert add(as_ana, man).url == reverse("family", args=[man.pk])
    page = as_ana.get(reverse("family", args=[man.pk])).content.decode()
    assert "Marta Kos" in page
    assert "A court, 3 May 2026" in page
    assert "In force, until 3 May 2027: May not come near her" in page
    assert Entry.objects.get(what="record_relative").ids == [str(man.pk)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the name"),
        ({"relation": ""}, "Choose who this is"),
        ({"source": ""}, "Choose who says so"),
        ({"order": ""}, "Choose what the source says, or that it was not asked"),
        ({"said_on": "1 1 2199"}, "lies in the future"),
        ({"said_on": "31 2 2026"}, "Enter the date as day, month, year"),
        ({"birth_date": "1 1 1990"}, "Only a child’s date of birth stands here".replace("’", "&#x27;")),
        ({"order": "none"}, "An end needs an order"),
        ({"name": "Marta Kos, +43 664 1234567"}, "Write it into the box for her service"),
        ({"order_words": "Not near Lendplatz 7"}, "Write it into the box for her service"),
    ],
)
def test_a_slip_says_what_to_do_and_keeps_what_was_typed(cast, man, as_ana, changes, sentence):
    page = add(as_ana, man, **changes)
    assert page.status_code == 200
    assert page.content.decode().count(sentence) == 2
    assert Relative.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Lendplatz 7", True),
        ("12 High Street", True),
        ("rue de la Paix 3", True),
        ("8020 Graz", True),
        ("SW1A 1AA", True),
        ("0664 123 45 67", True),
        ("a@example.org", True),
        ("Volksschule Lend", True),
        ("works at the bakery", True),
        ("order of 3 5 2026", False),
        ("2026-05-03, regional court, 12 Hv 34/26", False),
        ("May not come near her for 6 months", False),
        ("Ana-María O'Neil", False),
        ("مازن", False),
    ],
)
def test_what_says_where_somebody_is_belongs_into_the_box(text, says):
    assert says_where(text) is says


def test_no_column_holds_where_she_can_be_found():
    names = {field.name for field in Relative._meta.fields}
    assert not [name for name in names if re.search("address|phone|mail|school|work|street|place", name)]


def test_the_words_of_this_room_are_words_of_the_wall():
    assert set(Relation.values) == {one.value for one in vocabulary.Relation}
    assert set(Said.values) == {one.value for one in vocabulary.Source} - {"staff"}


def test_a_correction_is_a_new_row_and_the_earlier_one_stays(cast, man, as_ana):
    add(as_ana, man)
    first = Relative.objects.get()
    url = reverse("family-person-correct", args=[man.pk, first.pk])
    data = person(as_ana, man, name="Marta Kosová", once=once(as_ana, url))
    assert as_ana.post(url, data).status_code == 302
    assert Relative.objects.count() == 2
    page = as_ana.get(reverse("family", args=[man.pk])).content.decode()
    assert "corrected by a later entry" in page
    assert as_ana.get(url).status_code == 404, "an entry is corrected once; then its correction is"


def test_two_who_correct_at_once_do_not_overwrite_each_other(cast, man, as_ana, as_peter):
    add(as_ana, man)
    url = reverse("family-person-correct", args=[man.pk, Relative.objects.get().pk])
    tokens = once(as_ana, url), once(as_peter, url)
    assert as_ana.post(url, person(as_ana, man, once=tokens[0])).status_code == 302
    assert as_peter.post(url, person(as_peter, man, once=tokens[1])).status_code == 404
    assert Relative.objects.count() == 2


def test_an_entry_taken_back_leaves_the_list_and_stays_in_the_file(cast, man, as_ana):
    add(as_ana, man)
    url = reverse("family-person-correct", args=[man.pk, Relative.objects.get().pk])
    as_ana.post(url, person(as_ana, man, once=once(as_ana, url), taken_back="on"))
    page = as_ana.get(reverse("family", args=[man.pk])).content.decode()
    assert "Nobody is named yet" in page
    assert "taken back" in page


# The box for her service


def fill(browser, man, **changes):
    url = reverse("family-box", args=[man.pk])
    return browser.post(url, {"once": once(browser, url)} | changes)


def test_the_box_leaves_sealed_and_only_the_time_stays(cast, man, as_ana):
    from django.apps import apps

    full = {
        "name_1": "Marta Kosova",
        "relation_1": "partner",
        "source_1": "police",
        "phone_1": "+43 664 1234567",
        "address_1": "Lendplatz 7",
        "school_1": "Volksschule Lend",
        "for_her_service": "Works nights.",
    }
    assert fill(as_ana, man, **full).status_code == 302
    page = as_ana.get(reverse("family", args=[man.pk])).content.decode()
    assert re.search(r"Recorded, \d\d:\d\d on", page)
    for model in apps.get_models():
        for row in model.objects.values_list():
            assert not any("Kosova" in str(value) or "Lendplatz" in str(value) for value in row), model


def test_an_empty_box_and_a_full_one_look_alike(cast, man, as_ana):
    OutgoingMessage.objects.all().delete()
    fill(as_ana, man)
    people = {}
    for n in range(1, 5):
        people |= {f"name_{n}": "Marta " * 30, f"relation_{n}": "child", f"source_{n}": "client"}
        people |= {f"phone_{n}": "1" * 300, f"note_{n}": "x" * 900}
    fill(as_ana, man, for_her_service="y" * 3000, **people)
    boxes = OutgoingMessage.objects.filter(type="PartnerDetails")
    assert len(boxes) == 2
    assert len({len(bytes(one.sealed)) for one in boxes}) == 1
    rows = BoxRecord.objects.values_list("occasion", "episode", "written_by")
    assert len(set(rows)) == 1
    assert [one.ids for one in Entry.objects.filter(what="fill_box")] == [[str(man.pk)]] * 2


def test_a_person_in_the_box_needs_a_name_and_who_says_so_and_nothing_typed_is_lost(cast, man, as_ana):
    page = fill(as_ana, man, phone_2="0664 1234567")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="0664 1234567"' in text
    for sentence in ("Enter a name for this person", "Choose who this person is to him", "Choose who says so"):
        assert text.count(sentence) == 2
    assert BoxRecord.objects.count() == 0


def test_more_than_the_box_holds_is_said_and_not_cut(cast, man, as_ana):
    people = {}
    for n in range(1, 5):
        people |= {f"name_{n}": "م" * 200, f"relation_{n}": "child", f"source_{n}": "client", f"note_{n}": "م" * 1000}
        people |= {f"{kind}_{n}": "م" * 300 for kind in ("phone", "address", "school", "workplace", "other")}
    page = fill(as_ana, man, for_her_service="م" * 3000, **people)
    assert page.status_code == 200
    assert "Shorten the notes" in page.content.decode()
    assert BoxRecord.objects.count() == 0


def test_the_occasion_is_the_referral_until_he_is_taken_in(cast, man, as_ana):
    from article16.casework.clients.actions import set_state
    from article16.casework.clients.models import Episode

    fill(as_ana, man)
    episode = Episode.objects.get(client=man)
    set_state(episode=episode, state="active", on=timezone.localdate(), by=str(cast.ana.pk), at=timezone.now())
    fill(as_ana, man)
    assert list(BoxRecord.objects.order_by("written_at").values_list("occasion", flat=True)) == ["referral", "review"]


def test_without_a_womens_service_nothing_is_taken_that_would_be_lost(cast, man, as_ana):
    from article16.casework.clients.actions import set_support

    set_support(programme=cast.graz.pk, zone="", alerts_to=cast.miriam.pk, by="", at=timezone.now())
    page = fill(as_ana, man, for_her_service="Works nights.")
    assert "has no women&#x27;s service" in page.content.decode()
    assert BoxRecord.objects.count() == 0


# Official records


def ask(browser, man, **changes):
    url = reverse("records-check-add", args=[man.pk])
    data = {
        "once": once(browser, url),
        "source": "police",
        "agency": "Graz",
        "asked_on": "1 6 2026",
        "period_from": "1 6 2025",
        "period_to": "31 5 2026",
        "expected_by": "1 7 2026",
    }
    return browser.post(url, data | changes)


def answer(browser, man, **changes):
    url = reverse("records-check-answer", args=[man.pk, RecordsCheck.objects.get().pk])
    data = {"once": once(browser, url), "answered_on": "20 6 2026", "outcome": "none"}
    return browser.post(url, data | changes)


def test_not_asked_is_not_none_and_no_answer_yet_is_neither(cast, man, as_ana):
    def shown():
        return as_ana.get(reverse("family", args=[man.pk])).content.decode()

    assert "Not asked: A court, Police or prosecution" in shown()
    ask(as_ana, man, asked_on=f"{timezone.localdate():%d %m %Y}", expected_by="1 1 2099")
    assert "Not asked: A court, Probation" in shown()
    assert "No answer yet" in shown()
    assert "None in the period" not in shown()
    assert answer(as_ana, man, answered_on=f"{timezone.localdate():%d %m %Y}").status_code == 302
    assert "None in the period" in shown()


def test_incidents_are_rows_with_day_and_kind(cast, man, as_ana):
    ask(as_ana, man)
    lines = {"on_1": "3 2 2026", "kind_1": "call-out", "words_1": "pushed", "on_2": "4 3 2026", "kind_2": "breach"}
    assert answer(as_ana, man, outcome="incidents", **lines).status_code == 302
    page = as_ana.get(reverse("family", args=[man.pk])).content.decode()
    assert "3 Feb 2026: Police call-out. pushed" in page
    assert "4 Mar 2026: Breach of an order" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": "incidents"}, "List at least one incident"),
        ({"outcome": "none", "on_1": "3 2 2026", "kind_1": "charge"}, "Incidents are listed below"),
        ({"outcome": "incidents", "on_1": "3 2 2026"}, "Choose what it was"),
        ({"outcome": "incidents", "kind_1": "charge"}, "Enter the day of this incident"),
        (
            {"outcome": "incidents", "on_1": "3 2 2026", "kind_1": "charge", "words_1": "at 8020 Graz"},
            "Write it into the box",
        ),
        ({"outcome": ""}, "Choose what came back"),
        ({"answered_on": "1 5 2026"}, "The answer cannot come before the question"),
    ],
)
def test_a_slip_in_an_answer_saves_nothing(cast, man, as_ana, changes, sentence):
    ask(as_ana, man)
    page = answer(as_ana, man, **changes)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert RecordsAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"period_to": "1 1 2020"}, "The period ends before it begins"),
        ({"expected_by": "1 5 2026"}, "This day lies before the question was asked"),
        ({"source": "client"}, "Select a valid choice"),
        ({"asked_on": "1 1 2199"}, "lies in the future"),
    ],
)
def test_a_slip_in_a_question_saves_nothing(cast, man, as_ana, changes, sentence):
    page = ask(as_ana, man, **changes)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert RecordsCheck.objects.count() == 0


def test_an_answer_is_corrected_by_a_new_row(cast, man, as_ana):
    ask(as_ana, man)
    answer(as_ana, man)
    answer(as_ana, man, outcome="incidents", on_1="3 2 2026", kind_1="charge")
    assert RecordsAnswer.objects.count() == 2
    page = as_ana.get(reverse("family", args=[man.pk])).content.decode()
    assert "3 Feb 2026: Charge" in page
    assert "None in the period" not in page


def test_a_question_waits_until_it_is_answered(cast, man, as_ana):
    from article16.casework.family.waiting import waiting
    from article16.common.accounts.queries import viewer

    ask(as_ana, man)
    at = timezone.now()
    (one,) = waiting(viewer(cast.ana, at=at), at)
    assert one.due == date(2026, 7, 1)
    assert "Police or prosecution" in one.row.what
    assert waiting(viewer(cast.ben, at=at), at) == []
    answer(as_ana, man)
    assert waiting(viewer(cast.ana, at=at), at) == []


# Who sees it


@pytest.mark.parametrize("name", ["family", "family-person-add", "family-box", "records-check-add", "documents"])
def test_another_programmes_man_is_as_if_he_did_not_exist(cast, man, as_ben, name):
    there, nowhere = as_ben.get(reverse(name, args=[man.pk])), as_ben.get(reverse(name, args=[NOWHERE]))
    assert (there.status_code, there.content) == (404, nowhere.content)


def test_a_row_of_one_man_does_not_open_under_another(cast, man, as_ana):
    add(as_ana, man)
    other = make_man(cast, cast.graz, "Emre Öztürk")
    assert as_ana.get(reverse("family-person-correct", args=[other.pk, Relative.objects.get().pk])).status_code == 404


def test_an_auditor_reads_and_cannot_write(cast, man):
    from tests.service import signed_in

    tom = signed_in(cast.tom)
    page = tom.get(reverse("family", args=[man.pk]))
    assert page.status_code == 200
    assert "Name a person" not in page.content.decode()
    assert tom.get(reverse("family-person-add", args=[man.pk])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_whatever_its_length(cast, man, as_ana, count, django_assert_num_queries):
    from article16.casework.clients.models import Episode

    episode, by, at = Episode.objects.get(client=man), str(cast.ana.pk), timezone.now()
    today = timezone.localdate()
    for n in range(count):
        named = actions.Named("child", f"Kind {n}", "client", today, "not-asked")
        actions.record_relative(episode=episode, named=named, by=by, at=at)
        asked = actions.Asked("police", "", today - timedelta(days=9), today - timedelta(days=99), today, today)
        check = actions.ask_records(episode=episode, asked=asked, by=by, at=at)
        entered = [actions.Entered(today, "charge")]
        actions.answer_records(check=check, answered_on=today, outcome="incidents", incidents=entered, by=by, at=at)
    as_ana.get(reverse("family", args=[man.pk]))
    # session, person, roles; the man and his passages; people, box, questions, answers, incidents; the audit row
    with django_assert_num_queries(11):
        page = as_ana.get(reverse("family", args=[man.pk]))
    assert page.content.decode().count("Kind ") >= count


def test_the_reads_say_nothing_of_a_closed_file(cast, man, as_ana):
    from article16.common.accounts.actions import close_file
    from article16.common.accounts.queries import viewer

    add(as_ana, man)
    at = timezone.now()
    close_file(staff_id=cast.ana.pk, thing="client", object_id=man.pk, by="", at=at)
    assert queries.relatives(viewer(cast.ana, at=at), man.pk) == []
    assert as_ana.get(reverse("family", args=[man.pk])).status_code == 404


def test_the_page_is_the_same_for_a_man_whose_box_was_empty_and_one_whose_was_full(cast, as_ana):
    shown = []
    for words in ("", "x" * 3000):
        man = make_man(cast, cast.graz)
        fill(as_ana, man, for_her_service=words)
        page = without_token(as_ana.get(reverse("family", args=[man.pk])))
        page = page.replace(str(man.pk), "").replace(man.code, "")
        shown.append(re.sub(r"\d\d:\d\d", "", page))
    assert shown[0] == shown[1]


def test_a_draft_of_the_fullest_box_is_as_long_as_one_of_an_empty_one(cast, man):
    """What is kept when a sign-in ends must not tell whether, or how much, was written for her."""
    from article16.common.accounts.models import Draft
    from tests.service import signed_in

    people = {}
    for n in range(1, 5):
        people |= {f"name_{n}": "م" * 200, f"relation_{n}": "child", f"source_{n}": "client", f"note_{n}": "م" * 1000}
        people |= {f"{kind}_{n}": "م" * 300 for kind in ("phone", "email", "address", "school", "workplace", "other")}
    empty = dict.fromkeys(people, "")
    for data in (empty | {"for_her_service": ""}, people | {"for_her_service": "م" * 3000}):
        browser = signed_in(cast.ana)
        session = browser.session
        session["seen"] = (timezone.now() - timedelta(hours=2)).timestamp()
        session.save()
        url = reverse("family-box", args=[man.pk])
        assert browser.post(url, data).status_code == 302
    lengths = {len(bytes(one.sealed)) for one in Draft.objects.all()}
    assert Draft.objects.count() == 2
    assert len(lengths) == 1
