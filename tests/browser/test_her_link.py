"""Her questions at T2 on a phone, in Arabic, left in the middle: nothing stays, nothing comes back, and she goes on."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import faults, focus_faults, run, sideways
from tests.browser.running import ROOT, Demo, _environment, running
from tests.browser.test_day import enter
from tests.prepared import filled

PEOPLE: list[dict[str, str]] = []  # of the demonstration
PHONE = {"width": 320, "height": 640}
SMALL = """[...document.querySelectorAll('.answering .choices:not(.choices-apart) .choice, .answering .button')]
  .filter((one) => one.checkVisibility()).filter((one) => one.getBoundingClientRect().height < 44).length"""
# Where the middle of the way out is, there is the way out, however far the page is scrolled.
COVERED = """(() => { const way = document.querySelector('.way-out button').getBoundingClientRect();
  const top = document.elementFromPoint(way.left + way.width / 2, way.top + way.height / 2);
  return way.top < 0 || way.height < 48 || !top || !top.closest('.way-out') })()"""
KEPT = """Promise.all([caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()])
  .then((all) => all.flat().length + localStorage.length + sessionStorage.length)"""


class _Weather(BaseHTTPRequestHandler):
    """The page to which she leaves."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Weather</title><p>Sunny.")

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def weather() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[tuple[str, Path, str]]:
    """Support's address, its folder, and where "Leave this page" leads."""
    folder = tmp_path_factory.mktemp("hers")
    PEOPLE.extend(filled(folder)["support"])
    with weather() as elsewhere, running("support", folder, ARTICLE16_SUPPORT_PAGES_ELSEWHERE=elsewhere) as address:
        yield address, folder, elsewhere


def made(service: tuple[str, Path, str], *words: str) -> dict[str, str]:
    address, folder, _elsewhere = service
    command = [sys.executable, "-m", "tests.browser.her_link", *words]
    environment = _environment("support", folder, address)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def begun(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.locator("button.filled").click()
    page.wait_for_url("**/p/")
    return page


def well(page: Page) -> None:
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert sideways(page) <= 0, page.url
        assert run(page, SMALL) == 0
        run(page, "scrollTo(0, document.body.scrollHeight)")
        assert not run(page, COVERED), "the way out is covered"
    assert faults(page) == [], page.url


def shows_nothing(page: Page) -> None:
    """Whatever Back brings: no question, no answer, no name."""
    for _ in range(5):
        page.go_back(wait_until="commit")  # a page out of the browser's memory loads nothing
        page.wait_for_load_state()
        assert page.locator("[data-question], input:checked, form").count() == 0, page.url
        assert page.title() in {"…", "Weather", ""}, page.title()


def test_t2_in_arabic_with_the_quick_exit_in_the_middle(keeps_pages, service):
    """Her link."""
    link = made(service, "ar")
    context = keeps_pages.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(link["address"])
    assert run(page, "document.documentElement.dir") == "rtl"
    well(page)
    page.close()
    page = begun(context, link["address"])
    second = _saves_a_page(page)
    before = context.cookies()
    assert [one["name"] for one in before] == ["page"]
    assert run(page, KEPT) == 0
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(service[2])
    shows_nothing(page)
    assert all(one["value"] != before[0]["value"] for one in context.cookies()), "its cookie has changed"

    renewed = made(service, "ar", link["case"], link["link"])
    page = begun(context, renewed["address"])
    assert page.locator("h1").inner_text() == second, "she goes on where she was"
    assert page.locator("input:checked").count() == 0
    _reads_and_writes(page)
    _ends(page)
    context.close()


def _saves_a_page(page: Page) -> str:
    """Gives the heading of the page after it."""
    well(page)
    assert focus_faults(page) == []
    first = page.locator("h1").inner_text()
    page.locator("label", has=page.locator("#q-insulted-2")).click()
    page.locator("[data-kept]", has_text="حُفظ").wait_for(timeout=5000)
    page.reload()
    assert page.locator("input:checked").count() == 0, "a reload shows nothing"
    page.locator("label", has=page.locator("#q-insulted-3")).click()
    page.locator("button.filled").click()
    page.wait_for_load_state()
    second = page.locator("h1").inner_text()
    assert second != first
    assert page.locator("input:checked").count() == 0
    well(page)
    return second


def _reads_and_writes(page: Page) -> None:
    page.goto(page.url + "read/")
    well(page)
    page.goto(page.url.replace("read", "write"))
    page.locator("button.filled").click()
    page.locator(".error-summary").wait_for()
    well(page)
    page.locator("textarea").focus()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")  # capitals are no way out
    assert page.locator("textarea").input_value() == "ABC"
    page.locator("textarea").fill("صباح الخير")
    page.locator("button.filled").click()
    page.locator(".notice-done").wait_for()
    assert "صباح" not in page.content()
    page.locator("a.button").click()


def _ends(page: Page) -> None:
    for _ in range(40):
        if "/over/" in page.url:
            break
        page.locator("button.filled").click()
        page.wait_for_load_state()
    assert "/over/done/ar/" in page.url
    well(page)
    for _ in range(4):
        page.go_back(wait_until="commit")
        page.wait_for_load_state()
        assert page.locator("[data-question], input:checked").count() == 0, page.url


def behind(page: Page, expression: str) -> int:
    """The most of it that stands on any page to which Back leads, asked past the driver: a page that the browser kept
    tells the driver nothing of its loading."""
    most = 0
    for _ in range(3):
        page.go_back(wait_until="commit")
        page.wait_for_timeout(600)
        asked = page.context.new_cdp_session(page)
        answer = asked.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        asked.detach()
        most = max(most, int(answer["result"].get("value") or 0))
    return most


HERS = "document.querySelectorAll('[data-question], input:checked').length"
LEAVE = "HTMLFormElement.prototype.submit.call(document.querySelector('.way-out'))"


@pytest.fixture(scope="module")
def unguarded(service, tmp_path_factory) -> Iterator[tuple[tuple[str, Path, str], Path]]:
    """The same service with a guard off, and the file that says which."""
    _address, folder, elsewhere = service
    without = tmp_path_factory.mktemp("without") / "guards"
    without.write_text("")
    more = {"ARTICLE16_SUPPORT_PAGES_ELSEWHERE": elsewhere, "ARTICLE16_TEST_WITHOUT": str(without)}
    with running("support", folder, program="tests.browser.unguarded:application", **more) as address:
        yield (address, folder, elsewhere), without


@pytest.mark.parametrize(
    ("missing", "script", "shown"),
    [("", False, False), ("store", False, True), ("store", True, False), ("store script", True, True)],
)
def test_the_walk_back_sees_what_one_missing_guard_lets_through(keeps_pages, unguarded, missing, script, shown):
    """Without script `no-store` alone keeps her page out of Back; with it, the page also loads itself anew.

    Her link.
    """
    on, without = unguarded
    without.write_text(missing)
    context = keeps_pages.new_context(viewport=PHONE, java_script_enabled=script)
    page = begun(context, made(on, "de")["address"])
    page.locator("label", has=page.locator("#q-insulted-2")).click()
    if script:
        run(page, LEAVE)  # past the script that empties the page
    else:
        page.locator(".way-out button").click()
    page.wait_for_url(on[2])
    assert (behind(page, HERS) > 0) is shown
    context.close()


@pytest.mark.parametrize(("missing", "shown"), [("", False), ("store", True)])
def test_back_after_signing_out_sees_a_page_that_the_browser_was_let_keep(keeps_pages, unguarded, missing, shown):
    """Her link."""
    on, without = unguarded
    without.write_text(missing)
    page = _on_her_case(keeps_pages, on, made(on, "en"))
    _signed_out(page, on[0])
    assert (behind(page, "Number(document.body.textContent.includes('Yara'))") > 0) is shown
    page.context.close()


def test_leaving_works_without_script_and_his_phone_sees_nothing(keeps_pages, service):
    """Bad input: a link opened on his telephone after she left it."""
    link = made(service, "de")
    for script in (False, True):
        context = keeps_pages.new_context(viewport=PHONE, java_script_enabled=script)
        page = begun(context, link["address"])
        if script:
            # Past the script, as where it did not load; a browser that has none switched on keeps no page for Back.
            run(page, LEAVE)
        else:
            page.locator("label", has=page.locator("#q-insulted-2")).click()
            page.locator(".way-out button").click()
        page.wait_for_url(service[2])
        shows_nothing(page)
        context.close()
        link = made(service, "de", link["case"], link["link"]) | {"case": link["case"], "link": link["link"]}
    begun(keeps_pages.new_context(viewport=PHONE), link["address"]).context.close()
    his = keeps_pages.new_context(viewport=PHONE)
    page = his.new_page()
    assert page.goto(link["address"]).status == 404
    assert page.locator("form, button, a").count() == 0
    assert faults(page) == []
    his.close()


def _on_her_case(keeps_pages: Browser, service: tuple[str, Path, str], link: dict[str, str]) -> Page:
    """Her worker, unlocked, on a page of the case."""
    support = Demo(service[0], PEOPLE)
    page = keeps_pages.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    enter(page, support, "Support worker")
    case = f"{support.address}/cases/{link['case']}/"
    page.goto(f"{support.address}/unlock/?next=/cases/{link['case']}/")
    page.fill("#id_password", support.person("Support worker")["passphrase"])
    page.get_by_role("button", name="Unlock", exact=True).last.click()
    page.wait_for_url(case)
    assert "Yara Demo" in page.content()
    return page


def _signed_out(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-out/")
    page.locator("main form button").click()
    page.wait_for_url("**/sign-in/**")
