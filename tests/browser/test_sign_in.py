"""Signing in as people do it: password and code app, then a passkey; with the keyboard, on a desk and on a phone."""

import base64
import hmac
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_faults, focus_on, sideways

SERVICES = [("casework", "Facilitator"), ("support", "Support worker")]
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 800}}
MODES = [(size, theme) for size in SIZES for theme in ("light", "dark")]
PAGES = [
    "/account/second/",
    "/account/second/code-app/remove/",
    "/account/second/passkeys/",
    "/account/second/passkeys/add/",
    "/account/second/codes/new/",
    "/account/password/",
    "/account/again/",
    "/account/second/again/",
    "/account/",
    "/keys",
    "/",
]


def _code(secret: str) -> str:
    """What a code app shows now (RFC 6238: SHA-1, six digits, 30 seconds)."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    # Without motion, so that a changed theme is there at once.
    context = chromium.new_context(viewport=SIZES["desk"], reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _look_in_every_mode(page: Page) -> list[str]:
    found = []
    for size, theme in MODES:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme)
        found += [f"{size} {theme} {fault}" for fault in _look(page)]
    return found


def _look(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands."""
    wide = sideways(page)
    found = faults(page) + ([f"{wide} px too wide"] if wide > 0 else [])
    return [f"{page.url}: {fault}" for fault in found]


def _sign_in(page: Page, service, role: str) -> None:
    """Password and code, by keyboard alone."""
    person = service.person(role)
    page.goto(f"{service.address}/sign-in/")
    page.focus("#id_login")
    page.keyboard.type(person["email"])
    page.keyboard.press("Tab")
    page.keyboard.type(person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/second/")
    page.focus("#id_code")
    page.keyboard.type(_code(person["code_secret"]))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{service.address}/")


def _say_it_again(page: Page, service, role: str) -> None:
    """Changing how one signs in asks for the password once more."""
    if "/account/again/" in page.url:
        page.fill("#id_password", service.person(role)["password"])
        page.press("#id_password", "Enter")
        page.wait_for_url(lambda url: "/again/" not in url)


@pytest.mark.parametrize(("name", "role"), SERVICES)
def test_every_page_of_signing_in_is_readable_by_everyone(desk, demonstration, name, role):
    # One sign-in for all modes: a code of the app is good for one sign-in only.
    service = demonstration[name]
    desk.goto(f"{service.address}/sign-in/")
    found = _look_in_every_mode(desk)
    assert focus_faults(desk) == []
    _sign_in(desk, service, role)
    for path in PAGES:
        desk.goto(f"{service.address}{path}")
        found += _look_in_every_mode(desk)
    assert found == []


@pytest.mark.parametrize(("name", "role"), SERVICES)
def test_a_wrong_password_is_said_above_with_focus_and_the_address_stays(desk, demonstration, name, role):
    service = demonstration[name]
    desk.goto(f"{service.address}/sign-in/")
    desk.fill("#id_login", service.person(role)["email"])
    desk.fill("#id_password", "a wrong password")
    desk.press("#id_password", "Enter")
    focus_on(desk, ".error-summary")
    assert desk.input_value("#id_login") == service.person(role)["email"]
    assert desk.input_value("#id_password") == ""
    assert _look(desk) == []


def test_a_wrong_code_opens_nothing(desk, demonstration):
    service = demonstration["casework"]
    person = service.person("Intake worker")
    desk.goto(f"{service.address}/sign-in/")
    desk.fill("#id_login", person["email"])
    desk.fill("#id_password", person["password"])
    desk.press("#id_password", "Enter")
    desk.wait_for_url("**/sign-in/second/")
    desk.fill("#id_code", "000000")
    desk.press("#id_code", "Enter")
    desk.wait_for_selector(".error-summary")
    desk.goto(f"{service.address}/")
    assert "/sign-in/" in desk.url


@pytest.mark.parametrize(("name", "role"), [("casework", "Manager"), ("support", "Lead")])
def test_a_passkey_is_added_and_then_signs_in_alone(desk, demonstration, name, role):
    service = demonstration[name]
    _virtual_authenticator(desk)
    _sign_in(desk, service, role)
    desk.goto(f"{service.address}/account/second/passkeys/add/")
    _say_it_again(desk, service, role)
    desk.check("#id_passwordless")
    desk.click("#mfa_webauthn_add")
    desk.wait_for_url("**/account/second/codes/")
    codes = desk.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    assert _look(desk) == []
    desk.goto(f"{service.address}/account/second/passkeys/")
    assert _look(desk) == []
    _sign_out(desk, service)
    desk.click("#passkey_login")
    desk.wait_for_url(f"{service.address}/")


def test_a_passkey_that_is_not_there_is_said_in_a_sentence(desk, demonstration):
    _virtual_authenticator(desk)
    desk.goto(f"{demonstration['casework'].address}/sign-in/")
    assert desk.is_hidden("[data-passkey-error]")
    desk.click("#passkey_login")
    desk.wait_for_selector("[data-passkey-error]:not([hidden])")
    assert "The passkey was not used" in desk.inner_text("[data-passkey-error]")


def test_a_code_app_is_set_up_by_picture_or_by_letters(desk, demonstration):
    service = demonstration["casework"]
    person = service.person("Administrator")
    _sign_in(desk, service, "Administrator")
    _virtual_authenticator(desk)
    desk.goto(f"{service.address}/account/second/passkeys/add/")
    _say_it_again(desk, service, "Administrator")
    desk.click("#mfa_webauthn_add")
    desk.wait_for_url("**/account/second/codes/")
    desk.goto(f"{service.address}/account/second/code-app/remove/")
    desk.click("main button.filled")
    desk.wait_for_url("**/account/second/")
    desk.goto(f"{service.address}/account/second/code-app/")
    assert _look(desk) == []
    secret = desk.inner_text(".secret").replace(" ", "")
    assert secret != person["code_secret"]
    assert desk.locator(".qr svg path").count() == 1
    desk.fill("#id_code", _code(secret))
    desk.click("main button.filled")
    desk.wait_for_url("**/account/second/")
    assert "Remove the code app" in desk.inner_text("main")


def test_choosing_a_role_in_the_demonstration_needs_no_password(desk, demonstration):
    service = demonstration["casework"]
    desk.goto(f"{service.address}/sign-in/")
    desk.click(".role:has-text('Facilitator') button")
    desk.wait_for_url(f"{service.address}/")
    assert "Ana Ferreira" in desk.inner_text(".band-person")


def _sign_out(page: Page, service) -> None:
    page.goto(f"{service.address}/sign-out/")
    page.click("main button.filled")
    page.wait_for_url("**/sign-in/")


def _virtual_authenticator(page: Page) -> None:
    """A security key that always says yes, inside the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
