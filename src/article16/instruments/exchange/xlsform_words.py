"""Labels and hints of an XLSForm, by language: `label::Deutsch (de)`, or `label` alone for the default language."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from article16.instruments.exchange.sheets import Row, Sheet

if TYPE_CHECKING:
    from article16.instruments.exchange.xlsform import Form

# `label@partner English (en)`: to her in other words. At a `::` of which it knows nothing ODK breaks off.
LANGUAGE = re.compile(r"(label|hint|form_title|translated_title)\s*::?\s*(.+)|((?:label|hint)@[a-z_]+)\s+(.+)")
CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
LONGEST = 2_000  # characters of a text
NAMES = {"english": "en", "deutsch": "de", "german": "de", "español": "es", "spanish": "es", "arabic": "ar"}


def code_of(name: str) -> str:
    """The code of a language as a form names it: `Deutsch (de)`, `de`, or a name that everybody knows."""
    name = name.strip().lower()
    inside = re.search(r"\(([^)]+)\)\s*$", name)
    code = (inside[1] if inside else NAMES.get(name, name)).strip().replace("_", "-")
    return code if CODE.fullmatch(code) else ""


def languages_of(form: "Form", sheets: Iterable[Sheet], default: str) -> list[str]:
    """The languages of the form, the default one first."""
    first = code_of(default) if default else "en"
    found = []
    plain = False
    for sheet in sheets:
        for head in sheet.heads:
            match = LANGUAGE.fullmatch(head)
            plain = plain or head in {"label", "form_title"}
            if match and not (code := code_of(match[2] or match[4])):
                form.fault("survey", 1, f"The column {head}: write the code of the language in brackets, as in (de).")
            elif match and code not in found:
                found.append(code)
    if default and not first:
        form.fault("settings", 2, "default_language: write the code of the language in brackets, as in English (en).")
    if plain and first and first not in found:
        found.insert(0, first)
    if not found:
        form.fault("survey", 1, "There is no column label.")
    return sorted(found, key=lambda code: code != first)


class Labels:
    """Puts words under their keys, in every language, and notes those that are missing."""

    def __init__(self, form: "Form", codes: list[str], default: str) -> None:
        self.form, self.codes = form, codes
        self.first = code_of(default) if default else "en"
        for code in codes:
            form.texts.setdefault(code, {})

    def put(self, key: str, row: Row, column: str, *, needed: bool = True) -> None:
        """The words for everybody, and those for one informant where the form has a column of them."""
        self._put(key, row, column, needed=needed)
        for who in self.form.definition.get("informants", ()):
            self._put(f"{key}@{who}", row, f"{column}@{who}", needed=False)

    def _put(self, key: str, row: Row, column: str, *, needed: bool) -> None:
        words = {code: self._words(row, column, code) for code in self.codes}
        if not any(words.values()) and not needed:
            return
        for code, text in words.items():
            if not text:
                self.form.fault(row.sheet, row.number, f"{column}: the words in {code} are missing.")
            elif len(text) > LONGEST:
                self.form.fault(row.sheet, row.number, f"{column}: {len(text)} characters; {LONGEST} are possible.")
            elif "${" in text:
                self.form.fault(row.sheet, row.number, f"{column}: answers cannot be put into words (“${{…}}”).")
            else:
                self.form.texts[code][key] = text

    def _words(self, row: Row, column: str, code: str) -> str:
        for head, text in row.cells.items():
            match = LANGUAGE.fullmatch(head)
            if match and column in (match[1], match[3]) and code_of(match[2] or match[4]) == code:
                return text
        return row.get(column) if code == self.first else ""
