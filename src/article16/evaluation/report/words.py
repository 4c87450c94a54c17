"""The words of a report in one language: English in the code, other languages in a PO file beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parent / "locale"
SOURCE = "en"


class UnknownLanguage(ValueError):
    """No translation of the report; the text names those that there are."""


def languages() -> tuple[str, ...]:
    """Languages in which a report can be written."""
    return (SOURCE, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


class Words:
    """Says sentences and numbers in one language.

    Raises
    ------
    UnknownLanguage
        When there is no catalogue of it.
    """

    def __init__(self, language: str) -> None:
        if language not in languages():
            has = ", ".join(languages())
            raise UnknownLanguage(
                f"There is no report in “{language}” yet. There are: {has}. A translation is the file "
                f"{language}.po beside the others; docs/how-to/report.md says how to begin one."
            )
        self.language = language
        try:
            self.locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            raise UnknownLanguage(f"“{language}” is not the code of a language.") from None
        self._texts = _catalogue(language)

    @property
    def right_to_left(self) -> bool:
        """Whether lines run from the right."""
        return str(self.locale.text_direction) == "rtl"

    def say(self, text: str, **values: object) -> str:
        """The sentence in this language, its places filled."""
        return self._texts.get(text, text).format(**values)

    def term(self, text: str) -> str:
        """A word of the study, such as a code, in this language where it has one. Never a sentence with places."""
        return self._texts.get(text, text)

    def title(self, titles: Mapping[str, str], otherwise: str) -> str:
        """How the study calls something: in this language, else in English, else by its own name made readable."""
        near = self.language.split("-", maxsplit=1)[0]
        known = titles.get(self.language) or titles.get(near) or titles.get(SOURCE)
        return known or self.term(otherwise).replace("_", " ")

    def has(self, text: str) -> bool:
        """Whether this text can be said in this language."""
        return self.language == SOURCE or text in self._texts

    def percent(self, share: float, digits: int = 0) -> str:
        """0.125 as "13 %"."""
        found: str = format_percent(share, format=_pattern(digits) + "%", locale=self.locale)
        return found

    def decimal(self, value: float, digits: int = 1) -> str:
        """A number with so many decimals, a true minus sign before a negative one."""
        text: str = format_decimal(value, format=_pattern(digits), locale=self.locale)
        return text.replace("-", "−")

    def tick(self, value: float) -> str:
        """A number beside an axis: no more decimals than it has."""
        digits = next((n for n in range(4) if abs(value - round(value, n)) < 1e-9), 4)
        return self.decimal(value, digits)

    def whole(self, value: float) -> str:
        """A count."""
        return self.decimal(value, 0)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


@cache
def _catalogue(language: str) -> dict[str, str]:
    if language == SOURCE:
        return {}
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language.replace("-", "_"))
    return {str(one.id): str(one.string) for one in read if one.id and one.string}
