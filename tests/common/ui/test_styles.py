"""Style sheets: colours in one file only, no physical side, everything in a layer."""

import re

import pytest

from tests.common.ui.colours import STYLES

SHEETS = sorted(STYLES.glob("*.css"))
OTHERS = [sheet for sheet in SHEETS if sheet.name != "tokens.css"]
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(|"
    r":[^;]*\b(?:white|black|gr[ae]y|red|green|blue|yellow|orange|purple|silver|navy|teal|canvas|highlight)\b",
    re.IGNORECASE,
)
SIDE = re.compile(
    r"\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[;{]\s*(?:left|right|top|bottom|width|height)\s*:|"
    r"text-align:\s*(?:left|right)|float:"
)
FOUR_VALUES = re.compile(r"(?:padding|margin|inset|border-radius):\s*[^;\s]+ ([^;\s]+) [^;\s]+ ([^;\s]+);")


@pytest.mark.parametrize("sheet", OTHERS, ids=lambda sheet: sheet.name)
def test_only_the_token_file_names_a_colour(sheet):
    assert COLOUR.findall(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_style_names_left_or_right(sheet):
    text = sheet.read_text()
    assert SIDE.findall(text) == []
    assert [pair for pair in FOUR_VALUES.findall(text) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_stands_in_a_layer_and_fetches_nothing_foreign(sheet):
    text = sheet.read_text()
    assert "@layer" in text
    assert "@import" not in text
    assert all(address.startswith("fonts/") for address in re.findall(r'url\("?([^")]+)', text))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_shadow_but_the_halo_of_the_focus(sheet):
    shadows = re.findall(r"box-shadow: ([^;]+);", sheet.read_text())
    assert all(shadow == "none" or "var(--focus-halo)" in shadow for shadow in shadows)


def test_every_font_that_a_style_names_is_there_with_its_licence():
    text = (STYLES / "fonts.css").read_text()
    files = re.findall(r'url\("fonts/([^"]+)"\)', text)
    assert files
    assert sum((STYLES / "fonts" / name).stat().st_size for name in files) < 400_000
    assert len(list((STYLES / "fonts").glob("OFL-*.txt"))) == 3
