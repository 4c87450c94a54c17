"""Databases made for one test each: a file, or a database on the local PostgreSQL server."""

import os
import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connections

from article16.wall.box.keyfiles import create_private
from article16.wall.box.opening import KeyPair, ensure_key_pair
from article16.wall.outbox.pins import forget_pins
from tests.wall import made_up, settings

SERVER = os.environ.get("ARTICLE16_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


@dataclass(frozen=True)
class Place:
    """Both ends of the wall in one folder."""

    folder: Path
    database: str
    arrivals: Path | None  # the file of the slot; none where it is a table
    pin: Path
    keys: KeyPair
    socket: Path

    @property
    def store(self) -> str:
        return f"sqlite:{self.arrivals}" if self.arrivals else self.database

    @property
    def signing_key(self) -> Path:
        """What casework signs with here; support knows its public half."""
        return self.folder / "signing-key"

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours needs to work in this place."""
        return {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
            "PYTHONPATH": "src:.",
            "DJANGO_SETTINGS_MODULE": "tests.wall.settings",
            "WALL_TEST_DATABASE": self.database,
            "WALL_TEST_PIN": str(self.pin),
            "WALL_TEST_SIGNING": str(self.signing_key),
            "WALL_TEST_ARRIVALS": str(self.arrivals or ""),
        }


def make_templates(folder: Path, *, kinds: Collection[str] = ("sqlite", "postgresql")) -> dict[str, str]:
    """A migrated database of each of these kinds that answers."""
    templates = {}
    if "sqlite" in kinds:
        templates["sqlite"] = f"sqlite:{folder / 'template.sqlite3'}"
    if "postgresql" in kinds and server_answers():
        templates["postgresql"] = _create()
    for address in templates.values():
        use(address)
        call_command("migrate", verbosity=0)
        made_up.pair()
        leave()
    return templates


def make_place(template: str, folder: Path) -> Place:
    """A copy of the template with keys and a pin beside it."""
    folder.mkdir(exist_ok=True)
    create_private(folder / "signing-key", made_up.SIGNING_KEY.raw)
    pin, socket = folder / "pins" / "support.json", folder / "inbox.sock"
    keys = ensure_key_pair(folder / "keys", zone="support", inbox=f"unix:{socket}", pin=pin)
    if template.startswith("sqlite:"):
        path = folder / "default.sqlite3"
        shutil.copyfile(template.removeprefix("sqlite:"), path)
        return Place(folder, f"sqlite:{path}", folder / "inbox.sqlite3", pin, keys, socket)
    return Place(folder, _create(template), None, pin, keys, socket)


def use(address: str) -> None:
    """Let Django's `default` be this database."""
    leave()
    connections.settings["default"] |= {"PORT": "", "HOST": "", "USER": "", "OPTIONS": {}} | settings.database(address)


def leave() -> None:
    """Hang up."""
    forget_pins()
    if hasattr(connections._connections, "default"):
        connections["default"].close()
        del connections["default"]


def drop(address: str) -> None:
    """Remove a database of the server."""
    if address.startswith("postgresql:"):
        _on_server(f"DROP DATABASE {_name(address)} WITH (FORCE)")


def _create(template: str = "") -> str:
    name = f"wall_{secrets.token_hex(6)}"
    _on_server(f"CREATE DATABASE {name}" + (f" TEMPLATE {_name(template)}" if template else ""))
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def _name(address: str) -> str:
    return urlsplit(address).path.lstrip("/")


def server_answers() -> bool:
    """Whether PostgreSQL is there."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def _on_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)
