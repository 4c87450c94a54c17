"""Her pages whole in each of their languages: every text there is, compiled from the file beside it."""

import ast
import gettext
import re
from pathlib import Path

import pytest

from article16.support.portal import policy
from tests.service import begin  # noqa: F401  because it sets the service up

ROOM = Path(policy.__file__).parent
TEMPLATES = ROOM.parent / "templates" / "portal"
WORKERS = {"letters.html", "links.html"}
ENGINES = ROOM.parents[1] / "common" / "questionnaires"
OTHERS = sorted({"de", "es", "ar"})


def _of_templates() -> set[str]:
    texts = [path.read_text() for path in TEMPLATES.glob("*.html") if path.name not in WORKERS]
    found = {one for text in texts for one in re.findall(r'\{% translate "([^"]+)" %\}', text)}
    for text in texts:
        for one in re.findall(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", text):
            found.add(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", one))
    return found


def _of_source() -> set[str]:
    """What she sees of the forms and of the desk, and what is sent to her."""
    message = (ROOM / "forms.py").read_text().split("class LinkForm")[0]
    return set(re.findall(r'_\("([^"]+)"\)', message + (ROOM / "desk.py").read_text())) | {
        "Here is the page: %(address)s"
    }


def _compiled(folder: Path, language: str) -> dict[object, str]:
    with (folder / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_her_pages_is_there(language):
    there = _compiled(ROOM, language)
    texts = _of_templates() | _of_source()
    assert len(texts) > 30
    assert [text for text in texts if not there.get(text)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_file_is_made_from_the_one_beside_it_and_fills_every_gap(language):
    written = (ROOM / "locale" / language / "LC_MESSAGES" / "django.po").read_text()
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".*")$', written, re.MULTILINE)
    there = _compiled(ROOM, language)
    for text, told in ((ast.literal_eval(one), ast.literal_eval(other)) for one, other in pairs):
        assert there[text] == told
        assert set(re.findall(r"%\(\w+\)[sd]", told)) == set(re.findall(r"%\(\w+\)[sd]", text)), text


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_the_way_out_is_called_what_stands_on_it(language, db):
    from django.utils import translation
    from django.utils.translation import gettext

    with translation.override(language):
        button = gettext("Leave this page")
        assert button in gettext("“Leave this page” on top closes it at once, at any time.")
