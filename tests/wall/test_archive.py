import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.wall.box.archive import CHUNK, Recipient, Sealer, as_file, header_of, load_recipient
from article16.wall.box.archive_opening import BackupKey, load_backup_key, make_backup_key, opened
from article16.wall.box.errors import Broken, KeyFileRefused

ABOUT = {"service": "support", "at": "2026-11-21T09:00:00+00:00"}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[BackupKey, BackupKey]:
    folder = tmp_path_factory.mktemp("keys")
    return make_backup_key(folder / "one"), make_backup_key(folder / "two")


def sealed(content: bytes, *keys: BackupKey) -> bytes:
    out = io.BytesIO()
    into = Sealer(out, ABOUT, [one.recipient for one in keys])
    for place in range(0, len(content), 70_000):
        into.write(content[place : place + 70_000])
    into.close()
    return out.getvalue()


def read(archive: bytes, key: BackupKey) -> bytes:
    return b"".join(opened(io.BytesIO(archive), key=key))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_each_recipient_alone_reads_it_whole(size: int, keys: tuple[BackupKey, BackupKey]) -> None:
    content = bytes(n % 251 for n in range(size))
    archive = sealed(content, *keys)
    assert read(archive, keys[0]) == content == read(archive, keys[1])


def test_it_says_in_clear_what_it_is_and_nothing_of_what_it_holds(keys: tuple[BackupKey, BackupKey]) -> None:
    archive = sealed(b"Canary-Harbour-Street" * 1000, *keys)
    about, _bound = header_of(io.BytesIO(archive))
    assert about["service"] == "support"
    assert b"Harbour" not in archive


def test_another_key_does_not_open_it(keys: tuple[BackupKey, BackupKey]) -> None:
    with pytest.raises(Broken, match="key"):
        read(sealed(b"x", keys[0]), keys[1])


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_any_flipped_byte_is_refused(place: float, flip: int, keys: tuple[BackupKey, BackupKey]) -> None:
    archive = bytearray(sealed(b"words" * 5000, keys[0]))
    archive[int(place * len(archive))] ^= flip
    with pytest.raises(Broken):
        read(bytes(archive), keys[0])


@settings(max_examples=40, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_file_that_was_cut_short_is_refused(place: float, keys: tuple[BackupKey, BackupKey]) -> None:
    archive = sealed(bytes(2 * CHUNK), keys[0])
    with pytest.raises(Broken):
        read(archive[: int(place * len(archive))], keys[0])


def test_pieces_moved_or_put_behind_are_refused(keys: tuple[BackupKey, BackupKey]) -> None:
    archive = sealed(bytes(3 * CHUNK), keys[0])
    piece = CHUNK + 17
    moved = archive[: -2 * piece] + archive[-piece:] + archive[-2 * piece : -piece]
    for wrong in (moved, archive + b"x", archive + archive[-piece:]):
        with pytest.raises(Broken):
            read(wrong, keys[0])


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(Broken, match="recipient"):
        Sealer(io.BytesIO(), ABOUT, [])


def test_the_key_file_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    key = make_backup_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert load_backup_key(tmp_path / "key").recipient == key.recipient
    with pytest.raises(FileExistsError):
        make_backup_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(KeyFileRefused):
        load_backup_key(tmp_path / "key")


def test_a_public_half_is_checked_against_its_fingerprint(tmp_path: Path) -> None:
    key = make_backup_key(tmp_path / "key")
    path = tmp_path / "key.pub"
    path.write_text(as_file(key.recipient))
    assert load_recipient(path) == key.recipient
    for wrong in (as_file(key.recipient).replace('"public_key": "', '"public_key": "A'), "{}", "[]", "x"):
        path.write_text(wrong)
        with pytest.raises(Broken):
            load_recipient(path)


def test_a_key_of_low_order_is_no_recipient(tmp_path: Path) -> None:
    (tmp_path / "zero.pub").write_text(as_file(Recipient(bytes(32))))
    with pytest.raises(Broken):
        load_recipient(tmp_path / "zero.pub")
