"""Places to kill things in. This process has no Django: everything that runs is a process of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import pytest

from tests.crash.sites import Site, make_site, server_answers


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    if request.param == "postgresql" and not server_answers():
        assert not os.environ.get("CI"), "In CI PostgreSQL must answer; see ARTICLE16_TEST_POSTGRES."
        pytest.skip("no PostgreSQL answers; set ARTICLE16_TEST_POSTGRES")
    site = make_site(request.param)
    yield site
    site.remove()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(what): left out, and counted as deselected, where the machine lacks it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the machine forbids one of two ways to show the same, that one is left out."""
    able = {"strace": can_trace(), "mount": can_mount()}
    left_out = [item for item in items if not all(able[mark.args[0]] for mark in item.iter_markers("needs"))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def can_trace() -> bool:
    return bool(shutil.which("strace")) and _works("strace", "-f", "-o", os.devnull, "true")


def can_mount() -> bool:
    """Root alone does not do: a container may forbid it."""
    with tempfile.TemporaryDirectory() as folder:
        return _works("mount", "-t", "tmpfs", "tmpfs", folder) and _works("umount", folder)


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
