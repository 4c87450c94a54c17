"""What a page must never do to the person before it: hide the focus, scroll sideways, shut out a screen reader."""

import json
import os
import time
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import CDPSession, Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # style sheets are fetched anew for no rule that is run here
}

FOCUS = """
[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .filter((element) => !element.disabled && element.type !== "hidden")
  .map((element) => {
    element.focus();
    if (document.activeElement !== element) return {what: element.outerHTML.slice(0, 90), faults: ["takes no focus"]};
    const ringed = element.matches(".choice input") ? element.closest(".choice") : element;
    const style = getComputedStyle(ringed);
    const box = ringed.getBoundingClientRect();
    const reach = Math.max(0, parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset));
    const faults = [];
    if (style.outlineStyle !== "solid" || parseFloat(style.outlineWidth) < 3) faults.push("no ring");
    if (style.boxShadow === "none") faults.push("no halo");
    if (box.left - reach < -1 || box.right + reach > innerWidth + 1) faults.push("runs out of the window");
    for (let up = ringed.parentElement; up && up !== document.body; up = up.parentElement) {
      const overflow = getComputedStyle(up);
      if (overflow.overflowX === "visible" && overflow.overflowY === "visible") continue;
      const edge = up.getBoundingClientRect();
      const cut = box.left - reach < edge.left - 1 || box.right + reach > edge.right + 1;
      if (cut) faults.push("clipped by " + up.className);
    }
    const top = document.elementFromPoint(
      Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
      Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1),
    );
    const label = [...(element.labels || [])].some((one) => one.contains(top));
    const apart = top && !ringed.contains(top) && !top.contains(ringed);
    if (apart && !label) faults.push("covered by " + top.outerHTML.slice(0, 60));
    return {what: element.outerHTML.slice(0, 90), faults};
  })
"""

# A grid draws its parts as wide as itself; a button says what it does and is no wider than its words.
STRETCHED = """
innerWidth < 1040 ? [] : [...document.querySelectorAll(".button:not(.wide)")]
  .filter((one) => one.getBoundingClientRect().width > innerWidth / 3)
  .map((one) => "a button as wide as the page: " + one.outerHTML.slice(0, 120))
"""

_sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


def run(page: Page, script: str) -> Any:
    """Run a script past the page's own strict policy, which forbids the driver's usual way."""
    if page not in _sessions:
        _sessions[page] = page.context.new_cdp_session(page)
    answer = _sessions[page].send(
        "Runtime.evaluate",
        {"expression": script, "awaitPromise": True, "returnByValue": True, "allowUnsafeEvalBlockedByCSP": True},
    )
    if "exceptionDetails" in answer:
        raise RuntimeError(answer["exceptionDetails"])
    return answer["result"].get("value")


# A bar that stays in its place covers what happens to lie below it until the page is scrolled: no fault of that.
LAID = """(() => { for (const one of document.querySelectorAll('body *')) {
  if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) { one.style.position = 'static'; one.dataset.laid = ''; } } })()"""
RAISED = (
    "document.querySelectorAll('[data-laid]').forEach((one) => { one.style.position = ''; delete one.dataset.laid })"
)


def whole(page: Page) -> None:
    """Wait until the page is there: the driver may still speak of the one before."""
    page.wait_for_load_state()
    limit = time.monotonic() + 10
    while run(page, "document.readyState !== 'complete' || !document.body"):
        assert time.monotonic() < limit, f"{page.url} did not come"
        time.sleep(0.02)


def focus_on(page: Page, selector: str, words: str | None = None) -> None:
    """Wait until the focus is on it: a script puts it there once the page is read."""
    page.locator(f"{selector}:focus", has_text=words).wait_for()


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each rule with the first element; and buttons drawn out over the page."""
    whole(page)
    if run(page, "typeof axe") == "undefined":  # half a megabyte, once for each page
        run(page, AXE + ";0")
    run(page, LAID)
    found = run(page, f"axe.run(document, {json.dumps(RULES)}).then((result) => result.violations)")
    run(page, RAISED)
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}" for one in found]
    return said + run(page, STRETCHED)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window, once its style sheet is there."""
    whole(page)
    return int(run(page, "document.documentElement.scrollWidth - document.documentElement.clientWidth"))


LOOKS = [(1280, "light"), (390, "dark"), (320, "light")]


def wrong_in_every_look(page: Page, address: str) -> list[str]:
    """What is wrong with the page of this address on a desk, on a phone in the dark, and as small as pages may be."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    wrong = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if (over := sideways(page)) > 0:
            wrong.append(f"{address} at {width}: {over} pixels too wide")
        found = [*(faults(page) if width != 320 else []), *(focus_faults(page) if width == 390 else [])]
        wrong += [f"{address} at {width}: {one}" for one in found]
        if folder := os.environ.get("ARTICLE16_SHOTS"):
            name = "-".join(part for part in address.split("/")[3:] if len(part) < 20) or "page"
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    return wrong


def focus_faults(page: Page) -> list[str]:
    """Where the focus cannot be seen, of everything that takes it. Empty: it is seen everywhere."""
    page.keyboard.press("Tab")  # from here on the browser shows the focus, as for everyone who uses keys
    found = run(page, FOCUS)
    wrong = [f"{one['what']}: {', '.join(one['faults'])}" for one in found if one["faults"]]
    return wrong if found else ["nothing takes the focus"]
