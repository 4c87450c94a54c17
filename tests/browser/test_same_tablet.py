"""Two men at one tablet whose browser was never told to forget: nothing of the first reaches the second."""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from tests.browser.looking import run
from tests.browser.test_her_link import KEPT
from tests.browser.test_questionnaires import casework, sitting, taken_back  # noqa: F401  a fixture

WORDS, TIMES = "zwetschgen", "37"  # what he types; nothing else has these letters
UNGUARDED = "document.querySelectorAll('[autocomplete]').forEach((one) => one.removeAttribute('autocomplete')); 0"
TYPED = "[...document.querySelectorAll('input[type=text], textarea')].map((one) => one.value).filter(Boolean)"


def handed(context: BrowserContext, casework: tuple[str, Path]) -> tuple[Page, dict[str, str]]:
    """The tablet with the questions of a man who was not here before."""
    address, folder = casework
    made = sitting(folder, "de")
    context.add_cookies([{"name": made["cookie"], "value": made["secret"], "url": address, "httpOnly": True}])
    page = context.pages[0]
    page.goto(f"{address}/answers/1/")
    return page, made


def to(page: Page, key: str) -> None:
    """On to the page with this question, as whoever answers nothing."""
    for _ in range(20):
        if page.locator(f"[data-question={key}]").count():
            return
        page.locator("button.filled").click()
        page.wait_for_load_state()
    raise AssertionError(f"{key} is not asked")


def tick(page: Page, box: str) -> None:
    page.locator("label", has=page.locator(f"#q-{box}")).click()


def answered(page: Page, *, guarded: bool = True) -> None:
    """He ticks, types a number and words, and ends."""
    tick(page, "insulted-5")
    to(page, "police")
    tick(page, "police-2")
    page.locator("#q-police_times-0").wait_for(state="visible")
    for key, typed in (("police_times", TIMES), ("hopes_words", WORDS), ("age", TIMES)):
        to(page, key)
        if not guarded:
            run(page, UNGUARDED)
        page.locator(f"#q-{key}-0").press_sequentially(typed)
    for _ in range(20):
        if page.url.endswith("/done/"):
            return
        page.locator("button.filled").click()
        page.wait_for_load_state()
    raise AssertionError(page.url)


def shows_nothing(page: Page) -> None:
    """Neither a question nor an answer, wherever Back and Forward lead."""
    for go in (page.go_back, page.go_back, page.go_back, page.go_forward, page.go_forward, page.go_back):
        go(wait_until="commit")
        page.wait_for_load_state()
        assert page.locator("[data-question], input:checked, textarea").count() == 0, page.url
        assert WORDS not in page.content()


def untouched(page: Page) -> None:
    assert page.locator("input:checked").count() == 0, page.url
    assert run(page, TYPED) == [], page.url


def completes_nothing(page: Page, key: str, first: str) -> None:
    """A letter, and whatever the browser proposes for it is taken: the letter stays alone."""
    field = page.locator(f"#q-{key}-0")
    field.press_sequentially(first)
    field.press("ArrowDown")
    field.press("Tab")
    assert field.input_value() == first


def remembered(folder: Path) -> list[tuple[str, str]]:
    """What the browser would propose when somebody types: name of the field and text."""
    return [row for file in folder.rglob("Web Data") for row in _rows(file, "SELECT name, value FROM autofill")]


def _rows(file: Path, query: str) -> list[tuple[str, str]]:
    with sqlite3.connect(file) as opened:
        return opened.execute(query).fetchall()


def holding(folder: Path, words: str) -> list[Path]:
    """The files of the browser's folder in which these words stand."""
    spelt = [words.encode(code) for code in ("utf-8", "utf-16-le")]
    files = [one for one in folder.rglob("*") if one.is_file()]
    return [one for one in files if any(letters in one.read_bytes() for letters in spelt)]


def test_the_next_man_meets_no_answer_of_the_man_before(remembers, casework):
    context, folder = remembers
    kept: list[tuple[str, str]] = []

    def heard(response: Response) -> None:
        if "/static/" not in response.url:
            kept.append((response.url, response.headers.get("cache-control", "")))

    context.on("response", heard)
    page, _ = handed(context, casework)
    answered(page)
    shows_nothing(page)
    page, _ = handed(context, casework)
    untouched(page)
    tick(page, "insulted-1")
    to(page, "police")
    untouched(page)
    tick(page, "police-2")
    page.locator("#q-police_times-0").wait_for(state="visible")
    completes_nothing(page, "police_times", TIMES[0])
    for key, first in (("hopes_words", WORDS[0]), ("age", TIMES[0])):
        to(page, key)
        untouched(page)
        completes_nothing(page, key, first)
    for _ in range(12):
        page.go_back(wait_until="commit")
        page.wait_for_load_state()
        assert page.locator("#q-insulted-5:checked").count() == 0
        assert not {WORDS, TIMES} & set(run(page, TYPED)), page.url
    assert run(page, KEPT) == 0
    assert {how for _, how in kept} == {"no-store"}, kept
    context.close()
    assert remembered(folder) == []
    seen = [row for file in folder.rglob("History") for row in _rows(file, "SELECT url, title FROM urls")]
    assert len(seen) > 10
    assert all(title.startswith("Teil ") or title == "Fragen" for _, title in seen), seen
    assert holding(folder, WORDS) == []


def test_a_field_without_its_guard_would_be_remembered(remembers, casework):
    """So the test before is seen to bite."""
    context, folder = remembers
    page, _ = handed(context, casework)
    answered(page, guarded=False)
    context.close()
    assert ("q.age", TIMES) in remembered(folder)


@pytest.mark.parametrize("script", [True, False])
def test_a_tablet_that_is_taken_back_in_the_middle_shows_nothing_more(keeps_pages, casework, script):
    context = keeps_pages.new_context(java_script_enabled=script)
    context.new_page()
    page, made = handed(context, casework)
    tick(page, "insulted-5")
    to(page, "hopes_words")
    words = page.locator("#q-hopes_words-0")
    if script:
        with page.expect_response(lambda one: "x-autosave" in one.request.headers):
            words.fill(WORDS)
    else:
        words.fill(WORDS)
    taken_back(casework[1], made["secret"])
    if script:
        words.press_sequentially("!")  # his next word, and the page is gone
        page.locator("[data-question]").first.wait_for(state="detached", timeout=5000)
    else:
        page.locator("button.filled").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "There is nothing to fill in here"
    shows_nothing(page)
    context.close()
