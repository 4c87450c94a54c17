"""A man's whole way with the keyboard alone: referral, intake, agreement, group, four registers, ending.

On a desk and on a phone; on every page of it axe finds nothing and nothing is wider than the window.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import running
from tests.browser.looking import faults, run, sideways
from tests.browser.test_day import SIZES, enter
from tests.browser.walk_cast import GROUP
from tests.prepared import prepared

MOST = 220  # tabs to anything on a page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("walk")
    prepared(made)
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.walk_cast"],
        env=running._environment("casework", made, "http://casework.localhost"),
        cwd=running.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def casework(folder: Path) -> Iterator[running.Demo]:
    with running.running("casework", folder) as address:
        yield running.Demo(address, [{"role": "Manager", "email": "miriam@demo.invalid"}])


@pytest.fixture(params=list(SIZES))
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    yield context.new_page()
    context.close()


def looked(page: Page) -> None:
    """Nothing is wrong with the page on which we are."""
    page.wait_for_load_state()
    assert faults(page) == [], page.url
    assert sideways(page) == 0, page.url


def tab_to(page: Page, is_it: str) -> None:
    """With Tab alone, to where the script about `one`, the element in focus, says yes."""
    page.wait_for_load_state()
    for _ in range(MOST):
        if run(page, f"((one) => one && ({is_it}))(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{is_it} is not reached within {MOST} tabs on {page.url}")


def field(page: Page, name: str, words: str) -> None:
    tab_to(page, f"one.name === {name!r} && one.type !== 'hidden'")
    page.keyboard.type(words)


def choose(page: Page, name: str, value: str) -> None:
    """A radio as people reach it: Tab to the group, arrows to the answer."""
    tab_to(page, f"one.type === 'radio' && one.name === {name!r}")
    page.keyboard.press("Space")
    for _ in range(8):
        if run(page, f"document.activeElement.value === {value!r}"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no {value}")


def press(page: Page, words: str) -> None:
    """A link or button, by its words."""
    tab_to(page, f"one.matches('main a, main button') && one.textContent.trim().startsWith({words!r})")
    looked(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked(page)


def ago(days: int) -> str:
    return f"{running.day(ago=days):%d %m %Y}"


def refer(page: Page, name: str) -> None:
    press(page, "New referral")
    field(page, "name", name)
    field(page, "birth_date", "24.3.1988")
    choose(page, "programme", run(page, "document.querySelector('[name=programme]').value"))
    field(page, "received_on", ago(40))
    press(page, "Save the referral")


def take_in(page: Page) -> None:
    press(page, "Intake")
    press(page, "Write down an interview")
    field(page, "on", ago(35))
    field(page, "minutes", "60")
    tab_to(page, "one.name === 'held_by'")
    page.keyboard.press("ArrowDown")
    choose(page, "setting", "in-person")
    field(page, "violence_words", "Says he pushed her once.")
    press(page, "Save the interview")
    decide(page)
    press(page, "Show the agreement")
    press(page, "Record his signature")
    choose(page, "pair", run(page, "document.querySelector('[name=pair]').value"))
    field(page, "on", ago(31))
    choose(page, "how", "paper")
    field(page, "kept_at", "Cabinet 2")
    press(page, "Save the signature")


def decide(page: Page) -> None:
    if "/intake/" not in page.url:
        press(page, "All of intake")
    press(page, "Decide on suitability")
    names = run(page, "[...new Set([...document.querySelectorAll('[name^=finding]')].map((one) => one.name))]")
    for name in names:
        choose(page, name, "not-known")
    field(page, "on", ago(32))
    choose(page, "outcome", "suitable")
    field(page, "reasons", "Names an act of his own and can follow the group.")
    press(page, "Save the decision")
    press(page, "All of intake")


def join(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/groups/")
    press(page, GROUP)
    press(page, "Take a man in")
    tab_to(page, "one.name === 'episode'")
    if run(page, "document.activeElement.tagName") == "SELECT":
        page.keyboard.type(name)
    else:
        _radio_of(page, name)
    field(page, "since", ago(28))
    press(page, "Take him in")


def _radio_of(page: Page, name: str) -> None:
    page.keyboard.press("Space")
    for _ in range(40):
        if name in run(page, "document.activeElement.closest('label, .choice').textContent"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} cannot be chosen")


def attend(page: Page, number: int) -> None:
    """One register, from the page of the group and back to it."""
    press(page, f"Session {number}")
    for key in run(page, "[...new Set([...document.querySelectorAll('[data-mark]')].map((one) => one.name))]"):
        choose(page, key, "present")
    press(page, "Save")


def test_from_referral_to_ending_with_the_keyboard_alone(page, casework, request):
    # Two men whose names nobody would take for one: the demonstration is shared.
    name = "Torvald Kettunen" if "desk" in request.node.name else "Ibrahim Nkemelu"
    enter(page, casework, "Manager")
    looked(page)
    refer(page, name)
    his = page.url
    take_in(page)
    join(page, casework.address, name)
    group = page.url
    for number in range(1, 5):
        page.goto(group)
        attend(page, number)
    page.goto(his)
    looked(page)
    assert page.get_by_text("Present: session").count() == 4
    press(page, "Course")
    press(page, "End the episode")
    press(page, "Dropped out")
    field(page, "last_attended_on", ago(7))
    field(page, "decided_on", ago(0))
    field(page, "reasons", "Works abroad from now on and says so himself.")
    press(page, "End the episode")
    page.goto(his)
    looked(page)
    assert "Ended" in page.content()
