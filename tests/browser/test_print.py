"""The page of one man on paper: as long as it must be, nothing to press on it, and on each sheet whose it is."""

from playwright.sync_api import Browser

from tests.browser.looking import run
from tests.browser.paper import lines
from tests.browser.test_day import enter
from tests.browser.test_walk import casework, folder  # noqa: F401  fixtures are found by their name

TO_PRESS = ("Sign out", "Keys and display", "Back to his page", "Print this page", "Search", "Skip to")
A_SHEET = 14  # entries on one, at least, in the middle of a file


def test_the_file_of_one_man_is_printed_without_what_is_pressed_and_says_on_each_sheet_whose_it_is(
    chromium: Browser,
    casework,
):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    enter(page, casework, "Manager")
    page.goto(f"{casework.address}/clients/?state=active")
    page.locator("main tbody a, main .rows a").first.click()
    page.wait_for_url("**/clients/*-*/")
    page.get_by_role("link", name="Print", exact=True).click()
    page.wait_for_url("**/print/")
    entries = run(page, "document.querySelectorAll('.timeline > li').length")
    code = run(page, "document.querySelector('h1 .code').textContent.trim()")
    sheets = ["".join(one) for one in lines(page.pdf(format="A4", prefer_css_page_size=True))]
    context.close()
    assert entries > A_SHEET
    assert 2 <= len(sheets) <= 2 + -(-entries // A_SHEET)
    for number, text in enumerate(sheets, 1):
        assert text.startswith(f"{number} / {len(sheets)}")
        assert f"{code}, as of " in text, "the sheets may come apart"
        assert [words for words in TO_PRESS if words in text] == []
    assert all(len(text) > 500 for text in sheets[:-1]), "no sheet is left nearly empty for what does not fit on it"
    assert "Printed by Miriam Vogel" in sheets[0]
    assert "Timeline" in sheets[0] + sheets[1]
