"""Rules of work with her, each with its clause; and the page that lists them, held against the tests."""

import ast
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.support.survivors import queries
from article16.support.survivors.policy import DUTIES, GUARD
from tests.service import signed_in
from tests.support.her_cases import consent, id_of, open_case, post, text
from tests.support.holding import give_key, holding, unlock

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "reference" / "her-rules.md"
CLAUSES = {
    "aims": "B.1 c",
    "limits": "B.1 c",
    "manipulation": "B.1 d",
    "own support": "B.1 e",
    "free choice": "B.1 b",
    "no responsibility": "B.1 g",
}


@pytest.fixture
def by(db, cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(by, cast):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize("duty", CLAUSES)
def test_each_thing_that_she_must_be_told_has_its_clause_its_date_and_who_told_her(sara, today, duty):
    """Guidelines B.1 b; Guidelines B.1 c; Guidelines B.1 d; Guidelines B.1 e; Guidelines B.1 g."""
    assert set(DUTIES) == set(CLAUSES), "a duty without a clause, or a clause without a duty"
    case = open_case(sara)
    words = re.escape(str(DUTIES[duty]))
    assert re.search(rf"not told yet.{{0,200}}{words}|{words}.{{0,200}}not told yet", unescape(text(sara, case)), re.S)
    assert post(sara, f"{case}told/add/", what=[duty], how="phone", on=f"{today:%d %m %Y}").status_code == 302
    page = unescape(text(sara, case))
    told = f"told {today.day} {today:%B %Y}"
    assert re.search(rf"{told}.{{0,200}}{words}|{words}.{{0,200}}{told}", page, re.S)
    assert page.count(">by Sara Lindqvist<") == 1
    assert page.count("not told yet") == len(DUTIES) - 1, "and nothing else with it"


def test_no_support_depends_on_a_consent_a_contact_or_an_answer(sara, by, today):
    """Guidelines B.1 h: she has said nothing and agreed to nothing, and everything is there for her."""
    case, on = open_case(sara), f"{today:%d %m %Y}"
    for path, data in (
        ("write/", {"kind": "session", "on": on, "words": "She came.", "minutes": "50"}),
        ("write/", {"kind": "need", "on": on, "words": "A lock"}),
        ("plan/", {"words": "Keys with the neighbour"}),
        ("children/add/", {"name": "Toni", "born": "", "lives_with": "", "school": ""}),
        ("referrals/add/", {"to": "The refuge", "need": "A room", "on": on, "how": "herself"}),
    ):
        assert post(sara, f"{case}{path}", **data).status_code == 302, path
    file = queries.opened(id_of(case), by)
    assert not file.consents
    assert file.contact is None
    assert len(file.entries) == 5


def test_where_one_might_try_to_work_with_both_the_page_says_why_not(sara):
    """Guidelines B.7: joint sessions, mediation, messages between the two are no feature, and the places say why."""
    case = open_case(sara)
    told = f"{case}consents/{consent(sara, case)}/told/"
    places = [case, *(f"{case}{one}" for one in ("referrals/add/", "consents/add/", "write/")), told]
    for place in places:
        assert str(GUARD) in unescape(text(sara, place)), place
    group = post(sara, reverse("her-group-add"), name="Thursdays", place="", when="", words="", ended_on="").url
    assert str(GUARD) in unescape(text(sara, group))


def test_the_page_of_rules_names_tests_that_are_there_and_each_names_its_clause():
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| (`[^|]+) \|$", PAGE.read_text(), re.MULTILINE)
    shown = [(clause, *one) for clause, tests in rows for one in re.findall(r"`([^`]+)` ([^<|]+)", tests)]
    assert len(shown) > 50
    for clause, file, words in shown:
        known = _docstrings(TESTS / file)
        name = f"test_{words.strip().replace(' ', '_')}"
        assert clause in known.get(name, ""), f"{file}: {name} does not name {clause}"
    clauses = {clause for clause, _file, _words in shown}
    assert {f"Guidelines B.1 {letter}" for letter in "abcdefgh"} <= clauses


def _docstrings(file: Path) -> dict[str, str]:
    found = [one for one in ast.parse(file.read_text()).body if isinstance(one, ast.FunctionDef)]
    return {one.name: ast.get_docstring(one) or "" for one in found}
