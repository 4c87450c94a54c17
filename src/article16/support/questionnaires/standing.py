"""How her questionnaires stand, from what her case holds. Pure."""

from collections.abc import Sequence

from article16.support.survivors.writings import CaseFile, Kind, Opened

from .held import Entry, Held, Row, What


def answered(file: CaseFile, what: What) -> list[Opened]:
    """The answers to this questionnaire at this time, the latest first; those that came beside others are left out."""
    return [one for one in file.answers if _what(one) == what and not one.value.beside]


def _what(one: Opened) -> What:
    return What(one.value.wave, one.value.instrument)


def why_not(file: CaseFile, what: What) -> str:
    """The reason that was given last why this was not filled in; empty: none."""
    found = (one.value.reason for one in file.of(Kind.NOT_ANSWERED) if _what(one) == what)
    return next(found, "")


def begun(rows: Sequence[Row], what: What) -> Held | None:
    """As far as she has answered this, by whatever way."""
    found = (row.held for row in rows if row.held.what == what and row.held.entry is Entry.DIRECT)
    return next(found, None)
