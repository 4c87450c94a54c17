"""Pictures of the register for docs/: `python -m tests.browser.register_pictures`. Nothing in them is retouched."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import running
from tests.browser.conftest import FLAGS, program
from tests.browser.test_register import PHONE, Place, context, fill, opened

FOLDER = running.ROOT / "docs" / "pictures"
NOTES = {2: "No call", 4: "Train; told us before", 6: "Interpreter present"}


def main() -> None:
    with tempfile.TemporaryDirectory() as made, sync_playwright() as driver:
        folder = Path(made)
        register = fill(folder)
        browser = driver.chromium.launch(executable_path=program(whole=True), args=FLAGS)
        with running.running("casework", folder) as address:
            place = Place(running.Demo(address, []), register)
            for name, size in (("register", {"width": 1280, "height": 900}), ("register-phone", PHONE)):
                sized = context(browser, size)
                page = opened(sized, place)
                for number, letter in enumerate("ppaplpepp"):
                    man = page.locator("[data-man]").nth(number)
                    man.locator(f"[data-letter={letter}]").check(force=True)
                    note = man.locator("[name^=note-]")
                    if number in NOTES and note.is_visible():
                        note.fill(NOTES[number])
                if size is not PHONE:
                    page.locator("[data-man]").nth(9).locator("[data-mark]").first.focus()
                page.locator(".page-head").scroll_into_view_if_needed()
                page.screenshot(path=FOLDER / f"{name}.png")
                sized.close()
        browser.close()


if __name__ == "__main__":
    main()
