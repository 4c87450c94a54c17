"""The keys: outside text fields, switched off by those whom they disturb, and never needed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, run, sideways

DESIGN = "/design?house=support&theme=light&dir=ltr"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _focused(page: Page) -> str:
    return str(run(page, "document.activeElement.id || document.activeElement.className"))


def test_the_slash_goes_to_the_search_and_is_not_typed_there(page, bare_services):
    page.goto(f"{bare_services['casework']}/design?house=casework")
    page.keyboard.press("/")
    assert _focused(page) == "search"
    page.keyboard.type("a/b")
    assert run(page, "document.getElementById('search').value") == "a/b"


def test_the_question_mark_opens_all_keys(page, bare_services):
    page.goto(f"{bare_services['casework']}/design?house=casework")
    page.keyboard.press("?")
    page.wait_for_url("**/keys")


def test_g_then_t_opens_today(page, bare_services):
    page.goto(f"{bare_services['casework']}/design?house=casework")
    page.keyboard.press("g")
    page.keyboard.press("t")
    assert run(page, "location.hash") == "#main"


def test_letters_do_nothing_inside_a_text_field(page, bare_services):
    page.goto(f"{bare_services['casework']}/design?house=casework")
    page.focus("#id_open-note")
    page.keyboard.type("gt?/")
    assert run(page, "document.getElementById('id_open-note').value") == "gt?/"
    assert run(page, "location.hash") == ""


def test_letters_can_be_switched_off_and_the_signs_stay(page, bare_services):
    page.goto(f"{bare_services['casework']}/keys")
    page.uncheck("#id_letters")
    page.click("text=Save for this device >> nth=-1")
    assert "Saved for this device" in page.content()
    assert "notice" in _focused(page)
    page.goto(f"{bare_services['casework']}/keys")
    assert run(page, "document.documentElement.dataset.letters") == "off"


def test_a_theme_that_was_fixed_stays(page, bare_services):
    page.goto(f"{bare_services['casework']}/keys")
    page.click("label:has-text('Dark')")
    page.click("text=Save for this device >> nth=-1")
    page.goto(f"{bare_services['casework']}/keys")
    assert run(page, "document.documentElement.dataset.theme") == "dark"


def test_escape_closes_the_menu_and_gives_the_focus_back(page, bare_services):
    page.goto(f"{bare_services['casework']}/design?house=casework")
    page.click(".band-person summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert run(page, "document.querySelector('.band-person').open") is False
    assert run(page, "document.activeElement.tagName") == "SUMMARY"


def test_a_second_click_sends_nothing(page, bare_services):
    page.goto(f"{bare_services['casework']}/keys")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    run(page, "const b = document.querySelector('main form button'); b.click(); b.click(); 0")
    page.wait_for_url("**/keys?kept=1")
    assert len(sent) == 1


def test_the_menu_of_a_phone_opens_without_script(chromium, bare_services):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{bare_services['casework']}/design?house=casework")
    page.click(".band-menu summary")
    assert page.is_visible(".band-menu a:has-text('Quality')")
    page.goto(f"{bare_services['support']}{DESIGN}")
    page.click(".bar-more summary")
    assert page.is_visible(".bar-more a:has-text('Evaluation')")
    context.close()


@pytest.mark.parametrize("service", ["casework", "support"])
@pytest.mark.parametrize("path", ["/keys", "/no-such-page"])
@pytest.mark.parametrize("width", [320, 1280])
def test_small_pages_are_readable_by_everyone(page, bare_services, service, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{bare_services[service]}{path}")
    assert faults(page) == []
    assert sideways(page) <= 0
