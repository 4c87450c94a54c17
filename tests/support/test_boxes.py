"""What casework sealed for her service: people become cases, and nothing casework wrote reaches her unconfirmed."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from article16.support.alerts.models import ForCase
from article16.support.questionnaires.queries import everybody
from article16.support.survivors import box_actions, box_queries, queries
from article16.support.survivors.contact import Wish, verdict
from article16.support.survivors.known import close_man
from article16.support.survivors.models import Basket, Case, Decided, KnownMan, Sorted
from article16.wall.vocabulary import Contact, ContactKind, Occasion, Opened, PartnerDetails, Person, Relation, Source
from tests.service import make_person, signed_in, without_token
from tests.support.her_cases import id_of, open_case, post, says, text
from tests.support.holding import give_key, holding, let_in, unlock
from tests.support.studying import arrive
from tests.support.test_alert_pages import WORDS as WARNING
from tests.support.test_alert_pages import came

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-11-19T17:30:00+01:00")
PHONE = Contact(kind=ContactKind.PHONE, value="+43 660 999", source=Source.CLIENT)
SCHOOL = Contact(kind=ContactKind.SCHOOL, value="School at the pond", source=Source.CLIENT)
VESNA = Person(relation=Relation.FORMER_PARTNER, name="Vesna Lendhafen", contacts=(PHONE,), note="Works at night")
MINA = Person(relation=Relation.PARTNER, name="Mina Harbour")
CHILD = Person(relation=Relation.CHILD, name="Toni", birth_date=date(2019, 4, 2), contacts=(SCHOOL,))


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(by, cast):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


def box(*people: Person, words: str = "", of: UUID | None = None) -> UUID:
    """Arrives; the mailbox of the man."""
    man = of or uuid4()
    arrive(
        PartnerDetails(
            mailbox=man, programme="graz", occasion=Occasion.REFERRAL, written_at=AT, people=people, words=words
        )
    )
    return man


def only(sara, by) -> str:
    """The address of the one box that waits."""
    (found,) = box_queries.waiting(by.staff, by)
    return reverse("survivor-box", args=[found[0].message])


def test_an_empty_box_makes_no_work_and_leaves_the_same_trace_as_a_full_one(sara, by):
    box()
    box(words="  ")
    assert "Nobody waits" in text(sara, reverse("survivor-boxes"))
    box(VESNA)
    assert box_actions.sort(by=by) == 3
    assert (Sorted.objects.count(), Basket.objects.count()) == (3, 1)
    assert "Vesna Lendhafen" in text(sara, reverse("survivor-boxes"))
    assert box_actions.sort(by=by) == 0


@pytest.mark.parametrize("gathered", [False, True], ids=["fresh", "gathered"])
def test_a_person_becomes_a_case_with_the_form_filled_in_and_contact_she_has_not_confirmed(sara, by, gathered):
    man = box(VESNA, CHILD)
    if gathered:
        box_actions.sort(by=by)
    url = f"{only(sara, by)}0/open/"
    form = text(sara, url)
    assert 'value="Vesna Lendhafen"' in form
    assert 'value="Vesna"' in form
    answer = post(sara, url, name="Vesna Lendhafen", called="Vesna", relation="former partner", children=["1"])
    assert answer.status_code == 302
    prefilled = text(sara, answer.url)
    assert "From casework, not confirmed by her" in prefilled
    assert "+43 660 999" in prefilled
    case = id_of(answer.url)
    file = queries.opened(case, by)
    assert file.core.mailbox == man
    assert (file.contact.wish, file.contact.from_casework, file.contact.confirmed_on) == (Wish.NOT_ASKED, True, None)
    assert not verdict(file.contact, at=AT).now
    assert [(one.record.name, one.record.born, one.record.school) for one in file.children] == [
        ("Toni", date(2019, 4, 2), "School at the pond")
    ]
    page = text(sara, f"/cases/{case}/")
    assert "has not confirmed them" in page
    assert "attempts/add" not in page
    assert "Nobody waits" in text(sara, reverse("survivor-boxes"))


def test_the_days_for_a_first_contact_count_from_his_referral(sara, by):
    man, today = box(VESNA), timezone.localdate()
    days = [today - timedelta(days=300), today - timedelta(days=5), today + timedelta(days=30)]
    for of, on in (*((man, day) for day in days), (uuid4(), today)):
        arrive(Opened(mailbox=of, programme="graz", on=on))
    url = f"{only(sara, by)}0/open/"
    answer = post(sara, url, name="Vesna", called="", relation="partner")
    file = queries.opened(id_of(answer.url), by)
    assert (file.core.referred_on, file.core.opened_on) == (days[1], today)
    page = text(sara, f"/cases/{file.id}/")
    assert f"by {date_format(days[1] + timedelta(days=7), 'j F Y')}" in page
    assert "His referral" in page


def test_two_who_open_a_case_from_one_person_open_one(sara, by):
    box(VESNA)
    url = f"{only(sara, by)}0/open/"
    form = {"name": "Vesna", "called": "", "relation": "partner"}
    assert post(sara, url, **form).status_code == 302
    assert "looked at this already" in post(sara, url, **form).content.decode()
    assert (Case.objects.count(), Decided.objects.count()) == (1, 1)


def test_two_women_of_one_man_are_two_cases_and_neither_page_depends_on_the_other(sara, by):
    box(VESNA, MINA)
    url = only(sara, by)
    first = post(sara, f"{url}0/open/", name="Vesna", called="", relation="former partner").url
    case = first.removesuffix("contact/")
    text(sara, case)  # what was said of the saving is read once
    before = without_token(sara.get(case))
    second = post(sara, f"{url}1/open/", name="Mina", called="", relation="partner").url.removesuffix("contact/")
    says(sara, second, wish="never", day_3="")
    text(sara, second)
    assert without_token(sara.get(case)) == before
    assert "Mina" not in text(sara, case)
    assert "Vesna" not in text(sara, second)


def test_a_person_joins_a_case_and_what_she_said_herself_stays(sara, by):
    case = open_case(sara, "Vesna Lendhafen")
    says(sara, case, number="+43 660 111")
    box(VESNA, CHILD, words="He asks for her address")
    url = only(sara, by)
    assert post(sara, f"{url}0/join/", case="nobody").status_code == 200
    for place in (0, 1, 99):
        assert post(sara, f"{url}{place}/join/", case="vesna").status_code == 302
    file = queries.opened(id_of(case), by)
    assert file.contact.number == "+43 660 111"
    assert file.contact.wish is Wish.OPEN
    page = text(sara, case)
    assert "From casework, not confirmed by her" in page
    assert "+43 660 999" in page
    assert "He asks for her address" in page
    assert "Toni" in page


def test_a_message_that_nobody_looked_at_is_late_after_the_days_for_a_first_contact(sara, monkeypatch):
    box(VESNA)
    url, now = reverse("survivors-due"), timezone.now()
    assert "1 message from casework with somebody" in text(sara, url)
    assert "older than the days" not in text(sara, url)
    monkeypatch.setattr("article16.support.survivors.clock.now", lambda: now + timedelta(days=8))
    assert "1 message from casework is older than the days" in text(sara, url)


def test_setting_aside_takes_a_reason(sara, by):
    box(VESNA)
    url = only(sara, by)
    assert post(sara, f"{url}0/aside/", reason="").status_code == 200
    assert post(sara, f"{url}0/aside/", reason="She works here").status_code == 302
    assert "Nobody waits" in text(sara, reverse("survivor-boxes"))
    assert "She works here" in text(sara, url)


def test_who_knows_him_privately_finds_nothing_of_his_now_or_later(sara, by, cast, settings):
    """Bad input: a case opened by a blocked worker."""
    man = box(VESNA)
    case = open_case(sara, "Mina Harbour", mailbox=str(man))
    url = only(sara, by)
    answer = sara.post(f"{url}close/", {"once": _once(sara, f"{url}close/")}, follow=True).content.decode()
    assert "Closed to you, now and later" in answer
    assert "Mina" not in answer
    box(CHILD, of=man)
    assert box_queries.waiting(by.staff, by) == []
    assert sara.get(url).status_code == 404
    assert without_token(sara.get(case)) == without_token(sara.get(f"/cases/{uuid4()}/"))
    for page in ("survivors", "survivors-due", "survivor-boxes"):
        assert "Mina" not in text(sara, reverse(page))
    refused = post(sara, reverse("survivor-add"), name="X", relation="partner", called="", mailbox=str(man))
    assert "closed to you" in refused.content.decode()
    assert man.bytes not in b"".join(bytes(one) for one in KnownMan.objects.values_list("sealed", flat=True))
    key = give_key(cast.leyla, settings)
    let_in(cast.leyla, key, by=by, second=make_person("Mara Holm", "worker", cast.graz, at=timezone.now()))
    leyla = signed_in(cast.leyla)
    unlock(leyla)
    assert "Mina" in text(leyla, reverse("survivors"))
    later = open_case(leyla, "Ruth Later", mailbox=str(man))
    assert sara.get(later).status_code == 404
    assert "Ruth" not in text(sara, reverse("survivors"))
    viewers = [type("Viewer", (), {"id": one.pk}) for one in (cast.sara, cast.leyla)]
    assert [len(everybody.files(viewer, by)) for viewer in viewers] == [0, 2], "nor is she counted for her"


def test_who_knows_him_says_so_on_the_page_of_a_case_too(sara):
    man = str(uuid4())
    one, other = open_case(sara, "Vesna", mailbox=man), open_case(sara, "Mina", mailbox=man)
    assert post(sara, f"{one}close/", him="on").status_code == 302
    assert sara.get(other).status_code == 404


def test_who_knows_him_reads_nothing_of_his_warning_and_can_only_pass_it_on(sara, by):
    alert = came()
    ours = ForCase.objects.get(alert=alert)
    url, acknowledge = reverse("alert", args=[alert.pk]), reverse("alert-acknowledge", args=[ours.pk])
    close_man(mailbox=uuid4(), by=by, at=AT)
    assert WARNING in text(sara, url), "another man"
    assert sara.get(acknowledge).status_code == 200
    man = by.open_message(bytes(alert.message.header), bytes(alert.message.sealed)).mailbox
    close_man(mailbox=man, by=by, at=AT)
    page = text(sara, url)
    assert WARNING not in page
    assert "Pass the warning on now" in page
    assert "Case 1 of" not in page
    assert sara.get(acknowledge).status_code == 404
    assert sara.post(reverse("alert-pass-on", args=[alert.pk]), {"rung": "1"}).status_code == 302


def _once(browser, url: str) -> str:
    from tests.service import once

    return once(browser, url)
