"""Who may load what: casework never holds the opening half, the receiving process holds no framework."""

import subprocess
import sys

import pytest

CASEWORK_SIDE = [
    "article16.wall.box",
    "article16.wall.box.sealing",
    "article16.wall.box.secrets",
    "article16.wall.box.signing",
    "article16.wall.outbox.signing",
    "article16.wall.sheet",
    "article16.wall.vocabulary",
    "article16.wall.outbox.actions",
    "article16.wall.outbox.queries",
    "article16.wall.outbox.pins",
    "article16.wall.sender",
]
BEGIN = """
import sys
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=["article16.wall.outbox"], TRAINING=True, WALL_PINS={})
django.setup()
"""


def loaded(code: str) -> set[str]:
    """The modules a fresh process holds after this."""
    code += "\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    return set(done.stdout.split())


def test_no_part_of_casework_ever_loads_the_opening_half() -> None:
    modules = loaded(BEGIN + "\n".join(f"import {name}" for name in CASEWORK_SIDE))
    assert set(CASEWORK_SIDE) <= modules
    assert "article16.wall.box.opening" not in modules
    assert not [name for name in modules if name.startswith("article16.wall.inbox")]


@pytest.mark.parametrize("name", ["article16.wall.box", "article16.wall", "article16.wall.box.errors"])
def test_the_packages_themselves_load_no_cryptography(name: str) -> None:
    assert not [module for module in loaded(f"import {name}") if module.split(".")[0] in ("cryptography", "nacl")]


def test_the_receiving_process_holds_neither_framework_nor_key() -> None:
    modules = loaded("import article16.wall.inbox.receiving")
    assert not [name for name in modules if name.split(".")[0] == "django"]
    assert "article16.wall.box.opening" not in modules


def test_the_wall_imports_nothing_above_it() -> None:
    names = [*CASEWORK_SIDE, "article16.wall.box.opening"]
    modules = loaded(BEGIN + "\n".join(f"import {name}" for name in names))
    above = ("article16.common", "article16.casework", "article16.support", "article16.cli")
    assert not [name for name in modules if name.startswith(above)]
