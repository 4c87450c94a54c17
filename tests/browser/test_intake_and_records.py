"""Intake, reviews and notes by keyboard, on a desk and on a phone; every page of both rooms looked at."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import running
from tests.browser.looking import faults, focus_on, run, wrong_in_every_look
from tests.browser.running import Demo
from tests.browser.test_day import SIZES, enter, tab_to
from tests.prepared import prepared

IDS = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
django.setup()
from article16.casework.intake import models as intake
from article16.casework.records import models as records
held = records.ReviewHeld.objects.filter(episode__programme__code="graz").order_by("pk").first()
about = {"episode": held.episode_id}
first = lambda model, **where: str(model.objects.filter(**where).order_by("pk").values_list("pk", flat=True).first())
print(json.dumps({
    "episode": str(held.episode_id), "client": str(held.episode.client_id), "held": str(held.pk),
    "programme": str(held.episode.programme_id),
    "interview": first(intake.Interview, **about), "assessment": first(intake.Assessment, **about),
    "note": first(records.Note, episode__programme__code="graz"),
    "criterion": first(intake.Criterion, programme__code="graz", until=None),
    "text": first(intake.AgreementText, programme__code="graz"),
}))
"""
PAGES = [
    "/episodes/{episode}/intake/",
    "/interviews/{interview}/",
    "/episodes/{episode}/interviews/add/",
    "/interviews/{interview}/correct/",
    "/suitability/{assessment}/",
    "/episodes/{episode}/suitability/add/",
    "/episodes/{episode}/agreement/",
    "/episodes/{episode}/agreement/sign/",
    "/episodes/{episode}/agreement/withdraw/",
    "/programmes/{programme}/criteria/",
    "/programmes/{programme}/criteria/add/",
    "/criteria/{criterion}/change/",
    "/programmes/{programme}/texts/",
    "/programmes/{programme}/texts/write/",
    "/texts/{text}/",
    "/episodes/{episode}/records/",
    "/episodes/{episode}/reviews/hold/",
    "/reviews/{held}/",
    "/reviews/{held}/correct/",
    "/programmes/{programme}/reviews/",
    "/episodes/{episode}/individual/write/",
    "/episodes/{episode}/notes/",
    "/episodes/{episode}/notes/add/",
    "/notes/{note}/",
    "/notes/{note}/correct/",
]


@pytest.fixture(scope="module")
def men(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, dict[str, str]]]:
    """Casework with twelve made-up men, and the ids of one of them in Graz."""
    folder: Path = tmp_path_factory.mktemp("men")
    prepared(folder)
    filled = _run(folder, "-m", "article16.casework", "demo-fill", "--men", "12", "--seed", "3")
    people = [json.loads(line) for line in filled.splitlines() if line.startswith("{")]
    ids = json.loads(_run(folder, "-c", IDS))
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


@pytest.fixture(params=list(SIZES))
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_note_with_a_concern_is_written_with_the_keyboard_alone(page, men):
    casework, ids = men
    enter(page, casework, "Facilitator")
    page.goto(f"{casework.address}/episodes/{ids['episode']}/notes/add/")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("He spoke of waiting outside the school.")
    tab_to(page, "input[name=channel]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "input[name=concern]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=seriousness]")
    page.keyboard.press("Space")
    tab_to(page, "button.filled")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/*-*/")
    focus_on(page, ".notice", "The warning is raised, as for every man")
    assert "He threatened somebody" in page.content()
    assert faults(page) == []


def test_an_error_in_an_interview_takes_the_focus_and_keeps_what_was_typed(page, men):
    casework, ids = men
    enter(page, casework, "Intake worker")
    page.goto(f"{casework.address}/episodes/{ids['episode']}/interviews/add/")
    page.fill("#id_violence_words", "He names pushing.")
    page.fill("#id_inside", "11")
    page.locator("button.filled").click()
    focus_on(page, ".error-summary")
    assert page.input_value("#id_violence_words") == "He names pushing."
    assert page.input_value("#id_inside") == "11"
    assert faults(page) == []


def test_every_page_can_be_read_and_used_by_everybody(chromium, men):
    casework, ids = men
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    enter(page, casework, "Manager")
    wrong = [one for path in PAGES for one in wrong_in_every_look(page, casework.address + path.format(**ids))]
    context.close()
    assert wrong == []


def test_a_signed_agreement_prints_on_white_without_what_is_for_the_screen(chromium, men):
    casework, ids = men
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    enter(page, casework, "Intake worker")
    page.goto(f"{casework.address}/episodes/{ids['episode']}/agreement/")
    page.emulate_media(media="print")
    shown = run(page, "[...document.querySelectorAll('.band, .button, .skip')].filter((one) => one.checkVisibility())")
    assert shown == []
    assert "You use no violence and no threats" in page.inner_text("main")
    assert "Printed by" in page.inner_text("main")
    context.close()
