"""Twenty-five rows of one grid on a phone of 320 pixels, in Arabic and German: read and answered with a thumb."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults, focus_faults, run, sideways
from tests.browser.running import Demo
from tests.browser.test_day import enter, take_in
from tests.browser.test_keyed_twice import released
from tests.instruments.test_xlsform import excel

ROWS = 25
PHONE = {"width": 320, "height": 640}
GERMAN = "In den vergangenen vier Wochen habe ich mich bei Meinungsverschiedenheiten zurückgezogen und geschwiegen"
ARABIC = "في الأسابيع الأربعة الماضية انسحبتُ من الخلافات والتزمتُ الصمت ولم أقل ما أشعر به"
SURVEY = [
    ["type", "name", "label::Deutsch (de)", "label::العربية (ar)", "appearance"],
    ["begin_group", "lately", "Die letzten vier Wochen", "الأسابيع الأربعة الماضية", "table-list"],
    *(["select_one much", f"row{n}", f"{GERMAN} ({n})", f"{ARABIC} ({n})", ""] for n in range(1, ROWS + 1)),
    ["end_group", "", "", "", ""],
]
CHOICES = [
    ["list_name", "name", "label::Deutsch (de)", "label::العربية (ar)"],
    ["much", "0", "Überhaupt nicht", "إطلاقاً"],
    ["much", "1", "Ein wenig", "قليلاً"],
    ["much", "2", "Ziemlich", "إلى حدّ ما"],
    ["much", "3", "Stark", "كثيراً"],
    ["much", "4", "Außerordentlich stark", "كثيراً جداً"],
]
SETTINGS = [
    ["form_title::Deutsch (de)", "form_title::العربية (ar)", "form_id", "version"],
    ["Fünfundzwanzig", "خمسة وعشرون", "twenty_five", "1.0.0"],
]
SCORES = [
    ["key", "how", "of", "better", "label::Deutsch (de)", "label::العربية (ar)"],
    ["all", "sum", " ".join(f"row{n}" for n in range(1, ROWS + 1)), "lower", "Alle", "الكل"],
]
CASES = [["name", *(f"row{n}" for n in range(1, ROWS + 1)), "score.all"], ["ones", *["1"] * ROWS, str(ROWS)]]

# What a thumb and an eye would stumble over, row by row.
STUMBLES = """[...document.querySelectorAll('[data-question]')].flatMap((card) => {
  const words = card.querySelector('legend'), found = [];
  const boxes = [...card.querySelectorAll('.choices:not(.choices-apart) .choice')].map((one) => one.getBoundingClientRect());
  if (words.scrollWidth > words.clientWidth + 1) found.push('words are cut');
  if (parseFloat(getComputedStyle(words).fontSize) < 16) found.push('small words');
  for (const one of card.querySelectorAll('.choice span')) {
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline') found.push('a choice is cut');
  }
  boxes.forEach((one, at) => {
    if (one.height < 44 || one.width < 44) found.push('a small target');
    if (one.left < 0 || one.right > innerWidth) found.push('a choice out of the window');
    for (const other of boxes.slice(at + 1)) {
      const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
      if (!apart) found.push('two choices overlap');
    }
  });
  if (!document.querySelector('.answering-large') && card.getBoundingClientRect().height > innerHeight) {
    found.push('a question and its choices do not fit on the screen');
  }
  return found.map((one) => card.dataset.question + ': ' + one);
})"""


@pytest.fixture(scope="module")
def grid(chromium: Browser, demonstration: dict[str, Demo], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("grid") / "grid.xlsx"
    empty = {"alerts": [["key", "when", "label::Deutsch (de)", "label::العربية (ar)"]]}
    sheets = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, "scores": SCORES, "cases": CASES}
    file.write_bytes(excel(**sheets, **empty))
    released(chromium, demonstration["casework"], file, "twenty_five")


def handed_over(page: Page, casework: Demo, language: str) -> None:
    """By his worker, who is signed out by it."""
    enter(page, casework, "Intake worker")
    take_in(page, f"Grid, {language}")
    page.wait_for_url("**/clients/*-*/")
    page.goto(f"{page.url.rstrip('/')}/questionnaires/")
    page.get_by_role("button", name="Plan them now").click()
    page.locator("tr", has_text="Fünfundzwanzig").get_by_role("link").click()
    page.locator("input[name=how][value=tablet]").check()
    page.locator(f"input[name=language][value={language}]").check()
    page.get_by_role("button", name="Ask him").click()
    page.wait_for_url("**/answers/1/")


@pytest.mark.parametrize("language", ["ar", "de"])
def test_twenty_five_rows_are_comfortable_on_a_narrow_phone(chromium, demonstration, grid, language):
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", has_touch=True)
    page = context.new_page()
    handed_over(page, demonstration["casework"], language)
    assert page.locator("[data-question]").count() == ROWS
    assert run(page, "document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    for size in ("usual", "large"):
        assert sideways(page) <= 0, size
        assert run(page, STUMBLES) == [], size
        assert faults(page) == [], size
        if size == "usual":
            assert focus_faults(page) == []
            page.locator("[name=to_size]").click()
            page.locator("[name=to_size][value=usual]").wait_for()
    last = f"q.row{ROWS}=".encode()
    with page.expect_response(lambda one: last in (one.request.post_data_buffer or b"")):
        for number in range(1, ROWS + 1):
            page.locator("label", has=page.locator(f"#q-row{number}-{number % 5 + 1}")).tap()
    page.reload()
    assert page.locator("input:checked").count() == ROWS
    page.locator("button.filled").tap()
    page.wait_for_url("**/answers/done/")
    context.close()
