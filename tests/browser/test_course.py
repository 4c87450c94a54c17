"""A man's way from a referral to an ending by keyboard alone, on a desk and on a phone; each page looked at."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_on, run, sideways
from tests.browser.running import day
from tests.browser.test_day import SIZES, enter, tab_to


@pytest.fixture(params=list(SIZES))
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    yield context.new_page()
    context.close()


def look(page: Page) -> None:
    assert faults(page) == []
    assert sideways(page) == 0


def open_link(page: Page, words: str, ends: str) -> None:
    """To a link by Tab, then Enter; first the page must be there, or it has nothing in focus."""
    page.wait_for_load_state()
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in (run(page, "document.activeElement?.textContent") or ""):
            page.keyboard.press("Enter")
            page.wait_for_url(ends)
            return
    raise AssertionError(f"{words} is not reached")


def press(page: Page, ends: str) -> None:
    tab_to(page, "button.filled", most=80)
    page.keyboard.press("Enter")
    page.wait_for_url(ends)


def type_into(page: Page, field: str, words: str) -> None:
    tab_to(page, f"#id_{field}", most=80)
    page.keyboard.type(words)


def refer(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/clients/add/")
    type_into(page, "name", name)
    type_into(page, "birth_date", "24.3.1988")
    tab_to(page, "#id_programme_0")
    page.keyboard.press("Space")
    tab_to(page, "button.filled", most=80)
    page.keyboard.press("Enter")


def test_from_referral_to_ending_with_the_keyboard_alone(page, demonstration, request):
    address = demonstration["casework"].address
    name = "Wójcik, Karol" if "desk" in request.node.name else "Żółty, Zbigniew"
    enter(page, demonstration["casework"], "Intake worker")
    refer(page, address, name)
    page.wait_for_url("**/clients/*-*/")
    refer(page, address, name.replace("ó", "o").replace("Ż", "Z"))
    page.wait_for_selector("text=He may be known here")
    look(page)
    tab_to(page, "input[name=same]", most=20)
    page.keyboard.press("Space")
    tab_to(page, "button.filled", most=80)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=that has not ended")
    page.goto(f"{address}/clients/?state=waiting")
    look(page)
    page.get_by_role("link", name=name).click()
    page.wait_for_url("**/clients/*-*/")
    open_link(page, "Referral", "**/referral/")
    look(page)
    open_link(page, "Record what happened", "**/step/")
    look(page)
    tab_to(page, "#id_status_0")
    page.keyboard.press("Space")
    type_into(page, "on", f"{day():%d.%m.%Y}")
    press(page, "**/referral/")
    assert "First contact on the day it was received" in page.content()
    for words, ends in (
        ("Write down an order", "**/orders/add/"),
        ("Write down a day", "**/deadlines/add/"),
        ("Correct the referral", "**/referral/correct/"),
        ("Correct his name", "**/correct/"),
        ("Another file is the same man", "**/merge/"),
    ):
        open_link(page, words, ends)
        look(page)
        page.go_back()
    end(page, address)


def end(page: Page, address: str) -> None:
    page.goto(page.url.replace("/referral/", "/course/"))
    look(page)
    open_link(page, "End the episode", "**/end/")
    look(page)
    open_link(page, "Never began", "**kind=never-started")
    look(page)
    type_into(page, "decided_on", f"{day():%d.%m.%Y}")
    tab_to(page, "#id_never_attended")
    page.keyboard.press("Space")
    type_into(page, "reasons", "He was called three times and did not come.")
    press(page, "**/course/")
    focus_on(page, ".notice", "The episode has ended")
    look(page)
    page.goto(f"{address}/agencies/")
    look(page)
