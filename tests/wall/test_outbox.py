import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from article16.wall.box.errors import PinRefused
from article16.wall.box.opening import make_key_pair, open_sealed
from article16.wall.box.sealing import fingerprint
from article16.wall.header import decode_header, seal_context
from article16.wall.outbox import actions, queries
from article16.wall.outbox.actions import OutboxClosed
from article16.wall.outbox.models import Epoch, OutgoingMessage
from article16.wall.outbox.pins import forget_pins
from article16.wall.vocabulary import Severity, decode
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW


@pytest.fixture
def outbox(place: Place) -> Place:
    actions.ensure_epoch(zone="support", at=NOW)
    return place


def post(message: object = None) -> None:
    with transaction.atomic():
        actions.post(zone="support", message=message or made_up.attendance(), at=NOW)


def rows() -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.order_by("id"))


def numbers() -> list[int]:
    return [row.sequence for row in rows()]


def test_a_posted_message_is_sealed_numbered_and_opens_at_the_service(outbox: Place) -> None:
    message = made_up.partner_details("Harbour Street")
    post(message)
    [row] = rows()
    told = decode_header(bytes(row.header))
    assert (told.zone, told.sequence, told.type, told.generation) == ("support", 1, "PartnerDetails", 1)
    assert told.epoch == row.epoch == Epoch.objects.get().epoch
    opened = open_sealed(bytes(row.sealed), keys=outbox.keys, context=seal_context(bytes(row.header)))
    assert decode(told.type, opened) == message


def test_several_posted_together_keep_their_order_and_take_two_statements(
    outbox: Place, django_assert_num_queries
) -> None:
    messages = [made_up.attendance(turn + 1) for turn in range(12)]
    with transaction.atomic(), django_assert_num_queries(2):
        actions.post_many(zone="support", messages=messages, at=NOW)
    post(made_up.opened())
    stand = OutgoingMessage.objects.order_by("id")
    assert [one.sequence for one in stand] == list(range(1, 14))
    assert [one.type for one in stand] == ["Course"] * 12 + ["Opened"]


def test_nothing_to_post_takes_no_number(outbox: Place) -> None:
    with transaction.atomic():
        actions.post_many(zone="support", messages=[], at=NOW)
    assert Epoch.objects.get().next_sequence == 1


def test_the_plain_text_is_nowhere_in_the_database(sqlite_place: Place) -> None:
    actions.ensure_epoch(zone="support", at=NOW)
    post(made_up.partner_details("Canary-Harbour-Street"))
    connection.close()
    files = [path for path in sqlite_place.folder.rglob("*") if path.is_file() and path.suffix != ".json"]
    assert any(b"PartnerDetails" in path.read_bytes() for path in files)
    assert not [path for path in files if b"Harbour" in path.read_bytes() or b"Mina" in path.read_bytes()]


def test_a_message_stands_or_falls_with_the_fact(outbox: Place) -> None:
    post()
    with contextlib.suppress(FactRefused):
        post_and_fail()
    with transaction.atomic():
        with contextlib.suppress(FactRefused):
            post_and_fail()
        actions.post(zone="support", message=made_up.opened(), at=NOW)
    assert [(row.sequence, row.type) for row in rows()] == [(1, "Course"), (2, "Opened")], "no message and no gap"


class FactRefused(Exception):
    """What an action raises after it has posted."""


def post_and_fail() -> None:
    with transaction.atomic():
        actions.post(zone="support", message=made_up.alert(), at=NOW)
        raise FactRefused


def test_a_message_is_never_posted_outside_a_transaction(outbox: Place) -> None:
    with pytest.raises(OutboxClosed, match="in the transaction of its fact"):
        actions.post(zone="support", message=made_up.alert(), at=NOW)
    assert rows() == []


def test_nothing_is_posted_before_an_epoch_or_to_a_zone_without_a_pin(place: Place) -> None:
    with pytest.raises(OutboxClosed, match="No epoch has begun"):
        post()
    with pytest.raises(PinRefused, match="No pin is set for the zone “north”"), transaction.atomic():
        actions.post(zone="north", message=made_up.alert(), at=NOW)


def test_eight_writers_at_once_leave_no_gap_and_no_number_twice(outbox: Place) -> None:
    def write(writer: int) -> None:
        for turn in range(25):
            try:
                with transaction.atomic():
                    actions.post(zone="support", message=made_up.attendance(turn + 1), at=NOW)
                    if turn % 5 == writer % 5:
                        raise RuntimeError
            except RuntimeError:
                pass
        connection.close()

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))
    assert numbers() == list(range(1, 8 * 20 + 1)), "in the order of their rows, too"
    assert Epoch.objects.get().next_sequence == 161


def test_a_restore_begins_a_new_epoch_and_keeps_what_stands(outbox: Place) -> None:
    post()
    actions.begin_epoch(zone="support", at=NOW + timedelta(days=1))
    post()
    first, second = Epoch.objects.order_by("id")
    assert (first.ended_at, second.ended_at) == (NOW + timedelta(days=1), None)
    assert [(row.epoch, row.sequence) for row in rows()] == [(first.epoch, 1), (second.epoch, 1)]
    assert len(queries.due("support", at=NOW, limit=9)) == 2, "what was not handed over before still goes"


def test_a_swapped_pin_stops_the_start_and_every_post(outbox: Place) -> None:
    recorded = queries.recorded_fingerprint("support")
    assert recorded == fingerprint(outbox.keys.public_key)
    foreign = make_key_pair("support").pin("unix:/nowhere")
    outbox.pin.write_text(foreign.as_json())
    forget_pins()
    for refused in (post, lambda: actions.ensure_epoch(zone="support", at=NOW), begin):
        with pytest.raises(PinRefused, match="Ask the service by telephone"):
            refused()
    assert rows() == []
    with pytest.raises(PinRefused, match="was not accepted"):
        begin(accepting=recorded)
    begin(accepting=foreign.fingerprint)
    post()
    assert queries.recorded_fingerprint("support") == foreign.fingerprint
    assert numbers() == [1]


def begin(accepting: str = "") -> None:
    actions.begin_epoch(zone="support", at=NOW, accepting=accepting)


def test_a_pin_that_is_missing_stops_the_start(outbox: Place) -> None:
    outbox.pin.unlink()
    forget_pins()
    with pytest.raises(PinRefused, match="can not be read"):
        actions.ensure_epoch(zone="support", at=NOW)


def test_the_page_knows_what_waits_and_what_was_refused(outbox: Place) -> None:
    empty = queries.state("support")
    assert (empty.unsent, empty.oldest_unsent, empty.last_handed_over, empty.refused) == (0, None, None, 0)
    for _ in range(3):
        post()
    first, second, _third = rows()
    actions.mark_handed_over([first.id], at=NOW + timedelta(minutes=5))
    actions.mark_refused(second.id, code="unknown-type", at=NOW)
    now = queries.state("support")
    assert (now.unsent, now.oldest_unsent, now.refused) == (2, NOW, 1)
    assert queries.state("support", most=1).unsent == 1, "looked at so many and no more"
    assert now.last_handed_over == NOW + timedelta(minutes=5)
    [shown] = queries.refused("support")
    assert (shown.type, shown.sequence, shown.code, shown.tries) == ("Course", 2, "unknown-type", 1)
    assert shown.retry_at == NOW + timedelta(minutes=1)


def test_a_refused_message_steps_aside_and_is_tried_ever_more_slowly(outbox: Place) -> None:
    post()
    post()
    first, second = rows()
    waits = []
    for _ in range(9):
        actions.mark_refused(first.id, code="zone", at=NOW)
        waits.append((OutgoingMessage.objects.get(id=first.id).retry_at - NOW) // timedelta(minutes=1))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert [message.id for message in queries.due("support", at=NOW, limit=9)] == [second.id]
    later = NOW + timedelta(hours=1)
    assert [message.id for message in queries.due("support", at=later, limit=9)] == [first.id, second.id]
    actions.mark_handed_over([first.id], at=later)
    assert queries.refused("support") == []


def test_only_an_alert_says_in_clear_what_the_watchdog_needs(outbox: Place) -> None:
    post(made_up.alert(Severity.HIGHEST))
    post(made_up.opened())
    alert, opened = (json.loads(bytes(row.header)) for row in rows())
    assert (alert["severity"], alert["kind"], alert["due"]) == ("highest", "dropped-out", "2026-11-21T14:02:00Z")
    assert set(opened) == {"version", "zone", "generation", "epoch", "sequence", "type"}


def test_looking_into_a_full_archive_for_what_waits_scans_and_sorts_nothing(outbox: Place) -> None:
    for _ in range(50):
        post()
    actions.mark_handed_over([row.id for row in rows()], at=NOW)
    waiting = OutgoingMessage.objects.filter(zone="support", sent_at=None).exclude(retry_at__gt=NOW).order_by("id")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE outbox_outgoingmessage")
            cursor.execute("SET enable_seqscan = off")  # the table is too small for the planner to bother
    plan = waiting.explain()
    assert "outbox_unsent" in plan or "outbox_sent_at" in plan
    assert "SCAN" not in plan.replace("Index Scan", "")
    assert "TEMP B-TREE" not in plan


def test_a_warning_does_not_wait_behind_what_was_written_before_it(place: Place) -> None:
    actions.ensure_epoch(zone="support", at=NOW)
    with transaction.atomic():
        actions.post_many(zone="support", messages=[made_up.attendance()] * 5 + [made_up.alert()], at=NOW)
        actions.post_many(zone="support", messages=[made_up.attendance(), made_up.alert()], at=NOW)
    assert [one.sequence for one in queries.due("support", at=NOW, limit=4)] == [6, 8, 1, 2]
    assert [one.sequence for one in queries.due("support", at=NOW, limit=1)] == [6]
