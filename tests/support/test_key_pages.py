"""The set-up, letting in, the own key and recovery, page by page, as people walk them."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from article16.support.keys.actions import sheets
from article16.support.keys.models import Admission, Generation, Grant, SheetSet, WorkerKey, Wrap
from tests.service import make_person, once, signed_in
from tests.support.holding import CHEAP, PASSPHRASE, give_key, holding, let_in, unlock

pytestmark = pytest.mark.django_db
OTHER = "six other words that nobody meant"


@pytest.fixture(autouse=True)
def cheap(settings):
    settings.PASSPHRASE_COST = CHEAP


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]


def make_own_key(browser, **changes):
    page = browser.get("/own-key/make/").content.decode()
    code = hidden(page, "secret_offered")
    fields = {"once": hidden(page, "once"), "secret_offered": code, "code": code}
    return browser.post("/own-key/make/", fields | {"password1": PASSPHRASE, "password2": PASSPHRASE} | changes)


def as_typed(printed, prefix=""):
    names = ["secret_name", *(f"secret_{line}" for line in range(1, 5))]
    return dict(zip([prefix + name for name in names], [printed.name, *printed.lines], strict=True))


@pytest.fixture
def caught(monkeypatch):
    """The sheets as they go to the printer: nothing else ever knows them."""
    found = []
    whole = sheets.replace_sheets

    def watched(**arguments):
        found.append(whole(**arguments))
        return found[-1]

    monkeypatch.setattr(sheets, "replace_sheets", watched)
    return found


def test_a_lead_walks_through_the_set_up(cast, caught):
    leyla = signed_in(cast.leyla)
    assert leyla.get("/unlock/").url == "/own-key/make/"
    assert make_own_key(leyla).url == "/own-key/"
    assert "Your key opens nothing yet" in leyla.get("/own-key/").content.decode()
    assert leyla.post("/set-up/begin/").url == "/set-up/"
    assert "And you hold it" not in leyla.get("/set-up/").content.decode()
    answer = leyla.post("/set-up/sheets/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 3
    for printed in caught[0][:2]:
        token = once(leyla, "/set-up/test/")
        page = leyla.post("/set-up/test/", {"once": token} | as_typed(printed)).content.decode()
        assert printed.sentence in page
    assert "The set-up is done" in page
    assert "Done on" in leyla.get("/set-up/").content.decode()


def test_the_sheets_are_nowhere_but_in_the_answer(cast, caught, settings):
    leyla = signed_in(cast.leyla)
    make_own_key(leyla)
    leyla.post("/set-up/begin/")
    leyla.post("/set-up/sheets/")
    kept = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for model in apps.get_models()
        for row in model.objects.values_list()
        for value in row
    )
    for printed in caught[0]:
        assert sheets.typed(printed.name, list(printed.lines)).secret not in kept
        for line in printed.lines:
            assert line.encode() not in kept
            assert line.replace(" ", "").encode() not in kept


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": OTHER}, "The two passphrases differ"),
        ({"code": "0000"}, "This is not a printed code"),
        ({"password1": ""}, "Enter a passphrase"),
    ],
)
def test_what_is_wrong_with_an_own_key_is_said_and_the_same_code_stays_on_the_page(cast, changes, said):
    sara = signed_in(cast.sara)
    answer = make_own_key(sara, **changes)
    page = answer.content.decode()
    assert said in page
    assert hidden(page, "secret_offered").split()[0] in page
    assert not WorkerKey.objects.exists()


def test_a_slip_in_the_printed_code_says_in_which_half(cast):
    sara = signed_in(cast.sara)
    page = sara.get("/own-key/make/").content.decode()
    code = hidden(page, "secret_offered")
    signs = list(code)
    signs[-1] = "0" if signs[-1] != "0" else "1"
    fields = {"once": hidden(page, "once"), "secret_offered": code, "code": "".join(signs)}
    page = sara.post("/own-key/make/", fields | {"password1": PASSPHRASE, "password2": PASSPHRASE}).content.decode()
    assert "second half of the code" in page


def test_the_printed_code_unlocks_when_the_passphrase_is_forgotten_and_a_new_one_is_set(cast):
    sara = signed_in(cast.sara)
    code = hidden(sara.get("/own-key/make/").content.decode(), "secret_offered")
    page = sara.get("/own-key/make/").content.decode()
    fields = {"once": hidden(page, "once"), "secret_offered": code, "code": code.lower()}
    sara.post("/own-key/make/", fields | {"password1": PASSPHRASE, "password2": PASSPHRASE})
    sara.post("/lock/")
    answer = sara.post("/unlock/?next=/own-key/", {"once": once(sara, "/unlock/"), "code": code.replace(" ", "-")})
    assert (answer.status_code, answer.url) == (302, "/own-key/")
    token = once(sara, "/own-key/passphrase/")
    sara.post("/own-key/passphrase/", {"once": token, "password1": OTHER, "password2": OTHER})
    sara.post("/lock/")
    answer = sara.post("/unlock/", {"once": once(sara, "/unlock/"), "password": OTHER})
    assert answer.status_code == 302


def test_two_ways_to_unlock_always_stay(cast, settings):
    give_key(cast.sara, settings)
    sara = signed_in(cast.sara)
    unlock(sara)
    way = Wrap.objects.first()
    token = once(sara, f"/own-key/{way.pk}/remove/")
    page = sara.post(f"/own-key/{way.pk}/remove/", {"once": token}).content.decode()
    assert "Two ways to unlock must stay" in page
    assert Wrap.objects.count() == 2


def test_a_page_that_needs_the_key_leads_to_unlocking_and_back(cast, settings):
    give_key(cast.leyla, settings)
    leyla = signed_in(cast.leyla)
    answer = leyla.get("/recovery/")
    assert answer.url == "/unlock/?next=%2Frecovery%2F"
    answer = leyla.post(answer.url, {"once": once(leyla, answer.url), "password": PASSPHRASE})
    assert answer.url == "/recovery/"
    answer = leyla.post("/unlock/?next=//evil.example/", {"once": once(leyla, "/unlock/"), "password": PASSPHRASE})
    assert answer.url == "/"


def test_a_worker_is_let_in_by_two_people(cast, settings):
    give_key(cast.leyla, settings)
    mira = signed_in(make_person("Mira Outside", "approver", cast.graz, at=timezone.now()))
    leyla, sara = signed_in(cast.leyla), signed_in(cast.sara)
    make_own_key(sara)
    name = re.search(r'<code class="one-time"><bdi>([^<]+)', sara.get("/own-key/").content.decode())[1]
    unlock(leyla)
    page = leyla.get("/key-holders/").content.decode()
    assert name in page
    address = re.search(r'href="(/key-holders/zone/[^"]+/ask/)"', page)[1]
    assert name in leyla.get(address).content.decode()
    leyla.post(address, {"once": once(leyla, address)})
    admission = Admission.objects.get().pk
    assert "/approve/" not in leyla.get("/key-holders/").content.decode()
    assert f"/key-holders/{admission}/approve/" in mira.get("/key-holders/").content.decode()
    address = f"/key-holders/{admission}/approve/"
    mira.post(address, {"once": once(mira, address)})
    address = f"/key-holders/{admission}/hand-over/"
    leyla.post(address, {"once": once(leyla, address)})
    assert Grant.objects.count() == 2
    assert "Your key opens nothing yet" not in sara.get("/own-key/").content.decode()


def test_the_lead_who_unlocks_after_somebody_left_is_led_to_the_new_key(cast, settings):
    from article16.common.accounts import actions as accounts

    leyla = give_key(cast.leyla, settings)
    mira = make_person("Mira Outside", "approver", cast.graz, at=timezone.now())
    let_in(cast.sara, give_key(cast.sara, settings), by=holding(leyla, cast.leyla), second=mira)
    accounts.leave(staff=cast.sara, by=str(cast.nora.pk), at=timezone.now())
    browser = signed_in(cast.leyla)
    assert unlock(browser).url == "/key-holders/zone/renew/"
    page = browser.get("/key-holders/zone/renew/").content.decode()
    assert "Sara Lindqvist held this key and has left" in page
    browser.post("/key-holders/zone/renew/", {"once": once(browser, "/key-holders/zone/renew/")})
    assert Generation.objects.get(ring="zone", ended_at=None).number == 2
    assert "has left" not in browser.get("/key-holders/").content.decode()


def test_two_sheets_open_the_service_again_on_the_page_and_slips_stand_at_their_line(cast, settings, caught):
    first = holding(give_key(cast.leyla, settings), cast.leyla)
    printed = sheets.make_sheets(unlocked=first, by=cast.leyla.pk, at=timezone.now())
    leyla = signed_in(cast.leyla)
    make_own_key(leyla)
    page = leyla.get("/recovery/").content.decode()
    assert f"two sheets of the set {printed[0].set}" in page
    tokens = {f"{name}-once": hidden(page, f"{name}-once") for name in ("one", "other")}
    right = as_typed(printed[0], "one-") | as_typed(printed[2], "other-")
    line = printed[0].lines[2]
    slip = right | {"one-secret_3": line[:-1] + ("0" if line[-1] != "0" else "1")}
    assert "There is a slip in line 3" in leyla.post("/recovery/", tokens | slip).content.decode()
    twice = as_typed(printed[0], "one-") | as_typed(printed[0], "other-")
    assert "same sheet twice" in leyla.post("/recovery/", tokens | twice).content.decode()
    other_name = right | {"one-secret_name": printed[1].name}
    assert "Is the name above the one of this sheet" in leyla.post("/recovery/", tokens | other_name).content.decode()
    assert not Grant.objects.filter(key__ended_at=None).exists()
    assert leyla.post("/recovery/", tokens | right).url == "/key-holders/"
    assert Grant.objects.filter(key__ended_at=None).count() == 1


def test_what_the_qr_code_holds_may_be_pasted_at_once(cast, settings):
    first = holding(give_key(cast.leyla, settings), cast.leyla)
    printed = sheets.make_sheets(unlocked=first, by=cast.leyla.pk, at=timezone.now())
    leyla = signed_in(cast.leyla)
    token = once(leyla, "/set-up/test/")
    page = leyla.post("/set-up/test/", {"once": token, "secret_name": printed[1].qr}).content.decode()
    assert printed[1].sentence in page


def test_the_list_of_holders_asks_no_more_of_the_database_for_thirty_than_for_three(cast, settings):
    give_key(cast.leyla, settings)
    leyla = signed_in(cast.leyla)
    counts = []
    for number in (3, 30):
        for at in range(number):
            one = make_person(f"W{number}x{at} Worker", "worker", cast.graz, at=timezone.now())
            give_key(one, settings)
        leyla.get("/key-holders/")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            leyla.get("/key-holders/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_an_approver_and_an_evaluator_see_only_what_is_theirs(cast, settings):
    first = holding(give_key(cast.leyla, settings), cast.leyla)
    sheets.make_sheets(unlocked=first, by=cast.leyla.pk, at=timezone.now())
    assert SheetSet.objects.count() == 1
    eva = signed_in(make_person("Eva Counts", "evaluator", cast.graz, at=timezone.now()))
    page = eva.get("/key-holders/").content.decode()
    assert "The study key" in page
    assert "Leyla" not in page
    assert eva.get("/key-holders/zone/renew/").status_code == 404
