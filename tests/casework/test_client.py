"""Taking a man in, seeing him, not seeing him."""

import pytest
from django.urls import reverse

from article16.casework.clients.models import Client
from article16.common.audit.models import Entry
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.service import once, signed_in, without_token

pytestmark = pytest.mark.django_db


def form_about(cast, browser, **changes):
    data = {
        "once": once(browser, reverse("client-add")),
        "name": "Lukas Brandner",
        "birth_date": "24 3 1988",
        "programme": str(cast.graz.pk),
        "for_her_service": "Works at the school in Lend.",
    }
    return data | changes


def test_saving_a_referral_opens_his_file_and_sends_two_sealed_messages(cast, as_peter):
    answer = as_peter.post(reverse("client-add"), form_about(cast, as_peter))
    man = Client.objects.get()
    assert answer.url == reverse("client", args=[man.pk])
    assert (man.code, man.name, str(man.birth_date)) == ("C-001", "Lukas Brandner", "1988-03-24")
    sent = OutgoingMessage.objects.order_by("sequence")
    assert [(one.type, one.sequence) for one in sent] == [("Opened", 1), ("PartnerDetails", 2)]


def test_what_is_for_her_service_stands_nowhere_in_casework(cast, as_peter):
    as_peter.post(reverse("client-add"), form_about(cast, as_peter, for_her_service="Blue door, Lendplatz 7"))
    from django.apps import apps

    for model in apps.get_models():
        for row in model.objects.values_list():
            assert all("Lendplatz" not in str(value) for value in row), model
            assert all(b"Lendplatz" not in bytes(value) for value in row if isinstance(value, bytes | memoryview)), (
                model
            )


def test_an_empty_box_and_a_full_one_leave_with_the_same_length(cast, as_peter):
    as_peter.post(reverse("client-add"), form_about(cast, as_peter, for_her_service=""))
    as_peter.post(reverse("client-add"), form_about(cast, as_peter, for_her_service="x" * 3000, same="another"))
    boxes = OutgoingMessage.objects.filter(type="PartnerDetails")
    assert len({len(bytes(one.sealed)) for one in boxes}) == 1


def test_a_double_click_makes_one_row(cast, as_peter):
    data = form_about(cast, as_peter)
    first, second = (as_peter.post(reverse("client-add"), data) for _ in range(2))
    assert first.url == second.url
    assert Client.objects.count() == 1
    assert OutgoingMessage.objects.count() == 2


def test_two_tabs_make_two_rows(cast, as_peter):
    for same in ("", "another"):
        as_peter.post(reverse("client-add"), form_about(cast, as_peter, same=same))
    assert [one.code for one in Client.objects.order_by("code")] == ["C-001", "C-002"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Enter his name"),
        ({"birth_date": "31 2 1988"}, "Enter the date as day, month, year"),
        ({"birth_date": "1 1 2199"}, "This date lies in the future"),
        ({"birth_date": "1 1 1901"}, "more than 110 years back"),
        ({"programme": ""}, "Choose the programme"),
        ({"for_her_service": "x" * 3001}, "at most 3000 characters"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(cast, as_peter, changes, sentence):
    page = as_peter.post(reverse("client-add"), form_about(cast, as_peter, **changes))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(sentence) == 2, "once in the summary, once at the field"
    if "name" not in changes:
        assert 'value="Lukas Brandner"' in text
    assert Client.objects.count() == 0
    assert OutgoingMessage.objects.count() == 0


def test_a_programme_of_others_cannot_be_chosen(cast, as_peter):
    page = as_peter.post(reverse("client-add"), form_about(cast, as_peter, programme=str(cast.prison.pk)))
    assert page.status_code == 200
    assert Client.objects.count() == 0


def test_a_man_of_another_programme_is_as_if_he_did_not_exist(cast, man, as_ben):
    there = as_ben.get(reverse("client", args=[man.pk]))
    nowhere = as_ben.get(reverse("client", args=["00000000-0000-4000-8000-000000000000"]))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert sorted(there.headers.items()) == sorted(nowhere.headers.items())


def test_a_refused_try_stands_in_the_record_with_the_id(cast, man, as_ben):
    as_ben.get(reverse("client", args=[man.pk]))
    row = Entry.objects.get(verb="refused")
    assert (row.actor, row.what, row.ids) == (str(cast.ben.pk), "client", [str(man.pk)])


def test_the_list_is_one_audit_row_with_all_its_ids(cast, as_ana):
    men = [make_man(cast, cast.graz, f"Man {n}") for n in range(3)]
    as_ana.get(reverse("clients"))
    row = Entry.objects.get(verb="read", what="clients")
    assert sorted(row.ids) == sorted(str(one.pk) for one in men)


def test_the_list_pages_by_key_and_shows_each_man_once(cast, as_ana):
    for n in range(53):
        make_man(cast, cast.graz, f"Man {n:02d}")
    first = as_ana.get(reverse("clients")).content.decode()
    later = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = as_ana.get(reverse("clients") + later).content.decode()
    shown = [name for name in (f"Man {n:02d}" for n in range(53)) if name in first] + [
        name for name in (f"Man {n:02d}" for n in range(53)) if name in second
    ]
    assert shown == [f"Man {n:02d}" for n in range(53)]


@pytest.mark.parametrize("count", [1, 50])
def test_a_list_costs_six_queries_and_one_audit_row_whatever_its_length(cast, as_ana, count, django_assert_num_queries):
    for n in range(count):
        make_man(cast, cast.graz, f"Man {n:02d}")
    as_ana.get(reverse("clients"))
    # session, person, roles, men, episodes; then the audit row, in a transaction that is counted on SQLite too
    with django_assert_num_queries(6) as counted:
        as_ana.get(reverse("clients"))
    assert sum("INSERT" in query["sql"] for query in counted.captured_queries) == 1


def test_a_closed_file_is_gone_for_the_worker_and_unchanged_for_everybody_else(cast, man, as_ana, as_miriam):
    url = reverse("client-close", args=[man.pk])
    before = without_token(as_miriam.get(reverse("client", args=[man.pk])))
    answer = as_ana.post(url, {"once": once(as_ana, url), "person": str(cast.ana.pk)})
    assert answer.url == reverse("clients")
    assert as_ana.get(reverse("client", args=[man.pk])).status_code == 404
    assert b"Lukas" not in as_ana.get(reverse("clients")).content
    assert without_token(as_miriam.get(reverse("client", args=[man.pk]))) == before
    told = as_miriam.get(reverse("client-opened", args=[man.pk])).content.decode()
    record = as_miriam.get(reverse("log")).content.decode()
    assert "Ana Ferreira opened this file (overview)" in told
    for page in (told, record):
        assert "file closed" not in page, "the record of others does not tell it either"
        assert "closing" not in page


def test_a_facilitator_cannot_close_a_file_to_somebody_else(cast, man, as_ana):
    url = reverse("client-close", args=[man.pk])
    page = as_ana.post(url, {"once": once(as_ana, url), "person": str(cast.peter.pk)})
    assert page.status_code == 200
    assert signed_in(cast.peter).get(reverse("client", args=[man.pk])).status_code == 200


def test_the_manager_reads_in_sentences_who_opened_the_file(cast, man, as_ana, as_miriam):
    as_ana.get(reverse("client", args=[man.pk]))
    page = as_miriam.get(reverse("client-opened", args=[man.pk])).content.decode()
    assert "Ana Ferreira opened this file (overview)." in page
    assert "Peter Sand changed this file (a new file)." in page


def test_a_programme_without_a_womens_service_sends_nothing_and_names_who_is_warned(cast, as_ida, as_peter):
    url = reverse("programme-support", args=[cast.graz.pk])
    page = as_ida.post(url, {"once": once(as_ida, url), "zone": "none", "alerts_to": ""})
    assert "Choose the person who is warned" in page.content.decode()
    as_ida.post(url, {"once": once(as_ida, url), "zone": "none", "alerts_to": str(cast.miriam.pk)})
    as_peter.post(reverse("client-add"), form_about(cast, as_peter))
    assert Client.objects.count() == 1
    assert OutgoingMessage.objects.count() == 0
