"""The Arabic texts: complete, compiled from the file beside them, and with every gap filled the same way."""

import ast
import gettext
import re

from tests.common.ui.colours import ROOM

FOLDER = ROOM / "locale" / "ar" / "LC_MESSAGES"


def _written() -> dict[str, str]:
    """Text to translation, as the PO file has it; of a plural, the first form."""
    entries = re.split(r"\n\n", (FOLDER / "django.po").read_text(encoding="utf-8"))
    return dict(pair for pair in map(_pair, entries[1:]) if pair)


def _pair(entry: str) -> tuple[str, str] | None:
    text = re.search(r"^msgid (\".*\")$", entry, re.MULTILINE)
    told = re.search(r"^msgstr(?:\[0\])? (\".*\")$", entry, re.MULTILINE)
    return (ast.literal_eval(text[1]), ast.literal_eval(told[1])) if text and told else None


def test_no_text_is_left_empty():
    assert [text for text, told in _written().items() if not told] == []


def test_the_compiled_file_is_made_from_the_one_beside_it():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    singular = {key.split("\x04")[-1]: told for key, told in compiled.items() if isinstance(key, str) and key}
    singular |= {key[0]: told for key, told in compiled.items() if isinstance(key, tuple) and key[1] == 0}
    assert singular == _written()


def test_a_gap_in_a_text_is_a_gap_in_its_translation():
    for text, told in _written().items():
        gaps = set(re.findall(r"%\(\w+\)s", told))
        assert gaps <= set(re.findall(r"%\(\w+\)s", text))
