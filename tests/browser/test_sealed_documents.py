"""A document that casework sealed, put with her case by the keyboard alone: on a desk and on a phone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import focus_on
from tests.browser.running import Demo, demo
from tests.browser.test_day import SIZES, enter, tab_to
from tests.browser.test_family import _run
from tests.browser.test_her_case import well

MAKE = """
import json, os, sys, uuid, django
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
django.setup()
from datetime import date
from pathlib import Path
from django.utils import timezone
from article16.common.accounts.models import Staff
from article16.support.keys import zone
from article16.support.survivors import actions
from article16.wall import parcel
at, sara = timezone.now(), Staff.objects.get(email="sara@demo.invalid").pk
made = []
for name in ("Vesna Demo (made up)", "Mira Demo (made up)"):
    mailbox = uuid.uuid4()
    case = actions.open_case(
        name=name, relation="partner", called="", mailbox=mailbox, by=sara, at=at, on=timezone.localdate(at)
    )
    about = parcel.About(
        mailbox=mailbox, programme="P-1", title=f"Judgment about {name}", kind="Court order",
        received_from="District court", received_on=date(2026, 5, 4), written_at=at, media="pdf",
    )
    file = Path(sys.argv[1]) / f"{case}.sealed"
    file.write_bytes(parcel.make(b"%PDF-1.7 made up", about, parcel_id=uuid.uuid4(), to=zone.pin()).file)
    made.append({"case": str(case), "name": name, "file": str(file)})
print(json.dumps(made))
"""


@dataclass(frozen=True)
class Cast:
    support: Demo
    cases: list[dict[str, str]]


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Two women, and beside each of their men a document that casework sealed; one for each size of window."""
    folder: Path = tmp_path_factory.mktemp("documents")
    with demo(folder) as services:
        yield Cast(services["support"], json.loads(_run(folder, "-c", MAKE, str(folder))))


@pytest.mark.parametrize("size", list(SIZES))
def test_a_sealed_document_is_brought_in_put_with_her_case_and_saved_by_the_keyboard(
    chromium: Browser, cast: Cast, size: str
) -> None:
    hers, other = cast.cases if size == "desk" else reversed(cast.cases)
    context = chromium.new_context(viewport=SIZES[size], reduced_motion="reduce", accept_downloads=True)
    page, support = context.new_page(), cast.support
    enter(page, support, "Support worker")
    page.goto(f"{support.address}/unlock/?next=/documents/")
    page.fill("#id_password", support.person("Support worker")["passphrase"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/")
    well(page)
    _bring_in(page, hers)
    _put(page, hers, other)
    _save(page, hers)
    page.goto(f"{support.address}/cases/{other['case']}/documents/")
    assert hers["name"] not in page.content(), "of another woman's case nothing is seen of it"
    context.close()


def _bring_in(page: Page, hers: dict[str, str]) -> None:
    _press(page, "a[href='/documents/add/']")
    page.wait_for_url("**/documents/add/")
    well(page)
    tab_to(page, "#id_file")
    page.set_input_files("#id_file", hers["file"])  # the window in which a file is chosen is the browser's own
    _press(page, "button.filled")
    page.wait_for_selector("text=Kept, sealed.")
    well(page)


def _put(page: Page, hers: dict[str, str], other: dict[str, str]) -> None:
    _press(page, _link(page, hers, "/case/"))
    page.wait_for_selector("text=With which case is this document kept?")
    well(page)
    assert other["name"] not in page.content(), "only cases beside him can be chosen"
    _press(page, "button.filled")
    page.wait_for_selector("text=Choose a case")
    focus_on(page, ".error-summary")
    well(page)
    tab_to(page, "input[name='case']")
    page.keyboard.press("Space")
    _press(page, "button.filled")
    page.wait_for_url(f"**/cases/{hers['case']}/documents/")
    page.wait_for_selector("text=Kept with the case.")
    well(page)


def _save(page: Page, hers: dict[str, str]) -> None:
    """It is saved as a file and never shown; its name says nothing."""
    with page.expect_download() as found:
        _press(page, _link(page, hers, "/file/"))
    assert Path(found.value.path()).read_bytes() == b"%PDF-1.7 made up"
    assert found.value.suggested_filename.startswith("document-")


def _link(page: Page, hers: dict[str, str], end: str) -> str:
    """The link of this kind in the row of her man's document."""
    found = page.locator("tr", has_text=hers["name"]).locator(f"a[href$='{end}']").get_attribute("href")
    return f"a[href='{found}']"


def _press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")
