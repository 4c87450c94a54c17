import random

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article16.wall import wire
from article16.wall.box.errors import Broken
from article16.wall.box.framing import PAD_CLASS, bind, pad, padded_size, unpad
from article16.wall.box.opening import KeyPair, open_sealed
from article16.wall.box.sealing import HPKE, OVERHEAD, SUITE, Pin, seal
from article16.wall.header import decode_header, encode_header, header_for, seal_context
from article16.wall.vocabulary import Message, decode, encode
from tests.wall import made_up
from tests.wall.strategies import messages

KEYS = made_up.keys()
PIN = KEYS.pin("unix:/nowhere")
HERE = bind("a field", b"case 1")

# RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode, first encryption.
RFC_SECRET = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
RFC_PUBLIC = bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
RFC_ENCAPSULATED = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
RFC_INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
RFC_TEXT = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
RFC_DATA = bytes.fromhex("436f756e742d30")
RFC_SEALED = bytes.fromhex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")


def test_the_library_opens_what_the_standard_sealed() -> None:
    secret = X25519PrivateKey.from_private_bytes(RFC_SECRET)
    assert secret.public_key().public_bytes_raw() == RFC_PUBLIC
    # The vector has associated data, which the library offers for such vectors only.
    opened = openssl.hpke._decrypt_with_aad(HPKE, RFC_ENCAPSULATED + RFC_SEALED, secret, RFC_INFO, RFC_DATA)
    assert opened == RFC_TEXT


def test_our_own_reading_of_the_standard_opens_its_vector_and_our_seals() -> None:
    assert hpke_open(RFC_SECRET, RFC_ENCAPSULATED, RFC_SEALED, info=RFC_INFO, data=RFC_DATA) == RFC_TEXT
    blob = seal(b"called at noon", to=PIN, context=HERE)
    secret = KEYS.secret.private_bytes_raw()
    assert unpad(hpke_open(secret, blob[1:33], blob[33:], info=SUITE + HERE)) == b"called at noon"


def hpke_open(secret: bytes, encapsulated: bytes, sealed: bytes, *, info: bytes, data: bytes = b"") -> bytes:
    """RFC 9180 base mode written from the standard, sections 4.1, 5.1 and 5.2, with the plain primitives."""
    own = X25519PrivateKey.from_private_bytes(secret)
    shared = own.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    pair = encapsulated + own.public_key().public_bytes_raw()
    secret = expand(kem, extract(kem, b"", b"eae_prk", shared), b"shared_secret", pair, 32)
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    schedule = extract(suite, secret, b"secret", b"")
    key, nonce = expand(suite, schedule, b"key", context, 32), expand(suite, schedule, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, sealed, data)


def extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac_sha256(salt or bytes(32), b"HPKE-v1" + suite + label + material)


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    # One block of SHA-256 is enough for every length asked for here.
    return hmac_sha256(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01")[:length]


def hmac_sha256(key: bytes, text: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(text)
    return mac.finalize()


@given(st.binary(max_size=2000), st.binary(max_size=40))
def test_what_is_sealed_opens_with_the_same_context(text: bytes, place: bytes) -> None:
    blob = seal(text, to=PIN, context=bind("x", place))
    assert open_sealed(blob, keys=KEYS, context=bind("x", place)) == text
    assert blob[:1] == SUITE
    assert len(blob) == OVERHEAD + padded_size(len(text))


def test_every_flipped_bit_is_refused() -> None:
    blob = seal(b"called at noon", to=PIN, context=HERE)
    for bit in range(len(blob) * 8):
        spoilt = bytearray(blob)
        spoilt[bit // 8] ^= 1 << bit % 8
        # The top bit of the encapsulated key is ignored by X25519, but the key schedule hashes it.
        with pytest.raises(Broken):
            open_sealed(bytes(spoilt), keys=KEYS, context=HERE)


def test_every_cut_and_every_addition_is_refused() -> None:
    blob = seal(b"called at noon", to=PIN, context=HERE)
    for length in range(len(blob)):
        with pytest.raises(Broken):
            open_sealed(blob[:length], keys=KEYS, context=HERE)
    for more in (b"\0", b"\0" * 256, blob):
        with pytest.raises(Broken):
            open_sealed(blob + more, keys=KEYS, context=HERE)


def test_a_seal_for_another_place_or_another_key_is_refused() -> None:
    blob = seal(b"called at noon", to=PIN, context=HERE)
    for elsewhere in (b"", bind("a field", b"case 2"), bind("another", b"case 1"), HERE + b"\0"):
        with pytest.raises(Broken, match="seal"):
            open_sealed(blob, keys=KEYS, context=elsewhere)
    with pytest.raises(Broken, match="seal"):
        open_sealed(blob, keys=made_up.keys(), context=HERE)
    for suite in (b"\x00", b"\x02", b"\x81"):
        with pytest.raises(Broken, match="unknown-suite"):
            open_sealed(suite + blob[1:], keys=KEYS, context=HERE)


def test_parts_of_a_context_can_not_be_shifted_into_each_other() -> None:
    assert len({bind("x", b"ab", b"c"), bind("x", b"a", b"bc"), bind("x", b"abc"), bind("xa", b"b", b"c")}) == 4


def test_two_seals_of_one_text_share_nothing_but_the_suite() -> None:
    one, two = (seal(b"called at noon", to=PIN, context=HERE) for _ in range(2))
    assert one[:1] == two[:1]
    assert one[1:33] != two[1:33]
    assert one[33:] != two[33:]


@given(st.integers(0, 5000))
def test_padding_says_only_the_class(length: int) -> None:
    padded = pad(b"x" * length)
    assert len(padded) % PAD_CLASS == 0
    assert 4 <= len(padded) - length < 4 + PAD_CLASS
    assert unpad(padded) == b"x" * length


@pytest.mark.parametrize("padded", [b"", b"\0\0", b"\xff" * 256, b"\0\0\0\x01a" + b"\0" * 250 + b"\1", b"\0" * 255])
def test_anything_but_zeros_behind_the_text_is_refused(padded: bytes) -> None:
    with pytest.raises(Broken, match="padding"):
        unpad(padded)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages, st.integers(1, 10**6))
def test_any_message_opens_as_it_was_sealed_and_has_an_allowed_size(message: Message, sequence: int) -> None:
    packet = made_up.packet(message, to=KEYS, sequence=sequence)
    told = wire.check(packet, zone="support")
    assert told.sequence == sequence
    opened = open_sealed(packet.sealed, keys=KEYS, context=seal_context(packet.header))
    assert decode(told.type, opened) == message
    if told.type == "PartnerDetails":
        assert len(packet.sealed) == OVERHEAD + 16 * 1024


@pytest.mark.parametrize("people", [0, 1, 12])
@pytest.mark.parametrize("words", ["", "x", "ü" * 3000])
def test_the_box_for_her_service_has_one_size_empty_or_full(words: str, people: int) -> None:
    packet = made_up.packet(made_up.partner_details(words, people), to=KEYS)
    assert len(packet.sealed) == 16 * 1024 + 49


def test_any_change_of_the_header_breaks_the_seal() -> None:
    message = made_up.alert()
    packet = made_up.packet(message, to=KEYS, sequence=5)
    told = decode_header(packet.header)
    place = {"zone": "support", "generation": 1, "epoch": told.epoch, "sequence": 5}
    others = [place | change for change in ({"zone": "other"}, {"generation": 2}, {"epoch": "0" * 32}, {"sequence": 6})]
    headers = [encode_header(header_for(message, **other)) for other in others]
    headers.append(encode_header(header_for(made_up.opened(), **place)))
    headers.append(packet.header.replace(b'"high"', b'"ordinary"'))
    headers.append(packet.header.replace(b"T14:02", b"T18:02"))
    for header in headers:
        assert header != packet.header
        with pytest.raises(Broken, match="seal"):
            open_sealed(packet.sealed, keys=KEYS, context=seal_context(header))


def test_random_damage_never_passes_and_never_raises_anything_else() -> None:
    chance = random.Random(16)
    packet = made_up.packet(made_up.attendance(), to=KEYS)
    for _ in range(2000):
        spoilt = bytearray(packet.sealed)
        for _ in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        if bytes(spoilt) != packet.sealed:
            with pytest.raises(Broken):
                open_sealed(bytes(spoilt), keys=KEYS, context=seal_context(packet.header))


def test_a_secret_is_never_shown() -> None:
    secret = KEYS.secret.private_bytes_raw()
    assert repr(KEYS) == "KeyPair(zone='support', generation=1)"
    assert secret.hex() not in repr(KEYS)
    assert isinstance(KEYS, KeyPair)
    assert isinstance(PIN, Pin)
    assert encode(made_up.opened()) not in seal(encode(made_up.opened()), to=PIN, context=HERE)
