"""What is due: within the programme's own days, from a sealed account of one size; and children, referrals, paper."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.support.survivors import actions, duties, queries
from article16.support.survivors.contact import SafeContact, Wish
from article16.support.survivors.duties import Dated, Duty, Standing, Terms, due, standing
from article16.support.survivors.helping import PlanPrinted
from article16.support.survivors.models import Case, Entry
from article16.support.survivors.policy import DUTIES
from article16.support.survivors.prefilled import said_last
from article16.support.survivors.safe_place import still_safe
from article16.support.survivors.writings import CaseFile, Core, Kind, Opened, latest_first
from tests.service import make_person, once, signed_in
from tests.support.her_cases import consent, id_of, open_case, post, says, text
from tests.support.holding import give_key, holding, let_in, unlock

pytestmark = pytest.mark.django_db
THURSDAY = datetime.fromisoformat("2026-11-19T17:30:00+01:00")
TODAY, VIENNA = THURSDAY.date(), ZoneInfo("Europe/Vienna")
OPENED = Core("Vesna", "S-0000", opened_on=date(2026, 11, 10))


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(by, cast):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


@pytest.fixture
def time_machine_at(monkeypatch):
    return lambda moment: monkeypatch.setattr("article16.support.survivors.clock.now", lambda: moment)


AS_IT_COMES = Terms()


def whats(now: Standing, terms: Terms = AS_IT_COMES, on: date = TODAY) -> list[str]:
    return [one.what for one in due(OPENED, now, terms=terms, on=on, zone=VIENNA)]


def test_contact_that_is_proactive_comes_first_then_what_she_must_be_told():
    """Guidelines B.1: contact is ours to begin, within days that the programme sets."""
    assert whats(Standing()) == [Duty.FIRST_CONTACT]
    assert due(OPENED, Standing(), terms=Terms(first_contact=3), on=TODAY, zone=VIENNA)[0].by == date(2026, 11, 13)
    told = Standing(wish=Wish.OPEN, confirmed_on=TODAY, reached=True, told=("aims",))
    assert [(one.what, one.number) for one in due(OPENED, told, terms=Terms(), on=TODAY, zone=VIENNA)] == [
        (Duty.TELL, len(DUTIES) - 1)
    ]
    assert whats(replace(told, told=tuple(DUTIES))) == []


@pytest.mark.parametrize("wish", [Wish.NEVER, Wish.DANGER_ONLY])
def test_her_no_ends_every_duty_that_would_ask_her_and_none_of_the_others(wish):
    """Guidelines B.1 h."""
    later = THURSDAY - timedelta(days=1)
    now = Standing(wish=wish, next_at=later, to_do=(Dated(TODAY, "Call the court"),))
    assert whats(now) == [Duty.TO_DO]


def test_what_is_old_ends_or_comes_again_is_named_on_its_day():
    done = Standing(wish=Wish.OPEN, confirmed_on=TODAY, reached=True, told=tuple(DUTIES))
    old = replace(done, confirmed_on=TODAY - timedelta(days=91))
    assert whats(old) == [Duty.CONFIRM]
    assert whats(replace(done, confirmed_on=TODAY - timedelta(days=90))) == []
    ends = replace(done, consents=(Dated(TODAY + timedelta(days=14), "Court"),))
    assert whats(ends) == [Duty.CONSENT]
    assert whats(ends, Terms(consent_ahead=13)) == []
    assert whats(replace(done, consents=(Dated(TODAY - timedelta(days=1), "Court"),))) == []
    assert whats(replace(done, next_at=THURSDAY)) == [Duty.TRY_AGAIN]
    assert whats(replace(done, next_at=THURSDAY + timedelta(days=1))) == []
    assert whats(replace(done, children=(Dated(TODAY, "Toni"),))) == [Duty.CHILD]


def test_the_days_count_from_his_referral_where_a_message_said_it():
    """Guidelines B.1."""
    referred = replace(OPENED, referred_on=date(2026, 11, 6))
    found = [due(core, Standing(), terms=Terms(), on=TODAY, zone=VIENNA)[0].by for core in (OPENED, referred)]
    assert found == [date(2026, 11, 17), date(2026, 11, 13)]


def test_the_account_of_a_case_follows_each_entry_and_has_one_size(sara, by, time_machine_at):
    time_machine_at(THURSDAY)
    cases = [open_case(sara), open_case(sara, "Mina Harbour")]
    says(sara, cases[0])
    post(sara, f"{cases[0]}to-do/add/", words="Call the court", due="19 11 2026")
    post(sara, f"{cases[0]}attempts/add/", way="phone", outcome="reached")
    viewer = type("Viewer", (), {"id": by.staff})
    for case, _core, account in queries.standings(viewer, by):
        assert account == standing(queries.opened(case, by))
    assert len({len(bytes(one)) for one in Case.objects.values_list("standing", flat=True)}) == 1
    page = text(sara, reverse("survivors-due"))
    assert "Call the court" in page
    assert "First contact of ours: not made yet" in page
    assert "6 things to tell her" in page


def test_a_case_written_before_there_were_accounts_is_opened_whole(sara, by, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    post(sara, f"{case}to-do/add/", words="Call the court", due="19 11 2026")
    Case.objects.update(standing=b"", standing_version=0)
    assert "Call the court" in text(sara, reverse("survivors-due"))


def test_an_account_put_back_to_an_older_one_does_not_open(sara, by):
    case = open_case(sara)
    before = Case.objects.values_list("standing", flat=True).get()
    says(sara, case)
    Case.objects.update(standing=before)
    viewer = type("Viewer", (), {"id": by.staff})
    assert queries.standings(viewer, by) == []


def test_a_lead_sets_the_terms_and_cases_keep_those_of_their_day(sara, by, cast, settings, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    key = give_key(cast.leyla, settings)
    let_in(cast.leyla, key, by=by, second=make_person("Mara Holm", "worker", cast.graz, at=timezone.now()))
    leyla = signed_in(cast.leyla)
    unlock(leyla)
    url = reverse("survivors-terms")
    assert signed_in(cast.sara).get(url).status_code == 404
    time_machine_at(THURSDAY + timedelta(days=1))
    assert post(leyla, url, first_contact="2", try_again="48", consent_ahead="7").status_code == 302
    later = open_case(leyla, "Mina Harbour")
    assert "by 26 November 2026" in text(leyla, case)
    assert "by 22 November 2026" in text(leyla, later)
    assert "Since 20 November 2026: first contact within 2 days" in text(leyla, url)


def test_the_form_for_safe_contact_begins_with_what_she_said_last(sara, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    says(sara, case, cover_name="Ana", day_0="9:30-11, 17 to 24", others_use_device="yes", message_may_be_left="on")
    page = text(sara, f"{case}contact/")
    for stands in ("9:30-11, 17-24", "17-19", 'value="Ana"', "+43 660 7"):
        assert stands in page
    assert re.search(r'name="confirmed_on"[^>]*value="\d', page) is None


def test_what_a_colleague_wrote_meanwhile_is_never_covered_unseen(sara, time_machine_at):
    """Bad input: an address changed yesterday, and a form that was opened before."""
    time_machine_at(THURSDAY)
    case = open_case(sara)
    url = f"{case}contact/"
    old = re.search(r'name="based_on" value="([^"]+)"', text(sara, url))[1]
    says(sara, case, number="+43 660 222")
    form = {
        "wish": "open",
        "ways": ["phone"],
        "number": "+43 660 111",
        "day_3": "17 to 19",
        "confirmed_on": "18 11 2026",
    }
    refused = sara.post(url, {"once": once(sara, url), "based_on": old, **form}).content.decode()
    assert "something newer meanwhile" in refused
    assert "+43 660 111" in refused
    assert "+43 660 222" in text(sara, case)


def test_what_was_said_comes_back_the_same_through_the_form(sara, by, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    says(sara, case, code_word="blue cup", language="Spanish", show_number="on", day_5="22 to 2")
    said = queries.opened(id_of(case), by).contact
    initial = {name: value for name, value in said_last(said).items() if value not in (False, None, "")}
    assert post(sara, f"{case}contact/", **initial, confirmed_on="18 11 2026").status_code == 302
    assert queries.opened(id_of(case), by).contact == said


def test_a_child_has_a_record_of_its_own_with_the_history_of_its_protection(sara, time_machine_at):
    """Guidelines B.2."""
    time_machine_at(THURSDAY)
    case = open_case(sara)
    added = post(sara, f"{case}children/add/", name="Toni", born="2 4 2019", lives_with="Her", school="At the pond")
    child = added.url
    page = text(sara, child)
    assert "2 April 2019" in page
    post(sara, f"{child}protection/", status="plan", since="1 10 2026", words="After the report")
    post(sara, f"{child}protection/", status="in need", since="1 11 2026", words="", corrects="")
    page = text(sara, child)
    assert page.index("child in need") < page.index("Child protection plan")
    wrong = re.search(
        r'<option value="([0-9a-f-]{36})">Support by the youth office', text(sara, f"{child}protection/")
    )[1]
    post(sara, f"{child}protection/", status="none", since="1 11 2026", words="", corrects=wrong)
    page = text(sara, child)
    assert "was corrected" in page
    assert page.count("holds now") == 1
    post(sara, f"{child}plan/", words="Fridays at the grandmother's", review_on="19 11 2026")
    post(sara, f"{child}notes/add/", on="18 11 2026", words="Sleeps again")
    post(sara, f"{child}record/", name="Toni", born="2 4 2019", lives_with="Grandmother", school="At the pond")
    page = text(sara, child)
    for stands in ("Fridays at the grandmother", "Sleeps again", "Grandmother", "What was written before"):
        assert stands in page
    assert "Plan of a child to look at again: Toni" in text(sara, reverse("survivors-due"))
    assert "No child protection" in text(sara, case)
    other = open_case(sara, "Mina Harbour")
    assert sara.get(child.replace(case, other)).status_code == 404


def test_a_referral_tells_nobody_without_a_consent_in_force(sara, by, time_machine_at):
    """Guidelines B.1. Bad input: a consent that ran out yesterday."""
    time_machine_at(THURSDAY)
    case = open_case(sara)
    one = consent(sara, case, expires_on="19 11 2026")
    url = f"{case}referrals/add/"
    facts = {"to": "The refuge", "need": "A room", "on": "19 11 2026"}
    assert post(sara, url, **facts, how=one).status_code == 302
    assert post(sara, url, **facts, how="herself").status_code == 302
    page = text(sara, case)
    assert "Told to Child protection" in page
    assert "nothing was told" in page
    time_machine_at(THURSDAY + timedelta(days=1))
    refused = post(sara, url, **facts | {"on": "20 11 2026"}, how=one)
    assert refused.status_code == 200
    outcome = re.findall(rf"{case}referrals/([0-9a-f-]{{36}})/", page)[0]
    assert post(sara, f"{case}referrals/{outcome}/", outcome="taken up", on="20 11 2026").status_code == 302
    assert "She was received there" in text(sara, case)
    assert len(queries.opened(id_of(case), by).of("disclosure")) == 1


def test_the_plan_goes_onto_paper_only_for_a_place_she_names_and_on_that_day(sara, time_machine_at):
    """Guidelines B.1 e."""
    time_machine_at(THURSDAY)
    case = open_case(sara)
    assert sara.get(f"{case}plan/print/").status_code == 404
    post(sara, f"{case}plan/", words="Keys with the neighbour\nBag at work")
    url = f"{case}plan/print/"
    assert post(sara, url, place="With my sister").status_code == 200
    assert "plan/print/" not in text(sara, case).replace(url + '"', "")
    assert post(sara, url, place="With my sister", hers="on", wants="on").status_code == 302
    paper = re.search(rf"{url}[0-9a-f-]{{36}}/", text(sara, case))[0]
    answer = sara.get(paper)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    for never in (b"Lendhafen", b"Women", b"Sara", b"article16"):
        assert never not in answer.content
    time_machine_at(THURSDAY + timedelta(days=1))
    assert sara.get(paper).status_code == 404


def test_the_place_of_a_paper_no_longer_holds_once_she_has_said_anything_new_about_contact():
    """Bad input: an address that changed yesterday."""
    at, plan = THURSDAY, Opened(uuid4(), Kind.PLAN, THURSDAY, uuid4(), actions.Plan("Keys"))
    printed = Opened(uuid4(), Kind.PLAN_PRINTED, at, uuid4(), PlanPrinted(plan.id, "With my sister", TODAY))
    earlier, later = (
        Opened(uuid4(), Kind.CONTACT, at + timedelta(minutes=minutes), uuid4(), SafeContact(Wish.OPEN, TODAY))
        for minutes in (-5, 5)
    )
    held = [
        CaseFile(uuid4(), OPENED, latest_first(said)) for said in ((plan, printed, earlier), (plan, printed, later))
    ]
    assert [still_safe(file, printed) for file in held] == [True, False]


def test_of_two_writers_at_once_the_account_holds_both(sara, by):
    case = id_of(open_case(sara))
    value = actions.Plan("Keys")
    for _number in range(2):
        actions.write(case=case, kind=actions.Kind.PLAN, value=value, by=by, at=THURSDAY)
    assert Case.objects.values_list("standing_version", flat=True).get() == 3


def test_what_is_due_costs_as_many_queries_with_ten_cases_as_with_two(sara, django_assert_max_num_queries):
    url = reverse("survivors-due")
    for number in range(2):
        open_case(sara, f"Case {number}")
    with django_assert_max_num_queries(25) as few:
        sara.get(url)
    for number in range(8):
        open_case(sara, f"More {number}")
    with django_assert_max_num_queries(25) as many:
        sara.get(url)
    assert len(many.captured_queries) == len(few.captured_queries)


def test_an_account_too_long_for_its_size_takes_the_next(by, cast):
    at = THURSDAY
    case = actions.open_case(name="Vesna", relation="partner", called="", mailbox=uuid4(), by=by.staff, at=at, on=TODAY)
    words = "🦉" * 80
    entries = [(actions.Kind.TO_DO, queries.writings.ToDo(words, TODAY), at) for _number in range(9)]
    actions.write_all(case=case, entries=entries, by=by, at=at)
    viewer = type("Viewer", (), {"id": by.staff})
    ((_case, _core, found),) = queries.standings(viewer, by)
    assert (len(found.to_do), found.more_to_do) == (duties.AT_MOST, 3)
    assert Entry.objects.count() == 9
