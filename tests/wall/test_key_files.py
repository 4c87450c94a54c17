import base64
import json
import os
import stat
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from article16.wall.box import keyfiles, secrets
from article16.wall.box.errors import Broken, KeyFileRefused, PinRefused
from article16.wall.box.framing import bind
from article16.wall.box.opening import KEY_FILE, ensure_key_pair, load_key_pair, make_key_pair
from article16.wall.box.sealing import check_recorded, fingerprint, load_pin
from tests.wall import made_up

INBOX = "unix:/run/article16/inbox.sock"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def start(folder: Path, **changes: object) -> object:
    """What support does at every start."""
    return ensure_key_pair(folder / "keys", **{"zone": "support", "inbox": INBOX, "pin": folder / "pin.json"} | changes)


def test_the_first_start_makes_the_pair_and_tells_casework_its_public_half(folder: Path) -> None:
    keys = start(folder)
    found = (folder / "keys" / KEY_FILE).stat()
    assert stat.S_IMODE(found.st_mode) == 0o600
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o700
    pin = json.loads((folder / "pin.json").read_text())
    assert pin == {
        "zone": "support",
        "generation": 1,
        "public_key": base64.b64encode(keys.public_key).decode(),
        "fingerprint": fingerprint(keys.public_key),
        "inbox": INBOX,
    }
    assert [path.name for path in (folder / "keys").iterdir()] == [KEY_FILE], "no draft with the secret stays behind"


def test_later_starts_keep_the_pair_and_follow_a_moved_inbox(folder: Path) -> None:
    first = start(folder)
    before = (folder / "pin.json").stat().st_mtime_ns
    assert start(folder).public_key == first.public_key
    assert (folder / "pin.json").stat().st_mtime_ns == before
    start(folder, inbox="https://support.example/inbox")
    assert load_pin(folder / "pin.json").inbox == "https://support.example/inbox"
    (folder / "pin.json").unlink()
    assert start(folder).public_key == first.public_key
    assert load_pin(folder / "pin.json").fingerprint == fingerprint(first.public_key)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o666])
def test_a_key_that_others_can_read_is_refused(folder: Path, mode: int) -> None:
    start(folder)
    (folder / "keys" / KEY_FILE).chmod(mode)
    with pytest.raises(KeyFileRefused, match=r"Others may read .* chmod 600") as refused:
        start(folder)
    assert refused.value.code == "readable"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_of_another_user_is_refused(folder: Path) -> None:
    start(folder)
    os.chown(folder / "keys" / KEY_FILE, 65534, 65534)
    with pytest.raises(KeyFileRefused, match="belongs to another user"):
        start(folder)


def test_a_key_behind_a_link_or_in_a_pipe_is_refused(folder: Path) -> None:
    start(folder)
    path = folder / "keys" / KEY_FILE
    path.rename(folder / "elsewhere")
    path.symlink_to(folder / "elsewhere")
    with pytest.raises(KeyFileRefused, match="can not be opened"):
        load_key_pair(folder / "keys")
    path.unlink()
    os.mkfifo(path, 0o600)
    with pytest.raises(KeyFileRefused, match="not a plain file"):
        load_key_pair(folder / "keys")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"zone":"support","generation":1,"secret":"AAAA"}'])
def test_a_damaged_key_is_refused_without_showing_it(folder: Path, content: bytes) -> None:
    start(folder)
    (folder / "keys" / KEY_FILE).write_bytes(content)
    with pytest.raises(KeyFileRefused, match=r"damaged. Bring it back from the backup") as refused:
        start(folder)
    assert refused.value.code == "damaged"


def test_a_lost_secret_is_never_replaced_silently(folder: Path) -> None:
    start(folder)
    (folder / "keys" / KEY_FILE).unlink()
    with pytest.raises(KeyFileRefused, match=r"secret .* is missing. Bring the key file back"):
        start(folder)


def test_support_refuses_to_start_beside_a_pin_that_somebody_swapped(folder: Path) -> None:
    start(folder)
    (folder / "pin.json").write_text(make_key_pair("support").pin(INBOX).as_json())
    with pytest.raises(PinRefused, match="names another key"):
        start(folder)
    with pytest.raises(KeyFileRefused, match="belongs to the zone “support”, not to “north”"):
        start(folder, zone="north", pin=folder / "north.json")
    with pytest.raises(KeyFileRefused, match="no name for a zone"):
        start(folder / "new", zone="../north")


def test_two_processes_starting_at_once_agree_on_one_key(folder: Path) -> None:
    spawn = get_context("spawn")
    barrier_folder = str(folder)
    with spawn.Pool(4) as pool:
        found = pool.map(_start_and_tell, [barrier_folder] * 8)
    assert len(set(found)) == 1


def _start_and_tell(folder: str) -> bytes:
    return ensure_key_pair(Path(folder) / "keys", zone="support", inbox=INBOX, pin=Path(folder) / "pin.json").public_key


def test_a_secret_is_never_written_over(folder: Path) -> None:
    keyfiles.create_private(folder / "secret", b"first")
    with pytest.raises(FileExistsError):
        keyfiles.create_private(folder / "secret", b"second")
    assert (folder / "secret").read_bytes() == b"first"
    assert [path.name for path in folder.iterdir()] == ["secret"]


# The pin, as casework sees it.


@pytest.fixture
def pin(folder: Path) -> Path:
    start(folder)
    return folder / "pin.json"


def spoil(pin: Path, **changes: object) -> None:
    pin.write_text(json.dumps(json.loads(pin.read_text()) | changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fingerprint": "0" * 64}, "fingerprint"),
        ({"public_key": base64.b64encode(bytes(range(32))).decode()}, "fingerprint"),
        ({"public_key": base64.b64encode(bytes(32)).decode(), "fingerprint": fingerprint(bytes(32))}, "malformed"),
        ({"public_key": "short"}, "malformed"),
        ({"public_key": 7}, "malformed"),
        ({"zone": "Support House"}, "malformed"),
        ({"zone": None}, "malformed"),
        ({"generation": 0}, "malformed"),
        ({"generation": True}, "malformed"),
        ({"inbox": "ftp://support"}, "malformed"),
        ({"inbox": None}, "malformed"),
        ({"more": 1}, "malformed"),
        ({"padding": "x" * 5000}, "malformed"),
    ],
)
def test_a_pin_that_does_not_fit_itself_is_refused_with_a_sentence(
    pin: Path, changes: dict[str, object], code: str
) -> None:
    spoil(pin, **changes)
    with pytest.raises(PinRefused, match=r"is damaged .* Copy it again from the support service") as refused:
        load_pin(pin)
    assert refused.value.code == code


def test_a_pin_that_is_missing_cut_or_of_another_zone_is_refused(pin: Path) -> None:
    with pytest.raises(PinRefused, match="belongs to the zone “support”, not to “north”"):
        load_pin(pin, zone="north")
    pin.write_text(pin.read_text()[:-20])
    with pytest.raises(PinRefused, match="damaged"):
        load_pin(pin)
    pin.unlink()
    with pytest.raises(PinRefused, match=r"can not be read. Start the support service first"):
        load_pin(pin)


def test_a_changed_pin_is_refused_against_the_recorded_fingerprint(pin: Path) -> None:
    recorded = load_pin(pin).fingerprint
    check_recorded(load_pin(pin), recorded)
    with pytest.raises(PinRefused, match="Ask the service by telephone which one is right") as refused:
        check_recorded(load_pin(pin), fingerprint(made_up.keys().public_key))
    assert refused.value.code == "foreign"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")
def test_outside_training_a_pin_that_casework_may_change_is_refused() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        pin = Path(name) / "pin.json"
        Path(name).chmod(0o755)
        start(Path(name))
        assert as_nobody(pin) == "trusted"
        pin.chmod(0o666)
        assert "This user may change the pin" in as_nobody(pin)
        pin.chmod(0o644)
        pin.parent.chmod(0o777)
        assert "This user may change the pin" in as_nobody(pin)


def as_nobody(pin: Path) -> str:
    """What a user without rights is told about this pin."""
    probe = """
import os, sys
from pathlib import Path
from article16.wall.box.sealing import PinRefused, load_pin
load_pin(Path(sys.argv[1]))  # all modules are loaded while they can be read
os.setuid(65534)
try:
    load_pin(Path(sys.argv[1]), must_be_read_only=True)
    print("trusted")
except PinRefused as refused:
    print(refused)
"""
    command = [sys.executable, "-c", probe, str(pin)]
    return subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env={"PYTHONPATH": "src"}
    ).stdout.strip()


# Small secrets of a service, such as the seeds of one-time codes.

SEED_OF_ANA = bind("totp", b"staff 7")


def test_a_small_secret_opens_with_its_key_in_its_place_only(folder: Path) -> None:
    key = secrets.ensure_secret_key(folder / "keys" / "secrets.key")
    assert secrets.ensure_secret_key(folder / "keys" / "secrets.key") == key
    stored = secrets.encrypt_text("JBSWY3DPEHPK3PXP", key=key, context=SEED_OF_ANA)
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert secrets.decrypt_text(stored, key=key, context=SEED_OF_ANA) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(Broken, match="seal"):
        secrets.decrypt_text(stored, key=key, context=bind("totp", b"staff 8"))
    other = secrets.ensure_secret_key(folder / "other.key")
    with pytest.raises(Broken, match="seal"):
        secrets.decrypt_text(stored, key=other, context=SEED_OF_ANA)
    assert key.raw.hex() not in repr(key)


def test_every_flipped_bit_and_every_cut_of_a_small_secret_is_refused(folder: Path) -> None:
    key = secrets.ensure_secret_key(folder / "secrets.key")
    blob = secrets.encrypt(b"JBSWY3DPEHPK3PXP", key=key, context=SEED_OF_ANA)
    for bit in range(len(blob) * 8):
        spoilt = bytearray(blob)
        spoilt[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Broken):
            secrets.decrypt(bytes(spoilt), key=key, context=SEED_OF_ANA)
    for length in range(len(blob)):
        with pytest.raises(Broken):
            secrets.decrypt(blob[:length], key=key, context=SEED_OF_ANA)


def test_another_spelling_of_a_stored_secret_is_refused(folder: Path) -> None:
    key = secrets.ensure_secret_key(folder / "secrets.key")
    stored = secrets.encrypt_text("x", key=key, context=SEED_OF_ANA)
    for other in (stored + "\n", stored[:-1], "€", ""):
        with pytest.raises(Broken):
            secrets.decrypt_text(other, key=key, context=SEED_OF_ANA)


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_key_for_small_secrets_that_others_can_read_is_refused(folder: Path, mode: int) -> None:
    secrets.ensure_secret_key(folder / "secrets.key")
    (folder / "secrets.key").chmod(mode)
    with pytest.raises(KeyFileRefused, match="Others may read"):
        secrets.ensure_secret_key(folder / "secrets.key")
    (folder / "secrets.key").chmod(0o600)
    (folder / "secrets.key").write_bytes(b"short")
    with pytest.raises(KeyFileRefused, match="damaged"):
        secrets.ensure_secret_key(folder / "secrets.key")
