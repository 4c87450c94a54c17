"""Real databases, real files, real processes for the wall. Run with tests.wall.settings."""

import os
import shutil
from collections.abc import Iterator
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


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest,
    templates: dict[str, str],
    tmp_path: Path,
    django_db_blocker: object,
    settings: object,
) -> Iterator[Place]:
    """A database of its own, keys, a pin and a slot, on SQLite and on PostgreSQL."""
    if request.param not in templates:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL does not answer")
        pytest.skip("PostgreSQL does not answer")
    with django_db_blocker.unblock():
        made = databases.make_place(templates[request.param], tmp_path)
        settings.WALL_PINS = {"support": made.pin}
        settings.WALL_ARRIVALS = made.arrivals
        databases.use(made.database)
        yield made
        databases.leave()
        databases.drop(made.database)
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def sqlite_only(place: Place) -> Place:
    if not place.database.startswith("sqlite:"):
        pytest.skip("the rule is about files")
    return place
