"""The declared releases: one code for every man alike, what is spoken in danger to life, statistics; each recorded."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from article16.support.panel.models import Meeting, SheetKey
from article16.support.releases.models import Release
from article16.wall import sheet
from article16.wall.box.errors import Broken
from article16.wall.inbox.actions import take_over
from article16.wall.inbox.arrivals import Found
from article16.wall.sheet import PanelCode
from tests.service import make_person, once, signed_in
from tests.support.holding import give_key, let_in, unlock
from tests.wall import made_up

pytestmark = pytest.mark.django_db
MEN = [uuid.uuid4() for _man in range(5)]


@pytest.fixture
def leyla(cast, settings):
    """The lead, unlocked; five men are known, one of another programme."""
    made_up.pair()
    cast.key = give_key(cast.leyla, settings)
    at = timezone.now()
    browser = signed_in(cast.leyla)
    unlock(browser)
    keys = holder(browser, cast)
    found = []
    for number, man in enumerate(MEN, 1):
        message = made_up.opened()
        message = type(message)(mailbox=man, programme="P-2" if man == MEN[-1] else "P-1", on=message.on)
        packet = made_up.packet(message, to=keys, epoch="0c" * 16, sequence=number)
        found.append(Found(("support", "0c" * 16, number, packet.place), packet, at))
    take_over(found, keys=keys, at=at)
    return browser


def holder(browser, cast):
    from article16.support.keys import holders
    from article16.support.keys.models import WorkerKey

    key = WorkerKey.objects.get(staff=cast.leyla)
    return holders.unlocked_with(cast.key.pair, key.pk, cast.leyla.pk).zone[0]


def begin(browser) -> Meeting:
    address = reverse("panel-meeting-add")
    answer = browser.post(address, {"once": once(browser, address), "programme": "P-1", "on": "12 11 2026"})
    assert answer.status_code == 302, answer.content.decode()
    return Meeting.objects.get(pk=answer.url.split("/")[-2])


def set_codes(browser, meeting: Meeting, codes: dict | None = None, *, version: int = 1):
    address = reverse("panel-meeting", args=[meeting.pk])
    given = {f"man-{man}": (codes or {}).get(man, PanelCode.NO_CHANGE).value for man in MEN[:4]}
    return browser.post(address, {"once": once(browser, address), "version": version, **given})


def make_sheet(browser, meeting: Meeting) -> bytes:
    address = reverse("panel-sheet-make", args=[meeting.pk])
    assert browser.post(address, {"once": once(browser, address)}).status_code == 302
    answer = browser.get(reverse("panel-sheet", args=[meeting.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    return answer.content


def test_every_man_of_the_programme_stands_on_no_change_before_anybody_speaks(cast, leyla):
    meeting = begin(leyla)
    page = leyla.get(reverse("panel-meeting", args=[meeting.pk])).content.decode()
    assert [sheet.label(man) in page for man in MEN] == [True] * 4 + [False]
    found = sheet.read(make_sheet(leyla, meeting))
    assert found.codes == dict.fromkeys(MEN[:4], PanelCode.NO_CHANGE)
    assert (found.about.programme, str(found.about.on)) == ("P-1", "2026-11-12")


def test_two_sheets_differ_in_the_declared_code_and_its_signature_alone(cast, leyla):
    """Same length, same order; what was set for one man shows at his place and nowhere else."""
    first, second = begin(leyla), begin(leyla)
    set_codes(leyla, second, {MEN[2]: PanelCode.CONFERENCE})
    one, two = make_sheet(leyla, first), make_sheet(leyla, second)
    assert len(one) == len(two)
    head = one.index(b'"version": 1}') + 13
    assert two.index(b'"version": 1}') + 13 == head
    end = len(one) - 73  # the signature
    places = [at for at in range(head, end) if one[at] != two[at]]
    order = sorted(MEN[:4], key=lambda man: man.bytes)
    assert places == [head + 17 * order.index(MEN[2]) + 16]
    assert sheet.read(two).codes[MEN[2]] is PanelCode.CONFERENCE
    assert one[:head].replace(str(first.pk).encode(), b"") == two[:head].replace(str(second.pk).encode(), b"")


def test_codes_are_sealed_and_a_closed_meeting_takes_none(cast, leyla):
    meeting = begin(leyla)
    assert set_codes(leyla, meeting, {MEN[0]: PanelCode.RISK}).status_code == 302
    again = set_codes(leyla, meeting, {MEN[0]: PanelCode.LEAD}, version=1)
    assert "Somebody saved other codes meanwhile" in again.content.decode()
    assert sheet.read(make_sheet(leyla, meeting)).codes[MEN[0]] is PanelCode.RISK
    raw = bytes(Meeting.objects.get(pk=meeting.pk).sealed) + bytes(SheetKey.objects.get().sealed)
    assert b"risk-anew" not in raw
    assert str(MEN[0]).encode() not in raw
    assert "Assess risk anew" in leyla.get(reverse("panel-meeting", args=[meeting.pk])).content.decode()
    meeting.refresh_from_db()
    Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version - 1)
    assert leyla.get(reverse("panel-meeting", args=[meeting.pk])).status_code == 404, "an older text put back"


def test_a_sheet_that_was_changed_cut_or_put_in_another_order_does_not_read(cast, leyla):
    whole = make_sheet(leyla, begin(leyla))
    for bad in (whole[:-1], whole + b"x", whole[5:], b"", whole.replace(b"P-1", b"P-2")):
        with pytest.raises(Broken):
            sheet.read(bad)
    for at in range(0, len(whole), 7):
        with pytest.raises(Broken):
            sheet.read(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


def test_a_worker_has_no_panel_and_sees_what_may_leave(cast, leyla, settings):
    key = give_key(cast.sara, settings)
    second = make_person("Una Holm", "approver", cast.graz, at=timezone.now())
    let_in(cast.sara, key, by=holding_of(cast), second=second)
    sara = signed_in(cast.sara)
    unlock(sara)
    assert sara.get(reverse("panel")).status_code == 404
    page = sara.get(reverse("releases")).content.decode()
    assert "discussed and not discussed alike" in page
    assert reverse("panel") not in page


def holding_of(cast):
    from tests.support.holding import holding

    return holding(cast.key, cast.leyla)


def danger(browser, approver, **more):
    address = reverse("release-danger")
    told = {
        "procedure": "on", "who": "child", "why": "He said he takes the child to the river.", "how": "telephone",
        "said": "That the child is in danger now.", "told_to": "Police, Officer Berg", "asked": "By telephone, 14:05",
        "approver": str(approver.pk),
    }  # fmt: skip
    return browser.post(address, {"once": once(browser, address), **told, **more})


def test_what_was_spoken_in_danger_to_life_is_sealed_and_confirmed_by_the_one_who_agreed(cast, leyla, settings):
    sigrid = make_person("Sigrid Vik", "lead", cast.graz, at=timezone.now())
    let_in(sigrid, give_key(sigrid, settings), by=holding_of(cast), second=cast.sara)
    assert "Read the emergency procedure first" in danger(leyla, sigrid, procedure="").content.decode()
    assert danger(leyla, cast.leyla).status_code == 200, "she herself is no second person"
    assert danger(leyla, sigrid).status_code == 302
    row = Release.objects.get()
    assert b"river" not in bytes(row.sealed)
    assert "Not confirmed yet" in leyla.get(reverse("releases")).content.decode()
    assert leyla.get(reverse("release-approval", args=[row.pk])).status_code == 404
    other = signed_in(sigrid)
    unlock(other)
    address = reverse("release-approval", args=[row.pk])
    assert other.post(address, {"once": once(other, address), "agreed": "yes", "words": ""}).status_code == 302
    page = leyla.get(reverse("releases")).content.decode()
    assert "Confirmed" in page
    assert "takes the child to the river" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(sealed=b"")


def test_statistics_leave_once_a_year_and_only_their_digest_is_kept(cast, leyla, settings):
    sigrid = make_person("Sigrid Vik", "lead", cast.graz, at=timezone.now())
    address = reverse("release-statistics")

    def leave(study: str, **more):
        file = SimpleUploadedFile("report.json", b'{"n": 40}')
        told = {"rule": "on", "study": study, "on": "12 11 2026", "given_to": "Ministry", "approver": str(sigrid.pk)}
        return leyla.post(address, {"once": once(leyla, address), "file": file, **told, **more})

    assert "Only a report made for release may leave" in leave("Graz", rule="").content.decode()
    assert leave("Graz").status_code == 302
    assert "less than a year ago" in leave("graz ").content.decode()
    assert leave("Linz").status_code == 302
    page = leyla.get(reverse("releases")).content.decode()
    assert hashlib.sha256(b'{"n": 40}').hexdigest() in page
    assert Release.objects.count() == 2
    from article16.support.releases import queries

    at = queries.next_release("Graz", holding_of(cast))
    assert timedelta(days=364) < at - timezone.now() <= timedelta(days=365)


def test_without_any_man_there_is_no_meeting_and_the_page_says_why(cast, settings):
    give_key(cast.leyla, settings)
    browser = signed_in(cast.leyla)
    unlock(browser)
    answer = browser.get(reverse("panel-meeting-add"), follow=True)
    assert "nobody to set a code for" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("panel")
