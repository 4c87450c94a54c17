"""Her pages by link: nothing shown again, nothing kept in the browser, sealed at once, and one page for what is not open."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from article16.support.alerts.models import Alert
from article16.support.portal.models import Link, Page
from article16.support.survivors.contact import SafeContact, Way, Wish
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import Kind
from article16.wall.vocabulary import Schedule
from tests.service import make_person, signed_in, without_token
from tests.support.her_links import ALWAYS, Hers, begin, open_hers, path, phone, post, questions, send, to_the_end
from tests.support.holding import give_key, holding, unlock
from tests.support.studying import arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def hers(sara) -> Hers:
    return open_hers(sara)


def body(answer) -> str:
    return answer.content.decode()


def test_a_link_shows_one_button_and_is_used_by_the_first_browser_alone(hers):
    made = hers.link()
    assert phone().get(path(made)).status_code == 200  # a messenger looks into it first
    first, second = begin(made), phone()
    assert first.get("/p/").status_code == 200
    nothing = second.get("/n/never-was/")
    assert nothing.status_code == 404
    assert second.get(path(made)).content == nothing.content
    assert second.post(path(made)).status_code in {403, 404}
    assert first.get(path(made)).url == "/p/"  # she presses it again in her message


def test_what_she_saved_is_never_shown_again_and_she_goes_on_at_the_first_open_part(hers):
    """Her link."""
    browser = begin(hers.link())
    before = questions(body(browser.get("/p/")))
    assert send(browser, insulted="3").url == "/p/"
    after = body(browser.get("/p/"))
    assert not set(questions(after)) & set(before)
    assert "checked" not in after


def test_a_reload_shows_nothing_and_what_was_typed_before_it_is_not_lost(hers):
    browser = begin(hers.link())
    send(browser, autosave=True, insulted="4")
    page = body(browser.get("/p/"))
    assert "checked" not in page
    post(browser, page)  # and she leaves it open now
    file = _brought(hers, browser)
    assert file["insulted"] == "4"


def test_what_she_cleared_herself_stays_cleared(hers):
    browser = begin(hers.link())
    page = body(browser.get("/p/"))
    post(browser, page, autosave=True, insulted="4")
    post(browser, page, autosave=True)
    post(browser, page)
    assert _brought(hers, browser)["insulted"] == ".not_reached"


def test_a_change_of_language_shows_what_she_typed_once(hers):
    browser = begin(hers.link())
    answer = browser.post("/p/", {**_sent(browser), "q.insulted": "2", "to_language": "ar"})
    assert answer.url == "/p/"
    page = body(browser.get("/p/"))
    assert 'dir="rtl"' in page
    assert len(re.findall(r"checked", page)) == 1
    assert "checked" not in body(browser.get("/p/"))


def _sent(browser) -> dict:
    from tests.support.her_links import fields

    return fields(body(browser.get("/p/")))


def _brought(hers: Hers, browser) -> dict[str, str]:
    """What stands in her case after she has ended."""
    from article16.support.portal.actions.bringing import bring_in

    to_the_end(browser)
    bring_in(case=hers.case, by=hers.by, at=timezone.now())
    return dict(opened(hers.case, hers.by).of(Kind.ANSWERS)[0].value.values)


def test_leaving_kills_the_link_until_her_worker_renews_it_and_then_it_goes_on(hers):
    """Her link."""
    from article16.support.portal.actions import making

    made = hers.link()
    browser = begin(made)
    first = questions(body(browser.get("/p/")))
    send(browser, insulted="3")
    held = browser.cookies["page"].value
    left = browser.post("/p/leave/")
    assert (left.status_code, left.url) == (302, "/p/leave/")
    assert left.cookies["page"].value != held
    assert "wikipedia" in body(browser.get("/p/leave/"))
    nothing = phone().get("/n/never-was/").content
    browser.cookies["page"] = held
    for url in ("/p/", "/p/read/", "/p/write/", path(made)):
        assert browser.get(url).content == nothing, url
    again = begin(making.renew_link(case=hers.case, link=hers.link_id(), by=hers.by, at=timezone.now()))
    assert not set(questions(body(again.get("/p/")))) & set(first)


def test_a_pause_that_is_too_long_ends_it(hers, monkeypatch):
    browser = begin(hers.link())
    send(browser)
    later = timezone.now() + timedelta(minutes=21)
    monkeypatch.setattr("article16.support.portal.views.timezone.now", lambda: later)
    assert browser.get("/p/").status_code == 404
    monkeypatch.undo()
    assert browser.get("/p/").status_code == 404


def test_every_link_that_is_not_open_gives_the_same_bytes(hers, sara):
    """Bad input: an expired link; a link of another woman."""
    from article16.support.portal.actions import making

    nothing = phone().get("/n/never-was/")
    at = timezone.now()
    used, old = hers.link(), hers.link(instrument="phq9", at=at - timedelta(days=4))
    begin(used)
    taken = hers.link(instrument="gad7")
    making.end_link(case=hers.case, link=hers.link_id(), by=hers.by, at=at)
    renewed = hers.link(instrument="pcl5")
    making.renew_link(case=hers.case, link=hers.link_id(), by=hers.by, at=at)
    other = open_hers(sara, name="Mina Auenfeld").link()
    for one in (used, old, taken, renewed):
        answer = phone().get(path(one))
        assert (answer.status_code, answer.content) == (404, nothing.content)
        assert sorted(answer.headers.items()) == sorted(nothing.headers.items())
    mine = begin(hers.link(instrument=""))
    assert mine.get(path(other)).status_code == 200  # a link of another woman opens as that, not as hers


def test_two_tabs_lose_nothing_and_save_nothing_twice(hers):
    """Bad input: answers sent twice."""
    browser = begin(hers.link())
    page = body(browser.get("/p/"))
    assert post(browser, page, insulted="1").url == "/p/"
    answer = post(browser, page, insulted="5")
    assert answer.status_code == 200
    assert "Nothing was saved" in body(answer)
    assert _brought(hers, browser)["insulted"] == "1"


def test_an_answer_outside_the_scale_is_said_in_her_language_and_kept_out(hers):
    browser = begin(hers.link(language="de"))
    answer = send(browser, insulted="77")
    assert answer.status_code == 200
    assert "Das ist keine der Antworten" in body(answer)
    assert send(browser, insulted="2").url == "/p/"


def test_an_answer_that_needs_somebody_raises_one_item_that_says_nothing(hers, cast, sara):
    browser = begin(hers.link())
    for _ in range(8):
        page = body(browser.get("/p/"))
        if "choked" in questions(page):
            break
        post(browser, page)
    post(browser, page, autosave=True, choked="2")
    post(browser, page, autosave=True, choked="3")
    post(browser, page, choked="3")
    found = Alert.objects.get(severity="highest")
    assert (found.kind, found.message_id) == ("own", None)
    locked = signed_in(cast.sara)
    shown = body(locked.get(reverse("duty-desk")))
    assert "Something waits to be read" in shown
    unlock(locked)
    inside = body(locked.get(reverse("alert", args=[found.pk])))
    assert f"/cases/{hers.case}/" in inside


def test_a_message_is_sealed_at_once_and_stands_in_her_case(hers):
    from article16.support.portal.actions.bringing import bring_in
    from tests.support.her_links import fields

    browser = begin(hers.link(instrument="", wave=""))
    page = body(browser.get("/p/write/"))
    answer = browser.post("/p/write/", fields(page) | {"words": "CANARY he has a key"})
    assert answer.status_code == 200
    assert "CANARY" not in body(answer)
    assert "locked" in body(answer)
    _nowhere("CANARY")
    assert Alert.objects.get().severity == "ordinary"
    assert bring_in(case=hers.case, by=hers.by, at=timezone.now()) == 0
    assert opened(hers.case, hers.by).of(Kind.MESSAGE)[0].value.words == "CANARY he has a key"
    assert not Page.objects.exists()


def _nowhere(marker: str) -> None:
    from tests.worlds.canary import in_bytes

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert in_bytes(marker, raw) == [], table


def test_opening_the_case_brings_in_what_she_saved_once(hers, cast):
    to_the_end(begin(hers.link()))
    worker = signed_in(cast.sara)
    unlock(worker)
    assert worker.get(f"/cases/{hers.case}/").status_code == 200
    assert worker.get(f"/cases/{hers.case}/").status_code == 200
    assert len(opened(hers.case, hers.by).of(Kind.ANSWERS)) == 1
    assert not Page.objects.exists()


@pytest.mark.parametrize("wish", [Wish.NEVER, Wish.DANGER_ONLY, Wish.NOT_ASKED])
def test_no_link_is_made_against_her_wish(sara, wish):
    """Guidelines B.1 b."""
    from article16.common.accounts.actions import NotPossible

    on = timezone.localdate()
    closed = open_hers(sara, contact=SafeContact(wish, on, (Way.TEXT,), ALWAYS))
    with pytest.raises(NotPossible):
        closed.link()
    assert not Link.objects.exists()


def test_no_link_is_made_outside_her_times(sara):
    """Guidelines B.1 a."""
    from article16.common.accounts.actions import NotPossible
    from article16.support.survivors.contact import Window

    at = timezone.localtime()
    later = (at + timedelta(hours=3)).time().replace(second=0, microsecond=0)
    end = (at + timedelta(hours=4)).time().replace(second=0, microsecond=0)
    shut = open_hers(sara, contact=SafeContact(Wish.OPEN, at.date(), (Way.TEXT,), (Window(at.weekday(), later, end),)))
    with pytest.raises(NotPossible, match="Not now"):
        shut.link()


def test_no_link_is_made_on_a_day_of_his_nor_before_or_after_its_time(sara, monkeypatch):
    from article16.common.accounts.actions import NotPossible
    from article16.support.portal.actions import making
    from article16.support.questionnaires.course import His

    today = timezone.localdate()
    hers = open_hers(sara, half=today)
    for wave, why in (("T1", "has passed"), ("T4", "no date for this time")):
        with pytest.raises(NotPossible, match=why):
            hers.link(wave=wave)
    monkeypatch.setattr(making, "his_way", lambda _file, _by: His(sessions=(today,)))
    with pytest.raises(NotPossible, match="session or a review today"):
        hers.link(wave="T2")
    assert not Link.objects.exists()


def test_his_days_come_from_what_casework_planned(sara):
    """A plan that came through the wall shuts its days, for his women alone."""
    from article16.common.accounts.actions import NotPossible

    his, today = uuid4(), timezone.localdate()
    arrive(Schedule(mailbox=his, programme="graz", sessions=(today,)))
    with pytest.raises(NotPossible, match="session or a review today"):
        open_hers(sara, mailbox=his).link()
    assert open_hers(sara, name="Mina Auenfeld", mailbox=uuid4()).link().address


def test_hundreds_of_wrong_addresses_shut_nobody_out(hers):
    """He may sit behind the same address as she does: nothing counts tries by it."""
    wrong = phone()
    for number in range(200):
        assert wrong.get(f"/n/{number}/").status_code == 404
    assert begin(hers.link()).get("/p/").status_code == 200


def test_a_restricted_case_points_only_its_workers_to_it(cast, settings, sara):
    from article16.support.alerts.pointing import pointed
    from article16.support.keys.actions import cases
    from tests.support.holding import let_in

    leyla = give_key(cast.leyla, settings)
    rosa = make_person("Rosa Steinmoos", "worker", cast.graz, at=timezone.now())
    let_in(cast.leyla, leyla, by=sara, second=rosa)
    hers = open_hers(sara)
    cases.restrict(case=hers.case, workers=[cast.sara.pk, cast.leyla.pk], by=sara, at=timezone.now())
    browser = begin(hers.link(instrument="", wave=""))
    from tests.support.her_links import fields

    browser.post("/p/write/", fields(body(browser.get("/p/write/"))) | {"words": "Come on Monday."})
    alert = Alert.objects.get()
    assert pointed(alert.pk, sara).case == hers.case
    cases.name_worker(case=hers.case, worker=cast.leyla.pk, by=sara, at=timezone.now())
    stranger = holding(leyla, cast.leyla)
    assert pointed(alert.pk, stranger).case == hers.case
    zone_alone = holding(leyla, cast.leyla)
    object.__setattr__(zone_alone, "worker_id", UUID(int=0))
    found = pointed(alert.pk, zone_alone)
    assert found.case is None
    assert found.named == ("Leyla Haddad", "Sara Lindqvist")


def test_only_one_cookie_is_set_and_nothing_may_be_kept(hers):
    made = hers.link()
    browser = phone()
    answers = [browser.get(path(made)), begin(made, browser).get("/p/"), browser.get("/static/ui/portal.css")]
    answers[-1].close()
    for answer in answers:
        assert answer["Cache-Control"] == "no-store"
        assert set(answer.cookies) <= {"page"}
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert set(browser.cookies) == {"page"}


def test_neither_host_has_the_pages_of_the_other(hers, cast):
    made = hers.link()
    staff = signed_in(cast.sara)
    for url in (path(made), "/p/", "/p/read/", "/p/leave/"):
        assert staff.get(url).status_code == 404
    her = phone()
    nothing = her.get("/n/never-was/").content
    for url in ("/", "/accounts/login/", "/cases/", "/health", "/keys/", "/p/nowhere/", "/static/none.css"):
        answer = her.get(url)
        assert (answer.status_code, answer.content) == (404, nothing), url


def test_no_page_of_hers_names_the_service(hers):
    made = hers.link()
    browser = phone()
    pages = [body(browser.get(path(made)))]
    begin(made, browser)
    pages += [body(browser.get(url)) for url in ("/p/", "/p/read/", "/p/write/", "/p/over/done/de/", "/n/x/")]
    for page in pages:
        shown = re.sub(r"<[^>]+>", " ", page)
        for word in ("support", "article 16", "women", "violence", "survivor", "casework"):
            assert word not in re.search(r"<title>(.*?)</title>", page)[1].lower()
            assert word not in shown.lower() or word == "support", word


def test_a_forged_form_is_refused_and_leaving_never_is(hers):
    browser = begin(hers.link())
    assert browser.post("/p/", {"go": "next"}).status_code == 403
    assert browser.post("/p/leave/").status_code == 302
    assert browser.get("/p/").status_code == 404


def test_her_worker_makes_renews_and_takes_back_a_link_on_its_page(hers, cast):
    from tests.service import once

    worker = signed_in(cast.sara)
    unlock(worker)
    url = reverse("survivor-links", args=[hers.case])
    form = {"once": once(worker, url), "what": "five_points", "wave": "none", "language": "ar"}
    made = worker.post(url, form)
    address = re.search(r"http://pages\.localhost[^<\s]+", body(made))[0]
    assert f"ها هي الصفحة: {address}" in body(made)
    assert worker.post(url, form).status_code == 302  # sent twice: one link, shown once
    assert Link.objects.count() == 1
    assert address not in body(worker.get(url))
    before = address.removeprefix("http://pages.localhost").partition("/")[2]
    renewed = worker.post(url, {"once": once(worker, url), "renew": str(hers.link_id())})
    assert phone().get(f"/{before}").status_code == 404
    address = re.search(r"http://pages\.localhost[^<\s]+", body(renewed))[0]
    path_ = "/" + address.removeprefix("http://").partition("/")[2]
    assert phone().get(path_).status_code == 200
    end = reverse("survivor-link-end", args=[hers.case, hers.link_id()])
    assert worker.post(end, {"once": once(worker, end)}).status_code == 302
    assert phone().get(path_).status_code == 404
    missing = worker.post(url, {"once": once(worker, url), "what": "five_points", "language": "ar"})
    assert "Choose at which time of hers" in body(missing)
    other = worker.post(url, {"once": once(worker, url), "what": "phq9", "wave": "none", "language": "ar"})
    assert "not there in this language" in body(other)


def test_what_she_saves_is_sealed_to_the_study_once_and_only_if_she_agreed(sara, cast, settings):
    from datetime import date

    from article16.support.outcomes.models import StudyRow
    from article16.support.portal.actions.bringing import bring_in
    from article16.support.survivors import actions
    from article16.support.survivors.writings import Consent

    _study_key()
    at = timezone.now()
    half = timezone.localdate()
    silent, agreed = open_hers(sara, half=half), open_hers(sara, name="Mina Auenfeld", half=half)
    consent = Consent("codes", "evaluators", "evaluation", date(2026, 1, 1), None, "evaluation")
    actions.write(case=agreed.case, kind=Kind.CONSENT, value=consent, by=sara, at=at)
    send(begin(silent.link(wave="T2")), insulted="2")
    assert not StudyRow.objects.exists()
    browser = begin(agreed.link(wave="T2"))
    send(browser, autosave=True, insulted="2")
    assert not StudyRow.objects.exists()
    send(browser, insulted="2")
    saved = StudyRow.objects.count()
    assert saved >= 1
    bring_in(case=agreed.case, by=sara, at=at)
    assert StudyRow.objects.count() == saved


def _study_key() -> None:
    from article16.support.keys.models import Generation
    from article16.wall.box.opening import make_key_pair

    pair = make_key_pair("study")
    Generation.objects.create(ring="study", number=1, public_key=pair.public_key, begun_at=timezone.now())


def test_nothing_another_woman_of_the_same_man_does_reaches_her_pages_or_her_case(cast, sara):
    """All that she and her worker see is the same bytes, whether the other one answers, writes and leaves, or not.

    Promise 1.
    """
    his = uuid4()
    hers, other = open_hers(sara, mailbox=his), open_hers(sara, name="Mina Auenfeld", mailbox=his)
    mine, her_browser = begin(hers.link()), begin(other.link())
    worker = signed_in(cast.sara)
    unlock(worker)
    before = _seen(mine, worker, hers)
    send(her_browser, insulted="5")
    page = body(her_browser.get("/p/write/"))
    her_browser.post("/p/write/", _fields(page) | {"words": "He reads her messages."})
    worker.get(reverse("survivor", args=[other.case]))
    her_browser.post("/p/leave/")
    assert _seen(mine, worker, hers) == before
    assert mine.post("/p/", _fields(body(mine.get("/p/"))) | {"go": "next"}).url == "/p/"


def _seen(browser, worker, hers: Hers) -> list[tuple[int, str, list[tuple[str, str]]]]:
    urls = ("/p/", "/p/read/", "/p/write/", "/p/over/done/en/", "/n/never-was/")
    answers = [browser.get(url) for url in urls]
    browser.cookies["page"] = _held(browser, answers)
    answers.append(worker.get(reverse("survivor", args=[hers.case])))
    headers = [sorted(one.headers.items()) for one in answers]
    return [(one.status_code, without_token(one), all_) for one, all_ in zip(answers, headers, strict=True)]


def _held(browser, answers) -> str:
    """Her cookie, as it stood before the page of the end took it away."""
    return answers[0].wsgi_request.COOKIES["page"]


def _fields(page: str) -> dict:
    from tests.support.her_links import fields

    return fields(page)


def test_an_erased_case_takes_nothing_more_and_shows_nothing(hers):
    from article16.support.keys.actions import cases

    browser = begin(hers.link())
    cases.destroy_case_key(case=hers.case)
    assert browser.get("/p/").content == phone().get("/n/never-was/").content
    assert not Page.objects.exists()


def test_what_she_says_after_her_consent_ran_out_is_not_counted():
    """Bad input: a consent that ran out yesterday."""
    from datetime import date

    from article16.support.portal.state import State

    at = timezone.now()
    state = State(UUID(int=1), None, "partner", "T1", "x", "1", "f", "en", at, study=True, study_until=date(2026, 5, 1))
    assert state.counts(date(2026, 5, 1))
    assert not state.counts(date(2026, 5, 2))


def test_a_host_that_says_what_it_is_stops_the_start(settings):
    from article16.support.portal.outside import telling_name

    assert telling_name() == []
    for origin in ("https://womens-support.example.org", "https://frauenhaus.example.org", settings.ORIGIN):
        settings.PAGES_ORIGIN = origin
        assert len(telling_name()) == 1


def test_the_record_says_what_was_done_by_a_link_under_its_seal(hers):
    from article16.common.audit import queries as audit
    from article16.support.keys.opening import open_entry

    browser = begin(hers.link())
    send(browser)
    browser.post("/p/leave/")
    rows = [row for row in audit.recent().rows if not row.by]
    assert {row.what for row in rows} == {""}, "while locked it says nothing"
    opened_ones = [open_entry(row, hers.by) for row in rows]
    assert {row.what for row in opened_ones} >= {"open_link", "keep_page", "end_link"}
    link = str(hers.link_id())
    assert all(row.ids == (link,) for row in opened_ones if row.thing == "link")
