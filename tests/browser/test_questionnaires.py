"""Questionnaires on a phone of 320 pixels, in Arabic and German: looked at, answered, and gone from the tablet after."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_faults, run, sideways
from tests.browser.running import ROOT, _environment, running
from tests.prepared import prepared

PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def casework(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("sittings")
    prepared(folder)
    with running("casework", folder) as address:
        yield address, folder


def sitting(folder: Path, language: str) -> dict[str, str]:
    return json.loads(_of_sittings(folder, language))


def taken_back(folder: Path, secret: str) -> None:
    """By the worker, while he still holds the tablet."""
    _of_sittings(folder, "end", secret)


def _of_sittings(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "tests.browser.sitting", *words]
    environment = _environment("casework", folder, "http://casework.localhost")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tablet(browser: Browser, casework: tuple[str, Path], language: str, **context: object) -> Page:
    """A browser that holds the tablet's sitting."""
    address, folder = casework
    made = sitting(folder, language)
    opened = browser.new_context(viewport=PHONE, reduced_motion="reduce", **context)
    opened.add_cookies([{"name": made["cookie"], "value": made["secret"], "url": address, "httpOnly": True}])
    page = opened.new_page()
    page.goto(f"{address}/answers/1/")
    return page


def to_the_end(page: Page) -> None:
    for _ in range(40):
        if page.url.endswith("/done/"):
            return
        page.locator("button.filled").click()
        page.wait_for_load_state()
    raise AssertionError(page.url)


@pytest.mark.parametrize("language", ["ar", "de"])
def test_every_page_is_comfortable_and_clean_on_a_narrow_phone(chromium, casework, language):
    page = tablet(chromium, casework, language)
    assert run(page, "document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    for number in range(40):
        if page.url.endswith("/done/"):
            break
        assert sideways(page) <= 0, page.url
        small = run(
            page,
            "[...document.querySelectorAll('.answering .choices:not(.choices-apart) .choice, .answering .button')]"
            ".filter((one) => one.checkVisibility()).filter((one) => one.getBoundingClientRect().height < 44).length",
        )
        assert small == 0, page.url
        if number < 2 or "each_child" in page.content():
            assert faults(page) == [], page.url
        if number == 0:
            assert focus_faults(page) == []
        page.locator("button.filled").click()
        page.wait_for_load_state()
    assert page.url.endswith("/done/")
    assert faults(page) == []
    page.context.close()


def test_autosave_keeps_without_sending_the_page_and_opens_what_follows(chromium, casework):
    page = tablet(chromium, casework, "de")
    page.locator("label", has=page.locator("#q-insulted-2")).click()
    page.locator("[data-kept]", has_text="Gespeichert um").wait_for(timeout=5000)
    page.reload()
    assert page.locator("#q-insulted-2").is_checked()
    for _ in range(8):
        if page.locator("#q-police").count():
            break
        page.locator("button.filled").click()
        page.wait_for_load_state()
    assert not page.locator("#q-police_times").is_visible()
    page.locator("label", has=page.locator("#q-police-2")).click()
    page.locator("#q-police_times").wait_for(state="visible", timeout=5000)
    page.locator("label", has=page.locator("#q-police-1")).click()
    page.locator("#q-police_times").wait_for(state="hidden", timeout=5000)
    page.context.close()


def test_it_works_without_script(chromium, casework):
    page = tablet(chromium, casework, "de", java_script_enabled=False)
    page.locator("label", has=page.locator("#q-insulted-2")).click()
    page.locator("button[value=ar]").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#q-insulted-2").is_checked()
    to_the_end(page)
    page.context.close()


def test_back_shows_nothing_of_his_on_the_tablet_also_with_pages_kept_for_back(keeps_pages, casework):
    page = tablet(keeps_pages, casework, "de")
    page.locator("label", has=page.locator("#q-insulted-5")).click()
    to_the_end(page)
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert page.locator("[data-question]").count() == 0, page.url
        assert page.locator("input:checked").count() == 0
    page.context.close()


def test_a_link_opens_in_the_first_browser_only(chromium, casework):
    address, folder = casework
    made = sitting(folder, "de")
    first, second = (chromium.new_context(viewport=PHONE) for _ in range(2))
    his = first.new_page()
    his.goto(address + made["link"])
    assert faults(his) == []
    his.locator("button.filled").click()
    his.wait_for_url("**/answers/1/")
    other = second.new_page()
    assert other.goto(address + made["link"]).status == 404
    assert other.locator("form").count() == 0
    for context in (first, second):
        context.close()
