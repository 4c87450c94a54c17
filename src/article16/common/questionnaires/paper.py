"""A questionnaire on paper: every question of one informant at one time, with boxes to tick. Holds no answer."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from article16.instruments.definition import Instrument
from article16.instruments.expressions import names
from article16.instruments.items import Item, Kind
from article16.printing import pdf

from .pages import reason_words
from .reading import offered

TEMPLATE = Path(__file__).with_name("paper.typ")
CHILDREN = 4  # columns printed for a repeating group; of more, the sheet is copied
MOST_BESIDE = 7  # answers that fit into one row


def paper(instrument: Instrument, *, informant: str, time: str | None, language: str, code: str, at: datetime) -> bytes:
    """The PDF. `code` stands in its head, so that the sheet finds its way back; no name stands on it."""
    with translation.override(language):
        value = {
            "head": _("%(code)s, %(time)s") % {"code": code, "time": time or ""},
            "of": _("of"),
            "title": _words(instrument, "title", language, informant),
            "intro": _maybe(instrument, "intro", language, informant),
            "how": _("Tick one box for each question, or write on the line. You may leave any question open."),
            "day": _("Date on which you filled this in"),
            "version": f"{instrument.id} {instrument.version} · {instrument.fingerprint[:16]}",
            "sections": list(_sections(instrument, informant, time, language)),
        }
        title = _words(instrument, "title", language, informant)
        return pdf(TEMPLATE, value, title=title, at=at, language=language)


def _words(instrument: Instrument, key: str, language: str, informant: str) -> str:
    return instrument.text(key, language=language, informant=informant)


def _maybe(instrument: Instrument, key: str, language: str, informant: str) -> str:
    try:
        return _words(instrument, key, language, informant)
    except KeyError:
        return ""


def _sections(
    instrument: Instrument, informant: str, time: str | None, language: str
) -> Iterator[Mapping[str, object]]:
    asked = {item.key for item in instrument.items_for(informant, time)}
    for section in instrument.sections:
        items = [instrument.by_key[key] for key in section.items if key in asked]
        if not items:
            continue
        window = next((one for one in instrument.windows if not one.times or time is None or time in one.times), None)
        repeat = instrument.repeat_by_key.get(section.repeat)
        columns = min(repeat.most, CHILDREN) if repeat else 1
        yield {
            "title": _words(instrument, f"section.{section.key}", language, informant),
            "intro": _maybe(instrument, f"section.{section.key}.intro", language, informant),
            "window": _words(instrument, f"window.{window.key}", language, informant)
            if section.window and window
            else "",
            "copies": [
                f"{_words(instrument, f'repeat.{section.repeat}', language, informant)} {number}" if repeat else ""
                for number in range(1, columns + 1)
            ],
            "questions": list(_questions(instrument, items, informant, language)),
        }


def _questions(
    instrument: Instrument, items: list[Item], informant: str, language: str
) -> Iterator[Mapping[str, object]]:
    grid = ""
    for item in items:
        lead = _words(instrument, f"grid.{item.grid}", language, informant) if item.grid and item.grid != grid else ""
        grid = item.grid
        boxes = [_words(instrument, f"choice.{item.scale}.{code}", language, informant) for code in item.codes]
        yield {
            "lead": lead,
            "words": _words(instrument, item.key, language, informant),
            "hint": _maybe(instrument, f"{item.key}.hint", language, informant),
            "only": _only(instrument, item, informant, language),
            "boxes": boxes,
            "several": _("You may tick several.") if item.kind is Kind.MULTIPLE else "",
            "beside": len(boxes) <= MOST_BESIDE and sum(map(len, boxes)) < 90,
            "line": item.kind in {Kind.NUMERIC, Kind.DATE, Kind.TEXT},
            "lines": 5 if item.kind is Kind.TEXT and item.longest > 200 else 1,
            "unit": _("day, month, year") if item.kind is Kind.DATE else _(item.unit) if item.unit else "",
            "apart": [reason_words(kind) for kind in offered(item)],
        }


def _only(instrument: Instrument, item: Item, informant: str, language: str) -> str:
    """On paper nothing hides: a question that hangs on another says so, with that question's own words."""
    if item.when is None:
        return ""
    keys = [key for key in instrument.by_key if key in names(item.when)]
    asked = [
        _words(instrument, key, language, informant) for key in keys if informant in instrument.by_key[key].informants
    ]
    return (
        _("Only if this follows from your answer to: %(questions)s") % {"questions": "; ".join(asked)} if asked else ""
    )
