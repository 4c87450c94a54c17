"""A real Chromium and the real services. On a laptop without a browser these tests are skipped; CI refuses that."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.running import Demo, demo, running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _program() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own browser, without a window."""
    program = _program()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium is installed, and CI skips nothing. Install the package chromium.")
        pytest.skip("No Chromium is installed. Install the package chromium to run the browser tests.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def bare_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Both services without any database, for pages that need none: service name to address."""
    folder: Path = tmp_path_factory.mktemp("bare")
    with running("casework", folder) as casework, running("support", folder) as support:
        yield {"casework": casework, "support": support}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Demo]]:
    """Both services with made-up staff: service name to its address and to what its people sign in with."""
    with demo(tmp_path_factory.mktemp("demo")) as services:
        yield services
