"""A lead takes a form of the service's own in: its faults, its previews, its release, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, run, sideways
from tests.browser.running import Demo
from tests.browser.test_day import enter
from tests.instruments.form_for_both import SETTINGS, for_both
from tests.instruments.test_xlsform import SURVEY, excel

WIDTHS = {"desk": 1280, "phone": 320}


@pytest.fixture(params=list(WIDTHS))
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(chromium: Browser, demonstration: dict[str, Demo], size: str) -> Iterator[Page]:
    support = demonstration["support"]
    context = chromium.new_context(viewport={"width": WIDTHS[size], "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, support, "Lead")
    page.goto(f"{support.address}/questionnaires/own/")
    yield page
    context.close()


def well(page: Page) -> None:
    """Nothing is wrong with the page by day and by night."""
    page.wait_for_load_state()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
        assert faults(page) == [], page.url
        assert sideways(page) <= 0, page.url


def take_in(page: Page, folder: Path, content: bytes) -> None:
    file = folder / "ours.xlsx"
    file.write_bytes(content)
    page.set_input_files("input[type=file]", file)
    page.fill("[name=source]", "Our team")
    page.fill("[name=licence]", "Our own")
    page.get_by_role("button", name="Take the file in").click()


def test_a_form_is_mended_taken_in_looked_at_and_released(page: Page, size: str, tmp_path: Path) -> None:
    well(page)
    page.get_by_role("link", name="Add an own questionnaire").click()
    well(page)
    take_in(page, tmp_path, excel(survey=[*SURVEY[:3], ["geopoint", "where", "Where?", "أين؟"], *SURVEY[3:]]))
    page.wait_for_selector("text=is no kind of question that is asked here")
    well(page)
    ours = [f"at_home_{size}" if cell == "at_home" else cell for cell in SETTINGS[1]]
    take_in(page, tmp_path, for_both(settings=[SETTINGS[0], ours]))
    page.wait_for_selector("text=Him and her")
    well(page)
    version = page.url
    for language in ("English", "العربيّة"):
        page.goto(version)
        page.get_by_role("link", name=language).click()
        _previewed(page)
    page.goto(version)
    page.get_by_role("link", name="Release it").click()
    well(page)
    page.get_by_role("button", name="Release it").click()
    page.wait_for_selector("text=Choose at which times it is asked")
    well(page)
    page.get_by_role("link", name="What is asked").click()
    page.wait_for_selector("text=Released")
    well(page)
    page.get_by_role("link", name="What is asked at each time").click()
    well(page)
    assert page.get_by_text("At home").count()


def _previewed(page: Page) -> None:
    """Around the questions the words of whoever looks; every page of them as wide as the others."""
    page.get_by_role("heading", name="Preview", exact=True).wait_for()
    well(page)
    widths = run(page, "[...document.querySelectorAll('.preview-phone')].map((one) => one.offsetWidth)")
    assert len(set(widths)) == 1, widths
    assert run(page, "document.querySelector('h1').closest('[lang]').lang") == "en"
    page.get_by_role("link", name="As on a desktop").click()
    page.get_by_role("link", name="As on a phone").wait_for()
    well(page)
