"""Settings of the wall's own tests: both ends in one place, where each database is said by the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

SECRET_KEY = "made up, for tests"
USE_TZ = True
TIME_ZONE = "UTC"
TRAINING = True
INSTALLED_APPS = ["article16.wall.pairing", "article16.wall.outbox", "article16.wall.inbox"]
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}


def database(address: str) -> dict[str, object]:
    """What Django needs for "sqlite:/folder/file" or "postgresql://user@host:port/name"."""
    if address.startswith("sqlite:"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.removeprefix("sqlite:"),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
    }


DATABASES = {"default": database(os.environ.get("WALL_TEST_DATABASE", "sqlite::memory:"))}
WALL_ZONE = "support"
WALL_PINS = {"support": Path(os.environ.get("WALL_TEST_PIN", "/nowhere/pin.json"))}
SIGNING_KEY_FILE = Path(os.environ.get("WALL_TEST_SIGNING", "/nowhere/signing-key"))
WALL_ARRIVALS = Path(os.environ["WALL_TEST_ARRIVALS"]) if os.environ.get("WALL_TEST_ARRIVALS") else None
