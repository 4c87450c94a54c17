"""A day in both houses: by keyboard, on a desk and on a phone, and every page looked at in four modes."""

import os
import time
from collections.abc import Iterator
from itertools import count
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.looking import faults, focus_on, run, sideways
from tests.browser.running import Demo

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 800}}
MODES = [("light", "ltr"), ("light", "rtl"), ("dark", "ltr"), ("dark", "rtl")]
ROLES = [
    ("casework", "Facilitator"),
    ("casework", "Intake worker"),
    ("casework", "Manager"),
    ("casework", "Administrator"),
    ("casework", "Auditor, reads for a time"),
    ("support", "Support worker"),
    ("support", "Lead"),
    ("support", "Administrator"),
]


@pytest.fixture(params=list(SIZES))
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    yield context.new_page()
    context.close()


def enter(page: Page, service: Demo, role: str) -> None:
    """Through the demonstration's door."""
    page.goto(f"{service.address}/sign-in/")
    row = page.locator("form", has=page.locator(f'input[value="{service.person(role)["email"]}"]'))
    row.get_by_role("button").click()
    page.wait_for_url(f"{service.address}/")


def tab_to(page: Page, selector: str, *, most: int = 40) -> None:
    """With the Tab key alone, as somebody without a mouse."""
    page.wait_for_load_state()
    for _ in range(most):
        if run(page, f"document.activeElement?.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached within {most} tabs")


NUMBERS = count(1)


def take_in(page: Page, name: str) -> None:
    """A new referral from the first page to the saved file, with the keyboard alone; never a man who is known."""
    number = next(NUMBERS)
    tab_to(page, "a[href='/clients/add/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clients/add/")
    tab_to(page, "#id_name")
    page.keyboard.type(f"{name} {chr(96 + number) * 5}")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{number}.3.1988")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Works at the school in Lend.")
    tab_to(page, "button.filled")
    page.keyboard.press("Enter")


def test_a_referral_is_taken_with_the_keyboard_alone_and_arrives_sealed(page, demonstration, tmp_path):
    casework = demonstration["casework"]
    enter(page, casework, "Intake worker")
    take_in(page, "Brandner, Lukas")
    page.wait_for_url("**/clients/*-*/")
    focus_on(page, ".notice", "Saved at")
    assert "as for every man" in page.content()
    assert "Lend" not in page.content()
    assert faults(page) == []


def test_an_error_takes_the_focus_and_keeps_what_was_typed(page, demonstration):
    enter(page, demonstration["casework"], "Intake worker")
    page.goto(f"{demonstration['casework'].address}/clients/add/")
    tab_to(page, "#id_birth_date")
    page.keyboard.type("31 2 1988")
    page.keyboard.press("Enter")
    focus_on(page, ".error-summary")
    assert page.input_value("#id_birth_date") == "31 2 1988"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    focus_on(page, "#id_name")
    assert faults(page) == []


def test_a_double_click_on_save_makes_one_file(page, demonstration):
    casework = demonstration["casework"]
    name = f"Once, {time.monotonic_ns()}"
    enter(page, casework, "Intake worker")
    page.goto(f"{casework.address}/clients/add/")
    page.fill("#id_name", name)
    page.locator("input[name=programme]").first.check()
    page.locator("button.filled").dblclick()
    page.wait_for_url("**/clients/*-*/")
    page.goto(f"{casework.address}/clients/")
    assert page.get_by_text(name).count() == 1


def test_after_signing_out_nothing_of_the_file_comes_back(page, demonstration):
    casework = demonstration["casework"]
    enter(page, casework, "Intake worker")
    take_in(page, "Back, Button")
    page.wait_for_url("**/clients/*-*/")
    url = page.url
    page.goto(f"{casework.address}/sign-out/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/sign-in/**")
    page.go_back()
    page.goto(url)
    assert "/sign-in/" in page.url
    assert "Back, Button" not in page.content()


EVERY_MODE = bool(os.environ.get("ARTICLE16_EVERY_MODE"))


def links(page: Page) -> list[str]:
    found = run(page, "[...document.querySelectorAll('a[href]')].map((one) => one.href)")
    here = urlsplit(page.url)
    paths = [urlsplit(one) for one in found]
    return [one.path for one in paths if one.netloc == here.netloc and not one.path.startswith("/static/")]


def kind_of(path: str) -> str:
    """Pages that differ by an id alone are of one kind."""
    return "/".join("…" if len(part) > 20 or part.isdigit() else part for part in path.split("/"))


LOOKED: set[tuple[str, str]] = set()  # by day one role looks at each kind of page; the first page is everybody's own


def every_page(page: Page, address: str, *, most: int = 60) -> Iterator[str]:
    """Every page that can be reached by links from the first one; of pages that differ by an id alone, one."""
    waiting, known = ["/"], set()
    while waiting and len(known) < most:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in known or path == "/sign-out/":
            continue
        known.add(kind)
        try:
            answer = page.goto(f"{address}{path}")
        except Error as no:
            if "Download is starting" not in str(no):
                raise
            continue  # a file, and no page
        assert answer is not None
        assert answer.status == 200, f"{path} is linked and answers {answer.status}"
        yield path
        waiting += links(page)


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_every_page_that_a_role_reaches_is_whole_in_four_modes_and_two_sizes(chromium, demonstration, name, role):
    service = demonstration[name]
    context = chromium.new_context(viewport=SIZES["desk"], reduced_motion="reduce", accept_downloads=True)
    page = context.new_page()
    enter(page, service, role)
    found, seen = [], []
    for number, path in enumerate(every_page(page, service.address)):
        seen.append(path)
        kind = (name, kind_of(path))
        if kind in LOOKED and path != "/" and not EVERY_MODE:
            continue
        LOOKED.add(kind)
        for place, size in enumerate(SIZES.values()):
            page.set_viewport_size(size)
            # By day each page in one mode for each size, another one for the next page and role; at night in all.
            turn = (number + place + ROLES.index((name, role))) % len(MODES)
            for theme, direction in MODES if EVERY_MODE else MODES[turn : turn + 1]:
                page.emulate_media(color_scheme=theme)
                run(page, f"document.documentElement.dir = '{direction}'; 0")
                found += [f"{path} {size['width']} {theme} {direction}: {fault}" for fault in faults(page)]
                if sideways(page) > 0:
                    found.append(f"{path} {size['width']} {theme} {direction}: {sideways(page)} px too wide")
    context.close()
    assert found == []
    assert len(seen) >= 4
