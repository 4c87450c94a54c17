"""The service makes a new key: casework goes on with the former one until a person has accepted the new one."""

import pytest
from django.db import transaction

from article16.wall.box.errors import PinRefused
from article16.wall.box.opening import KeyPair, make_key_pair, publish_pin
from article16.wall.box.sealing import former_path
from article16.wall.header import decode_header
from article16.wall.outbox import actions, queries
from article16.wall.outbox.models import OutgoingMessage
from article16.wall.outbox.pins import forget_pins, waiting_pin
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW


@pytest.fixture
def outbox(place: Place) -> Place:
    actions.ensure_epoch(zone="support", at=NOW)
    return place


def generation_of_the_next_message() -> int:
    with transaction.atomic():
        actions.post(zone="support", message=made_up.attendance(), at=NOW)
    row = OutgoingMessage.objects.order_by("-id").first()
    assert row
    return decode_header(bytes(row.header)).generation


def rotate(place: Place) -> KeyPair:
    new = make_key_pair("support", 2)
    publish_pin(new.pin("unix:/nowhere/inbox.sock"), place.pin, instead_of={place.keys.pin("").fingerprint})
    forget_pins()
    return new


def test_messages_go_to_the_former_key_until_the_new_one_is_accepted(outbox: Place) -> None:
    new = rotate(outbox)
    recorded = queries.recorded_fingerprint("support")
    waiting = waiting_pin("support", recorded)
    assert waiting is not None
    assert waiting.fingerprint == new.pin("").fingerprint
    actions.ensure_epoch(zone="support", at=NOW)
    assert generation_of_the_next_message() == 1
    assert queries.pin_in_use("support").generation == 1
    actions.begin_epoch(zone="support", at=NOW, accepting=waiting.fingerprint)
    assert generation_of_the_next_message() == 2
    assert waiting_pin("support", queries.recorded_fingerprint("support")) is None


def test_a_process_that_began_before_goes_on_with_the_accepted_key(outbox: Place) -> None:
    assert generation_of_the_next_message() == 1  # this process has read the pin
    new = make_key_pair("support", 2)
    publish_pin(new.pin("unix:/x"), outbox.pin, instead_of={outbox.keys.pin("").fingerprint})
    assert generation_of_the_next_message() == 1
    forget_pins()  # the process of accept-pin is another one
    actions.begin_epoch(zone="support", at=NOW, accepting=new.pin("").fingerprint)
    assert generation_of_the_next_message() == 2


def test_a_former_pin_that_was_never_accepted_helps_nobody(outbox: Place) -> None:
    foreign = make_key_pair("support", 7).pin("unix:/x")
    outbox.pin.write_text(foreign.as_json())
    former_path(outbox.pin).write_text(make_key_pair("support", 6).pin("unix:/x").as_json())
    forget_pins()
    with pytest.raises(PinRefused, match="messages went to"):
        actions.ensure_epoch(zone="support", at=NOW)


def test_a_pin_that_was_never_the_services_own_is_not_written_over(outbox: Place) -> None:
    outbox.pin.write_text(make_key_pair("support", 7).pin("unix:/x").as_json())
    with pytest.raises(PinRefused, match="Find out who changed it"):
        publish_pin(make_key_pair("support", 2).pin("unix:/x"), outbox.pin, instead_of={"0" * 64})
    assert not former_path(outbox.pin).exists()
