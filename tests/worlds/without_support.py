"""A plugin for casework's suite: support's code cannot be imported, its keys are nowhere, its folder is not touched.

`pytest -p tests.worlds.without_support tests/casework`
"""

import importlib.abc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import service
from tests.worlds.watching import FORBIDDEN, Watch, forbidden_modules


class _Absent(importlib.abc.MetaPathFinder):
    """As if these packages had never been installed."""

    def find_spec(self, name: str, *_: Any) -> None:
        if name.startswith(FORBIDDEN):
            raise ModuleNotFoundError(f"{name} is support's: casework must do without it.", name=name)


def _make_pin_elsewhere(name: str) -> None:
    """The pin is all that this process ever has of support; the pair it belongs to is made and destroyed in another."""
    code = f"from tests.service import make_pin; make_pin({name!r})"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": "src:."})


service.make_pin = _make_pin_elsewhere
sys.meta_path.insert(0, _Absent())


@pytest.fixture(scope="session", autouse=True)
def nothing_of_support() -> Iterator[None]:
    folder = Path(os.environ["ARTICLE16_DATA"]) / "support"
    assert not folder.exists()
    watch = Watch(folder)
    yield
    assert watch.reached == []
    assert forbidden_modules() == []
    assert not folder.exists()
