"""The stage of the two worlds. This process itself has no Django: each service lives in processes of its own."""

import shutil
from collections.abc import Iterator

import pytest

from tests.worlds.stage import Stage, short_folder


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    folder = short_folder()
    stage = Stage(folder)
    yield stage
    stage.end()
    shutil.rmtree(folder)
