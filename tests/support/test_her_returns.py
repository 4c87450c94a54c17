"""Figures of her service: what can be counted locked, what only unlocked, and what may be listed to whom."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from article16.common.accounts.actions import close_file
from article16.common.audit.models import Entry as Recorded
from article16.common.returns import working
from article16.common.returns.periods import Period
from article16.support.alerts.actions import acting, raising, setting
from article16.support.alerts.models import ForCase
from article16.support.returns import definitions, queries, taking, waiting
from article16.support.survivors import actions
from article16.support.survivors.asked import NotAnswered
from article16.support.survivors.children import ChildRecord, ChildStatus
from article16.support.survivors.contact import Way
from article16.support.survivors.helping import Referral, ReferralOutcome
from article16.support.survivors.writings import Attempt, Consent, Duty, Kind, Written
from tests.service import signed_in
from tests.support.holding import give_key, holding, unlock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PERIOD = Period(date(2026, 10, 1), date(2026, 12, 31))
ASKED = {"first": "2026-10-01", "last": "2026-12-31"}


def at(day: date, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())


NOW = at(TODAY, 18)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The clock of these pages; sign-ins and keys keep theirs."""
    monkeypatch.setattr("article16.support.survivors.clock.now", lambda: NOW)


@pytest.fixture
def leyla(cast, settings):
    return holding(give_key(cast.leyla, settings), cast.leyla)


@pytest.fixture
def browser(cast, leyla):
    found = signed_in(cast.leyla)
    unlock(found)
    return found


def a_case(by, opened: date, *entries, relation="partner"):
    case = actions.open_case(
        name="Vesna Auenfeld", relation=relation, called="Vesna", mailbox=None, by=by.staff, at=at(opened), on=opened
    )
    actions.write_all(case=case, entries=list(entries), by=by, at=NOW)
    return case


def reached(on: date):
    return (Kind.ATTEMPT, Attempt(Way.PHONE, "reached"), at(on))


@pytest.fixture
def women(leyla):
    """One reached in time, one late, one who wishes no contact, one of last year."""
    first = date(2026, 10, 5)
    child, referral = uuid4(), Referral("Housing office", "A flat", first + timedelta(9))
    told = [(Kind.DUTY, Duty("aims", Way.PHONE, first + timedelta(2)), at(first + timedelta(2)))] * 2
    vesna = a_case(
        leyla,
        first,
        reached(first + timedelta(2)),
        *told,
        (Kind.CONSENT, Consent("", "", "", first + timedelta(3), about="questions"), at(first + timedelta(3))),
        (Kind.SESSION, Written("She speaks.", first + timedelta(9), "", 50), at(first + timedelta(9))),
        (Kind.CHILD_RECORD, ChildRecord(child, "Mia"), at(first + timedelta(3))),
        (Kind.CHILD_STATUS, ChildStatus(child, "plan", first + timedelta(4)), at(first + timedelta(4))),
        (Kind.NOT_ANSWERED, NotAnswered("T0", "hers", "language"), at(first + timedelta(5))),
    )
    (made,) = actions.write_all(case=vesna, entries=[(Kind.REFERRAL, referral, at(first))], by=leyla, at=NOW)
    outcome = ReferralOutcome(made, "waiting", first + timedelta(20))
    actions.write(case=vesna, kind=Kind.REFERRAL_OUTCOME, value=outcome, by=leyla, at=NOW)
    a_case(leyla, first, reached(first + timedelta(20)), relation="former partner")
    a_case(leyla, TODAY, (Kind.ATTEMPT, Attempt(Way.PHONE, "wish"), at(TODAY)))
    a_case(leyla, date(2025, 3, 3), reached(date(2025, 3, 4)))
    return vesna


@pytest.fixture
def warnings(cast, leyla):
    """One acted on in time, one late, one that waits."""
    made = []
    for hours in (1, 30, 0):
        came = at(TODAY - timedelta(5))
        case = uuid4()
        alert = raising.raise_item(case=case, about="message", severity="high", due=came + timedelta(hours=8), at=came)
        if hours:
            row, acted = ForCase.objects.get(alert=alert).pk, acting.Acted("reached")
            acting.acknowledge(for_case=row, acted=acted, by=cast.sara.pk, at=came + timedelta(hours=hours))
        made.append(alert)
    return made


def numbers(taken):
    found = {}
    for one in taken.figures:
        found[one.figure.code] = {part.code: part.count for part in one.parts} or one.total
    return found


def test_locked_warnings_rota_and_quarters_are_counted(cast, leyla, women, warnings):
    begins = at(TODAY - timedelta(2))
    setting.add_shift(line="duty", person=cast.sara.pk, begins_at=begins, ends_at=None, by=cast.leyla.pk, at=begins)
    found = numbers(taking.take(PERIOD, None, at=NOW))
    assert found == {
        "quarters": {"2026-Q4": 3},
        "warnings": {"own": 3},
        "acted": {"in time": 1, "later": 1, "not yet": 1},
        "minutes": {"240": 1, "later": 1, "not yet": 1},
        "rota": {"duty": 55},
    }


def test_unlocked_what_stands_in_the_cases_is_counted(leyla, women):
    found = numbers(taking.take(PERIOD, leyla, at=NOW))
    assert found["relations"] == {"partner": 2, "former partner": 1}
    assert found["first-contact"] == {"in time": 1, "later": 1, "no contact": 1}
    assert found["attempts"] == {"reached": 2, "wish": 1}
    assert found["duties"] == {"aims": 1}, "the same told twice is told once"
    assert found["consents"] == {"questions": 1}
    assert found["sessions"] == 1
    assert found["referrals"] == {"waiting": 1}
    assert found["answers"] == {"T0.language": 1}
    assert found["children"] == {"plan": 1}
    assert set(found) == set(definitions.FIGURES)


def test_days_outside_the_period_do_not_count(leyla, women):
    found = numbers(taking.take(Period(date(2025, 1, 1), date(2025, 3, 31)), leyla, at=NOW))
    assert found["relations"] == {"partner": 1}
    assert found["children"] == 0
    assert found["sessions"] == 0


def test_the_page_shows_every_figure_with_what_it_counts_and_locked_says_what_is_missing(cast, browser, women):
    page = browser.get(reverse("return"), ASKED).content.decode()
    for figure in definitions.FIGURES.values():
        assert str(figure.title) in page
    locked = signed_in(cast.leyla).get(reverse("return"), ASKED).content.decode()
    assert "counted once you unlock" in locked
    assert str(definitions.FIGURES["warnings"].title) in locked
    assert str(definitions.FIGURES["first-contact"].title) not in locked


def test_the_board_opens_locked_and_unlocked(cast, browser, women, warnings):
    assert "Warnings that wait" in signed_in(cast.leyla).get(reverse("figures")).content.decode()
    page = browser.get(reverse("figures")).content.decode()
    assert "Cases opened: 3 in twelve months" in page


def test_records_are_those_counted_and_a_closed_case_is_counted_and_not_listed(cast, browser, leyla, women):
    url = reverse("return-records", args=["sessions"])
    code = f"S-{women.hex[:4].upper()}"
    page = browser.get(url, ASKED).content.decode()
    assert code in page
    assert "Vesna" not in page
    close_file(staff_id=cast.leyla.pk, thing="case", object_id=women, by=str(cast.leyla.pk), at=timezone.now())
    assert code not in browser.get(url, ASKED).content.decode()
    assert numbers(taking.take(PERIOD, leyla, at=NOW))["sessions"] == 1


def test_every_figure_with_records_opens_them(browser, women, warnings, django_assert_max_num_queries):
    for code in definitions.WITH_RECORDS:
        with django_assert_max_num_queries(30):
            assert browser.get(reverse("return-records", args=[code]), ASKED).status_code == 200, code


def test_no_other_figure_has_records_and_a_worker_sees_none(cast, browser):
    for code in ("quarters", "rota", "team", "nothing"):
        assert browser.get(reverse("return-records", args=[code]), ASKED).status_code == 404
    sara = signed_in(cast.sara)
    assert {sara.get(reverse(name)).status_code for name in ("figures", "return", "return-print")} == {404}


def test_the_table_and_the_print_hold_the_same_numbers_and_are_recorded(cast, browser, women):
    answer = browser.get(reverse("return-sheet"), ASKED)
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert ("Sessions with her alone", "Total", 1, "sessions") in [row[:4] for row in rows]
    assert browser.get(reverse("return-print"), ASKED).content.startswith(b"%PDF")
    assert Recorded.objects.count() > 0


def test_for_outside_small_numbers_are_withheld_and_nothing_is_linked(browser, women):
    page = browser.get(reverse("return"), ASKED | {"outside": "on"}).content.decode()
    assert "withheld" in page
    assert "Show the records" not in page


def test_a_case_that_does_not_open_is_said(leyla, women):
    from article16.support.keys.models import CaseKey

    CaseKey.objects.filter(case=women).delete()
    assert taking.take(PERIOD, leyla, at=NOW).unopened == 1
    assert queries.Everything(leyla, until=PERIOD.last).all == 4


def test_over_many_cases_the_page_says_how_far_it_is_and_can_be_stopped(browser, leyla, women, monkeypatch):
    monkeypatch.setattr(waiting, "AT_ONCE", 1)
    begun = {}

    def half_way(name, work, *, at, alive):
        return begun.setdefault(name, working.Counting(at, done=500, of=2000))

    monkeypatch.setattr(working, "counting", half_way)
    page = browser.get(reverse("return"), ASKED).content.decode()
    assert "500 of 2000 entries opened" in page
    assert '<progress value="500" max="2000">' in page
    ((name, one),) = begun.items()
    assert name[2] == PERIOD
    one.found = taking.take(PERIOD, leyla, at=NOW)
    shown = browser.get(reverse("return"), ASKED).content.decode()
    assert "entries opened" not in shown
    assert "Figures of a period" in shown
    monkeypatch.setitem(working._COUNTINGS, name, one)
    assert browser.post(reverse("return-stop"), ASKED).status_code == 302
    assert one.stop.is_set()


def test_opening_the_cases_tells_how_far_it_is_and_stops_when_told(leyla, women):
    heard = []
    queries.Everything(leyla, until=PERIOD.last, progress=lambda done, of: heard.append((done, of)))
    assert heard[0][0] == 0
    assert heard[0][1] > 10

    def stop(done, of):
        raise working.Stopped

    with pytest.raises(working.Stopped):
        queries.Everything(leyla, until=PERIOD.last, progress=stop)
