"""His copy, keeping and erasing, and the papers in a browser: every page looked at, and one answer on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import running
from tests.browser.looking import wrong_in_every_look
from tests.browser.running import Demo
from tests.browser.test_day import enter
from tests.browser.test_family import _run
from tests.prepared import prepared

FILL = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
django.setup()
from django.utils import timezone
from article16.casework.access import actions
from article16.casework.access.models import Part, Request
from article16.casework.clients.models import Client, Episode
from article16.casework.retention import actions as retention
from article16.common.accounts.models import Staff
at, today = timezone.now(), timezone.localdate()
intake = str(Staff.objects.get(email="peter@demo.invalid").pk)
ended = Episode.objects.filter(programme__code="graz", state="ended").order_by("pk")
ids = [one for one in ended.values_list("client", flat=True) if not Episode.objects.filter(client=one).exclude(state="ended").exists()]
episode = Episode.objects.select_related("client", "programme").filter(programme__code="graz").exclude(client=ids[0]).order_by("pk").first()
made = actions.ask(episode=episode, asked_on=today, way="letter", by=intake, at=at)
row = Request.objects.get(pk=made)
actions.check_identity(request=row, how="document", words="Passport", by=intake, at=at)
actions.prepare(request=row, by=intake, at=at)
man = Client.objects.get(pk=ids[0])
retention.propose(client=man, basis="request", words="By letter", by=intake, at=at)
print(json.dumps({
    "client": str(episode.client_id), "request": str(made), "erased": str(man.pk), "code": man.code,
    "part": str(Part.objects.order_by("position").first().pk), "parts": str(Part.objects.count()),
}))
"""
PAGES = [
    "/access/",
    "/access/{request}/",
    "/access/{request}/parts/{part}/",
    "/retention/",
    "/retention/periods/",
    "/clients/{erased}/erase/confirm/",
    "/data-papers/breach/",
]


@pytest.fixture(scope="module")
def man(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, dict[str, str]]]:
    """Casework with made-up men: one asked for his copy, one is to be erased."""
    import json

    folder: Path = tmp_path_factory.mktemp("access")
    prepared(folder)
    filled = _run(folder, "-m", "article16.casework", "demo-fill", "--men", "24", "--seed", "3")
    people = [json.loads(line) for line in filled.splitlines() if line.startswith("{")]
    ids = json.loads(_run(folder, "-c", FILL))
    with running.running("casework", folder) as address:
        yield Demo(address, people), ids


def test_a_manager_answers_and_erases_on_a_phone_and_every_page_can_be_read(chromium: Browser, man):
    casework, ids = man
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, casework, "Manager")
    found = [line for address in PAGES for line in wrong_in_every_look(page, casework.address + address.format(**ids))]
    assert found == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{casework.address}/access/{ids['request']}/parts/{ids['part']}/")
    for _number in range(int(ids["parts"])):
        with page.expect_navigation():
            page.locator("button.filled").click()
    page.get_by_role("link", name="Release the copy").click()
    page.locator("#id_sure").check()
    page.locator("button.filled").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the copy").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.goto(f"{casework.address}/clients/{ids['erased']}/erase/confirm/")
    page.get_by_label("Erase the whole file").check()
    page.fill("#id_code", ids["code"])
    page.locator("button.filled").click()
    page.wait_for_url("**/retention/")
    assert "Erased" in page.inner_text("main")
    assert page.goto(f"{casework.address}/clients/{ids['erased']}/").status == 404
    context.close()
