"""Real databases, real files, real processes for the wall. Run with tests.wall.settings."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.wall.settings")

import django
from django.conf import settings as django_settings

if not django_settings.configured:
    django.setup()

from tests.wall import databases
from tests.wall.databases import Place


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[dict[str, str]]:
    """One migrated database of each kind, copied for each test."""
    with django_db_blocker.unblock():
        yield (made := databases.make_templates(tmp_path_factory.mktemp("template")))
        databases.drop(made.get("postgresql", ""))


@pytest.fixture
def make(templates: dict[str, str], tmp_path: Path, django_db_blocker: object, settings: object) -> Iterator[Callable]:
    """Make a place on one kind of database."""

    def made_on(kind: str) -> Place:
        if kind not in templates:
            (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL does not answer")
        made = databases.make_place(templates[kind], tmp_path)
        settings.WALL_PINS = {"support": made.pin}
        settings.WALL_ARRIVALS = made.arrivals
        settings.SIGNING_KEY_FILE = made.signing_key
        databases.use(made.database)
        places.append(made)
        return made

    places: list[Place] = []
    with django_db_blocker.unblock():
        yield made_on
        databases.leave()
        for each in places:
            databases.drop(each.database)
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, make: Callable[[str], Place]) -> Place:
    """A database of its own, keys, a pin and a slot, on SQLite and on PostgreSQL."""
    return make(request.param)


@pytest.fixture
def sqlite_place(make: Callable[[str], Place]) -> Place:
    """The same on SQLite only, for rules about files."""
    return make("sqlite")


@pytest.fixture
def postgres_place(make: Callable[[str], Place]) -> Place:
    """The same on PostgreSQL only, for rules about roles."""
    return make("postgresql")
