import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article16.wall.box.errors import Broken
from article16.wall.header import LARGEST, agrees, decode_header, encode_header, header_for
from article16.wall.vocabulary import Alert, Message, Severity
from tests.wall import made_up
from tests.wall.strategies import messages

PLACE = {"zone": "support", "generation": 1, "epoch": "0f" * 16, "sequence": 7}


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages, st.integers(1, 2**53 - 1), st.integers(1, 2**31 - 1))
def test_a_header_of_any_message_has_one_spelling_and_comes_back(
    message: Message, sequence: int, generation: int
) -> None:
    header = header_for(message, **PLACE | {"sequence": sequence, "generation": generation})
    assert decode_header(encode_header(header)) == header
    assert agrees(header, message)
    assert len(encode_header(header)) <= LARGEST


def test_the_header_tells_nothing_but_place_and_type() -> None:
    told = json.loads(encode_header(header_for(made_up.partner_details("Harbour Street", 2), **PLACE)))
    assert told == {"version": 2, "type": "PartnerDetails", **PLACE}


def test_the_header_of_an_alert_tells_the_watchdog_kind_severity_and_deadline() -> None:
    told = json.loads(encode_header(header_for(made_up.alert(Severity.HIGHEST), **PLACE)))
    alert = {"kind": "dropped-out", "severity": "highest", "due": "2026-11-21T14:02:00Z"}
    assert told == {"version": 2, "type": "Alert", **PLACE, **alert}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 3}, "unknown-version"),
        ({"version": 0}, "unknown-version"),
        ({"type": "Gossip"}, "unknown-type"),
        ({"type": "Message"}, "unknown-type"),
        ({"type": "Alert"}, "header"),
        ({"kind": "threat"}, "header"),
        ({"zone": "Support"}, "header"),
        ({"zone": "../x"}, "header"),
        ({"generation": 0}, "header"),
        ({"epoch": "0F" * 16}, "header"),
        ({"epoch": ""}, "header"),
        ({"sequence": 0}, "header"),
        ({"sequence": "7"}, "header"),
        ({"sequence": 2**53}, "header"),
        ({"mailbox": "x"}, "header"),
    ],
)
def test_a_header_out_of_bounds_is_refused_with_a_code(changes: dict[str, object], code: str) -> None:
    fields = {"version": 2, "type": "Opened", **PLACE, **changes}
    with pytest.raises(Broken) as refused:
        decode_header(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())
    assert refused.value.code == code


def test_what_the_version_before_sent_is_still_read_and_agrees() -> None:
    message = made_up.attendance()
    earlier = encode_header(header_for(message, **PLACE)).replace(b'"version":2', b'"version":1')
    header = decode_header(earlier)
    assert header.version == 1
    assert agrees(header, message)


def test_another_spelling_of_the_same_header_is_refused() -> None:
    header = encode_header(header_for(made_up.opened(), **PLACE))
    for other in (
        b" " + header,
        header.replace(b":", b": "),
        header[:-1] + b',"kind":null}',
        b"",
        b"[]",
        b"\xff",
        b"x" * 513,
    ):
        with pytest.raises(Broken):
            decode_header(other)


def test_a_header_that_says_something_else_than_its_message_is_seen() -> None:
    alert = made_up.alert(Severity.HIGHEST)
    header = header_for(alert, **PLACE)
    softened = replace(header, severity=Severity.ORDINARY)
    assert isinstance(alert, Alert)
    assert not agrees(softened, alert)
    assert not agrees(header_for(made_up.opened(), **PLACE), alert)
