"""What a page must never do to the person before it: hide the focus, scroll sideways, shut out a screen reader."""

import json
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import CDPSession, Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

FOCUS = """
(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const ringed = element.matches(".choice input") ? element.closest(".choice") : element;
  const style = getComputedStyle(ringed);
  const box = ringed.getBoundingClientRect();
  const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  const clips = [];
  for (let up = ringed.parentElement; up && up !== document.body; up = up.parentElement) {
    const overflow = getComputedStyle(up);
    if (overflow.overflowX === "visible" && overflow.overflowY === "visible") continue;
    const edge = up.getBoundingClientRect();
    if (box.left - reach < edge.left - 1 || box.right + reach > edge.right + 1) clips.push(up.className);
  }
  const middle = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1),
  );
  const covered = Boolean(middle && !ringed.contains(middle) && !middle.contains(ringed)
    && !(ringed.labels && [...ringed.labels].some((label) => label.contains(middle))));
  return {
    what: ringed.tagName + "." + ringed.className + " " + ringed.textContent.trim().slice(0, 30),
    ring: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3,
    halo: style.boxShadow !== "none",
    inside: box.left - Math.max(reach, 0) >= -1 && box.right + Math.max(reach, 0) <= innerWidth + 1,
    clips,
    covered,
  };
})()
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


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each rule with the first element."""
    run(page, AXE + ";0")
    found = run(page, f"axe.run(document, {json.dumps(RULES)}).then((result) => result.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}" for one in found]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(run(page, "document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def focus_faults(page: Page, steps: int = 200) -> list[str]:
    """Goes through the page with Tab and says where the focus cannot be seen. Empty: everywhere it can."""
    wrong = []
    seen = 0
    for _ in range(steps):
        page.keyboard.press("Tab")
        here = run(page, FOCUS)
        if here is None:
            break
        seen += 1
        if not (here["ring"] and here["halo"] and here["inside"]) or here["clips"] or here["covered"]:
            wrong.append(str(here))
    return wrong if seen else ["nothing takes the focus"]
