"""The worked cases on the pages of docs/methods are run, so a page cannot say what the code does not."""

import doctest
from pathlib import Path

import pytest

from tests.evaluation.cast import about

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "methods"
GENERAL = {"how_to_check_us", "calibration"}  # about all methods
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.stem not in GENERAL)
PARTS = ("## Question", "## Formula", "## Assumptions", "## Source", "## Worked cases")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_worked_cases_of_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    case = doctest.DocTestParser().get_doctest(text, {"about": about()}, page.name, str(page), 0)
    failures, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(case)
    assert tried > 0
    assert failures == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_all_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [part for part in PARTS if part not in text] == []
    assert "1. " in text.split("## Worked cases")[1]
