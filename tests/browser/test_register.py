"""The register of twelve: thirteen keys on a desk, thirteen touches on a phone, and without script as well."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import running
from tests.browser.looking import faults, focus_faults, focus_on, run, sideways
from tests.browser.register_cast import NAMES
from tests.prepared import prepared

PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}


def fill(folder: Path) -> str:
    """A group of twelve that meets today, in a fresh data folder; the address of its register."""
    prepared(folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.register_cast"],
        env=running._environment("casework", folder, "http://casework.localhost"),
        cwd=running.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Place:
    demo: running.Demo
    register: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Casework with one group that meets today, and the address of its register."""
    folder = tmp_path_factory.mktemp("register")
    return folder, fill(folder)


@pytest.fixture
def place(filled: tuple[Path, str], tmp_path: Path) -> Iterator[Place]:
    """The same, fresh for each test."""
    folder = tmp_path / "data"
    shutil.copytree(filled[0], folder)
    with running.running("casework", folder) as address:
        yield Place(running.Demo(address, [{"role": "Facilitator", "email": "ana@demo.invalid"}]), filled[1])


def context(chromium: Browser, size: dict[str, int], **options: object) -> BrowserContext:
    return chromium.new_context(viewport=size, reduced_motion="reduce", **options)


def opened(context: BrowserContext, place: Place, who: str = "ana") -> Page:
    page = context.new_page()
    page.goto(f"{place.demo.address}/sign-in/")
    row = page.locator("form", has=page.locator(f'input[value="{who}@demo.invalid"]'))
    row.get_by_role("button").click()
    page.wait_for_url(f"{place.demo.address}/")
    page.goto(place.demo.address + place.register)
    return page


def marked(page: Page) -> list[str]:
    return run(page, "[...document.querySelectorAll('[data-mark]:checked')].map((one) => one.value)")


def man_in_focus(page: Page) -> str:
    return run(page, "document.activeElement.closest('[data-man]')?.querySelector('.man-name a').textContent || ''")


def test_twelve_present_men_are_thirteen_keys_and_much_less_than_a_minute(chromium, place):
    desk = context(chromium, DESK)
    page = opened(desk, place)
    begun = time.monotonic()
    assert man_in_focus(page) == NAMES[0]
    for _man in range(12):
        page.keyboard.press("p")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice-done")
    took = time.monotonic() - begun
    assert took < 60
    assert "12 men recorded. The register is taken." in page.content()
    focus_on(page, ".notice", "Saved at")
    assert marked(page) == ["present"] * 12
    assert run(page, "[...document.querySelectorAll('[name^=minutes-]')].map((one) => one.value)") == ["120"] * 12
    assert faults(page) == []
    assert sideways(page) == 0
    desk.close()


def test_each_letter_sets_its_mark_and_arrows_tab_and_figures_go_through_a_man(chromium, place):
    desk = context(chromium, DESK)
    page = opened(desk, place)
    for letter in "plfeas":
        page.keyboard.press(letter)
    assert marked(page) == ["present", "late", "left-early", "excused", "absent", "sent-away"]
    assert man_in_focus(page) == NAMES[6]
    page.keyboard.press("ArrowUp")
    assert man_in_focus(page) == NAMES[5]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("p")
    for _step in range(2):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert man_in_focus(page) == NAMES[6]
    page.keyboard.press("Tab")
    assert run(page, "document.activeElement.name").startswith("minutes-")
    page.keyboard.press("Tab")
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Speaks of plans; pale")
    assert marked(page)[:7] == ["present", "late", "left-early", "excused", "absent", "sent-away", "present"]
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice-done")
    assert "7 men recorded. 5 are not recorded yet." in page.content()
    seventh = "document.querySelectorAll('[data-man]')[6]"
    assert run(page, f"{seventh}.querySelector('[name^=took_part]:checked').value") == "3"
    assert run(page, f"{seventh}.querySelector('[name^=accountability]:checked').value") == "2"
    assert run(page, f"{seventh}.querySelector('[name^=homework]').checked") is True
    assert run(page, f"{seventh}.querySelector('[name^=note]').value") == "Speaks of plans; pale"
    assert run(page, "document.querySelector('[data-recorded]').textContent") == "7"
    desk.close()


def test_switched_off_letters_do_nothing_and_the_arrows_stay(chromium, place):
    desk = context(chromium, DESK)
    page = opened(desk, place)
    page.goto(f"{place.demo.address}/keys")
    page.uncheck("#id_letters")
    page.click("text=Save for this device >> nth=-1")
    page.goto(place.demo.address + place.register)
    page.keyboard.press("p")
    assert marked(page) == []
    page.keyboard.press("ArrowDown")
    assert man_in_focus(page) == NAMES[1]
    desk.close()


def test_on_a_phone_twelve_touches_and_one_more_take_it_and_nothing_runs_out_of_the_window(chromium, place):
    phone = context(chromium, PHONE, has_touch=True, is_mobile=True)
    page = opened(phone, place)
    assert sideways(page) == 0
    assert faults(page) == []
    begun = time.monotonic()
    for man in page.locator("[data-man]").all():
        man.locator(".att-present").tap()
    page.locator("[data-save]").tap()
    page.wait_for_selector(".notice-done")
    assert time.monotonic() - begun < 60
    assert marked(page) == ["present"] * 12
    phone.close()


def test_on_a_phone_note_and_concern_open_for_one_man(chromium, place):
    phone = context(chromium, PHONE, has_touch=True, is_mobile=True)
    page = opened(phone, place)
    man = page.locator("[data-man]").nth(2)
    assert not man.locator("[name^=note]").is_visible()
    man.locator(".att-late").tap()
    man.locator(".man-toggle").tap()
    man.locator("[name^=note]").fill("Missed his train")
    man.locator("[name^=concern-]").check()
    page.locator("[data-save]").tap()
    page.wait_for_selector(".error-summary")
    assert "Say what concerns you" in page.content()
    assert page.locator("[data-man]").nth(2).locator("[name^=note]").input_value() == "Missed his train"
    assert faults(page) == []
    phone.close()


def test_without_script_it_is_native_radios_with_tab_and_arrows(chromium, place):
    desk = context(chromium, DESK, java_script_enabled=False)
    page = opened(desk, place)
    first = page.locator("[data-man]").first
    first.locator("[data-mark]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert first.locator("[value=late]").is_checked()
    page.get_by_role("button", name="Mark the open ones as present").click()
    page.wait_for_load_state()
    assert page.locator("[value=present]:checked").count() == 11
    page.locator("[data-save]").click()
    page.wait_for_selector(".notice-done")
    assert "12 men recorded" in page.content()
    desk.close()


def test_at_320_pixels_and_in_the_dark_it_is_whole_and_every_focus_is_seen(chromium, place):
    for size, scheme in (({"width": 320, "height": 700}, "light"), (DESK, "dark")):
        narrow = context(chromium, size, color_scheme=scheme)
        page = opened(narrow, place)
        assert sideways(page) == 0
        assert faults(page) == []
        assert focus_faults(page) == []
        narrow.close()


def test_every_page_of_groups_shuts_nobody_out(chromium, place):
    for size in (DESK, PHONE):
        sized = context(chromium, size)
        page = opened(sized, place)
        group = page.locator(".page-head .back a").get_attribute("href")
        man = page.locator(".man-name a").first.get_attribute("href")
        addresses = ["/groups/", "/groups/add/", group, f"{group}change/", f"{group}enrol/", f"{group}sessions/"]
        for address in [*addresses, f"{group}sessions/add/", f"{place.register}print/", man]:
            page.goto(place.demo.address + address)
            assert faults(page) == [], address
            assert sideways(page) == 0, address
        sized.close()


def test_a_managers_pages_and_forms_with_errors_shut_nobody_out(chromium, place):
    for size in (DESK, PHONE):
        sized = context(chromium, size)
        page = opened(sized, place, "miriam")
        page.goto(f"{place.demo.address}/groups/")
        links = [one.get_attribute("href") for one in page.locator("a[href^='/programmes/']").all()]
        forms = [f"{place.register}change/", f"{place.register}cancel/", "/groups/add/"]
        for address in [*(one for one in links if "support" not in one), *forms]:
            page.goto(place.demo.address + address)
            assert faults(page) == [], address
            page.locator("button.filled").click()
            page.wait_for_load_state()
            assert faults(page) == [], f"{address}, sent empty"
            assert sideways(page) == 0, address
        sized.close()
