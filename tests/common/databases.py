"""A fresh database for one test, a SQLite file or a PostgreSQL database, in the place of Django's `default`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

POSTGRES = os.environ.get("ARTICLE16_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


def settings_of(address: str) -> dict[str, Any]:
    """Django's settings for a file name or a postgresql:// address."""
    if not address.startswith("postgresql://"):
        return {"ENGINE": "article16.common.db.sqlite", "NAME": address}
    parts = urlsplit(address)
    return {
        "ENGINE": "article16.common.db.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of a new empty database, dropped at the end."""
    import psycopg

    name = f"article16_{uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield POSTGRES.rpartition("/")[0] + f"/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def postgresql_answers() -> bool:
    import psycopg

    with suppress(psycopg.OperationalError), psycopg.connect(POSTGRES, connect_timeout=2):
        return True
    return False


def make_tables(connection: Any) -> None:
    """The tables of the audit log alone: the quickest start that is still a real migration."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "audit"])


@contextmanager
def as_default(address: str) -> Iterator[Any]:
    """Django's `default` is this database, in every thread; the former one comes back afterwards."""
    from django.db import connections

    former_settings, former = connections.settings["default"], connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": settings_of(address)})["default"]
    connections["default"] = connections.create_connection("default")
    try:
        yield connections["default"]
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = former_settings, former
