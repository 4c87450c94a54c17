"""Her case in a real browser: opened, how she may be reached, what she was told, a consent, a plan; desk and phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_faults, sideways
from tests.browser.running import Demo, day
from tests.browser.test_day import enter

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TALL = 4000  # so high that the bar at the foot of a phone lies over nothing; focus is looked at in a real window


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(chromium: Browser, demonstration: dict[str, Demo], request: pytest.FixtureRequest) -> Iterator[Page]:
    """An unlocked worker. The demonstration's men are asked for by other tests; she needs none of them."""
    support = demonstration["support"]
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, support, "Support worker")
    page.goto(f"{support.address}/unlock/?next=/cases/")
    page.fill("#id_password", support.person("Support worker")["passphrase"])
    page.get_by_role("button", name="Unlock", exact=True).last.click()
    page.wait_for_url("**/cases/")
    yield page
    context.close()


def well(page: Page) -> None:
    """Nothing against the rules, the focus is seen, nothing runs sideways at any width; then as wide as before."""
    before = page.viewport_size or {"width": 1280, "height": 900}
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": TALL})
        assert sideways(page) <= 0, f"{page.url} at {width}"
        if width in (before["width"], 320):  # the test itself comes at both other widths
            assert faults(page) == [], f"{page.url} at {width}"
    page.set_viewport_size(before)
    assert focus_faults(page) == []


def save(page: Page, button: str, case: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(case)


def test_her_case_from_the_first_page_to_a_plan(page: Page) -> None:
    page.get_by_role("link", name="New case").first.click()
    well(page)
    page.fill("#id_name", "Vesna Demo (made up)")
    page.fill("#id_called", "Vesna")
    page.get_by_label("Former partner").check()
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_selector("text=First ask how she can be reached safely")
    case = page.url
    assert page.get_by_role("link", name="Record a contact").count() == 0, "nobody has asked her yet"
    well(page)
    _says_how_she_is_reached(page, case)
    _is_called(page, case)
    _is_told(page, case)
    _agrees(page, case)
    _plans(page, case)
    _has_a_child_and_help(page, case)
    _is_due(page, case)
    page.goto(f"{case}danger/")
    page.wait_for_selector("text=he may be beside her")
    well(page)
    page.goto(case)
    page.keyboard.press("l")
    page.wait_for_selector("text=Locked.")
    page.go_back()
    assert not page.get_by_text("Keys with the neighbour").is_visible(), "Back shows nothing of hers once it is locked"


def _says_how_she_is_reached(page: Page, case: str) -> None:
    page.get_by_role("link", name="What she said about contact").first.click()
    page.get_by_label("May be contacted as written here").check()
    page.get_by_label("Telephone", exact=True).check()
    page.fill("#id_number", "+43 660 000 07 16")
    page.get_by_label("Monday, hours").fill("in the evening")
    page.fill("#id_cover_name", "Ana from the library")
    page.fill("#id_confirmed_on", f"{day():%d %m %Y}")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=Write the hours like 17 to 19")
    well(page)
    assert page.input_value("#id_cover_name") == "Ana from the library", "what was typed is there"
    for weekday in WEEK:
        page.get_by_label(f"{weekday}, hours").fill("0 to 24")
    save(page, "Save", case)
    page.wait_for_selector("text=Now, until")
    well(page)
    page.goto(f"{case}contact/")
    assert page.get_by_label("Monday, hours").input_value() == "0-24", "it begins with what she said last"
    assert page.input_value("#id_confirmed_on") == "", "the day is the one on which she says it"
    page.goto(case)


def _is_called(page: Page, case: str) -> None:
    page.get_by_role("link", name="Record a contact").click()
    page.wait_for_selector("text=Her time is open now")
    well(page)
    page.get_by_label("Telephone", exact=True).check()
    page.get_by_label("Not reached").check()
    save(page, "Record the attempt", case)
    assert page.get_by_text("Next attempt").is_visible()


def _is_told(page: Page, case: str) -> None:
    page.get_by_role("link", name="Record telling her").click()
    page.get_by_label("Its limits: it gives no guarantee that he will stop").check()
    page.get_by_label("Telephone", exact=True).check()
    page.fill("#id_on", f"{day(ago=-1):%d %m %Y}")
    page.get_by_role("button", name="Record telling her").click()
    page.wait_for_selector("text=lies in the future")
    well(page)
    page.fill("#id_on", f"{day():%d %m %Y}")
    save(page, "Record telling her", case)
    assert page.get_by_text("not told yet").count() == 5


def _agrees(page: Page, case: str) -> None:
    page.get_by_role("link", name="A consent").click()
    page.fill("#id_recipient", "Child protection")
    page.fill("#id_scope", "That she has moved, not where")
    page.fill("#id_purpose", "Contact with the children")
    page.fill("#id_since", f"{day():%d %m %Y}")
    well(page)
    save(page, "Save the consent", case)
    page.get_by_role("link", name="Record what is told").click()
    page.fill("#id_what", "She has moved.")
    well(page)
    save(page, "Record what is told", case)
    page.get_by_role("link", name="She takes it back").click()
    well(page)
    save(page, "Take it back", case)
    assert page.get_by_role("link", name="Record what is told").count() == 0


def _has_a_child_and_help(page: Page, case: str) -> None:
    page.goto(f"{case}children/add/")
    page.fill("#id_name", "Toni Demo (made up)")
    page.fill("#id_lives_with", "Her grandmother")
    well(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/children/*/")
    child = page.url
    page.get_by_role("link", name="Record where it stands").click()
    page.get_by_label("Child protection plan").check()
    page.fill("#id_since", f"{day():%d %m %Y}")
    well(page)
    save(page, "Save", child)
    page.goto(f"{child}plan/")
    page.fill("#id_words", "Fridays with the grandmother.")
    page.fill("#id_review_on", f"{day():%d %m %Y}")
    save(page, "Save", child)
    well(page)
    page.goto(f"{case}referrals/add/")
    page.fill("#id_to", "The refuge")
    page.fill("#id_need", "A room")
    page.fill("#id_on", f"{day():%d %m %Y}")
    page.get_by_label("She goes herself; we told nobody anything").check()
    well(page)
    save(page, "Save", case)
    page.get_by_role("link", name="Onto paper").click()
    page.wait_for_selector("text=Paper is found")
    well(page)
    page.fill("#id_place", "With her sister")
    page.get_by_label("She says that he does not find it there").check()
    page.get_by_label("She wants it on paper").check()
    save(page, "Make the paper", case)
    with page.expect_download() as paper:
        page.get_by_role("link", name="Take the paper").click()
    assert paper.value.suggested_filename == "notes.pdf"
    well(page)


def _is_due(page: Page, case: str) -> None:
    origin = case.split("cases/", maxsplit=1)[0]
    page.goto(f"{origin}due/")
    page.wait_for_selector("text=Plan of a child to look at again: Toni Demo")
    well(page)
    page.goto(f"{origin}from-casework/")
    well(page)
    page.goto(f"{origin}groups/add/")
    page.fill("#id_name", f"Thursdays {page.viewport_size['width'] if page.viewport_size else ''}")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/groups/*-*/")
    well(page)


def _plans(page: Page, case: str) -> None:
    page.get_by_role("link", name="Write a version").click()
    page.fill("#id_words", "Keys with the neighbour.\nThe bag is at work.")
    well(page)
    save(page, "Save this version", case)
    assert page.get_by_text("Keys with the neighbour").first.is_visible()
    well(page)
    page.goto(case.split("cases/", maxsplit=1)[0] + "cases/")
    page.fill("#words", "vesna")
    page.get_by_role("button", name="Search", exact=True).last.click()
    page.wait_for_selector("text=S-")
    assert "vesna" not in page.url.lower()
    well(page)
