"""Those who work in the service: no more cases than agreed, sessions against the plan, a debrief after what was hard."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts.actions import NotPossible, close_file
from article16.support.survivors import actions as survivors
from article16.support.team import actions, queries, writings
from article16.support.team.models import Paper
from article16.support.team.writings import Cared, Held, Owed, Papers, Rhythm, Told
from tests.service import make_person, once, signed_in
from tests.support.holding import give_key, holding, let_in, unlock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def leyla(cast, settings):
    return holding(give_key(cast.leyla, settings), cast.leyla)


@pytest.fixture
def browser(cast, leyla):
    found = signed_in(cast.leyla)
    unlock(found)
    return found


@pytest.fixture
def sara(cast, leyla, settings):
    """Sara's browser, unlocked; Leyla gave her the key, Mira from outside agreed."""
    opened = give_key(cast.sara, settings)
    mira = make_person("Mira Outside", "approver", cast.graz, at=timezone.now())
    let_in(cast.sara, opened, by=leyla, second=mira)
    found = signed_in(cast.sara)
    unlock(found)
    return found


def a_case(cast, name="Vesna Auenfeld"):
    at = timezone.now()
    return survivors.open_case(
        name=name, relation="partner", called=name, mailbox=None, by=cast.leyla.pk, at=at, on=timezone.localdate(at)
    )


def post(browser, url, **data):
    return browser.post(url, {"once": once(browser, url), **data})


def test_a_lead_gives_a_case_and_the_worker_finds_it_among_hers(cast, browser, sara):
    case = a_case(cast)
    page = browser.get(reverse("team")).content.decode()
    assert "1 case is held by nobody." in page
    answer = post(browser, reverse("team-hold", args=[case]), worker=str(cast.sara.pk))
    assert answer.status_code == 302, answer.content.decode()
    assert "Vesna Auenfeld" in sara.get(reverse("team-cases")).content.decode()
    assert "1 of 25" in sara.get(reverse("team")).content.decode()
    assert "held by nobody" not in browser.get(reverse("team")).content.decode()
    page = reverse("survivor", args=[case])
    assert "Held by</dt><dd>Sara Lindqvist" in re.sub(r">\s+<", "><", browser.get(page).content.decode())
    close_file(staff_id=cast.sara.pk, thing="case", object_id=case, by=str(cast.sara.pk), at=timezone.now())
    assert "Held by</dt><dd>nobody" in re.sub(r">\s+<", "><", browser.get(page).content.decode())


def test_nobody_gets_more_cases_than_she_agreed_to(cast, leyla):
    actions.agree(worker=cast.sara.pk, most=1, by=cast.leyla.pk, at=timezone.now())
    first, second = a_case(cast), a_case(cast, "Ruth Moosbach")
    actions.hold(case=first, worker=cast.sara.pk, by=leyla, at=timezone.now())
    actions.hold(case=first, worker=cast.sara.pk, by=leyla, at=timezone.now())
    with pytest.raises(NotPossible, match="agreed to no more"):
        actions.hold(case=second, worker=cast.sara.pk, by=leyla, at=timezone.now())
    actions.hold(case=first, worker=None, by=leyla, at=timezone.now())
    actions.hold(case=second, worker=cast.sara.pk, by=leyla, at=timezone.now())
    assert queries.load(queries.papers(leyla), [cast.sara.pk]).held == {second: cast.sara.pk}


def test_a_case_that_closed_to_its_worker_is_nobodys_and_not_given_to_her_again(cast, leyla):
    case, me = a_case(cast), cast.sara.pk
    actions.hold(case=case, worker=me, by=leyla, at=timezone.now())
    close_file(staff_id=me, thing="case", object_id=case, by=str(me), at=timezone.now())
    assert queries.load(queries.papers(leyla), [me]).nobody == (case,)
    with pytest.raises(NotPossible, match="cannot hold"):
        actions.hold(case=case, worker=me, by=leyla, at=timezone.now())


def test_a_case_closed_to_the_lead_is_counted_and_not_listed(cast, browser, leyla):
    case, me = a_case(cast), cast.leyla.pk
    close_file(staff_id=me, thing="case", object_id=case, by=str(me), at=timezone.now())
    page = browser.get(reverse("team-cases")).content.decode()
    assert "Vesna" not in page
    assert "1 more case is counted here" in page
    assert browser.get(reverse("team-hold", args=[case])).status_code == 404


def test_a_worker_sees_herself_and_nobody_else(cast, sara, browser):
    page = sara.get(reverse("team")).content.decode()
    assert page.count('<th scope="row">Sara Lindqvist') == 1
    assert '<th scope="row">Leyla' not in page
    assert '<th scope="row">Leyla' in browser.get(reverse("team")).content.decode()
    for name, more in (("team-agreed", [cast.leyla.pk]), ("team-care", [cast.leyla.pk]), ("team-rhythm", [])):
        assert sara.get(reverse(name, args=more)).status_code == 404, name


def test_sessions_are_counted_against_the_plan_for_each_person(cast, browser, sara):
    """Guidelines B.6."""
    answer = post(browser, reverse("team-rhythm"), supervision="28", team="", cases="", training="")
    assert answer.status_code == 302
    on = timezone.localdate() - timedelta(days=3)
    said = {"kind": "supervision", "on": f"{on:%d %m %Y}", "people": [str(cast.sara.pk)]}
    assert post(sara, reverse("team-session-add"), **said).status_code == 302
    page = sara.get(reverse("team")).content.decode()
    assert "1 of 13 in twelve months" in page
    assert "Supervision from outside: once in 28 days" in page


def test_who_missed_what_was_planned_is_late(cast):
    anna, vera = cast.sara.pk, cast.leyla.pk
    at = timezone.now()
    told = [
        Told(at, vera, Rhythm({"team": 14}, TODAY - timedelta(days=100))),
        Told(at, vera, Held("team", TODAY - timedelta(days=15), (anna,))),
        Told(at, vera, Held("team", TODAY - timedelta(days=10), (vera,))),
        Told(at, vera, Held("team", TODAY - timedelta(days=400), (vera,))),
    ]
    found = writings.papers(told)
    (hers,), (theirs,) = writings.standing(found, anna, TODAY), writings.standing(found, vera, TODAY)
    assert hers.late(TODAY)
    assert not theirs.late(TODAY)
    assert (theirs.held, theirs.planned, theirs.next) == (1, 26, TODAY + timedelta(days=4))
    assert writings.standing(Papers(), anna, TODAY) == []


def test_a_debrief_is_owed_until_it_is_held_or_not_wanted_and_why_stands_nowhere(cast, sara, browser):
    """Guidelines B.6."""
    today = f"{timezone.localdate():%d %m %Y}"
    assert post(sara, reverse("team-care-ask"), on=today).status_code == 302
    assert "A debrief is owed since" in browser.get(reverse("team")).content.decode()
    held = post(browser, reverse("team-care", args=[cast.sara.pk]), wanted="yes", on=today)
    assert held.status_code == 302
    assert "A debrief is owed since" not in browser.get(reverse("team")).content.decode()


def test_something_hard_after_the_debrief_is_owed_again(cast):
    me, at = cast.sara.pk, timezone.now()
    found = writings.papers([Told(at, me, Owed(me, TODAY - timedelta(days=5))), Told(at, me, Cared(me, TODAY, True))])
    assert writings.owed(found, me, []) == []
    assert writings.owed(found, me, [TODAY + timedelta(days=1)]) == [TODAY + timedelta(days=1)]


def test_a_call_to_the_emergency_services_and_one_in_danger_to_life_make_a_debrief_due(cast, leyla, browser, sara):
    from article16.support.alerts.actions import acting, raising
    from article16.support.alerts.models import ForCase

    at, case = timezone.now(), a_case(cast)
    alert = raising.raise_item(case=case, about="message", severity="high", due=at + timedelta(hours=1), at=at)
    for_case = ForCase.objects.get(alert=alert).pk
    acting.acknowledge(for_case=for_case, acted=acting.Acted("emergency"), by=cast.sara.pk, at=at)
    assert queries.hard_days([cast.sara.pk]) == {cast.sara.pk: [timezone.localdate(at)]}
    url = reverse("survivor-danger", args=[case])
    said = {"way": "phone", "outcome": "reached", "reason": "He is at the door.", "police": "offered", "weighed": "on"}
    answer = post(browser, url, **said)
    assert answer.status_code == 302, answer.content.decode()
    found = queries.papers(leyla)
    assert writings.owed(found, cast.leyla.pk, []) == [timezone.localdate(at)]


def test_locked_a_session_can_be_written_down_and_nothing_read(cast, leyla):
    locked = signed_in(cast.leyla)
    assert locked.get(reverse("team")).status_code == locked.get(reverse("team-cases")).status_code == 302
    said = {"kind": "team", "on": f"{timezone.localdate():%d %m %Y}", "people": [str(cast.leyla.pk)]}
    assert post(locked, reverse("team-session-add"), **said).status_code == 302
    row = Paper.objects.get()
    assert b"team" not in bytes(row.sealed)
    assert len(queries.papers(leyla).sessions()) == 1


def test_rows_tell_a_thief_nothing_by_their_order(cast):
    from django.db import connection

    from article16.common.db.key_order import without_rowid

    if connection.vendor == "sqlite":
        assert without_rowid(connection, ["team_paper"]) == {"team_paper": True}
