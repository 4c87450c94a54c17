"""The duty desk: what a locked worker sees and can do, and what only an unlocked one can."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from article16.support.alerts.actions import rounds, taking_in
from article16.support.alerts.models import Alert, ForCase, Rung, Shift, Step, Telling
from article16.support.alerts.queries import board
from article16.support.keys import zone
from article16.wall.header import decode_header
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.vocabulary import Alert as AlertMessage
from article16.wall.vocabulary import AlertKind, Severity
from tests.service import once, signed_in
from tests.support.holding import give_key, unlock

pytestmark = pytest.mark.django_db
WORDS = "He said he knows which school it is."


@pytest.fixture
def sara(cast, settings):
    give_key(cast.sara, settings)
    return signed_in(cast.sara)


def came(
    number: int = 1, *, words: str = WORDS, due=timedelta(minutes=30), severity=Severity.HIGHEST, man=None
) -> Alert:
    """A real sealed warning, drained and taken in."""
    at = timezone.now()
    message = AlertMessage(
        mailbox=man or uuid.uuid4(), programme="P-1", fact=uuid.uuid4(), kind=AlertKind.THREAT, severity=severity,
        raised_at=at - timedelta(seconds=2), due=at + due, words=words,
    )  # fmt: skip
    from article16.wall.box.sealing import seal
    from article16.wall.header import encode_header, header_for, seal_context
    from article16.wall.vocabulary import encode

    pin = zone.pin()
    place = {"zone": "support", "generation": pin.generation, "epoch": "0e" * 16, "sequence": number}
    header = encode_header(header_for(message, **place))
    told = decode_header(header)
    row = ReceivedMessage.objects.create(
        zone="support", generation=pin.generation, epoch="0e" * 16, sequence=number, type="Alert", kind=told.kind,
        severity=told.severity, due=told.due, header=header,
        sealed=seal(encode(message), to=pin, context=seal_context(header)),
        sha256=uuid.uuid4().hex * 2, arrived_at=at, received_at=at,
    )  # fmt: skip
    taking_in.take_in(at=at)
    rounds.keep_deadlines(at=at)
    return Alert.objects.get(message=row)


def test_a_locked_worker_sees_what_waits_until_when_and_not_a_word_of_it(cast, sara):
    alert = came()
    page = sara.get(reverse("duty-desk")).content.decode()
    for said in ("Threat spoken of", str(alert), "Due in 30 min", "Case sealed", "1 warning waits for a person"):
        assert said in page
    assert "Rung 1 of 4." in page
    assert "school" not in page + sara.get(reverse("alert", args=[alert.pk])).content.decode()


def test_taking_holds_the_ladder_and_says_until_when(cast, sara):
    alert = came()
    answer = sara.post(reverse("alert-take", args=[alert.pk]))
    page = sara.get(answer.url).content.decode()
    assert f"You took {alert}." in page
    alert.refresh_from_db()
    assert alert.taken_by == cast.sara
    sara.post(reverse("alert-take", args=[alert.pk]))
    assert Step.objects.filter(what="taken").count() == 1, "pressed twice it is taken once"


def test_while_one_holds_it_a_colleague_is_told_so(cast, sara):
    alert = came()
    sara.post(reverse("alert-take", args=[alert.pk]))
    leyla = signed_in(cast.leyla)
    assert "Sara Lindqvist took it." in leyla.get(reverse("duty-desk")).content.decode()
    answer = leyla.post(reverse("alert-take", args=[alert.pk]), follow=True)
    assert "A colleague has taken this warning." in answer.content.decode()


def test_i_cannot_act_tells_the_next_rung_once_also_when_pressed_twice(cast, sara):
    alert = came()
    for _ in range(2):
        sara.post(reverse("alert-pass-on", args=[alert.pk]), {"rung": "1"})
    alert.refresh_from_db()
    assert alert.rung == 2
    assert alert.acknowledged_at is None


def test_while_locked_nobody_acknowledges(cast, sara):
    alert = came()
    url = reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk])
    answer = sara.post(url, {"action": "reached", "once": "x" * 30})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("unlock"))
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


def test_unlocked_she_reads_acts_acknowledges_and_records_what_was_told(cast, sara):
    alert = came()
    case = ForCase.objects.get(alert=alert)
    unlock(sara)
    page = sara.get(reverse("alert", args=[alert.pk])).content.decode()
    assert WORDS in page
    url = reverse("alert-acknowledge", args=[case.pk])
    answer = sara.post(url, {"once": once(sara, url), "action": "reached", "words": "She is at her sister's."})
    assert answer.url == reverse("alert", args=[alert.pk])
    alert.refresh_from_db()
    assert alert.acknowledged_at is not None
    assert alert.next_due is None
    assert (alert.came_at - alert.raised_at).total_seconds() == pytest.approx(2, abs=1)
    assert "What we must tell her" in sara.get(reverse("alerts-untold")).content.decode()
    assert str(alert) in sara.get(reverse("alerts-untold")).content.decode()
    url = reverse("alert-telling", args=[case.pk])
    now = timezone.localtime()
    data = {
        "once": once(sara, url),
        "how": "phone",
        "on": f"{now:%d %m %Y}",
        "at": f"{now:%H:%M}",
        "words": "That he knows.",
    }
    answer = sara.post(url, data)
    assert answer.status_code == 302, answer.content.decode()
    alert.refresh_from_db()
    assert alert.closed_at is not None
    page = sara.get(reverse("alert", args=[alert.pk])).content.decode()
    for said in ("I spoke with her", "She is at her sister&#x27;s.", "By telephone", "That he knows."):
        assert said in page
    assert "She is at her sister" not in signed_in(cast.leyla).get(reverse("alert", args=[alert.pk])).content.decode()


def test_what_was_written_stands_sealed_in_the_database(cast, sara):
    alert = came()
    case = ForCase.objects.get(alert=alert)
    unlock(sara)
    url = reverse("alert-acknowledge", args=[case.pk])
    sara.post(url, {"once": once(sara, url), "action": "reached", "words": "Blue door, Lendplatz 7"})
    url = reverse("alert-telling", args=[case.pk])
    sara.post(url, {"once": once(sara, url), "how": "not-told", "words": "Lendplatz 9 first"})
    assert Telling.objects.count() == 1
    for model in (ForCase, Telling, Alert, Step, ReceivedMessage):
        for row in model.objects.values_list():
            assert all(b"Lendplatz" not in bytes(one) for one in row if isinstance(one, bytes | memoryview))
            assert all("Lendplatz" not in str(one) for one in row)


def test_an_action_that_needs_a_reason_asks_for_it_and_keeps_what_was_chosen(cast, sara):
    alert = came()
    unlock(sara)
    url = reverse("alert-acknowledge", args=[ForCase.objects.get(alert=alert).pk])
    page = sara.post(url, {"once": once(sara, url), "action": "waits", "words": ""}).content.decode()
    assert page.count("Say in a sentence what was decided and why") == 2
    assert (
        'value="waits" checked' in page.replace("required ", "").replace('checked=""', "checked") or "checked" in page
    )


def test_she_cannot_have_been_told_tomorrow(cast, sara):
    alert = came()
    case = ForCase.objects.get(alert=alert)
    unlock(sara)
    url = reverse("alert-acknowledge", args=[case.pk])
    sara.post(url, {"once": once(sara, url), "action": "reached"})
    url = reverse("alert-telling", args=[case.pk])
    data = {"once": once(sara, url), "how": "phone", "on": "1 1 2199", "at": "10:00", "words": "x"}
    assert "This lies in the future" in sara.post(url, data).content.decode()
    assert not Telling.objects.exists()


def test_an_empty_desk_says_when_the_watchdog_last_looked(cast, sara):
    from article16.common.pulse.actions import Seen, note

    assert "The watchdog has not looked yet" in sara.get(reverse("duty-desk")).content.decode()
    note([Seen("tick", True, "1 s")], at=timezone.now())
    page = sara.get(reverse("duty-desk")).content.decode()
    assert "Nothing waits" in page
    assert f"The watchdog last looked at {timezone.localtime():%H:%M}" in page


@pytest.mark.parametrize("count", [3, 15])
def test_the_desk_costs_the_same_queries_whatever_waits(cast, sara, count, django_assert_num_queries):
    for number in range(1, count + 1):
        came(number)
    sara.get(reverse("duty-desk"))
    with django_assert_num_queries(13) as counted:
        sara.get(reverse("duty-desk"))
    assert sum("INSERT" in query["sql"] for query in counted.captured_queries) == 1


def test_with_more_than_fit_the_desk_pages_and_each_stands_once(cast, sara):
    for number in range(1, 20):
        came(number, due=timedelta(minutes=number))
    first = sara.get(reverse("duty-desk")).content.decode()
    later = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = sara.get(reverse("duty-desk") + later).content.decode()
    shown = [page.count('aria-labelledby="w-W-') for page in (first, second)]
    assert shown == [10, 9]


def test_the_lead_sets_the_ladder_and_a_wrong_one_is_refused_with_a_sentence(cast):
    leyla, url = signed_in(cast.leyla), reverse("alert-ladder")
    page = leyla.get(url).content.decode()
    data = {"once": once(leyla, url), "reading": "100"}
    for severity in ("highest", "high", "ordinary"):
        data |= {f"{severity}-line-1": "duty", f"{severity}-percent-1": "0", f"{severity}-line-2": "head"}
        data |= {f"{severity}-percent-2": "80", f"{severity}-hold": "10", f"{severity}-again": "10"}
    wrong = leyla.post(url, data | {"high-percent-1": "30"}).content.decode()
    assert "The first rung is told at once" in wrong
    assert not Rung.objects.exists()
    assert leyla.post(url, data).status_code == 302
    assert Rung.objects.count() == 6
    assert "Severity highest, rung 1: who" in page


def test_the_lead_writes_the_rota_and_a_worker_only_her_own_absence(cast):
    leyla, url = signed_in(cast.leyla), reverse("rota-shift-add")
    data = {
        "once": once(leyla, url),
        "line": "duty",
        "person": str(cast.sara.pk),
        "from_day": "1 1 2026",
        "from_time": "8",
    }
    bad = leyla.post(url, data | {"until_day": "31 12 2025", "until_time": "9:00"}).content.decode()
    assert "The end lies before the beginning" in bad
    assert leyla.post(url, data).status_code == 302
    shift = Shift.objects.get()
    page = leyla.get(reverse("rota")).content.decode()
    assert "Sara Lindqvist" in page
    assert reverse("rota-shift-end", args=[shift.pk]) in page
    sara = signed_in(cast.sara)
    assert reverse("rota-shift-end", args=[shift.pk]) not in sara.get(reverse("rota")).content.decode()
    assert sara.get(reverse("rota-shift-end", args=[shift.pk])).status_code == 404
    assert "Leyla Haddad" not in sara.get(reverse("rota-absence-add")).content.decode()
    end = reverse("rota-shift-end", args=[shift.pk])
    leyla.post(end, {"once": once(leyla, end)})
    shift.refresh_from_db()
    assert shift.ends_at is not None


def test_the_rota_says_which_line_is_empty(cast):
    cast.leyla.is_active = False
    cast.leyla.save()
    page = signed_in(cast.sara).get(reverse("rota")).content.decode()
    assert "Nobody stands on “Manager on call” now." in page


def test_hours_and_telephone_are_kept(cast):
    leyla, url = signed_in(cast.leyla), reverse("rota-hours")
    leyla.post(url, {"once": once(leyla, url), "opens-0": "9", "closes-0": "17:30"})
    assert "Monday 09:00 to 17:30" in leyla.get(reverse("rota")).content.decode()
    url = reverse("rota-reach")
    assert "Enter the number" in leyla.post(url, {"once": once(leyla, url), "phone": "call me"}).content.decode()
    leyla.post(url, {"once": once(leyla, url), "phone": "+43 660 1234", "mail": "on"})
    assert "+43 660 1234" in leyla.get(url).content.decode()


def test_the_board_shows_measured_times_and_leaves_tests_out(cast, sara):
    came()
    page = signed_in(cast.leyla).get(reverse("alert-board")).content.decode()
    assert "Threat spoken of" in page
    assert "not yet measured" in page


def test_the_board_counts_from_the_fact_and_not_only_from_its_coming(cast, sara):
    alert, at = came(), timezone.now()
    fact, minute = at - timedelta(hours=1), timedelta(minutes=1)
    Step.objects.create(alert=alert, at=at + minute, what="taken", rung=1)
    Alert.objects.filter(pk=alert.pk).update(came_at=at, raised_at=fact, acknowledged_at=at + 10 * minute)
    ForCase.objects.filter(alert=alert).update(knows_at=at + 20 * minute)
    found = board.figures(since=fact)
    medians = [one.median for one in (found.receipt, found.taken, found.acknowledged, found.known)]
    assert medians == [60 * 60, 61 * 60, 70 * 60, 80 * 60]


def test_a_test_warning_stands_neither_on_the_desk_nor_on_the_board(cast, sara):
    ReceivedMessage.objects.create(
        zone="support", epoch="0f" * 16, sequence=1, type="Alert", kind="test", severity="ordinary",
        due=timezone.now(), header=b"", sealed=b"", sha256="t", arrived_at=timezone.now(), received_at=timezone.now(),
    )  # fmt: skip
    taking_in.take_in(at=timezone.now())
    assert "Nothing waits" in sara.get(reverse("duty-desk")).content.decode()
    assert "No warning has come yet" in signed_in(cast.leyla).get(reverse("alert-board")).content.decode()


def test_what_was_stepped_cannot_be_changed_in_the_database(cast, sara):
    from django.db import IntegrityError, transaction

    came()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM alerts_step")


def test_whoever_opens_very_many_pages_in_an_hour_is_told_to_the_lead(cast, sara, settings):
    from article16.support.alerts.actions import reading
    from article16.support.alerts.models import Notice, Number, Reach, ReadingAlarm

    settings.ALERT_SMS = "http://127.0.0.1:1/"
    Reach.objects.create(person=cast.leyla, phone="+43 1 7")
    Number.objects.create(name="reading-limit", value=20)
    now = timezone.now()
    sara.get(reverse("duty-desk"))
    assert reading.look_for_bulk(at=now - timedelta(minutes=30)) == 0
    for _ in range(20):
        sara.get(reverse("duty-desk"))
    assert reading.look_for_bulk(at=now) == 0, "as many as are allowed"
    sara.get(reverse("duty-desk"))
    assert reading.look_for_bulk(at=now) == 1
    assert reading.look_for_bulk(at=now) == 0, "once in an hour"
    alarm = ReadingAlarm.objects.get()
    assert (alarm.person, alarm.pages) == (cast.sara, 21)
    assert [one.person for one in Notice.objects.all()] == [cast.leyla]
    assert (
        "Sara Lindqvist opened 21 pages within an hour"
        in signed_in(cast.leyla).get(reverse("alert-board")).content.decode()
    )


def test_bulk_reading_counts_from_the_first_page_and_across_the_turn_of_a_quarter(cast, sara):
    from article16.support.alerts.actions import reading
    from article16.support.alerts.models import Number, Reading, ReadingAlarm

    Number.objects.create(name="reading-limit", value=5)
    now, leyla = timezone.now(), signed_in(cast.leyla)
    Reading.objects.create(person=cast.sara, at=now - timedelta(minutes=30), pages=300)  # of the quarter before
    for browser in (sara, leyla):
        for _ in range(6):
            browser.get(reverse("duty-desk"))
    assert reading.look_for_bulk(at=now) == 2
    assert set(ReadingAlarm.objects.values_list("pages", flat=True)) == {6}


def test_after_a_restore_of_casework_the_lead_reads_what_came_before_it_and_nothing_is_dropped(cast, sara):
    before = came(1)
    Alert.objects.filter(pk=before.pk).update(came_at=timezone.now() - timedelta(hours=20))
    long_before = came(2)
    Alert.objects.filter(pk=long_before.pk).update(came_at=timezone.now() - timedelta(hours=90))
    leyla = signed_in(cast.leyla)
    assert "began to count anew" not in leyla.get(reverse("alert-board")).content.decode()
    after = came(3)
    ReceivedMessage.objects.filter(pk=after.message_id).update(epoch="0a" * 16)
    page = leyla.get(reverse("alert-board")).content.decode()
    assert f"which of these they still have: {before}<" in page.replace("</", "<")
    assert Alert.objects.filter(acknowledged_at=None).count() == 3


def test_a_warning_that_may_not_be_casework_s_says_so_before_its_words(cast, sara):
    alert = came()
    page = reverse("alert", args=[alert.pk])
    assert "Nobody can say that casework wrote this" not in sara.get(page).content.decode()
    ReceivedMessage.objects.filter(pk=alert.message_id).update(set_aside="signer")
    taking_in.mend()
    assert "Nobody can say that casework wrote this" in sara.get(page).content.decode()
    assert "Could not be accepted whole" in sara.get(reverse("duty-desk")).content.decode()
    ReceivedMessage.objects.filter(pk=alert.message_id).update(set_aside="")
    assert taking_in.mend() == 1
    assert "Nobody can say" not in sara.get(page).content.decode()
