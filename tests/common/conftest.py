"""Databases for the tests of what both services share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.common.settings")
if not settings.configured:
    django.setup()

from tests.common import databases


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[str]:
    """A new empty database: a SQLite file, then PostgreSQL."""
    if request.param == "sqlite":
        yield str(tmp_path / "fresh.sqlite3")
        return
    if not databases.postgresql_answers():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL does not answer, and CI skips nothing.")
        pytest.skip("PostgreSQL does not answer; set ARTICLE16_TEST_POSTGRES.")
    with databases.postgresql_database() as made:
        yield made


@pytest.fixture
def database(address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Django's connection to the new database, with the tables and triggers of the audit log."""
    from article16.common.db import triggers

    with unblocked(request), databases.as_default(address) as connection:
        databases.make_tables(connection)
        triggers.install(connection)
        yield connection


@pytest.fixture
def sqlite_file(tmp_path: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Django's connection to a new and empty SQLite file."""
    with unblocked(request), databases.as_default(str(tmp_path / "fresh.sqlite3")) as connection:
        yield connection


def unblocked(request: pytest.FixtureRequest) -> Any:
    """These tests bring databases of their own, which pytest-django does not know of."""
    return request.getfixturevalue("django_db_blocker").unblock()


class WorkerEnvironment:
    """The environment of a process of its own that works on this test's database."""

    root = Path(__file__).resolve().parents[2]

    def __call__(self, address: str, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": f"{self.root / 'src'}{os.pathsep}{self.root}",
            "DJANGO_SETTINGS_MODULE": "tests.common.settings",
            "ARTICLE16_WORKER_DATABASE": address,
            **more,
        }


@pytest.fixture
def worker_environment() -> WorkerEnvironment:
    return WorkerEnvironment()
