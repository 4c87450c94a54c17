"""Search: by code, name, date of birth, reference, among the men one may see, and nowhere written down."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Client
from article16.casework.overview import asked
from article16.common.audit.models import Entry
from tests.casework.conftest import make_man

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text", ["24 3 1988", "24.3.1988", "1988-03-24", "24/03/1988", "24031988", "19880324", "24.3.88", "24 March 1988"]
)
def test_a_date_of_birth_is_read_whichever_way_it_is_written(text):
    assert date(1988, 3, 24) in asked.read(text, today=TODAY).born


def test_a_year_of_two_figures_is_never_a_day_to_come():
    assert asked.read("1.2.30", today=TODAY).born == (date(1930, 2, 1),)
    assert asked.read("1.2.05", today=TODAY).born == (date(1905, 2, 1), date(2005, 2, 1))


@pytest.mark.parametrize("text", ["C-014", "c14", "14", "C 14", "c-0014"])
def test_a_code_is_read_with_or_without_its_letter_and_noughts(text):
    assert asked.read(text, today=TODAY).code == "C-014"


def test_a_code_with_its_letter_is_nothing_else_and_a_bare_number_may_begin_a_reference():
    assert asked.read("C-014", today=TODAY) == asked.Asked(code="C-014")
    assert asked.read("1234", today=TODAY).reference == "1234"


def test_a_name_beside_a_date_of_birth_is_both():
    found = asked.read("Brandner 24.3.1988", today=TODAY)
    assert (found.words, found.born) == (("brandner",), (date(1988, 3, 24),))


@pytest.mark.parametrize("text", ["", " ", "\0", "%", "'; DROP", "31 2 1988", "x" * 500, "\u202eאب", "-", "9" * 40])
def test_nothing_that_can_be_typed_is_an_error(text):
    asked.read(text, today=TODAY)


pytest_db = pytest.mark.django_db


def ask(browser, text):
    return browser.post(reverse("search"), {"q": text})


def found(browser, text):
    """Names that the search gives, whether it opens the one man or lists several."""
    answer = ask(browser, text)
    if answer.status_code == 302:
        return [browser.get(answer.url).context["page"].client.name]
    return [row.name for row in answer.context["page"].rows]


@pytest.fixture
def men(cast):
    for name in ("Müller, Jürgen", "Łukasz Nowak", "Öztürk Emre", "Lukas Brandner", "Luka Branković"):
        make_man(cast, cast.graz, name)
    make_man(cast, cast.prison, "Lukas Brandner")


@pytest_db
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mueller", "Müller, Jürgen"),
        ("MULLER jurg", "Müller, Jürgen"),
        ("nowak lukasz", "Łukasz Nowak"),
        ("Luk now", "Łukasz Nowak"),
        ("ozt", "Öztürk Emre"),
        ("C-004", "Lukas Brandner"),
        ("4", "Lukas Brandner"),
    ],
)
def test_a_man_is_found_by_the_beginning_of_his_names_however_they_are_spelt(men, as_ana, text, name):
    assert found(as_ana, text) == [name]


@pytest_db
def test_two_who_begin_alike_are_a_list_and_one_opens_at_once(men, as_ana):
    assert sorted(found(as_ana, "luk bran")) == ["Luka Branković", "Lukas Brandner"]
    assert ask(as_ana, "brandner").status_code == 302


@pytest_db
def test_the_date_of_birth_finds_him_and_says_so(men, as_ana):
    Client.objects.filter(code__in=["C-001", "C-002", "C-006"]).update(birth_date=date(1988, 3, 24))
    page = ask(as_ana, "24.3.88").content.decode()
    assert page.count("date of birth</td>") == 2
    assert found(as_ana, "nowak 24.3.1988") == ["Łukasz Nowak"]


@pytest_db
def test_another_programmes_men_are_not_found_by_anything(men, as_ben, as_ana):
    assert found(as_ben, "C-001") == found(as_ben, "mueller") == []
    assert found(as_ben, "brandner") == ["Lukas Brandner"]
    nobody = ask(as_ana, "C-006").content.decode()
    assert "Nobody found" in nobody


@pytest_db
def test_a_closed_file_is_not_found(cast, men, as_ana):
    from article16.common.accounts import actions

    closed = Client.objects.get(code="C-001")
    actions.close_file(staff_id=cast.ana.pk, thing="client", object_id=closed.pk, by="", at=timezone.now())
    assert found(as_ana, "mueller") == found(as_ana, "C-001") == []


@pytest_db
def test_what_was_typed_stands_in_no_address_and_in_no_row(men, as_ana):
    before = Entry.objects.count()
    answer = ask(as_ana, "luk")
    assert answer.status_code == 200
    assert answer.request["QUERY_STRING"] == ""
    from django.apps import apps

    ask(as_ana, "Zzyzx")
    for model in apps.get_models():
        assert not any("zzyzx" in str(value).lower() for row in model.objects.values_list() for value in row), model
    written = Entry.objects.filter(what="search").order_by("at")
    assert [len(row.ids) for row in written] == [3, 0]
    assert Entry.objects.count() == before + 2


@pytest_db
def test_an_empty_search_asks_for_words(as_ana):
    assert "Type what you are looking for" in ask(as_ana, " ").content.decode()


@pytest_db
def test_it_asks_as_little_for_fifty_as_for_three(cast, as_ana):
    for n in range(3):
        make_man(cast, cast.graz, f"Brandner {n}")
    ask(as_ana, "bran")
    with CaptureQueriesContext(connection) as few:
        ask(as_ana, "bran")
    for n in range(60):
        make_man(cast, cast.graz, f"Brandner X{n}")
    with CaptureQueriesContext(connection) as many:
        page = ask(as_ana, "bran")
    assert len(many) == len(few)
    assert "There are more than these." in page.content.decode()


@pytest_db
def test_of_two_words_the_rarer_one_is_walked_so_that_a_common_name_hides_nobody(cast, as_ana, monkeypatch):
    from article16.casework.overview import search

    for number in range(12):
        make_man(cast, cast.graz, name=f"Brandstetter Karl {number}")
    make_man(cast, cast.graz, name="Brandstetter Zoltan")
    monkeypatch.setattr(search, "WALKED", 3)
    assert found(as_ana, "Brandstetter Zol") == ["Brandstetter Zoltan"], (
        "the twelve others begin the walk of the long word"
    )
    assert found(as_ana, "zol bran brandst") == ["Brandstetter Zoltan"]
    assert found(as_ana, "Brandstetter Zolz") == []


@pytest_db
def test_a_walk_that_is_cut_short_says_so_and_asks_for_another_letter(cast, as_ana, monkeypatch):
    from article16.casework.overview import search

    for number in range(3):
        make_man(cast, cast.prison, name=f"Mabon {number}")
    make_man(cast, cast.graz, name="Mazur Adam")
    monkeypatch.setattr(search, "WALKED", 3)
    page = ask(as_ana, "ma").content.decode()
    assert "Very many names begin so" in page
    assert "Nobody found" not in page, "nobody has looked at all of them"
    monkeypatch.setattr(search, "WALKED", 4)
    assert found(as_ana, "ma") == ["Mazur Adam"]
    make_man(cast, cast.graz, name="Mazur Zoran")
    page = ask(as_ana, "ma").content.decode()
    assert page.count("Mazur") == 1, "one man alone is shown and not opened, where others may be meant"
    assert "Very many names begin so" in page
    assert found(as_ana, "mazur z") == ["Mazur Zoran"]


def test_the_field_stands_on_every_page_and_the_administrator_has_none(as_ana, as_ida):
    assert 'data-key="/"' in as_ana.get(reverse("clients")).content.decode()
    assert 'data-key="/"' not in as_ida.get(reverse("today")).content.decode()
