"""Taking over what arrived: once, in any order, with every fault set aside and shown."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair
from article16.wall.box.sealing import seal
from article16.wall.header import encode_header, header_for, seal_context
from article16.wall.inbox import actions, arrivals, draining, queries, slots
from article16.wall.inbox.actions import Drained
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.inbox.queries import Gap
from article16.wall.inbox.seals import open_packet
from article16.wall.inbox.slots import Arrival
from article16.wall.vocabulary import Severity, encode
from article16.wall.wire import Packet, signed
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW

EPOCH, LATER_EPOCH = "0f" * 16, "1e" * 16


def drop(
    place: Place, *packets: Packet, sequence: int = 0, at: datetime = NOW, epoch: str = EPOCH, zone: str = "support"
) -> None:
    """Put these into the slot as the receiving process does."""
    slot = slots.slot_at(place.store)
    slot.insert([Arrival(zone, epoch, sequence or number, packet, at) for number, packet in enumerate(packets, 1)])
    slot.close()


def packets(keys: KeyPair, *numbers: int, epoch: str = EPOCH) -> list[Packet]:
    return [made_up.packet(made_up.attendance(), to=keys, epoch=epoch, sequence=number) for number in numbers]


def stored() -> list[tuple[int, str]]:
    return list(ReceivedMessage.objects.order_by("sequence", "set_aside").values_list("sequence", "set_aside"))


def test_arrivals_move_into_supports_own_records(place: Place) -> None:
    drop(place, *packets(place.keys, 1, 2, 3))
    later = NOW + timedelta(seconds=5)
    assert draining.drain(at=later, keys=place.keys) == Drained(received=3)
    assert arrivals.count() == 0
    assert stored() == [(1, ""), (2, ""), (3, "")]
    first = ReceivedMessage.objects.get(sequence=1)
    assert (first.arrived_at, first.received_at, first.checked, first.type) == (NOW, later, True, "Course")
    assert draining.drain(at=later, keys=place.keys) == Drained()


def test_more_than_one_batch_is_moved_whole(place: Place) -> None:
    some = packets(place.keys, *range(1, draining.BATCH + 51))
    drop(place, *some)
    assert draining.drain(at=NOW) == Drained(received=len(some))
    assert arrivals.count() == 0
    assert queries.waiting().total == len(some)


def test_what_comes_again_after_it_was_taken_over_is_known(place: Place) -> None:
    one, two = packets(place.keys, 1, 2)
    drop(place, one)
    draining.drain(at=NOW, keys=place.keys)
    drop(place, one, two)
    assert draining.drain(at=NOW, keys=place.keys) == Drained(received=1, again=1)
    assert stored() == [(1, ""), (2, "")]


def test_other_bytes_under_a_number_already_taken_are_set_aside(place: Place) -> None:
    first, second = *packets(place.keys, 1), *packets(place.keys, 1)
    drop(place, first)
    draining.drain(at=NOW, keys=place.keys)
    drop(place, second)
    assert draining.drain(at=NOW, keys=place.keys) == Drained(set_aside=1)
    drop(place, second)
    assert draining.drain(at=NOW, keys=place.keys) == Drained(again=1)
    assert stored() == [(1, ""), (1, "same-number")]


def test_of_two_under_one_number_in_one_batch_a_whole_one_is_taken_and_a_broken_one_set_aside(place: Place) -> None:
    good = packets(place.keys, 1)[0]
    drop(place, broken(good), sequence=1)
    drop(place, good, sequence=1)
    assert draining.drain(at=NOW, keys=place.keys) == Drained(received=1, set_aside=1)
    assert stored() == [(1, ""), (1, "seal")]


def test_a_message_under_a_new_epoch_has_numbers_of_its_own(place: Place) -> None:
    drop(place, *packets(place.keys, 1))
    drop(place, *packets(place.keys, 1, epoch=LATER_EPOCH), epoch=LATER_EPOCH)
    assert draining.drain(at=NOW, keys=place.keys) == Drained(received=2)


def broken(packet: Packet) -> Packet:
    return resigned(packet.header, packet.sealed[:-1] + bytes([packet.sealed[-1] ^ 1]))


def resigned(header: bytes, sealed: bytes) -> Packet:
    """As its true writer would send it, wrong as it is."""
    return signed(Packet(header, sealed), key=made_up.SIGNING_KEY)


def packet_of(row: ReceivedMessage) -> Packet:
    return Packet(bytes(row.header), bytes(row.sealed), bytes(row.signature))


def faulty(keys: KeyPair) -> dict[str, Packet]:
    """One packet for every way to be wrong."""
    good = made_up.packet(made_up.alert(), to=keys, epoch=EPOCH, sequence=1)
    stranger = made_up.keys()
    context = seal_context(good.header)
    return {
        "seal": resigned(good.header, good.sealed[:40] + bytes([good.sealed[40] ^ 1]) + good.sealed[41:]),
        "unknown-suite": resigned(good.header, b"\x07" + good.sealed[1:]),
        "generation": made_up.packet(made_up.alert(), to=KeyPair("support", 2, keys.secret), epoch=EPOCH, sequence=1),
        "zone": made_up.packet(made_up.alert(), to=KeyPair("north", 1, stranger.secret), epoch=EPOCH, sequence=1),
        "malformed": resigned(good.header, seal(b'{"hello": 1}', to=keys.pin("unix:/x"), context=context)),
        "header-differs": lie_about(keys),
        "unknown-version": Packet(good.header.replace(b'"version":2', b'"version":9'), good.sealed),
        "size": Packet(good.header, good.sealed[:-1]),
    }


def lie_about(keys: KeyPair) -> Packet:
    """A message whose own writer put another deadline into the header."""
    place = {"zone": "support", "generation": 1, "epoch": EPOCH, "sequence": 1}
    header = encode_header(header_for(made_up.alert(due=NOW + timedelta(days=9)), **place))
    inside = made_up.packet(made_up.alert(), to=keys)
    assert inside.header != header
    return resigned(header, seal(encode(made_up.alert()), to=keys.pin("unix:/x"), context=seal_context(header)))


@pytest.mark.parametrize(
    "code", ["seal", "unknown-suite", "generation", "zone", "malformed", "header-differs", "unknown-version", "size"]
)
def test_what_is_not_whole_is_set_aside_with_its_reason_never_dropped(place: Place, code: str) -> None:
    drop(place, faulty(place.keys)[code])
    assert draining.drain(at=NOW, keys=place.keys) == Drained(set_aside=1)
    assert stored() == [(0 if code == "unknown-version" else 1, code)]
    [shown] = queries.set_aside()
    assert (shown.code, shown.count, shown.oldest) == (code, 1, NOW)
    waiting = queries.waiting()
    assert (waiting.total, waiting.set_aside, waiting.alerts) == (0, 1, ())
    row = ReceivedMessage.objects.get()
    assert bytes(row.sealed) == faulty(place.keys)[code].sealed or len(row.sealed) > 300
    assert not row.checked


def test_only_the_packet_is_believed_not_what_the_slot_says_of_it(place: Place) -> None:
    """Whoever can insert could write anything beside a packet; the drain must neither stop nor follow it."""
    one, two = packets(place.keys, 1, 2)
    drop(place, one, sequence=77, epoch="x" * 300, zone="y" * 300)
    drop(place, two, sequence=-5)
    drop(place, Packet(b"\xff" * 700, b""), sequence=2**62)
    assert draining.drain(at=NOW, keys=place.keys) == Drained(received=2, set_aside=1)
    assert stored() == [(0, "header-too-large"), (1, ""), (2, "")]
    assert arrivals.count() == 0


def test_without_a_key_messages_are_taken_and_checked_when_one_is_there(place: Place) -> None:
    drop(place, *packets(place.keys, 1), broken(*packets(place.keys, 2)))
    assert draining.drain(at=NOW) == Drained(received=2), "the watchdog must see an alert with nobody unlocked"
    assert not ReceivedMessage.objects.filter(checked=True).exists()
    assert actions.check_seals(keys=place.keys) == 2
    assert stored() == [(1, ""), (2, "seal")]
    assert actions.check_seals(keys=place.keys) == 0
    with pytest.raises(Broken, match="seal"):
        open_packet(packet_of(ReceivedMessage.objects.get(set_aside="seal")), keys=place.keys)


def test_a_broken_message_that_came_first_does_not_keep_the_true_one_out(place: Place) -> None:
    good, forged = packets(place.keys, 1)[0], packets(made_up.keys(), 1)[0]
    drop(place, forged)
    draining.drain(at=NOW)
    drop(place, broken(good), at=NOW + timedelta(seconds=1))
    drop(place, good, at=NOW + timedelta(seconds=2))
    assert draining.drain(at=NOW) == Drained(set_aside=2)
    assert stored() == [(1, ""), (1, "same-number"), (1, "same-number")]
    actions.check_seals(keys=place.keys)
    assert stored() == [(1, ""), (1, "same-number"), (1, "seal")]
    assert packet_of(ReceivedMessage.objects.get(set_aside="")) == good


def test_numbers_that_never_came_are_shown_as_gaps(place: Place) -> None:
    drop(place, *(packets(place.keys, 3)), sequence=3)
    for number in (4, 7, 10):
        drop(place, *packets(place.keys, number), sequence=number)
    drop(place, *packets(place.keys, 2, epoch=LATER_EPOCH), sequence=2, epoch=LATER_EPOCH)
    draining.drain(at=NOW, keys=place.keys)
    assert queries.gaps() == [
        Gap("support", EPOCH, 1, 2),
        Gap("support", EPOCH, 5, 6),
        Gap("support", EPOCH, 8, 9),
        Gap("support", LATER_EPOCH, 1, 1),
    ]
    assert queries.waiting().missing == 7
    drop(place, *packets(place.keys, 1), sequence=1)
    drop(place, *packets(place.keys, 2), sequence=2)
    draining.drain(at=NOW, keys=place.keys)
    assert queries.gaps()[0] == Gap("support", EPOCH, 5, 6)


def test_a_message_that_was_set_aside_leaves_a_gap(place: Place) -> None:
    drop(place, faulty(place.keys)["seal"], *packets(place.keys, 2))
    draining.drain(at=NOW, keys=place.keys)
    assert queries.gaps() == [Gap("support", EPOCH, 1, 1)]


def test_the_waiting_page_counts_alerts_by_deadline_and_says_what_still_lies_in_the_slot(place: Place) -> None:
    soon, late = NOW + timedelta(hours=1), NOW + timedelta(hours=9)
    made = [
        made_up.alert(Severity.ORDINARY, late),
        made_up.alert(Severity.HIGHEST, late),
        made_up.alert(Severity.HIGHEST, soon),
        made_up.opened(),
    ]
    sealed = [made_up.packet(one, to=place.keys, epoch=EPOCH, sequence=number) for number, one in enumerate(made, 1)]
    drop(place, *sealed)
    draining.drain(at=NOW, keys=place.keys)
    drop(place, *packets(place.keys, 5, 6), at=NOW + timedelta(minutes=1))
    waiting = queries.waiting()
    assert (waiting.total, waiting.oldest, waiting.in_slot) == (4, NOW, 2)
    assert [(each.severity, each.count, each.first_due) for each in waiting.alerts] == [
        ("highest", 2, soon),
        ("ordinary", 1, late),
    ]


def test_the_waiting_page_costs_six_queries_whatever_its_size(place: Place, django_assert_num_queries: object) -> None:
    drop(place, *packets(place.keys, *range(1, 60)))
    draining.drain(at=NOW)
    with django_assert_num_queries(6 - bool(place.arrivals)):
        queries.waiting()


def test_ids_are_random_and_the_slot_is_wiped(sqlite_place: Place) -> None:
    some = packets(sqlite_place.keys, *range(1, 30))
    drop(sqlite_place, *some)
    draining.drain(at=NOW, keys=sqlite_place.keys)
    in_order = ReceivedMessage.objects.order_by("sequence").values_list("id", flat=True)
    assert list(in_order) != sorted(in_order)
    slots.connect(sqlite_place.arrivals).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    left = sqlite_place.arrivals.read_bytes()
    assert not [packet for packet in some if packet.sealed in left or packet.sealed[40:120] in left]


def test_a_drain_waits_for_another_and_both_take_each_message_once(place: Place) -> None:
    from concurrent.futures import ThreadPoolExecutor

    drop(place, *packets(place.keys, *range(1, 300)))

    def one_drain(_: int) -> Drained:
        try:
            return draining.drain(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        totals = list(threads.map(one_drain, range(3)))
    assert sum(total.received for total in totals) == 299
    assert sum(total.set_aside for total in totals) == 0
    assert arrivals.count() == 0
    assert ReceivedMessage.objects.count() == 299
