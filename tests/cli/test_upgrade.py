"""From an earlier state with data to this version: whole, after being killed between two steps, and back again."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import ROOT, House
from tests.common.databases import postgresql_answers, postgresql_database

# The state before casework knew referrals: what 0.1.0 had, and nothing of the rooms that came later.
EARLIER = """
import sys
from article16.common.env import *
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django
django.setup()
from django.conf import settings
settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
apps = ["contenttypes", "auth", "sessions", "account", "mfa", "accounts", "audit"]
executor = MigrationExecutor(connection)
first = {"clients": "0001_initial", "outbox": "0001_first", "accounts": "0001_initial", "audit": "0001_initial"}
leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] in apps and node[0] not in first]
executor.migrate([*leaves, *first.items()])
from article16.common.db import triggers
state = MigrationExecutor(connection).loader.project_state([*leaves, *first.items()]).apps
from django.utils import timezone
from uuid import uuid4
at = timezone.now()
place = state.get_model("accounts", "Programme").objects.create(code="graz", name="Graz", created_at=at)
client, episode = state.get_model("clients", "Client"), state.get_model("clients", "Episode")
for n, name in enumerate(["Jürgen Müller", "Lukas Brandner", "مازن"], 1):
    man = client.objects.create(code=f"C-{n:03d}", name=name, created_at=at)
    episode.objects.create(client=man, programme=place, number=1, opened_on=at.date())
state.get_model("clients", "Counter").objects.create(name="client", next=4)
state.get_model("outbox", "Epoch").objects.create(
    zone="support", epoch="0" * 32, generation=1, fingerprint=sys.argv[1], next_sequence=7, begun_at=at
)
"""
# As this version prepares, but killed before the step with this number.
KILLED = """
import os, signal, sys
from django.db.migrations.executor import MigrationExecutor
whole, done = MigrationExecutor.apply_migration, []
def apply_migration(self, *args, **kwargs):
    if len(done) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(1)
    return whole(self, *args, **kwargs)
MigrationExecutor.apply_migration = apply_migration
from article16.common.service import main
sys.exit(main("casework", ["prepare"]))
"""
# The same, killed in the middle of a step: its work is done and not yet committed.
KILLED_INSIDE = KILLED.replace(
    "    if len(done) == int(sys.argv[1]):\n        os.kill(os.getpid(), signal.SIGKILL)\n    done.append(1)\n", ""
).replace(
    "    return whole(self, *args, **kwargs)\n",
    "    return whole(self, *args, **kwargs)\n"
    "from django.db.migrations.migration import Migration\n"
    "inside = Migration.apply\n"
    "def apply(self, *args, **kwargs):\n"
    "    found = inside(self, *args, **kwargs)\n"
    "    done.append(1)\n"
    "    if len(done) == int(sys.argv[1]):\n"
    "        os.kill(os.getpid(), signal.SIGKILL)\n"
    "    return found\n"
    "Migration.apply = apply\n",
)


@pytest.fixture(scope="module")
def left(template: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Casework with three men, as an earlier version left it: only to be copied."""
    return begun(House(folder := tmp_path_factory.mktemp("left"), {"ARTICLE16_DATA": str(folder / "data")}, template))


@pytest.fixture
def earlier(house: House, left: House) -> House:
    shutil.copytree(left.folder / "data", house.folder / "data")
    return house


@pytest.fixture(scope="module")
def brought_here(left: House, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    """The same after the first start of this version, and what that said: only to be copied."""
    folder = tmp_path_factory.mktemp("brought")
    house = House(folder, {"ARTICLE16_DATA": str(folder / "data")}, left.template)
    shutil.copytree(left.folder / "data", folder / "data")
    done = house.service("casework", "prepare")
    assert done.returncode == 0, done.stderr
    return house, done.stderr


@pytest.fixture
def upgraded(house: House, brought_here: tuple[House, str]) -> House:
    shutil.copytree(brought_here[0].folder / "data", house.folder / "data")
    return house


def begun(house: House) -> House:
    """The earlier state, beside a women's service of today."""
    house.prepared()
    shutil.rmtree(house.folder / "data" / "casework")
    pin = json.loads((house.folder / "data" / "pin" / "support.json").read_text())
    done = run(house, EARLIER, pin["fingerprint"])
    assert done.returncode == 0, done.stderr
    return house


def run(house: House, text: str, *words: str):
    environment = {**os.environ, **house.environment, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-c", text, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def database(house: House) -> Path:
    return house.folder / "data" / "casework" / "casework.sqlite3"


def copies(house: House) -> list[Path]:
    return sorted((house.folder / "data" / "casework" / "before-upgrade").glob("before-*.sqlite3"))


def asked(house: House, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(database(house))) as connection:
        return connection.execute(sql).fetchall()


def check_whole(house: House) -> None:
    """Every man is there, with what this version knows of him beyond what the earlier one did."""
    assert asked(house, "SELECT code, name FROM clients_client ORDER BY code") == [
        ("C-001", "Jürgen Müller"),
        ("C-002", "Lukas Brandner"),
        ("C-003", "مازن"),
    ]
    assert asked(house, "SELECT count(*) FROM clients_referral") == [(3,)]
    assert asked(house, "SELECT count(*) FROM clients_referralfacts") == [(3,)]
    assert asked(house, "SELECT count(DISTINCT client_id) FROM clients_namepart") == [(3,)]
    assert asked(house, "SELECT state FROM clients_episode GROUP BY state") == [("referred",)]
    assert asked(house, "SELECT next_sequence FROM outbox_epoch") == [(7,)]
    assert asked(house, "PRAGMA integrity_check") == [("ok",)]
    assert asked(house, "PRAGMA foreign_key_check") == []
    check = house.service("casework", "check")
    assert "waits for" not in check.stdout
    assert "lacks rules" not in check.stdout


def test_an_earlier_state_with_data_is_brought_here_and_copied_first(brought_here):
    house, said = brought_here
    assert "It was copied to" in said
    check_whole(house)
    (copy,) = copies(house)
    with closing(sqlite3.connect(copy)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert connection.execute("SELECT count(*) FROM clients_client").fetchone() == (3,)
    assert "clients_referral" not in tables
    assert not (copy.parent / "unfinished").exists()


def test_a_start_without_anything_to_change_copies_nothing(upgraded):
    done = upgraded.service("casework", "prepare")
    assert done.returncode == 0
    assert "copied" not in done.stderr
    assert len(copies(upgraded)) == 1


def test_the_first_start_ever_copies_nothing(house):
    house.prepare()
    assert copies(house) == []


def test_killed_between_two_steps_it_goes_on_from_there_and_keeps_the_first_copy(earlier):
    assert run(earlier, KILLED, "4").returncode == -9
    (copy,) = copies(earlier)
    assert (copy.parent / "unfinished").read_text() == copy.name
    assert run(earlier, KILLED, "1").returncode == -9, "and once more"
    assert earlier.service("casework", "prepare").returncode == 0
    check_whole(earlier)
    assert copies(earlier) == [copy]


def test_killed_inside_a_step_that_step_is_not_there_and_is_done_again(earlier):
    assert run(earlier, KILLED_INSIDE, "2").returncode == -9
    assert earlier.service("casework", "prepare").returncode == 0
    check_whole(earlier)


def test_half_upgraded_nothing_is_served(earlier):
    run(earlier, KILLED, "2")
    done = earlier.service("casework", "web")
    assert done.returncode == 2
    assert "waits for" in done.stderr


def test_there_is_a_way_back_to_the_earlier_state(upgraded):
    with closing(sqlite3.connect(database(upgraded))) as connection, connection:
        connection.execute("UPDATE clients_client SET name = 'written later' WHERE code = 'C-002'")
    assert upgraded.service("casework", "restore-previous").returncode == 2, "a reason is needed"
    done = upgraded.service("casework", "restore-previous", "--reason", "the lists were empty")
    assert done.returncode == 0, done.stderr
    assert "casework is as it was on" in done.stderr
    assert "numbered from 1 again" in done.stderr
    assert asked(upgraded, "SELECT name FROM clients_client WHERE code = 'C-002'") == [("Lukas Brandner",)]
    tables = asked(upgraded, "SELECT name FROM sqlite_master WHERE name = 'clients_referral'")
    assert tables == []
    epochs = asked(upgraded, "SELECT ended_at IS NULL, next_sequence FROM outbox_epoch ORDER BY id")
    assert epochs == [(0, 7), (1, 1)], "no number is given twice"
    assert asked(upgraded, "SELECT reason FROM audit_entry WHERE what = 'accept'") == [
        ("went back to the copy before the upgrade: the lists were empty",)
    ]
    listed = upgraded.service("casework", "restore-previous", "--list").stdout
    assert "replaced-" in listed
    assert "before-" in listed


def test_and_forth_again(upgraded):
    upgraded.service("casework", "restore-previous", "--reason", "tried it")
    assert upgraded.service("casework", "prepare").returncode == 0
    assert asked(upgraded, "SELECT count(*) FROM clients_referral") == [(3,)]


def test_the_command_line_asks_to_stop_what_runs_first(earlier):
    port = earlier.environment.get("ARTICLE16_CASEWORK_ORIGIN", "http://casework.localhost:1616").rpartition(":")[2]
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(port)))
        taken.listen()
        done = earlier.run("article16.cli", "restore-previous", "casework", "--reason", "x")
    assert done.returncode == 2
    assert "Stop Article 16 first" in done.stderr


@pytest.fixture
def earlier_on_postgresql(house: House) -> Iterator[House]:
    """The same state in a PostgreSQL database of its own."""
    if not postgresql_answers():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL does not answer")
    with postgresql_database() as address:
        house.environment["ARTICLE16_CASEWORK_DATABASE"] = address
        yield begun(house)


def test_on_postgresql_an_earlier_state_killed_half_way_is_brought_here_whole(earlier_on_postgresql):
    """The copy is made first; whoever starts again goes on from the step that was not there."""
    house = earlier_on_postgresql
    assert run(house, KILLED_INSIDE, "3").returncode == -9
    assert house.service("casework", "web").returncode == 2, "half upgraded nothing is served"
    done = house.service("casework", "prepare")
    assert done.returncode == 0, done.stderr
    copies = list((house.folder / "data" / "casework" / "before-upgrade").glob("before-*"))
    assert len(copies) == 1
    address = house.environment["ARTICLE16_CASEWORK_DATABASE"]
    with psycopg.connect(address) as connection:
        for sql, rows in WHOLE:
            assert connection.execute(sql).fetchall() == rows
    assert "lacks rules" not in house.service("casework", "check").stdout


WHOLE = [
    ("SELECT code FROM clients_client ORDER BY code", [("C-001",), ("C-002",), ("C-003",)]),
    ("SELECT count(*) FROM clients_referral", [(3,)]),
    ("SELECT count(DISTINCT client_id) FROM clients_namepart", [(3,)]),
    ("SELECT next_sequence FROM outbox_epoch", [(7,)]),
]
