"""Pictures of the real pages for the README and docs/: `python -m tests.browser.pictures`.

Starts the demonstration on free ports with a data folder of its own, walks it as its made-up people do, and writes
docs/pictures/. Nothing in the pictures is drawn or retouched.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS, program
from tests.browser.running import ROOT, _environment, free_port

FOLDER = ROOT / "docs" / "pictures"
DATA = ROOT.parent / "shared" / "data"  # what others have published; not ours to hand out
PUBLISHED = {"impact_2023": "impact_2023_impacts.csv", "minneapolis": "minneapolis_dve.csv"}
PASSPHRASE = "made-up words unlock"  # printed by the demonstration
DESK = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 800}
START_LIMIT = 120  # seconds
ARRIVAL_LIMIT = 90  # seconds; a register not taken is found within a minute
LARGEST = 150_000  # bytes; a page of documentation is read over slow lines too


@dataclass(frozen=True)
class Services:
    """Where the two services of this demonstration answer."""

    casework: str
    support: str


@contextmanager
def demonstration(folder: Path) -> Iterator[Services]:
    """`article16 demo`, from its first line to its last."""
    services = Services(*(f"http://{name}.localhost:{free_port()}" for name in ("casework", "support")))
    environment = {
        "ARTICLE16_DATA": str(folder),
        "ARTICLE16_RUN": str(folder / "run"),
        "ARTICLE16_CASEWORK_ORIGIN": services.casework,
        "ARTICLE16_SUPPORT_ORIGIN": services.support,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }
    said = folder / "said.txt"
    with said.open("w") as out:
        command = [sys.executable, "-m", "article16.cli", "demo"]
        process = subprocess.Popen(command, env=os.environ | environment, stdout=out, stderr=out)
    try:
        _wait_until_it_runs(process, said)
        yield services
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=START_LIMIT)


def _wait_until_it_runs(process: subprocess.Popen, said: Path) -> None:
    limit = time.monotonic() + START_LIMIT
    while "choose a role" not in said.read_text():
        if process.poll() is not None or time.monotonic() > limit:
            raise SystemExit(f"The demonstration did not start:\n{said.read_text()}")
        time.sleep(0.2)


def main() -> None:
    found = program(whole=True)
    if found is None:
        raise SystemExit("No Chromium is installed. Install the package chromium.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="article16-") as data, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        with demonstration(Path(data)) as services:
            walk(browser, services)
            hers(browser, services.support, Path(data))
            figures(browser, services)
            study(browser, services.support)
        report(browser, Path(data))
        browser.close()
    if large := [path.name for path in FOLDER.glob("*.png") if path.stat().st_size > LARGEST]:
        raise SystemExit(f"Larger than {LARGEST // 1000} kB: {', '.join(large)}")


def walk(browser: Browser, services: Services) -> None:
    with page_of(browser) as page:
        page.goto(f"{services.casework}/sign-in/")
        take(page, "sign-in")
        design(page, services.casework)
    with page_of(browser, services.casework, "Facilitator") as page:
        take(page, "today")
    with page_of(browser, services.casework, "Intake worker") as page:
        intake(page, services.casework)
    with page_of(browser, services.casework, "Manager") as page:
        manager(page, services.casework)
    with page_of(browser, services.casework, "Administrator") as page:
        page.goto(f"{services.casework}/people/")
        take(page, "people")
    with page_of(browser, services.support, "Support worker") as page:
        support(page, services.support)


def report(browser: Browser, folder: Path) -> None:
    """The report on 300 made-up men."""
    program = [sys.executable, "-m", "article16.cli"]
    study, made = str(folder / "study"), folder / "report"
    subprocess.run(
        [*program, "simulate", "--men", "300", "--seed", "7", "--to", study, "--quiet"], check=True, cwd=ROOT
    )
    subprocess.run([*program, "evaluate", study, "--to", str(made), "--quiet"], check=True, cwd=ROOT)
    page = browser.new_page(viewport={"width": 1000, "height": 940})
    page.goto((made / "report.html").as_uri())
    take(page, "report-first-page")
    for name, part in (("change", "change-abuse"), ("tipping", "lost"), ("violence", "harm")):
        page.locator(f"#part-{part}").screenshot(path=FOLDER / f"report-{name}.png")
    page.close()
    public(browser, folder)


def public(browser: Browser, folder: Path) -> None:
    """Reports on what has been published: counts by clients and partners, and an experiment."""
    program = [sys.executable, "-m", "article16.cli", "evaluate"]
    for name, file in PUBLISHED.items():
        study, made = folder / f"study-{name}", folder / f"report-{name}"
        mapping = folder / f"{name}.yaml"
        shutil.copy(ROOT / "docs" / "how-to" / "mappings" / mapping.name, mapping)
        shutil.copy(DATA / file, folder / file)
        subprocess.run([*program, "--mapping", str(mapping), "--to", str(study)], check=True, cwd=ROOT)
        subprocess.run([*program, str(study), "--to", str(made), "--quiet"], check=True, cwd=ROOT)
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        page.goto((made / "report.html").as_uri())
        take(page, f"report-{name.replace('_', '-')}")
        page.close()


def design(page: Page, address: str) -> None:
    looks = {"light": "house=casework&theme=light&dir=ltr", "dark": "house=support&theme=dark&dir=ltr"}
    looks["right-to-left"] = "house=casework&theme=light&dir=rtl"
    for name, look in looks.items():
        page.goto(f"{address}/design?{look}")
        take(page, f"design-{name}")


def intake(page: Page, address: str) -> None:
    page.goto(f"{address}/clients/add/")
    take(page, "new-referral")
    page.goto(f"{address}/clients/")
    take(page, "men")
    page.set_viewport_size(PHONE)
    take(page, "men-phone")
    page.set_viewport_size(DESK)
    page.locator("main tbody th a").first.click()
    page.wait_for_load_state()
    take(page, "man")


def manager(page: Page, address: str) -> None:
    page.goto(f"{address}/clients/")
    page.locator("main tbody th a").first.click()
    page.wait_for_load_state()
    page.goto(f"{page.url}opened/")
    take(page, "who-opened")


def support(page: Page, address: str) -> None:
    """Waits until a warning came through the wall."""
    limit = time.monotonic() + ARRIVAL_LIMIT
    page.goto(f"{address}/duty/")
    while "Nothing waits" in page.inner_text("main"):
        if time.monotonic() > limit:
            raise SystemExit("No warning came through the wall in time.")
        page.wait_for_timeout(1000)
        page.goto(f"{address}/duty/")
    take(page, "duty-desk")
    page.set_viewport_size(PHONE)
    take(page, "duty-desk-phone")
    page.goto(f"{address}/")
    take(page, "messages-phone")
    page.set_viewport_size(DESK)
    take(page, "messages")


def hers(browser: Browser, address: str, folder: Path) -> None:
    """Her questions on a telephone, and where her worker makes the link."""
    command = [sys.executable, "-m", "tests.browser.her_link", "ar"]
    environment = _environment("support", folder, address)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    made = json.loads(done.stdout)
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", color_scheme="light")
    page = context.new_page()
    page.goto(made["address"])
    take(page, "her-link-begins")
    page.locator("button.filled").click()
    page.wait_for_url("**/p/")
    page.locator("label", has=page.locator("#q-insulted-2")).click()
    take(page, "her-questions")
    context.close()
    with page_of(browser, address, "Support worker") as worker:
        unlock(worker, address, f"/cases/{made['case']}/links/")
        worker.get_by_role("button", name="Renew").first.click()
        worker.wait_for_selector("text=It opens on the first telephone")
        take(worker, "her-link")
        her_case(worker, address)


def her_case(worker: Page, address: str) -> None:
    """What is due, and a case with a story: on a desk, and on a telephone, where safe contact comes first."""
    worker.goto(f"{address}/due/")
    take(worker, "her-due")
    worker.goto(f"{address}/cases/")
    cases = [one.get_attribute("href") for one in worker.locator("main tbody th a").all()]
    for case in cases:
        worker.goto(f"{address}{case}")
        page = worker.inner_text("main")
        if "Keys, papers" in page and "Next:" in page and "Child protection was told" in page:
            break
    take(worker, "her-case")
    worker.set_viewport_size(PHONE)
    take(worker, "her-case-phone")
    worker.goto(f"{worker.url}danger/")
    take(worker, "her-danger-phone")
    worker.set_viewport_size(DESK)


def figures(browser: Browser, services: Services) -> None:
    """The boards of both services, and a return."""
    with page_of(browser, services.casework, "Manager") as page:
        page.goto(f"{services.casework}/figures/")
        take(page, "figures")
        page.goto(f"{services.casework}/figures/return/")
        take(page, "return")
    with page_of(browser, services.support, "Lead") as page:
        unlock(page, services.support, "/figures/")
        take(page, "her-figures")


def study(browser: Browser, address: str) -> None:
    """Who answered, and a report made inside the service."""
    with page_of(browser, address, "Evaluator") as page:
        unlock(page, address, "/study/")
        take(page, "study-board")
        page.goto(f"{address}/study/reports/make/")
        page.locator("input[name=purpose][value=inside]").check()
        page.get_by_role("button", name="Make the report").click()
        limit = time.monotonic() + ARRIVAL_LIMIT
        while page.get_by_role("link", name="Look again").count() and time.monotonic() < limit:
            page.wait_for_timeout(1000)
            page.get_by_role("link", name="Look again").click()
        take(page, "study-report")


def unlock(page: Page, address: str, then: str) -> None:
    page.goto(f"{address}/unlock/?next={then}")
    page.fill("#id_password", PASSPHRASE)
    page.get_by_role("button", name="Unlock", exact=True).last.click()
    page.wait_for_url(f"**{then}")


@contextmanager
def page_of(browser: Browser, address: str = "", role: str = "") -> Iterator[Page]:
    """A browser of its own, signed in with this role of the demonstration."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce", color_scheme="light", locale="en-GB")
    page = context.new_page()
    if role:
        page.goto(f"{address}/sign-in/")
        page.locator("form.role").filter(has=page.get_by_text(role, exact=True)).get_by_role("button").click()
        page.wait_for_url(f"{address}/")
    yield page
    context.close()


def take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
