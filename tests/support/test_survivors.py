"""Her case: safe contact enforced, duties lived, consent checked; sealed, and nothing of one woman with another."""

import base64
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts.models import ClosedFile
from article16.support.survivors.models import Case, Entry
from tests.service import once, signed_in, without_token
from tests.support.holding import give_key, unlock

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Canary Lendhafen", "+43 660 000 07 16"
THURSDAY = datetime.fromisoformat("2026-11-19T17:30:00+01:00")


@pytest.fixture
def sara(cast, settings):
    give_key(cast.sara, settings)
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


@pytest.fixture
def time_machine_at(monkeypatch):
    """The clock of these pages; sign-ins and keys keep theirs."""
    return lambda moment: monkeypatch.setattr("article16.support.survivors.clock.now", lambda: moment)


def open_case(browser, name: str = NAME, **more: str) -> str:
    url = reverse("survivor-add")
    answer = browser.post(url, {"once": once(browser, url), "name": name, "relation": "partner", "called": "", **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def post(browser, url: str, **data: object):
    return browser.post(url, {"once": once(browser, url), **data})


def says(browser, case: str, **data: object):
    facts = {
        "wish": "open",
        "ways": ["phone"],
        "number": NUMBER,
        "day_3": "17 to 19",
        "confirmed_on": "18 11 2026",
    } | data
    return post(browser, f"{case}contact/", **facts)


def text(browser, url: str) -> str:
    return browser.get(url).content.decode()


def test_locked_no_case_is_shown_and_unlocking_leads_back(cast, settings, sara):
    case = open_case(sara)
    locked = signed_in(cast.sara)
    for url in (reverse("survivors"), case):
        answer = locked.get(url)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("unlock"))
    assert NAME in text(sara, reverse("survivors"))


def test_nothing_of_hers_stands_in_the_database(sara):
    """Promise 3."""
    case = open_case(sara)
    says(sara, case, words="Behind the blue door at Lendhafen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT core FROM survivors_case UNION ALL SELECT sealed FROM survivors_entry")
        blobs = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(blobs) == 2
    needles = [part for word in ("Lendhafen", "blue door", NUMBER, "partner") for part in _ways(word)]
    from django.apps import apps

    for model in apps.get_models():
        for row in model.objects.values_list():
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert not any(needle in raw for needle in needles), model


def _ways(word: str) -> list[bytes]:
    plain = word.encode()
    return [plain, word.encode("utf-16-le"), base64.b64encode(plain)[:-4], plain.hex().encode()]


def test_the_list_searches_what_it_has_opened_and_no_address_keeps_the_words(sara):
    open_case(sara)
    open_case(sara, "Mina Harbour")
    url = reverse("survivors")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text(sara, url))[1]
    found = sara.post(url, {"words": "mina", "csrfmiddlewaretoken": token}).content.decode()
    assert "Mina Harbour" in found
    assert NAME not in found


def test_inside_her_time_a_contact_is_recorded_and_outside_it_is_not(sara, time_machine_at):
    """Guidelines B.1 a; Bad input: a contact outside her window."""
    case = open_case(sara)
    says(sara, case)
    time_machine_at(THURSDAY)
    assert "Now, until 19:00." in text(sara, case)
    another_way = post(sara, f"{case}attempts/add/", way="text", outcome="reached")
    assert another_way.status_code == 200, "she gave the telephone, and no other way"
    assert post(sara, f"{case}attempts/add/", way="phone", outcome="somebody else").status_code == 302
    assert "26 November 2026, 17:00" in text(sara, case), "the next attempt, inside her time"
    assert post(sara, f"{case}attempts/add/", way="phone", outcome="reached").status_code == 302
    time_machine_at(THURSDAY + timedelta(hours=3))
    page = text(sara, case)
    assert "Not now. Next: Thu 26 November, 17:00 to 19:00." in page
    assert "attempts/add" not in page
    refused = post(sara, f"{case}attempts/add/", way="phone", outcome="reached")
    assert refused.status_code == 200
    assert "Her time is over" in refused.content.decode()
    assert "Spoke with her" in text(sara, case)


def test_the_first_contact_is_made_with_care_and_only_before_she_has_said_anything(sara, time_machine_at):
    """Guidelines B.1 a."""
    time_machine_at(THURSDAY - timedelta(hours=1))
    case = open_case(sara)
    assert "First contact" in text(sara, case)
    careless = post(sara, f"{case}first/", way="phone", outcome="not reached")
    assert careless.status_code == 200
    assert post(sara, f"{case}first/", way="phone", outcome="not reached", careful="on").status_code == 302
    assert "Not reached" in text(sara, case)
    says(sara, case)
    assert f"{case}first/" not in text(sara, case)
    refused = post(sara, f"{case}first/", way="phone", outcome="reached", careful="on")
    assert "Keep to that" in refused.content.decode()


@pytest.mark.parametrize("wish", ["never", "danger only"])
def test_her_no_ends_asking_and_only_she_takes_it_back(sara, wish, time_machine_at):
    """Guidelines B.1 b."""
    time_machine_at(THURSDAY - timedelta(hours=1))
    case = open_case(sara)
    says(sara, case, wish=wish, day_3="")
    time_machine_at(THURSDAY)
    page = text(sara, case)
    assert "told/add" not in page
    assert "since 18 November 2026" in page
    refused = says(sara, case)
    assert "Only she can take that back" in refused.content.decode()
    assert says(sara, case, hers="on").status_code == 302
    assert "Now, until 19:00." in text(sara, case)


def test_a_no_on_the_telephone_ends_asking_with_the_same_save(sara, time_machine_at):
    """Guidelines B.1 b."""
    time_machine_at(THURSDAY - timedelta(hours=1))
    case = open_case(sara)
    says(sara, case)
    time_machine_at(THURSDAY)
    assert post(sara, f"{case}attempts/add/", way="phone", outcome="wish").status_code == 302
    page = text(sara, case)
    assert "Asking has ended" in page
    assert "attempts/add" not in page
    assert "told/add" not in page
    time_machine_at(THURSDAY + timedelta(minutes=5))
    assert "Only she can take that back" in says(sara, case).content.decode()
    assert says(sara, case, hers="on").status_code == 302


def test_in_danger_a_call_is_recorded_with_its_reason_and_the_risk_is_said_first(sara, time_machine_at):
    """Guidelines B.1 a."""
    case = open_case(sara)
    says(sara, case, wish="never", day_3="")
    time_machine_at(THURSDAY)
    page = text(sara, f"{case}danger/")
    assert "police" in page
    assert "he may be beside her" in page
    assert post(sara, f"{case}danger/", way="phone", outcome="reached", reason="").status_code == 200
    assert post(sara, f"{case}danger/", way="phone", outcome="reached", reason="He said goodbye").status_code == 302
    assert "Danger to life: contact outside her times" in text(sara, case)


def test_what_we_must_tell_her_is_late_after_a_week_and_done_with_its_day(sara, time_machine_at):
    """Guidelines B.1 c."""
    time_machine_at(THURSDAY)
    case = open_case(sara)
    assert text(sara, case).count("not told yet") == 6
    time_machine_at(THURSDAY + timedelta(days=8))
    assert text(sara, case).count("not told yet, late") == 6
    assert post(sara, f"{case}told/add/", what=["aims", "limits"], how="phone", on="20 11 2026").status_code == 302
    page = text(sara, case)
    assert page.count("told 20 November 2026") == 2
    assert page.count(">by Sara Lindqvist<") == 2
    assert page.count("not told yet, late") == 4


def test_what_she_was_told_tomorrow_was_not_told(sara, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    answer = post(sara, f"{case}told/add/", what=["aims"], how="phone", on="20 11 2026")
    assert answer.status_code == 200
    assert "lies in the future" in answer.content.decode()


def consent(browser, case: str, **data: str) -> str:
    facts = {
        "recipient": "Child protection",
        "scope": "Where she lives",
        "purpose": "Safety",
        "since": "1 11 2026",
        "expires_on": "",
    }
    assert post(browser, f"{case}consents/add/", **(facts | data)).status_code == 302
    return re.findall(r"consents/([0-9a-f-]{36})/told", text(browser, case))[0]


def test_only_under_a_consent_in_force_something_is_told(sara, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    one = consent(sara, case, expires_on="25 11 2026")
    told = f"{case}consents/{one}/told/"
    assert post(sara, told, what="The street").status_code == 302
    page = text(sara, case)
    assert "Told to Child protection" in page
    assert "Child protection was told: The street" in page, "the register"
    assert "as she agreed to: Where she lives" in page
    time_machine_at(THURSDAY + timedelta(days=7))
    refused = post(sara, told, what="The number")
    assert "not in force today" in refused.content.decode()
    assert "told/" not in text(sara, case).replace("told/add", "")


def test_a_consent_taken_back_ends_at_once_and_once(sara, time_machine_at):
    time_machine_at(THURSDAY)
    case = open_case(sara)
    one = consent(sara, case)
    assert post(sara, f"{case}consents/{one}/end/").status_code == 302
    assert "not in force today" in post(sara, f"{case}consents/{one}/told/", what="x").content.decode()
    assert "taken back already" in post(sara, f"{case}consents/{one}/end/").content.decode()
    assert "taken back 19 November 2026" in text(sara, case)


def test_of_two_who_write_the_plan_at_once_both_texts_stay_and_the_second_is_told(sara):
    """Guidelines B.1 e; Bad input: two workers who write one plan."""
    case = open_case(sara)
    url = f"{case}plan/"
    assert post(sara, url, words="Keys with the neighbour").status_code == 302
    base = re.search(r'name="based_on" value="([^"]+)"', text(sara, url))[1]
    assert post(sara, url, words="Keys with the sister", based_on=base).status_code == 302
    second = sara.post(url, {"once": once(sara, url), "words": "Bag at work", "based_on": base}, follow=True)
    page = second.content.decode()
    assert "Somebody else wrote a version meanwhile" in page
    assert "Bag at work" in page
    assert "Keys with the sister" in page


def test_who_knows_her_privately_never_finds_the_case_again(cast, sara):
    """Bad input: a case opened by a blocked worker."""
    case = open_case(sara)
    assert post(sara, f"{case}close/").status_code == 302
    nowhere = f"/cases/{uuid4()}/"
    assert without_token(sara.get(case)) == without_token(sara.get(nowhere))
    assert sara.get(case).status_code == 404
    assert NAME not in text(sara, reverse("survivors"))
    assert ClosedFile.objects.count() == 1


def test_an_entry_moved_into_another_case_is_counted_and_not_shown(sara):
    one, other = open_case(sara), open_case(sara, "Mina Harbour")
    says(sara, one)
    ids = {case.split("/")[2] for case in (one, other)}
    entry = Entry.objects.get()
    moved = (ids - {str(entry.case_id)}).pop()
    Entry.objects.update(case_id=moved)
    page = text(sara, f"/cases/{moved}/")
    assert "1 entries of this case do not open" in page
    assert NUMBER not in page


def test_of_two_women_of_one_man_neither_page_depends_on_the_other(sara, time_machine_at):
    """Everything woman A's case shows is equal whether or not there is a woman B, and whatever she says."""
    time_machine_at(THURSDAY)
    mailbox = str(uuid4())
    case = open_case(sara, mailbox=mailbox)
    says(sara, case)
    before = without_token(sara.get(case))
    other = open_case(sara, "Mina Harbour", mailbox=mailbox)
    says(sara, other, wish="never", day_3="", words="He has another flat")
    assert without_token(sara.get(case)) == before


def test_a_case_costs_as_many_queries_with_thirty_entries_as_with_three(sara, django_assert_max_num_queries):
    case = open_case(sara)
    for _number in range(3):
        post(sara, f"{case}write/", kind="note", on="18 11 2026", words="She called.")
    with django_assert_max_num_queries(20) as few:
        sara.get(case)
    for _number in range(27):
        post(sara, f"{case}write/", kind="note", on="18 11 2026", words="She called.")
    with django_assert_max_num_queries(20) as many:
        sara.get(case)
    assert len(many.captured_queries) == len(few.captured_queries)


def test_the_database_says_a_quarter_and_no_day(sara):
    open_case(sara)
    at = timezone.now()
    assert Case.objects.get().quarter == f"{at.year}-Q{(at.month + 2) // 3}"


@pytest.mark.parametrize("hours", ["25 to 26", "morning", "17", "17 to 19 to 21"])
def test_hours_that_cannot_be_read_are_named_and_nothing_is_lost(sara, hours):
    case = open_case(sara)
    page = says(sara, case, day_3=hours, words="Ring twice").content.decode()
    assert "Write the hours like 17 to 19" in page
    assert "Ring twice" in page


def test_a_case_whose_key_was_damaged_is_one_broken_row_and_holds_up_no_other(sara):
    from article16.support.keys.models import CaseKey

    whole, damaged = open_case(sara), open_case(sara, "Mina Harbour")
    row = CaseKey.objects.get(case=damaged.split("/")[-2])
    CaseKey.objects.filter(pk=row.pk).update(sealed=bytes(row.sealed)[:-16] + bytes(16))
    page = sara.get(reverse("survivors")).content.decode()
    assert page.count("This case does not open: tell the lead") == 1
    assert NAME in page
    assert "Mina Harbour" not in page
    assert sara.get(damaged).status_code == 404
    assert sara.get(whole).status_code == 200
