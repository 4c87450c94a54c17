"""Questionnaires of a study: which columns an instrument gives, and the answers and scores of one response."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from article16.common.study.people import Cells, Response
from article16.evaluation.tables.fields import Field, item, score
from article16.instruments.definition import Direction, Instrument, Score
from article16.instruments.items import Item, Kind
from article16.instruments.missing import CODES, Missing
from article16.instruments.scoring import score as scored

LARGEST = 127  # of an item's column: one byte
_AFTER_NAME = re.compile(r"\s*(?::|[,،]\s*(?:\w+\s+)?\d).*", re.DOTALL)  # how it is counted, and from where to where
_ASIDE = re.compile(r"\s*\(.*\)$")
_SAFER = {Direction.HIGHER: "higher", Direction.LOWER: "lower"}


def fields_of(instruments: Iterable[Instrument]) -> tuple[Field, ...]:
    """Columns of items and scores, those of several versions once. Words of a question that has an owner stay out."""
    found: dict[str, Field] = {}
    for one in instruments:
        for each in one.items:
            says = f"answer to the question “{each.key}”"
            for place, (name, largest) in enumerate(item_columns(one, each).items()):
                most = max(largest, int(found[name].maximum or 0)) if name in found else largest
                titles = _said(one, each, place)
                found[name] = item(name, says, instrument=one.id, maximum=most, domain=each.impact or 0, titles=titles)
        called = titles_of(one)
        for each_score in one.scores:
            better = ((who, _SAFER[way]) for who, way in each_score.better.items() if way in _SAFER)
            low, high = _range(one, each_score)
            name = score_column(one, each_score.key)
            found[name] = score(
                name,
                f"score “{each_score.key}” of {one.id}",
                instrument=one.id,
                minimum=low,
                maximum=high,
                safer=tuple(sorted(better)),
                domain=each_score.impact or 0,
                measure=each_score.mirabal or 0,
                titles=called[each_score.key],
            )
    return tuple(found.values())


def _said(instrument: Instrument, each: Item, place: int) -> tuple[tuple[str, str], ...]:
    """The question, or of several to tick this one, in each language: as (ex-)partners read it, who speak of him."""
    if instrument.source.owner:
        return ()
    who = "partner" if "partner" in each.informants else next(iter(sorted(each.informants)), None)
    key = f"choice.{each.scale}.{each.codes[place]}" if each.kind is Kind.MULTIPLE else each.key
    found = ((language, _text(instrument, key, language, who)) for language in instrument.texts)
    return tuple((language, words) for language, words in found if words)


def _text(instrument: Instrument, key: str, language: str, who: str | None) -> str:
    try:
        return instrument.text(key, language=language, informant=who)
    except KeyError:
        return ""


def titles_of(instrument: Instrument) -> dict[str, tuple[tuple[str, str], ...]]:
    """By score, the few words by which a report calls it, in each language of the instrument.

    Scores of instruments that have an owner bear its name too: of several questionnaires one may also have a "total".
    """
    found: dict[str, list[tuple[str, str]]] = {one.key: [] for one in instrument.scores}
    for language, words in instrument.texts.items():
        whole = {key: words[f"score.{key}"] for key in found if f"score.{key}" in words}
        short = {key: _AFTER_NAME.sub("", said) for key, said in whole.items()}
        name = _ASIDE.sub("", words.get("title.short") or words.get("title", "")) if instrument.source.owner else ""
        for key, said in short.items():
            told = whole[key] if list(short.values()).count(said) > 1 else said
            found[key].append((language, told if told.startswith(name) else f"{name}: {told}"))
    return {key: tuple(said) for key, said in found.items()}


def _range(instrument: Instrument, one: Score) -> tuple[float | None, float | None]:
    """Smallest and largest points that anybody can have: those of somebody of whom nothing is known yet."""
    ends = []
    for who in one.informants:
        open_ = scored(instrument, {}, informant=who).scores.get(one.key)
        ends += [open_.low, open_.high] if open_ else []
    known = [end for end in ends if math.isfinite(end)]
    return (min(known), max(known)) if known else (None, None)


def item_columns(instrument: Instrument, each: Item) -> dict[str, int]:
    """Names of an item's columns and their largest code; none for words, dates, repeated and large ones."""
    name = f"q_{instrument.id}_{each.key}".replace("-", "_")
    if each.repeat or each.kind in (Kind.TEXT, Kind.DATE):
        return {}
    if each.kind is Kind.MULTIPLE:
        return {f"{name}_{code}": 1 for code in each.codes}
    low, high = each.bounds()
    whole = each.kind is Kind.SINGLE or each.whole
    return {name: int(high)} if whole and low >= 0 and high <= LARGEST else {}


def score_column(instrument: Instrument, key: str) -> str:
    return f"score_{instrument.id}_{key}".replace("-", "_")


def cells_of(instrument: Instrument, response: Response) -> dict[str, str]:
    """What stands in the columns of this response: an answer or why there is none, and the scores that can be made."""
    if response.status != "answered":
        return {}
    found: dict[str, str] = {}
    for each in instrument.items:
        asked = each.is_asked_of(_as_asked(response.informant), response.time)
        nothing = (Missing.NOT_REACHED if asked else Missing.NOT_ASKED).value
        for name, source in zip(item_columns(instrument, each), _sources(each), strict=False):
            found[name] = _known(response.values.get(source, nothing))
    answers = answers_of(instrument, response.values)
    made = scored(instrument, answers, informant=_as_asked(response.informant), time=response.time)
    values = {score_column(instrument, key): one.value for key, one in made.scores.items()}
    return found | {name: f"{value:.9g}" for name, value in values.items() if value is not None}


def answers_of(instrument: Instrument, values: Cells) -> dict[str, object]:
    """Answers as the instrument takes them, from codes. Words and dates are not among them."""
    found: dict[str, object] = {}
    ticked: dict[str, set[int]] = {}
    for name, cell in values.items():
        key, _sign, choice = name.rpartition("-") if "-" in name else (name, "", "")
        each = instrument.by_key.get(key.partition(".")[0])
        if each is None or each.kind in (Kind.TEXT, Kind.DATE):
            continue
        code = _known(cell)
        if code in CODES:
            found[key] = CODES[code]
        elif each.kind is Kind.MULTIPLE:
            ticked.setdefault(key, set()).update({int(choice)} if code == "1" else ())
        else:
            found[key] = int(code) if each.kind is Kind.SINGLE else float(code)
    return found | {key: frozenset(codes) for key, codes in ticked.items()}


def _sources(each: Item) -> list[str]:
    return [f"{each.key}-{code}" for code in each.codes] if each.kind is Kind.MULTIPLE else [each.key]


def _known(cell: str) -> str:
    """The wall has no word of its own for “I do not know”."""
    return Missing.UNKNOWN.value if cell == "unknown" else cell


def _as_asked(informant: str) -> str:
    """Instruments know the partner, whichever of his partners she is."""
    return "partner" if informant == "new partner" else informant


def by_instrument(responses: Iterable[Response]) -> Mapping[tuple[str, str, str], int]:
    """How many responses there are of each instrument, version and fingerprint."""
    found: dict[tuple[str, str, str], int] = {}
    for one in responses:
        key = (one.instrument, one.version, one.fingerprint)
        found[key] = found.get(key, 0) + 1
    return found
