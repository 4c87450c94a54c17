"""Typed readers of settings from the environment: a sentence for nonsense, a safe value for silence."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(Exception):
    """A setting that cannot be used; its text is a sentence with the next step."""


def text(name: str, default: str) -> str:
    """The setting as it stands, or the default where it is absent or blank."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise BadSetting(f"{name} is “{value}”. Write yes or no, or leave it out.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise BadSetting(f"{name} is “{value}”. Write a whole number from {low} to {high}, or leave it out.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().absolute()


def origin(name: str, default: str) -> str:
    """Scheme, host and port of a service, such as https://casework.example.org."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise BadSetting(f"{name} is “{value}”. Write it like https://casework.example.org, without a path.")
    try:
        parts.port  # noqa: B018  because urlsplit checks the port only when it is read
    except ValueError:
        raise BadSetting(
            f"{name} has a port that is no port. Write it like https://casework.example.org:8443."
        ) from None
    if parts.scheme == "http" and not parts.hostname.endswith("localhost"):
        raise BadSetting(f"{name} is “{value}”. Outside this machine only https:// is served.")
    return value


def database(name: str, default: Path) -> dict[str, object]:
    """Django's database settings from postgresql://user:password@host:port/name, or the SQLite file given."""
    value = os.environ.get(name, "").strip()
    if not value:
        return {"ENGINE": "article16.common.db.sqlite", "NAME": default, "CONN_MAX_AGE": None}
    parts = urlsplit(value)
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise BadSetting(f"{name} cannot be read. Write it like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "article16.common.db.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def secret(path: Path) -> str:
    """The secret kept in a file that only its user can read; made at the first start."""
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(48)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    partial.touch(mode=0o600)
    partial.write_text(fresh, "ascii")
    try:
        # link, not rename: when two processes start at once the first one's secret stays.
        path.hardlink_to(partial)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
    return path.read_text("ascii")
