"""A panel meeting in a real browser: a code for every man, the sheet carried over, and a note for every man in casework."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, sideways
from tests.browser.running import Demo
from tests.browser.test_alert import drop_out, house, wait_for_words  # noqa: F401  because pytest finds the fixture by name
from tests.browser.test_day import enter


def well(page: Page) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], f"{page.url} at {width}"
        assert sideways(page) <= 0, f"{page.url} at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_code_goes_over_on_a_sheet_and_nothing_else(
    chromium: Browser,
    house: tuple[Path, dict[str, Demo]],
    tmp_path: Path,
) -> None:
    folder, services = house
    support, casework = services["support"], services["casework"]
    drop_out(folder)
    page = chromium.new_context(reduced_motion="reduce").new_page()
    enter(page, support, "Lead")
    page.goto(f"{support.address}/unlock/?next=/releases/")
    page.fill("#id_password", support.person("Lead")["passphrase"])
    page.get_by_role("button", name="Unlock", exact=True).last.click()
    page.wait_for_url("**/releases/")
    well(page)
    page.get_by_role("link", name="Safety panel").click()
    well(page)
    wait_for_words(page, f"{support.address}/panel/add/", 'type="radio"')
    page.get_by_role("radio").first.check()
    page.fill("#id_on", "12 11 2026")
    well(page)
    page.get_by_role("button", name="Begin the meeting").click()
    page.wait_for_selector("text=Leave “no change”")
    page.locator("select").first.select_option(label="Closer attention in sessions")
    page.get_by_role("button", name="Save the codes").click()
    page.wait_for_selector("text=Nothing has left yet")
    page.get_by_role("link", name="Make the sheet").click()
    page.get_by_role("button", name="Make the sheet").click()
    page.wait_for_selector("text=read this out by telephone")
    well(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the sheet").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    spoken = page.locator("bdi.code").inner_text()
    assert file.suffix == ".a16panel"
    page.context.close()
    manager = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    enter(manager, casework, "Manager")
    manager.goto(f"{casework.address}/warnings/")
    manager.get_by_role("link", name="Panel codes").click()
    manager.get_by_role("link", name="Bring a sheet").first.click()
    # The colours of the frame are looked at in the tests of the frame.
    assert [one for one in faults(manager) if "person-name" not in one] == []
    manager.set_input_files("#id_file", file)
    manager.fill("#id_read_out", spoken)
    manager.get_by_role("button", name="Take the sheet").click()
    manager.wait_for_selector("text=Taken: one note for every man")
    assert manager.locator("text=Closer attention in sessions").count() == 1
    manager.context.close()
