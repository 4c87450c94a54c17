"""A real Chromium and the real services. On a laptop without a browser these tests are skipped; CI refuses that."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.browser.running import Demo, demo, running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"  # the same engine without what surrounds a window: half of the processor time


def program(*, whole: bool = False) -> str | None:
    """The system's browser; `whole`: not the shell, which keeps no pages for Back."""
    return next((found for name in (*(() if whole else (SHELL,)), *WHOLE) if (found := shutil.which(name))), None)


KEEPS = {"ignore_default_args": ["--disable-back-forward-cache"]}  # pages for Back; the driver turns that off


def _found(*, whole: bool = False) -> str:
    found = program(whole=whole)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium is installed, and CI skips nothing. Install the package chromium.")
        pytest.skip("No Chromium is installed. Install the package chromium to run the browser tests.")
    return found


def _launched(driver: Playwright, *, whole: bool = False, **how: Any) -> Browser:
    return driver.chromium.launch(executable_path=_found(whole=whole), args=FLAGS, **how)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as begun:
        yield begun


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """The system's own browser, without a window."""
    browser = _launched(driver)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def keeps_pages(driver: Playwright) -> Iterator[Browser]:
    """One that keeps pages for Back, as every telephone and tablet does."""
    browser = _launched(driver, whole=True, **KEEPS)
    yield browser
    browser.close()


@pytest.fixture
def remembers(driver: Playwright, tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """One that nobody told to forget, as on a tablet that goes round, and the folder in which it keeps what it saw."""
    folder = tmp_path / "browser"
    context = driver.chromium.launch_persistent_context(folder, executable_path=_found(whole=True), args=FLAGS, **KEEPS)
    yield context, folder
    context.close()


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
