"""Files that hold a secret: made once, for one user only, and refused when others could read them."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from article16.wall.box.errors import KeyFileRefused

LARGEST = 4096  # bytes


def create_private(path: Path, content: bytes) -> None:
    """Put the content under this name, whole and readable by this user only, or not at all.

    FileExistsError when the name is taken: a secret is never written over.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, fails when another process was first
    finally:
        draft.unlink()
    sync_folder(path.parent)


def read_private(path: Path) -> bytes:
    """What stands in the file. Refused when it is not this user's own, or when others can read it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise KeyFileRefused("missing", f"The key file {path} is missing. Bring it back from the backup.") from None
    except OSError:
        raise KeyFileRefused("unreadable", f"The key file {path} can not be opened by this user.") from None
    with os.fdopen(handle, "rb") as file:
        _check_owner(path, os.fstat(file.fileno()))
        return file.read(LARGEST)


def destroy_private(path: Path) -> None:
    """Write over the content, then remove the name. A disk that copies on write may keep the old blocks."""
    with contextlib.suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_owner(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileRefused("not-a-file", f"The key file {path} is not a plain file.")
    if found.st_uid != os.geteuid():
        raise KeyFileRefused("owner", f"The key file {path} belongs to another user. Give it to the one who runs this.")
    if found.st_mode & 0o077:
        raise KeyFileRefused("readable", f"Others may read the key file {path}. Run: chmod 600 {path}")
