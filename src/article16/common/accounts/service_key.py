"""The service's own key, in a file beside its database: for what the service itself must read again."""

from functools import cache
from pathlib import Path

from django.conf import settings

from article16.wall.box import secrets as box


def seal(text: str, *, context: str) -> str:
    return box.encrypt_text(text, key=_key(settings.DATA_FOLDER / "box-key"), context=context.encode())


def open_sealed(text: str, *, context: str) -> str:
    """Raises wall.box.errors.Broken when the text is not whole or stands in another place."""
    return box.decrypt_text(text, key=_key(settings.DATA_FOLDER / "box-key"), context=context.encode())


@cache
def _key(path: Path) -> box.SecretKey:
    return box.ensure_secret_key(path)
