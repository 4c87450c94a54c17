"""People, the box, official records and documents in a browser: by keyboard, and every page looked at."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import running
from tests.browser.looking import faults, focus_on, wrong_in_every_look
from tests.browser.running import Demo
from tests.browser.test_day import enter, tab_to
from tests.prepared import prepared

FILL = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
django.setup()
from datetime import timedelta
from django.utils import timezone
from article16.casework.clients.models import Episode
from article16.casework.family import actions, document_actions, models
from article16.common.accounts.models import Staff
episode = Episode.objects.select_related("client", "programme").filter(programme__code="graz").order_by("pk").first()
at, today = timezone.now(), timezone.localdate()
by = str(Staff.objects.order_by("pk").first().pk)
do = {"episode": episode, "by": by, "at": at}
named = actions.Named("former-partner", "Marta K.", "court", today, "in-force", None, today + timedelta(90), "not near her")
relative = actions.record_relative(named=named, **do)
second = actions.record_relative(named=named, **do)
actions.record_relative(named=named, corrects=second.pk, **do)
for source in ("police", "court"):
    days = today - timedelta(40), today - timedelta(400), today, today - timedelta(5)
    check = actions.ask_records(asked=actions.Asked(source, "Graz", *days), **do)
entered = [actions.Entered(today - timedelta(60), "call-out", "pushed")]
actions.answer_records(check=check, answered_on=today, outcome="incidents", incidents=entered, by=by, at=at)
kind = models.DocumentKind.objects.get(code="police")
one = document_actions.Uploaded(b"%PDF-1.7", "pdf", kind.pk, "Report of 3 May", "Police, Graz", today)
document = document_actions.keep_document(episode=episode, uploaded=one, by=by, at=at, on=today)
sealed = document_actions.seal_document(episode=episode, uploaded=one, by=by, at=at)
print(json.dumps({
    "client": str(episode.client_id), "relative": str(relative.pk), "check": str(check.pk), "kind": str(kind.pk),
    "document": str(document.pk), "sealed": str(sealed.pk),
}))
"""
PAGES = [
    "/clients/{client}/family/",
    "/clients/{client}/family/add/",
    "/clients/{client}/family/{relative}/correct/",
    "/clients/{client}/box/",
    "/clients/{client}/records/add/",
    "/clients/{client}/records/{check}/answer/",
    "/clients/{client}/documents/",
    "/clients/{client}/documents/add/",
    "/clients/{client}/documents/{document}/delete/",
    "/clients/{client}/sealed/{sealed}/handed-over/",
    "/document-kinds/",
]


@pytest.fixture(scope="module")
def man(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, dict[str, str]]]:
    """Casework with two made-up men; one of them has something on every page."""
    folder: Path = tmp_path_factory.mktemp("family")
    prepared(folder)
    filled = _run(folder, "-m", "article16.casework", "demo-fill", "--men", "12", "--seed", "3")
    people = [json.loads(line) for line in filled.splitlines() if line.startswith("{")]
    ids = json.loads(_run(folder, "-c", FILL))
    with running.running("casework", folder) as address:
        yield Demo(address, people), ids


def _run(folder: Path, *command: str) -> str:
    environment = os.environ | {
        "PYTHONPATH": f"{running.ROOT / 'src'}{os.pathsep}{running.ROOT}",
        "ARTICLE16_DATA": str(folder),
        "ARTICLE16_DEMO": "yes",
    }
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=running.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_box_is_filled_and_sent_with_the_keyboard_alone(page, man):
    casework, ids = man
    enter(page, casework, "Facilitator")
    page.goto(f"{casework.address}/clients/{ids['client']}/box/")
    tab_to(page, "#id_name_1")
    page.keyboard.type("Marta K.")
    tab_to(page, "#id_address_1")
    page.keyboard.type("Lendplatz 7")
    tab_to(page, "button.filled")
    page.keyboard.press("Enter")
    focus_on(page, ".error-summary")
    assert page.input_value("#id_address_1") == "Lendplatz 7"
    assert faults(page) == []
    for field, key in (("#id_relation_1", "P"), ("#id_source_1", "P")):
        tab_to(page, field)
        page.keyboard.type(key)
    tab_to(page, "button.filled")
    page.keyboard.press("Enter")
    page.wait_for_url("**/family/")
    focus_on(page, ".notice", "as for every man")
    assert "Lendplatz" not in page.content()


def test_a_document_that_names_her_is_uploaded_sealed_on_a_phone(page, man, tmp_path):
    casework, ids = man
    enter(page, casework, "Facilitator")
    page.goto(f"{casework.address}/clients/{ids['client']}/documents/add/")
    (tmp_path / "Marta Kosova.pdf").write_bytes(b"%PDF-1.7 made up")
    page.set_input_files("#id_file", tmp_path / "Marta Kosova.pdf")
    page.get_by_label("Yes: seal it for her service").check()
    page.get_by_label("Letter", exact=True).check()
    page.fill("#id_title", "Letter of a school")
    page.fill("#id_received_on", "3 5 2026")
    page.locator("button.filled").click()
    page.wait_for_url("**/documents/")
    focus_on(page, ".notice", "Recorded")
    text = page.inner_text("main")
    assert "Letter of a school" not in text
    assert "Kosova" not in text
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the sealed file").first.click()
    assert download.value.suggested_filename.endswith(".a16")


def test_every_page_can_be_read_and_used_by_everybody(chromium, man):
    casework, ids = man
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, casework, "Manager")
    wrong = [one for path in PAGES for one in wrong_in_every_look(page, casework.address + path.format(**ids))]
    context.close()
    assert wrong == []
