"""The pages of the study: the board, a report made beside the pages and stopped, and figures that two people let go."""

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts.actions import NotPossible
from article16.support.keys.models import Session
from article16.support.outcomes import working
from article16.support.outcomes.actions import keep_rows, reports
from article16.support.outcomes.actions.counting import count_rows
from article16.support.outcomes.models import Digest, Report, ReportPart
from article16.support.outcomes.models import StudyRow as Stored
from article16.support.outcomes.queries.board import board
from tests.service import make_person, once, signed_in
from tests.support.holding import give_key, holding, unlock
from tests.support.studying import give_study, programme_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(cast, settings):
    return give_key(cast.sara, settings)


@pytest.fixture
def eva(cast, settings, sara):
    return give_study(cast, settings)


@pytest.fixture
def browser(eva, monkeypatch):
    """Her browser, unlocked. Reports are made before the answer comes, so that a test needs no waiting."""
    monkeypatch.setattr(working, "start", working.run)
    monkeypatch.setattr(working, "BEAT_EVERY", 3600.0)  # its thread sees nothing of a test's transaction
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
    made = signed_in(eva[0])
    unlock(made)
    return made


@pytest.fixture
def me(eva):
    return holding(eva[1], eva[0])


def make(browser, purpose: str = "inside"):
    url = reverse("study-report-make")
    return browser.post(url, {"once": once(browser, url), "purpose": purpose, "language": "en"})


def text(browser, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_board_counts_persons_by_time_and_informant(browser):
    keep_rows(rows=programme_of(12), at=timezone.now())
    page = text(browser, reverse("study"))
    assert "T4" in page
    assert "Partner or former partner" in page
    assert "9 of 12 answered" in page
    assert "not reached 3" in page


def test_the_board_is_the_same_whether_rows_are_counted_or_not(browser, me):
    keep_rows(rows=programme_of(12), at=timezone.now())
    before = board(me)
    assert count_rows(by=me) == Stored.objects.count()
    assert count_rows(by=me) == 0
    assert board(me) == before
    keep_rows(rows=programme_of(12), at=timezone.now())
    count_rows(by=me)
    assert board(me) == before, "the same answers once more are no new answers"


def test_a_digest_that_was_put_back_is_made_anew(browser, me):
    keep_rows(rows=programme_of(4), at=timezone.now())
    count_rows(by=me)
    before, old = board(me), bytes(Digest.objects.get(name="board").sealed)
    keep_rows(rows=programme_of(6), at=timezone.now())
    count_rows(by=me)
    after = board(me)
    Digest.objects.filter(name="board").update(sealed=old)
    answer = browser.post(reverse("study-count"))
    assert answer.status_code == 302
    assert board(me) == after != before


def test_who_works_with_women_or_leads_finds_no_study(cast, settings, sara, eva):
    for person in (cast.sara, cast.nora):
        other = signed_in(person)
        for name in ("study", "study-reports", "study-report-make"):
            assert other.get(reverse(name)).status_code == 404
    without = make_person("Ewa Waits", "evaluator", cast.graz, at=timezone.now())
    give_key(without, settings)
    waiting = signed_in(without)
    unlock(waiting)
    assert waiting.get(reverse("study")).status_code == 404


def test_a_report_is_read_here_and_not_downloaded(browser):
    keep_rows(rows=programme_of(16), at=timezone.now())
    answer = make(browser)
    page = text(browser, answer.url)
    assert "<svg" in page
    assert 'style="' not in page
    assert "<image" not in page, "a picture inside a picture is not shown"
    assert "not for release" in page
    first = page[page.index('id="part-0"') : page.index('id="part-1"')]
    assert first.index("What is known") < first.index("What is not known")
    assert first.count("<svg") == first.count("The whole chapter, with its table: ") >= 3
    assert "Version of the data" in page
    for name in ("report.html", "report.pdf", "package.zip"):
        assert browser.get(f"{answer.url}files/{name}/").status_code == 404
    assert "16 men" in text(browser, reverse("study-reports"))


def test_nothing_of_a_report_stands_in_clear(browser):
    keep_rows(rows=programme_of(16), at=timezone.now())
    make(browser)
    for part in ReportPart.objects.all():
        assert b"Wilson" not in bytes(part.sealed)
        assert part.name in ("meta", "page")


def test_figures_leave_after_a_second_person_and_not_again_within_a_year(browser, cast, me):
    keep_rows(rows=programme_of(40), at=timezone.now())
    answer = make(browser, "release")
    report = Report.objects.get()
    assert report.state == "done", report.why
    assert browser.get(f"{answer.url}files/report.html/").status_code == 404
    with pytest.raises(NotPossible, match="Another person"):
        reports.approve(report=report.pk, by=report.asked_by_id, at=timezone.now())
    leyla = signed_in(cast.leyla)
    url = reverse("study-release-approve", args=[report.pk])
    assert leyla.post(url, {"once": once(leyla, url)}).status_code == 302
    assert "report.pdf" in text(browser, answer.url)
    assert browser.get(f"{answer.url}files/report.pdf/").content[:5] == b"%PDF-"
    assert b"<script" not in browser.get(f"{answer.url}files/report.html/").content
    numbers = json.loads(browser.get(f"{answer.url}files/numbers.json/").content)
    assert numbers["released"]
    with zipfile.ZipFile(io.BytesIO(browser.get(f"{answer.url}files/package.zip/").content)) as package:
        assert package.namelist() == ["counts.csv", "datapackage.json"]
        lines = package.read("counts.csv").decode().splitlines()
    assert len(lines) > 3
    assert all(int(line.rsplit(",", 2)[1]) % 5 == 0 for line in lines[1:])
    make(browser, "release")
    again = Report.objects.order_by("-begun_at").first()
    assert again.state == "none"
    assert "at most once a year" in text(browser, reverse("study-report", args=[again.pk]))


def test_two_releases_at_once_are_refused_and_two_reports_are_not(browser, eva):
    at = timezone.now()
    begin = {"language": "en", "by": eva[0].pk, "session": uuid4(), "at": at}
    reports.begin(release=True, **begin)
    with pytest.raises(NotPossible, match="not approved yet"):
        reports.begin(release=True, **begin)
    reports.begin(release=False, **begin)
    with pytest.raises(NotPossible, match="Two reports are being made"):
        reports.begin(release=False, **begin)


def test_a_report_ends_when_its_browser_is_locked_or_somebody_stops_it(browser, eva, me):
    keep_rows(rows=programme_of(8), at=timezone.now())
    at = timezone.now()
    report = reports.begin(release=False, language="en", by=eva[0].pk, session=Session.objects.get().pk, at=at)
    Session.objects.all().delete()
    working.run(report, me)
    unlock(browser)
    assert "was locked" in text(browser, reverse("study-report", args=[report]))
    report = reports.begin(release=False, language="en", by=eva[0].pk, session=Session.objects.get().pk, at=at)
    reports.stop(report=report, by=eva[0].pk, at=at)
    working.run(report, me)
    assert "Stopped by a person" in text(browser, reverse("study-report", args=[report]))
    assert not ReportPart.objects.exists()


def test_a_report_whose_service_was_killed_is_said_to_be_lost_and_holds_nothing_up(browser, eva):
    long_ago = timezone.now() - timedelta(minutes=2)
    report = reports.begin(release=True, language="en", by=eva[0].pk, session=uuid4(), at=long_ago)
    assert "started again" in text(browser, reverse("study-report", args=[report]))
    reports.begin(release=True, language="en", by=eva[0].pk, session=uuid4(), at=timezone.now())
    assert Report.objects.get(pk=report).state == "stopped"


def test_an_empty_study_is_a_sentence(browser):
    answer = make(browser)
    assert "Nobody is in the study yet" in text(browser, answer.url)
