"""Keys in a real browser: unlock, the set-up with real sheets, a passkey, a worker who leaves, recovery from paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import paper
from tests.browser.looking import faults, focus_faults, sideways
from tests.browser.running import Demo, demo
from tests.browser.test_day import enter

OTHER = "six words nobody else would choose"


@pytest.fixture(scope="module")
def support(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A service of its own: its keys change here."""
    with demo(tmp_path_factory.mktemp("keys")) as services:
        yield services["support"]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def unlock(page: Page, words: str) -> None:
    page.fill("#id_password", words)
    page.get_by_role("button", name="Unlock", exact=True).last.click()
    page.wait_for_selector("text=Unlocked.")


@dataclass
class Sheet:
    """One recovery sheet as its holder has it in hand."""

    name: str
    lines: list[str]
    words: str


def read_sheets(content: bytes) -> list[Sheet]:
    """What a person reads from the paper: the name, four lines, the test sentence."""
    sheets = []
    for texts in paper.lines(content):
        name = next(text for text in texts if re.fullmatch(r"[0-9A-Z]{4}-[123]", text))
        rows = [text for text in texts if re.fullmatch(r"([0-9A-Z]{4} ){3}[0-9A-Z]{4}", text)]
        words = next(text for text in texts if re.fullmatch(r"([a-z]+ ){5}[a-z]+", text))
        assert len(rows) == 4
        sheets.append(Sheet(name, rows, words))
    return sheets


def type_sheet(page: Page, sheet: Sheet, prefix: str = "") -> None:
    page.fill(f"#id_{prefix}secret_name", sheet.name)
    for number, line in enumerate(sheet.lines, 1):
        page.fill(f"#id_{prefix}secret_{number}", line.lower())


def well(page: Page) -> None:
    """No rule of accessibility is broken, the focus is seen, nothing scrolls sideways on a desk or a small phone."""
    assert faults(page) == []
    assert focus_faults(page) == []
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) == 0, f"{page.url} at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_keys_u_and_l_unlock_and_lock(support: Demo, page: Page) -> None:
    enter(page, support, "Support worker")
    page.keyboard.press("u")
    page.wait_for_url("**/unlock/**")
    well(page)
    unlock(page, support.person("Support worker")["passphrase"])
    cookie = next(one for one in page.context.cookies() if one["name"] == "support-unlocked")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    page.keyboard.press("l")
    page.wait_for_selector("text=Locked.")
    assert "support-unlocked" not in [one["name"] for one in page.context.cookies()]


def test_what_is_open_leaves_the_screen_when_nobody_touches_it(support: Demo, page: Page) -> None:
    page.clock.install()
    enter(page, support, "Support worker")
    page.goto(f"{support.address}/unlock/")
    unlock(page, support.person("Support worker")["passphrase"])
    page.clock.fast_forward("14:00")
    page.mouse.move(300, 300)
    with page.expect_navigation():
        page.clock.fast_forward("16:00")


def test_a_passkey_unlocks_without_typing(support: Demo, page: Page) -> None:
    enter(page, support, "Support worker")
    page.goto(f"{support.address}/unlock/")
    unlock(page, support.person("Support worker")["passphrase"])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "hasPrf": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    page.goto(f"{support.address}/own-key/passkey/")
    well(page)
    page.fill("#id_label", "telephone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/own-key/")
    page.wait_for_selector("text=Passkey: telephone")
    well(page)
    page.keyboard.press("l")
    page.wait_for_selector("text=Locked.")
    page.goto(f"{support.address}/unlock/")
    page.get_by_role("button", name="Unlock with a passkey").click()
    page.wait_for_selector("text=Unlocked.")


def test_the_set_up_a_worker_who_leaves_and_recovery_from_two_sheets(
    support: Demo, chromium: Browser, page: Page
) -> None:
    enter(page, support, "Lead")
    page.goto(f"{support.address}/unlock/?next=/set-up/")
    unlock(page, support.person("Lead")["passphrase"])
    well(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make the sheets (PDF)").click()
    sheets = read_sheets(waiting.value.path().read_bytes())
    assert [sheet.name[-1] for sheet in sheets] == ["1", "2", "3"]
    _test_two(support, page, sheets)
    _sara_leaves(support, chromium, page)
    _recover(support, page, sheets)


def _test_two(support: Demo, page: Page, sheets: list[Sheet]) -> None:
    page.goto(f"{support.address}/set-up/test/")
    well(page)
    slip = Sheet(sheets[0].name, [*sheets[0].lines], sheets[0].words)
    slip.lines[2] = slip.lines[2][:-1] + ("0" if slip.lines[2][-1] != "0" else "1")
    type_sheet(page, slip)
    page.get_by_role("button", name="Open the test sentence").click()
    page.wait_for_selector("text=There is a slip in line 3")
    assert page.input_value("#id_secret_1") == slip.lines[0].lower()
    for sheet in sheets[:2]:
        page.goto(f"{support.address}/set-up/test/")
        type_sheet(page, sheet)
        page.get_by_role("button", name="Open the test sentence").click()
        page.wait_for_selector(".test-sentence")
        assert page.locator(".test-sentence").inner_text() == sheet.words
    page.wait_for_selector("text=The set-up is done")
    well(page)


def _sara_leaves(support: Demo, chromium: Browser, page: Page) -> None:
    sara = chromium.new_context().new_page()
    enter(sara, support, "Support worker")
    sara.goto(f"{support.address}/unlock/")
    unlock(sara, support.person("Support worker")["passphrase"])
    nora = chromium.new_context().new_page()
    enter(nora, support, "Administrator")
    nora.goto(f"{support.address}/people/")
    nora.get_by_role("link", name="Sara Lindqvist").click()
    nora.get_by_role("link", name="End the access").click()
    nora.get_by_role("button", name="End the access").click()
    nora.wait_for_selector("text=The access has ended")
    sara.goto(f"{support.address}/")
    assert "/sign-in/" in sara.url, "an unlocked browser of somebody who left is out at once"
    page.goto(f"{support.address}/key-holders/")
    assert page.get_by_text("Sara Lindqvist held this key and has left").first.is_visible()
    well(page)
    page.get_by_role("link", name="Make a new key").first.click()
    page.get_by_role("button", name="Make the new key").click()
    page.wait_for_url("**/key-holders/")
    page.wait_for_selector("text=Generation 2")
    sara.context.close()
    nora.context.close()


def _recover(support: Demo, page: Page, sheets: list[Sheet]) -> None:
    """She has forgotten everything: a new key of her own, which opens nothing, then two sheets."""
    page.goto(f"{support.address}/own-key/make/")
    well(page)
    page.fill("#id_password1", OTHER)
    page.fill("#id_password2", OTHER)
    page.fill("#id_code", page.locator("code.one-time").first.inner_text())
    page.get_by_role("button", name="Make my key").click()
    page.wait_for_url("**/own-key/")
    page.wait_for_selector("text=Your key opens nothing yet")
    page.goto(f"{support.address}/recovery/")
    well(page)
    type_sheet(page, sheets[0], "one-")
    type_sheet(page, sheets[2], "other-")
    page.get_by_role("button", name="Open with these two sheets").click()
    page.wait_for_url("**/key-holders/")
    page.wait_for_selector("text=you hold the key again")
    page.goto(f"{support.address}/log/")
    page.wait_for_selector("text=recovered from two sheets")
