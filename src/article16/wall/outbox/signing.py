"""The key by which casework's messages are known for its own (setting SIGNING_KEY_FILE). It opens nothing."""

from pathlib import Path

from django.conf import settings

from article16.wall.box.signing import SigningKey, load_signing_key


def key() -> SigningKey:
    """The key of this service. Read again when its file was renewed, so that a running sender follows."""
    path = Path(settings.SIGNING_KEY_FILE)
    found = _held.get(path)
    # A rename gives the name another inode: that is how a renewed key shows.
    stamp = (path.stat().st_ino, path.stat().st_mtime_ns) if path.exists() else (0, 0)
    if found is None or found[0] != stamp:
        found = _held[path] = (stamp, load_signing_key(path))
    return found[1]


_held: dict[Path, tuple[tuple[int, int], SigningKey]] = {}
