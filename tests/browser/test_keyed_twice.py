"""A paper of a programme's own form is keyed in twice and compared, with the keyboard alone, on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_faults, focus_on, run, sideways
from tests.browser.running import Demo, day
from tests.browser.test_day import enter, tab_to, take_in
from tests.instruments.test_xlsform import excel

WIDTHS = {"desk": 1280, "phone": 320}
FIRST = {"police": "1", "police_times": "3", "why": "1", "children": "1", "slept": "1", "ate": "0", "age-1": "3,5"}
SECOND = FIRST | {"police_times": "8", "ate": "1"}  # a misread figure, and a slip


@pytest.fixture(scope="module")
def own_form(chromium: Browser, demonstration: dict[str, Demo], tmp_path_factory: pytest.TempPathFactory) -> None:
    file: Path = tmp_path_factory.mktemp("own") / "ours.xlsx"
    file.write_bytes(excel())
    released(chromium, demonstration["casework"], file, "at_home")


def released(chromium: Browser, casework: Demo, file: Path, name: str) -> None:
    """Made by the programme, released, and asked at the first contact."""
    context = chromium.new_context()
    page = context.new_page()
    enter(page, casework, "Manager")
    page.goto(f"{casework.address}/instruments/add/")
    page.locator("input[name=programme]").first.check()
    page.set_input_files("input[type=file]", file)
    page.fill("[name=source]", "Our team")
    page.fill("[name=licence]", "Our own")
    page.get_by_role("button", name="Take the file in").click()
    page.get_by_role("link", name="Release it").click()
    page.get_by_role("button", name="Release it").click()
    page.goto(f"{casework.address}/instruments/")
    page.locator("a[href$='/questionnaires/'][href*='/programmes/']").first.click()
    page.locator(f"input[name=waves_{name}][value=T0]").check()
    page.locator("main form button.filled").click()
    page.wait_for_url("**/instruments/")
    context.close()


@pytest.fixture(params=list(WIDTHS))
def asked(
    chromium: Browser, demonstration: dict[str, Demo], own_form: None, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Before the question how a new man is asked."""
    casework = demonstration["casework"]
    context = chromium.new_context(viewport={"width": WIDTHS[request.param], "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, casework, "Intake worker")
    take_in(page, f"Paper, {request.param}")
    page.wait_for_url("**/clients/*-*/")
    page.goto(f"{page.url.rstrip('/')}/questionnaires/")
    yield page
    context.close()


def well(page: Page) -> None:
    """Nothing is wrong with the page by day and by night, nothing is wider than it, and the focus is seen everywhere."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
        assert faults(page) == [], page.url
        assert sideways(page) <= 0, page.url
    assert focus_faults(page) == [], page.url
    page.reload()  # the look at the focus leaves it somewhere


def enter_on(page: Page, selector: str) -> None:
    """To it with the Tab key, and Enter."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def keyed(page: Page, answers: dict[str, str], entry: str, *, look: bool) -> None:
    """Every page of one entry: what the paper says, and Enter on the button at its end."""
    for place in range(1, 9):
        page.wait_for_load_state()
        if f"/paper/{entry}/{place}/" not in page.url:
            return
        assert page.locator("input:checked").count() == 0, "each entry begins with empty pages"
        if look:
            well(page)
        put = run(page, "[...document.querySelectorAll('[data-question]')].map((one) => one.dataset.question)")
        for key in put:
            if (answer := answers.get(key.replace(".", "-"))) and page.locator(f"[data-question='{key}']").is_visible():
                typed_or_ticked(page, key.replace(".", "-"), answer)
        address = page.url
        enter_on(page, "button.filled")
        page.wait_for_url(lambda url, before=address: url != before)
    raise AssertionError(page.url)


def typed_or_ticked(page: Page, key: str, answer: str) -> None:
    if page.locator(f"#q-{key}-0").count():
        tab_to(page, f"#q-{key}-0")
        page.keyboard.type(answer)
        return
    places = [one.get_attribute("value") for one in page.locator(f"#q-{key} .choices input").all()]
    tab_to(page, f"#q-{key}-1")
    page.keyboard.press("Space")
    if page.locator(f"#q-{key}-1").get_attribute("type") == "radio":
        for _ in range(places.index(answer)):
            page.keyboard.press("ArrowDown")
    if key == "police":
        page.locator("#q-police_times").wait_for(state="visible")


def test_an_own_form_on_paper_is_keyed_in_twice_with_the_keyboard_alone(asked, demonstration):
    page = asked
    enter_on(page, "main form button.filled")
    row = page.locator("tr", has_text="At home").get_by_role("link")
    row.wait_for()
    well(page)
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questionnaires/*-*/")
    well(page)
    question = page.url
    tab_to(page, "input[name=how]")
    page.keyboard.press("Space")
    while not run(page, "document.activeElement.value === 'paper'"):
        page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=language]")
    page.keyboard.press("Space")
    enter_on(page, "main form button.filled")
    page.wait_for_url("**/paper/first/1/")
    keyed(page, FIRST, "first", look=True)
    page.get_by_role("heading", name="First entry saved").wait_for()
    well(page)
    page.context.clear_cookies()  # she goes home, and somebody else has the paper
    enter(page, demonstration["casework"], "Facilitator")
    page.goto(question)
    well(page)
    enter_on(page, "a[href$='/compare/']")
    page.get_by_role("heading", name="First entry saved").wait_for()
    enter_on(page, "main form button.filled")
    page.wait_for_url("**/paper/second/1/")
    keyed(page, SECOND, "second", look=False)
    page.get_by_role("heading", name="Two entries compared").wait_for()
    well(page)
    enter_on(page, "main form button.filled")
    focus_on(page, ".error-summary")
    well(page)
    tab_to(page, "#id_on")
    page.keyboard.type(f"{day():%d %m %Y}")
    for name, presses in (("d.police_times", 0), ("d.ate", 1)):
        tab_to(page, f'input[name="{name}"]')
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowDown")
    enter_on(page, "main form button.filled")
    page.wait_for_url("**/result/")
    well(page)
    stands = page.locator("main").inner_text().split("\n")
    for question, answer in (("How often?", "3"), ("I ate well", "Often"), ("Age (1)", "3.5")):
        assert stands[stands.index(question) + 1] == answer
    assert "On paper, keyed in twice" in stands
    workers = [stands[stands.index(words) + 1] for words in ("Entered by", "Second entry by")]
    assert workers == [demonstration["casework"].person(role)["name"] for role in ("Intake worker", "Facilitator")]
