"""Sealed documents: what opens, what does not, and how long they are."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.wall import parcel
from article16.wall.box.errors import Broken
from article16.wall.box.opening import make_key_pair
from article16.wall.box.sealing import OVERHEAD
from article16.wall.inbox.parcels import open_parcel
from tests.wall import made_up

KEYS = made_up.keys()
PIN = KEYS.pin("unix:/nowhere")
ID = UUID("11111111-1111-4111-8111-111111111111")
ABOUT = parcel.About(
    mailbox=UUID("22222222-2222-4222-8222-222222222222"),
    programme="graz",
    title="Judgment, مازن",
    kind="Judgment",
    received_from="Court",
    received_on=date(2026, 5, 3),
    written_at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
    media="pdf",
)


def made(content: bytes = b"the document") -> bytes:
    return parcel.make(content, ABOUT, parcel_id=ID, to=PIN).file


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=3000))
def test_what_was_sealed_opens_as_it_was(content: bytes) -> None:
    assert open_parcel(made(content), keys=KEYS) == (ABOUT, content)


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 256 * 2**10), (200_000, 256 * 2**10), (300_000, 2**20), (2 * 2**20, 4 * 2**20), (parcel.LARGEST, 16 * 2**20)],
)
def test_a_parcel_has_one_of_four_lengths(length: int, size: int) -> None:
    _address, found = parcel.read(made(b"x" * length))
    assert len(found.sealed) == size + OVERHEAD


def test_a_document_beyond_the_largest_is_not_cut() -> None:
    with pytest.raises(Broken, match="too-large"):
        made(b"x" * 16 * 2**20)


def test_what_stands_in_clear_says_nothing_of_him_or_of_the_document() -> None:
    address, found = parcel.read(made())
    assert found.header == (
        b'{"generation":1,"id":"11111111-1111-4111-8111-111111111111","version":1,"zone":"%s"}' % KEYS.zone.encode()
    )
    assert address.id == ID


@pytest.mark.parametrize("at", [0, 5, 20, 40, 60, 100, 150, 1000, 262_000])
def test_one_flipped_bit_anywhere_and_nothing_opens(at: int) -> None:
    file = bytearray(made())
    file[at] ^= 1
    with pytest.raises(Broken):
        open_parcel(bytes(file), keys=KEYS)


@pytest.mark.parametrize("length", [0, 10, 17, 21, 60, 5000, 262_000])
def test_one_that_was_cut_does_not_open(length: int) -> None:
    with pytest.raises(Broken):
        open_parcel(made()[:length], keys=KEYS)


def test_the_address_of_another_does_not_fit() -> None:
    """The same seal under another number."""
    file = made().replace(b"11111111-1111-4111", b"33333333-1111-4111")
    with pytest.raises(Broken, match="seal"):
        open_parcel(file, keys=KEYS)


def test_another_service_or_another_key_does_not_open_it() -> None:
    with pytest.raises(Broken, match="zone"):
        open_parcel(made(), keys=make_key_pair("elsewhere"))
    with pytest.raises(Broken, match="generation"):
        open_parcel(made(), keys=make_key_pair(KEYS.zone, generation=2))
    with pytest.raises(Broken, match="seal"):
        open_parcel(made(), keys=make_key_pair(KEYS.zone))


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7", parcel.MARK, parcel.MARK + b"\xff\xff\xff\xff"])
def test_what_is_no_parcel_is_said_to_be_none(file: bytes) -> None:
    with pytest.raises(Broken):
        open_parcel(file, keys=KEYS)
