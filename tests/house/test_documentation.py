"""What the documentation repeats from the source is true, and what it points to is there."""

import re
from pathlib import Path

import pytest

from tests.house import tables

ROOT = Path(__file__).parents[2]
ROOMS = ("docs", "src", "tests", "bench", "LICENSES")
PAGES = sorted([*ROOT.glob("*.md"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.md"))])
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
SETTINGS = (ROOT / "docs" / "reference" / "settings.md").read_text()
HEADINGS = ("Status", "Context", "Options", "Decision", "Consequences")
LARGEST_PICTURE = 150_000  # bytes


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The names that a viewer gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path) -> list[str]:
    found = []
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_link_and_picture_is_there(page):
    assert broken(page) == []


def test_every_page_that_the_source_points_to_is_there():
    texts = (path.read_text() for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".html"})
    pages = {page for text in texts for page in re.findall(r"\bdocs/[\w/-]+\.md", text)}
    assert pages
    assert [page for page in sorted(pages) if not (ROOT / page).exists()] == []


def test_no_picture_is_left_over_or_too_large():
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    everything = "".join(page.read_text() for page in PAGES)
    assert len(pictures) > 5
    assert [one.name for one in pictures if f"pictures/{one.name}" not in everything] == []
    assert [one.name for one in pictures if one.stat().st_size > LARGEST_PICTURE] == []


def read_in(*folders: str) -> set[str]:
    """The settings that the source names, those of both services where it builds the name."""
    text = "".join(path.read_text() for folder in folders for path in (ROOT / folder).rglob("*.py"))
    named = set(re.findall(r"\bARTICLE16_[A-Z0-9_]*[A-Z0-9]\b", text))
    built = re.findall(r"\{prefix\}_([A-Z_]+)", text)
    return named | {f"ARTICLE16_{service.upper()}_{name}" for name in built for service in tables.SERVICES}


def documented() -> set[str]:
    return set(re.findall(r"\bARTICLE16_[A-Z0-9_]*[A-Z0-9]\b", SETTINGS))


def test_every_setting_that_is_read_is_described():
    found = read_in("src")
    assert {"ARTICLE16_DATA", "ARTICLE16_SUPPORT_IDLE_MINUTES"} <= found
    assert found - documented() == set()


def test_no_setting_is_described_that_nobody_reads():
    assert documented() - read_in("src", "tests", "bench") == set()


@pytest.mark.parametrize("page", list(tables.GENERATED), ids=lambda page: page.name)
def test_what_is_made_from_the_source_is_up_to_date(page):
    _, made, _ = tables.between(page.read_text())
    assert made == tables.GENERATED[page](), "Run python -m tests.house.tables and look at what changed."


@pytest.mark.parametrize("service", tables.SERVICES)
def test_every_page_is_described_with_its_address(service):
    described = dict(re.findall(r"^\| `([\w-]+)` \| `([^`]+)` \|", _pages_of(service), re.MULTILINE))
    addresses = {name: re.sub(r"<\w+:", "<", address) for name, address in tables.service(service).pages.items()}
    assert described == addresses


def _pages_of(service: str) -> str:
    parts = re.split(r"^## ", (ROOT / "docs" / "reference" / "pages.md").read_text(), flags=re.MULTILINE)
    return "".join(part for part in parts if part.startswith(("Both", service.capitalize())))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_every_decision_has_its_five_headings_in_order(page):
    text = page.read_text()
    assert text.startswith(f"# {page.stem[:4]} ")
    places = [text.find(f"\n**{heading}") for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)


def test_numbers_of_decisions_are_given_once():
    numbers = [page.stem[:4] for page in DECISIONS]
    assert sorted(set(numbers)) == numbers


def test_the_first_heading_of_the_changes_is_a_version_with_results_that_change():
    text = (ROOT / "CHANGELOG.md").read_text()
    first = re.search(r"^## (.+)$", text, re.MULTILINE)
    assert first
    assert re.match(r"\d+\.\d+\.\d+ ", first[1])
    newest = re.split(r"^## ", text, flags=re.MULTILINE)[1]
    assert "### Results that change" in newest


def test_every_command_of_the_launcher_is_described():
    text = (ROOT / "docs" / "reference" / "commands.md").read_text()
    modules = (ROOT / "src" / "article16" / "cli").glob("*.py")
    commands = {
        name for path in modules for name in re.findall(r'commands\.add_parser\(\s*"([a-z]+)"', path.read_text())
    }
    assert "demo" in commands
    assert commands - set(re.findall(r"`\./article16 ([a-z]+)", text)) == set()


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text()
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert [number for number in range(1, 16) if f"\n{number}." not in text] == []
    assert text.rstrip().endswith("new EUPL version.")
