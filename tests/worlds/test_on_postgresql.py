"""The same day with casework's database on PostgreSQL, which keeps other things than SQLite does."""

import os
import secrets
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.worlds.stage import Stage, short_folder
from tests.worlds.test_worlds import DAY, SILENT, TOLD

SERVER = os.environ.get("ARTICLE16_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


def answers() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


@pytest.fixture(scope="module")
def on_postgresql() -> Iterator[Stage]:
    if not answers():
        assert not os.environ.get("CI"), "In CI PostgreSQL must answer; see ARTICLE16_TEST_POSTGRES."
        pytest.skip("no PostgreSQL answers; set ARTICLE16_TEST_POSTGRES")
    folder, mark = short_folder(), secrets.token_hex(4)
    names = {which: f"worlds_{which}_{mark}" for which in ("template", "one", "two")}
    databases = {which: urlsplit(SERVER)._replace(path=f"/{name}").geturl() for which, name in names.items()}
    stage = Stage(folder, databases=databases)
    yield stage
    stage.end()
    with psycopg.connect(SERVER, autocommit=True) as server:
        for name in names.values():
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(folder)


def test_a_day_looks_the_same_on_postgresql_too(on_postgresql: Stage) -> None:
    assert on_postgresql.play(DAY, SILENT, TOLD) == ()


@pytest.mark.parametrize(("leak", "seen"), [("shared_sequence", "pg_sequences"), ("touched_timestamp", "programme")])
def test_a_leak_is_caught_on_postgresql_too(on_postgresql: Stage, leak: str, seen: str) -> None:
    found = on_postgresql.play(DAY, SILENT, TOLD, leak=leak, swept=False)
    assert any(seen in sentence for sentence in found), found
