"""Messages bear the signature of the service that sends them; what does not is kept, set aside, and may come again."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from article16.wall import sender
from article16.wall.box import signing
from article16.wall.box.errors import Broken, KeyFileRefused, PinRefused
from article16.wall.carrier import Carrier
from article16.wall.inbox import actions as inbox
from article16.wall.inbox import draining, slots
from article16.wall.inbox.actions import Drained
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.inbox.slots import Arrival
from article16.wall.pairing import actions as pairing
from article16.wall.pairing.models import KnownSigner
from article16.wall.wire import UNSIGNED, Packet, pack, signed, unpack
from tests.wall import made_up
from tests.wall.databases import Place
from tests.wall.made_up import NOW
from tests.wall.running import receiving
from tests.wall.test_sending import line_to, outbox, post  # noqa: F401  because pytest finds the fixture by name

EPOCH = "0f" * 16
ANOTHER = signing.make_signing_key()
HOUR = timedelta(hours=1)


def drop(place: Place, *packets: Packet, at=NOW) -> None:
    slot = slots.slot_at(place.store)
    slot.insert([Arrival("support", EPOCH, 1, packet, at) for packet in packets])
    slot.close()


def drained(place: Place, *packets: Packet, at=NOW) -> Drained:
    drop(place, *packets, at=at)
    return draining.drain(at=at, keys=place.keys)


def good(place: Place, sequence: int = 1) -> Packet:
    return made_up.packet(made_up.alert(), to=place.keys, epoch=EPOCH, sequence=sequence)


def stripped(packet: Packet, signature: bytes = b"") -> Packet:
    return Packet(packet.header, packet.sealed, signature)


def accept(key: signing.SigningKey, at=NOW) -> bool:
    spoken = signing.spoken(key.signer.fingerprint).upper()
    return pairing.accept(purpose="messages", signer=key.signer, read_out=spoken, by="", at=at)


def codes() -> list[str]:
    return list(ReceivedMessage.objects.order_by("sequence", "set_aside").values_list("set_aside", flat=True))


def test_what_nobody_or_somebody_else_signed_is_kept_and_set_aside(place: Place) -> None:
    one = good(place)
    forged = signed(stripped(good(place, 2)), key=ANOTHER)
    moved = stripped(good(place, 3), one.signature)
    assert drained(place, stripped(one), forged, moved) == Drained(set_aside=3)
    assert codes() == ["unsigned", "signer", "signature"]
    assert set(ReceivedMessage.objects.values_list("severity", flat=True)) == {"high"}, "still a warning"


def test_the_true_one_counts_though_a_forged_copy_of_it_came_first(place: Place) -> None:
    one = good(place)
    assert drained(place, stripped(one)) == Drained(set_aside=1)
    assert drained(place, stripped(one, b"\x41" + bytes(signing.SIZE - 1)), one) == Drained(received=1, again=1)
    assert codes() == [""]
    assert bytes(ReceivedMessage.objects.get().signature) == one.signature
    assert drained(place, one, stripped(one)) == Drained(again=2), "and no forged copy undoes that"
    assert codes() == [""]


def test_before_any_key_is_accepted_all_waits_and_nothing_is_lost(place: Place) -> None:
    KnownSigner.objects.all().delete()
    assert drained(place, good(place), good(place, 2)) == Drained(set_aside=2)
    assert codes() == ["unpaired"] * 2
    assert accept(made_up.SIGNING_KEY, at=NOW + HOUR)
    assert inbox.check_signatures(keys=place.keys) == 2
    assert codes() == ["", ""]
    assert ReceivedMessage.objects.filter(checked=True).count() == 2
    assert inbox.check_signatures() == 0


def test_a_renewed_key_is_accepted_by_its_whole_fingerprint_and_what_came_meanwhile_is_taken_in(place: Place) -> None:
    new = signed(stripped(good(place, 2)), key=ANOTHER)
    assert drained(place, good(place), new) == Drained(received=1, set_aside=1)
    with pytest.raises(PinRefused, match="not accepted"):
        pairing.accept(purpose="messages", signer=ANOTHER.signer, read_out="ab12", by="", at=NOW)
    assert accept(ANOTHER, at=NOW + HOUR)
    assert not accept(ANOTHER, at=NOW + 2 * HOUR), "accepted already"
    assert inbox.check_signatures() == 1
    assert codes() == ["", ""]


def test_the_former_key_counts_for_what_came_in_its_time_and_for_nothing_later(place: Place) -> None:
    accept(ANOTHER, at=NOW)
    assert drained(place, good(place), at=NOW - HOUR) == Drained(received=1)
    assert drained(place, good(place, 2), at=NOW + HOUR) == Drained(set_aside=1)
    assert codes() == ["", "signer"]


def test_the_same_message_signed_with_another_key_is_the_same_message(place: Place) -> None:
    one = good(place)
    assert drained(place, one) == Drained(received=1)
    accept(ANOTHER)
    assert drained(place, signed(stripped(one), key=ANOTHER)) == Drained(again=1)
    assert codes() == [""]


def test_the_sender_signs_what_leaves_and_follows_a_renewed_key(outbox: Place, settings) -> None:
    with receiving(outbox), line_to(outbox) as line:
        post()
        sender.hand_over(line, zone="support", at=NOW)
        key = signing.renew_signing_key(outbox.signing_key)
        post()
        sender.hand_over(line, zone="support", at=NOW)
        accept(key, at=timezone.now())  # what lies in the inbox carries the hour of the machine
        assert draining.drain(at=NOW, keys=outbox.keys).received == 2
    assert stat.S_IMODE(outbox.signing_key.stat().st_mode) == 0o600


def test_without_its_key_the_sender_does_not_start_and_nothing_leaves_unsigned(outbox: Place) -> None:
    outbox.signing_key.unlink()
    post()
    with pytest.raises(KeyFileRefused, match="missing"):
        sender.hand_over(Carrier(f"unix:{outbox.socket}"), zone="support", at=NOW)


def test_a_casework_of_before_is_heard_and_set_aside(sqlite_place: Place) -> None:
    """Two machines are not upgraded in the same minute."""
    one = stripped(good(sqlite_place))
    pairs = b"".join(len(part).to_bytes(4, "big") + part for part in (one.header, one.sealed))
    assert unpack(pairs, signed=False) == (one,)
    with receiving(sqlite_place), line_to(sqlite_place) as line:
        line._line.request("POST", "/inbox", body=pairs, headers={"Content-Type": UNSIGNED})
        assert line._line.getresponse().status == 200
    assert draining.drain(at=NOW, keys=sqlite_place.keys) == Drained(set_aside=1)
    with pytest.raises(Broken, match="frame"):
        unpack(pack([one])[:-1])


def test_a_slot_of_before_takes_signed_messages(sqlite_place: Place) -> None:
    with slots.connect(sqlite_place.arrivals) as line:
        line.execute(slots.LAYOUT.replace("    signature BLOB NOT NULL DEFAULT x'',\n", ""))
    assert drained(sqlite_place, good(sqlite_place)) == Drained(received=1)


def test_a_flipped_cut_or_moved_signature_is_refused(tmp_path: Path) -> None:
    key, context = signing.make_signing_key(), b"here"
    signature = signing.sign(b"text", key=key, context=context)
    assert signing.verify(b"text", signature, by=[key.signer], context=context) == key.signer
    wrong = [signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :] for at in range(len(signature))]
    for bad in (*wrong, signature[:-1], signature + b"\0", b""):
        with pytest.raises(Broken):
            signing.verify(b"text", bad, by=[key.signer], context=context)
    for content, place in ((b"Text", context), (b"text", b"there")):
        with pytest.raises(Broken, match="signature"):
            signing.verify(content, signature, by=[key.signer], context=place)


def test_the_file_of_a_public_half_is_refused_when_it_is_not_whole_or_could_be_changed(tmp_path: Path) -> None:
    path, signer = tmp_path / "casework.json", signing.make_signing_key().signer
    signing.publish_signer(signer, path)
    assert signing.load_signer(path) == signer
    with pytest.raises(PinRefused, match="may change"):
        signing.load_signer(path, must_be_read_only=True)
    for bad in ("", "[]", "{}", signer.as_json().replace(signer.fingerprint, "0" * 64)):
        path.write_text(bad)
        with pytest.raises(PinRefused, match="damaged"):
            signing.load_signer(path)
    assert signing.heard(" AB12-cd34 \n") == "ab12cd34"
