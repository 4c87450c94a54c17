"""Every component in every mode, in a real browser, under the real policy."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_faults, run, sideways

HOUSES, THEMES, DIRECTIONS, WIDTHS = ["casework", "support"], ["light", "dark"], ["ltr", "rtl"], [320, 390, 1280]
MODES = list(itertools.product(HOUSES, THEMES, DIRECTIONS, WIDTHS))
PORTALS = list(itertools.product(["portal"], THEMES, DIRECTIONS, [320, 390]))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def _open(page: Page, services: dict[str, str], mode: tuple[str, str, str, int]) -> list[Any]:
    house, theme, direction, width = mode
    complaints: list[Any] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(error))  # noqa: PLW0108  the driver marks what it is given
    page.set_viewport_size({"width": width, "height": 900})
    service = "support" if house == "support" else "casework"
    page.goto(f"{services[service]}/design?house={house}&theme={theme}&dir={direction}")
    return complaints


@pytest.mark.parametrize("mode", [*MODES, *PORTALS], ids=lambda mode: "-".join(map(str, mode)))
def test_every_part_is_readable_by_everyone_fits_and_shows_the_focus(page, bare_services, mode):
    complaints = _open(page, bare_services, mode)
    assert faults(page) == []
    assert sideways(page) <= 0
    assert focus_faults(page) == []
    assert complaints == []


@pytest.mark.parametrize("house", [*HOUSES, "portal"])
def test_in_arabic_on_a_phone_the_heading_of_a_page_is_clearly_larger_than_those_below_it(page, bare_services, house):
    _open(page, bare_services, (house, "light", "rtl", 390))
    assert run(page, "document.documentElement.lang") == "ar"
    first, second = (
        run(page, f"parseFloat(getComputedStyle(document.querySelector('{one}')).fontSize)") for one in ("h1", "h2")
    )
    assert first >= 1.35 * second


@pytest.mark.parametrize("house", HOUSES)
def test_a_window_at_four_hundred_per_cent_scrolls_one_way_only(page, bare_services, house):
    _open(page, bare_services, (house, "light", "ltr", 320))
    page.set_viewport_size({"width": 320, "height": 256})
    assert sideways(page) <= 0


@pytest.mark.parametrize(("theme", "ground"), [("light", "rgb(245, 242, 236)"), ("dark", "rgb(22, 19, 17)")])
def test_a_fixed_theme_beats_the_system(chromium, bare_services, theme, ground):
    context = chromium.new_context(color_scheme="dark" if theme == "light" else "light")
    page = context.new_page()
    _open(page, bare_services, ("casework", theme, "ltr", 1280))
    assert run(page, "getComputedStyle(document.documentElement).backgroundColor") == ground
    context.close()


def test_without_a_choice_the_page_follows_the_system(chromium, bare_services):
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{bare_services['casework']}/keys")
    assert run(page, "getComputedStyle(document.documentElement).backgroundColor") == "rgb(22, 19, 17)"
    context.close()


def test_our_own_fonts_are_used_and_a_portal_loads_none(page, bare_services):
    _open(page, bare_services, ("casework", "light", "rtl", 1280))
    loaded = run(
        page, "document.fonts.ready.then((all) => [...all].filter((f) => f.status === 'loaded').map((f) => f.family))"
    )
    assert {"Noto Sans", "Noto Serif", "Noto Sans Arabic"} <= {family.strip('"') for family in loaded}
    _open(page, bare_services, ("portal", "light", "rtl", 390))
    assert run(page, "document.fonts.size") == 0


def test_motion_is_off_for_whom_it_hurts(chromium, bare_services):
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    _open(page, bare_services, ("casework", "light", "ltr", 1280))
    assert run(page, "getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"
    context.close()


@pytest.mark.parametrize(
    ("house", "first"),
    [("casework", "Skip to the page"), ("support", "Skip to the page"), ("portal", "Leave this page")],
)
def test_the_first_step_of_the_tab_key_is_the_one_that_matters(page, bare_services, house, first):
    _open(page, bare_services, (house, "light", "ltr", 390))
    page.keyboard.press("Tab")
    assert run(page, "document.activeElement.innerText.trim()") == first


def test_the_skip_link_leads_into_the_page(page, bare_services):
    _open(page, bare_services, ("casework", "light", "ltr", 1280))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert run(page, "document.activeElement.id") == "main"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("document.querySelector('.filters a').style.outline = 'none'", "no ring"),
        ("document.querySelector('.filters').style.overflow = 'hidden'", "clipped by filters"),
        ("document.querySelector('.bar').style.blockSize = '70vh'", "covered by"),
    ],
)
def test_the_check_of_the_focus_has_teeth(page, bare_services, harm, said):
    _open(page, bare_services, ("support", "light", "ltr", 390))
    run(page, f"{harm}; 0")
    assert any(said in fault for fault in focus_faults(page))


@pytest.mark.parametrize("house", HOUSES)
def test_a_print_leaves_the_navigation_out_and_says_in_its_head_that_nobody_exists(page, bare_services, house):
    _open(page, bare_services, (house, "dark", "ltr", 1280))
    page.emulate_media(media="print")
    assert page.is_visible(".strip >> text=Nobody on this page exists.")
    assert page.is_visible(".print-head")
    shown = [
        page.locator(f"{part} >> visible=true").count() for part in (".band", ".rail", ".bar", ".lock-line", ".button")
    ]
    assert shown == [0, 0, 0, 0, 0]
    assert run(page, "getComputedStyle(document.documentElement).colorScheme") == "light"
