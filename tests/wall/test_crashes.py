"""kill -9 of every process of the wall, at named points and at random: nothing lost, nothing doubled."""

import os
import random
import subprocess
import time
from collections import Counter

import pytest
from django.db import transaction

from article16.wall.inbox import actions as inbox_actions
from article16.wall.inbox import arrivals, draining, slots
from article16.wall.inbox import queries as received
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.inbox.slots import Arrival
from article16.wall.outbox import actions, queries
from article16.wall.outbox.models import OutgoingMessage
from article16.wall.wire import signed
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW
from tests.wall.running import kill, receiving, run_to_end, running, start, until

KILLED = -9
SECONDS = float(os.environ.get("ARTICLE16_CRASH_SECONDS", "6"))  # of shooting at random; more at night
CHANCE = random.Random(16)


@pytest.fixture
def outbox(place: Place) -> Place:
    actions.ensure_epoch(zone="support", at=NOW)
    return place


def posted(count: int) -> None:
    with transaction.atomic():
        for number in range(1, count + 1):
            actions.post(zone="support", message=made_up.attendance(number), at=NOW)


def all_handed_over() -> bool:
    return queries.state("support").unsent == 0


def into_slot(place: Place) -> None:
    """Carry everything over, as a sender and a receiver would."""
    waiting = queries.due("support", at=NOW, limit=1000)
    slot = slots.slot_at(place.store)
    packets = [(each, signed(each.packet, key=made_up.SIGNING_KEY)) for each in waiting]
    slot.insert([Arrival("support", each.epoch, each.sequence, packet, NOW) for each, packet in packets])
    slot.close()


def nothing_lost_or_doubled(place: Place, at_least: int) -> None:
    """Every committed message stands in support's records exactly once, whole."""
    while draining.drain(at=NOW, keys=place.keys) != inbox_actions.Drained():
        pass
    inbox_actions.check_seals(keys=place.keys)
    written = Counter(OutgoingMessage.objects.values_list("epoch", "sequence"))
    arrived = Counter(ReceivedMessage.objects.filter(set_aside="", checked=True).values_list("epoch", "sequence"))
    assert len(written) >= at_least
    assert arrived == written
    assert set(arrived.values()) == {1}
    assert ReceivedMessage.objects.exclude(set_aside="").count() == 0
    assert received.gaps() == []
    assert arrivals.count() == 0


@pytest.mark.parametrize("point", ["before-post", "after-post"])
def test_the_sender_dies_at_a_named_point(outbox: Place, point: str) -> None:
    posted(150)
    with receiving(outbox):
        for turn in range(2):
            assert run_to_end(outbox, "send", point, str(turn)) == KILLED
        assert queries.state("support").unsent > 0
        with running(outbox, "send"):
            until(all_handed_over, "the sender to catch up")
    nothing_lost_or_doubled(outbox, 150)


@pytest.mark.parametrize("point", ["before-taking-over", "taken-over", "slot-emptied"])
def test_the_drain_dies_at_a_named_point(outbox: Place, point: str) -> None:
    posted(250)  # more than one batch
    into_slot(outbox)
    for _ in range(2):
        assert run_to_end(outbox, "drain", point) == KILLED
    nothing_lost_or_doubled(outbox, 250)


def test_everything_is_killed_at_random_while_messages_are_written(outbox: Place) -> None:
    """Writer, sender and receiver are shot again and again; what was said to be committed arrives once."""
    acknowledged, shots, begun = 0, 0, time.monotonic()
    writer, sender, receiver = (begin(outbox, each) for each in ("post", "send", "receive"))
    while time.monotonic() - begun < SECONDS:
        time.sleep(CHANCE.uniform(0.05, 0.6))
        shots += 1
        victim = CHANCE.choice(["post", "send", "receive", "receive", "send"])
        if victim == "post":
            acknowledged += shoot_writer(writer)
            writer = begin(outbox, "post")
        elif victim == "send":
            kill(sender)
            sender = begin(outbox, "send")
        else:
            kill(receiver)
            receiver = begin(outbox, "receive")
        if CHANCE.random() < 0.3:
            draining.drain(at=NOW, keys=outbox.keys)
    acknowledged += shoot_writer(writer)
    kill(sender)
    kill(receiver)
    with receiving(outbox), running(outbox, "send"):
        until(all_handed_over, "the rest", seconds=30)
    nothing_lost_or_doubled(outbox, acknowledged)
    print(f"{acknowledged} messages acknowledged, {shots} processes killed: 0 lost, 0 doubled")


def begin(place: Place, name: str) -> subprocess.Popen[str]:
    arguments = {"post": ["100000"], "send": [], "receive": [place.store, f"unix:{place.socket}"]}
    return start(place, name, *arguments[name])


def shoot_writer(writer: subprocess.Popen[str]) -> int:
    """Kill the writer; how many commits it had told of."""
    assert writer.stdout is not None
    writer.kill()
    told = writer.stdout.read().split()
    kill(writer)
    return len(told)
