"""Her worker asks her in a real browser: agreed, read aloud, left and gone on with, the result and its task."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, sideways
from tests.browser.running import Demo
from tests.browser.test_day import enter

PICTURES = os.environ.get("ARTICLE16_LOOK_AT")  # a folder, when somebody wants to see the pages


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(chromium: Browser, demonstration: dict[str, Demo], request: pytest.FixtureRequest) -> Iterator[Page]:
    support = demonstration["support"]
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, support, "Support worker")
    page.goto(f"{support.address}/unlock/?next=/cases/add/")
    page.fill("#id_password", support.person("Support worker")["passphrase"])
    page.get_by_role("button", name="Unlock", exact=True).last.click()
    page.wait_for_url("**/cases/add/")
    yield page
    context.close()


def well(page: Page, name: str) -> None:
    """Nothing against the rules at this width, nothing runs sideways; a picture for whoever asks for one."""
    width = (page.viewport_size or {})["width"]
    assert faults(page) == [], page.url
    assert sideways(page) <= 0, page.url
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def test_she_is_asked_with_her_worker_and_what_needs_somebody_stands_on_the_case(page: Page) -> None:
    page.fill("#id_name", "Yara Demo (made up)")
    page.get_by_label("Former partner").check()
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_selector("text=First ask how she can be reached safely")
    case = page.url
    page.get_by_role("link", name="Questionnaires", exact=True).click()
    page.wait_for_selector("text=She has not agreed to be asked")
    well(page, "list")
    _agrees(page)
    _days(page)
    page.get_by_role("link", name="T1: His start").click()
    well(page, "asking")
    page.get_by_label("I read it to her, here").check()
    page.get_by_label("English").check()
    page.get_by_role("button", name="Ask her").click()
    _answers(page)
    page.wait_for_selector("text=How it was reached")
    well(page, "answers")
    page.goto(case)
    tasks = page.get_by_role("link", name="Record what was done")
    waiting = tasks.count()
    assert waiting >= 1, "choked needs somebody, and stands on the case"
    well(page, "case")
    tasks.first.click()
    page.fill("#id_words", "Spoke with her and with the lead.")
    page.get_by_role("button", name="Record what was done").click()
    page.wait_for_url(case)
    assert tasks.count() == waiting - 1, "done once, it waits no longer"
    assert page.get_by_text("Spoke with her and with the lead.").is_visible()
    page.goto(f"{case}questionnaires/add/")
    well(page, "tools")


def _agrees(page: Page) -> None:
    page.get_by_role("link", name="Record what she says").first.click()
    for question in ("questions", "evaluation"):
        page.locator(f"input[name={question}][value=yes]").check()
    page.fill("#id_since", "1 11 2026")
    well(page, "agreed")
    page.get_by_role("button", name="Save what she said").click()
    page.wait_for_selector("text=Agrees to be asked")


def _days(page: Page) -> None:
    """She came by herself: her worker sets the days."""
    today = datetime.now(ZoneInfo("Europe/Vienna")).date()  # as the services count
    page.get_by_role("link", name="Set the days").click()
    page.fill("#id_started", f"{today.day} {today.month} {today.year}")
    page.get_by_role("button", name="Save the days").click()
    page.wait_for_selector("text=Her times follow these days")


def _answers(page: Page) -> None:
    page.wait_for_url("**/sittings/*/1/")
    page.locator("label", has=page.locator("#q-insulted-3")).click()
    well(page, "questions")
    page.get_by_role("button", name="Save and go on").last.click()
    page.wait_for_url("**/sittings/*/2/")
    page.locator("label", has=page.locator("#q-choked-2")).click()
    page.get_by_role("button", name="Finish later").click()
    page.wait_for_selector("text=Begun: 1 parts saved")
    page.get_by_role("link", name="Go on where it was left").click()
    page.wait_for_url("**/sittings/*/2/")
    assert page.locator("#q-choked-2").is_checked()
    for _ in range(30):
        if "/sittings/" not in page.url:
            return
        page.get_by_role("button", name="Save and").last.click()
        page.wait_for_load_state()
    raise AssertionError("no end")
