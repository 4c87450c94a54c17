"""A drop-out, from the fact in casework to the acknowledgement at night: real processes, real browser, desk and phone."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import running
from tests.browser.looking import faults, sideways
from tests.browser.running import ROOT, Demo, demo
from tests.browser.test_day import SIZES, enter

DROP_OUT = """
from bench.people import begin, take_in
import os
begin(os.environ, "casework")
from uuid import uuid4
from django.db import transaction
from django.utils import timezone
from article16.casework.clients.models import Episode
from article16.casework.warnings.actions import warn
from article16.wall.vocabulary import AlertKind, Severity
take_in(1)
with transaction.atomic():
    warn(kind=AlertKind.DROPPED_OUT, fact=uuid4(), episode=Episode.objects.order_by("-opened_on").first(),
         severity=Severity.HIGH, by="", at=timezone.now(), words="He shouted and left. He will not come back.")
"""


@contextmanager
def kept_running(folder: Path, service: str, name: str) -> Iterator[None]:
    """One process of a service, as the command line starts it."""
    environment = running._environment(service, folder, f"http://{service}.localhost")
    process = subprocess.Popen([sys.executable, "-m", f"article16.{service}", name], env=environment, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[Path, dict[str, Demo]]]:
    """Both services with the processes that carry a warning, and one man who dropped out."""
    with tempfile.TemporaryDirectory(prefix="a16-") as name, ExitStack() as stack:
        folder = Path(name)
        services = stack.enter_context(demo(folder))
        for service, process in (("support", "inbox"), ("casework", "sender"), ("support", "tick")):
            stack.enter_context(kept_running(folder, service, process))
        yield folder, services


def drop_out(folder: Path) -> None:
    environment = running._environment("casework", folder, "http://casework.localhost")
    subprocess.run([sys.executable, "-c", DROP_OUT], env=environment, cwd=ROOT, check=True)


def wait_for_words(page: Page, address: str, words: str, seconds: float = 15) -> None:
    """Look again, as a person does, until it stands there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.goto(address)
        if words in page.content():
            return
        time.sleep(0.5)
    raise AssertionError(f"“{words}” never stood on {address}")


def looked_at(page: Page) -> None:
    # To the end first: what lies half under the bar of a phone is not how anybody presses it.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert faults(page) == [], page.url
    assert sideways(page) == 0, page.url


@pytest.mark.parametrize("size", list(SIZES))
def test_a_drop_out_reaches_the_night_desk_is_taken_locked_and_acknowledged_unlocked(
    chromium: Browser, house: tuple[Path, dict[str, Demo]], size: str
) -> None:
    folder, services = house
    support = services["support"]
    context = chromium.new_context(viewport=SIZES[size], reduced_motion="reduce", color_scheme="dark")
    page = context.new_page()
    try:
        enter(page, support, "Support worker")
        page.goto(f"{support.address}/duty/")
        assert "Nothing waits" in page.content()
        looked_at(page)
        drop_out(folder)
        wait_for_words(page, f"{support.address}/duty/", "Ended: dropped out")
        assert "He shouted" not in page.content()
        assert "Case sealed" in page.content()
        looked_at(page)
        page.get_by_role("button", name="Take W-").click()
        page.wait_for_url("**/duty/*/")
        assert "The ladder waits for you until" in page.content()
        looked_at(page)
        warning = page.url
        page.locator(".lock-line button").first.click()
        page.wait_for_url("**/unlock/**")
        page.fill("input[type=password]", support.person("Support worker")["passphrase"])
        page.get_by_role("button", name="Unlock", exact=True).click()
        page.wait_for_url(warning)
        assert "He shouted and left." in page.content()
        looked_at(page)
        page.get_by_role("link", name="Acknowledge with the action taken").click()
        page.get_by_label("I spoke with her", exact=True).check()
        page.fill("textarea", "She is with her sister tonight.")
        looked_at(page)
        page.get_by_role("button", name="Acknowledge W-").click()
        page.wait_for_url(warning)
        assert "Acknowledged by you." in page.content()
        page.get_by_role("link", name="Record what she was told").click()
        page.get_by_label("By telephone").check()
        page.get_by_label("On which day").fill(time.strftime("%d %m %Y"))
        page.get_by_label("At what time").fill("00:01")
        page.fill("textarea", "That he left the group and may come to the house.")
        looked_at(page)
        page.get_by_role("button", name="Record telling her").click()
        page.wait_for_url(warning)
        looked_at(page)
        assert "That he left the group" in page.content()
        page.goto(f"{support.address}/duty/")
        assert "Nothing waits" in page.content()
        for place in ("untold/", "rota/"):
            page.goto(f"{support.address}/duty/{place}")
            looked_at(page)
    finally:
        context.close()


def test_the_pages_of_the_lead_have_no_fault(chromium: Browser, house: tuple[Path, dict[str, Demo]]) -> None:
    support = house[1]["support"]
    for size in SIZES.values():
        context = chromium.new_context(viewport=size, reduced_motion="reduce")
        page = context.new_page()
        enter(page, support, "Lead")
        for place in ("board/", "ladder/", "rota/", "rota/add/", "rota/hours/", "rota/away/", "rota/reach/"):
            page.goto(f"{support.address}/duty/{place}")
            looked_at(page)
        context.close()
