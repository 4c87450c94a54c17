"""Texts: every word that a page needs stands in every language, for every informant, and nothing else does."""

from collections.abc import Iterator, Mapping

from article16.instruments.catalogue import Catalogue
from article16.instruments.definition import Instrument
from article16.instruments.written import Fault

SOURCE = "en"  # the language from which the others are translated
Told = tuple[str, int, str]
Needed = dict[str, frozenset[str]]  # text key -> informants who read it; empty: the same words for all


def needed(built: Instrument) -> Needed:
    """The keys of all texts that must be there."""
    found: Needed = {"title": frozenset()}
    everybody = frozenset(built.informants)
    for section in built.sections:
        who = frozenset(who for key in section.items for who in built.by_key[key].informants)
        found[f"section.{section.key}"] = who
    for item in built.items:
        found[item.key] = item.informants
        if item.grid:
            found[f"grid.{item.grid}"] = found.get(f"grid.{item.grid}", frozenset()) | item.informants
        for choice in item.choices:
            key = f"choice.{item.scale}.{choice.code}"
            found[key] = found.get(key, frozenset()) | item.informants
    for window in built.windows:
        found[f"window.{window.key}"] = everybody
    for repeat in built.repeats:
        found[f"repeat.{repeat.key}"] = everybody
    for score in built.scores:
        found[f"score.{score.key}"] = everybody
        found |= {f"band.{score.key}.{band.key}": everybody for band in score.bands}
    return found | {f"alert.{alert.key}": everybody for alert in built.alerts}


def optional(built: Instrument) -> frozenset[str]:
    """The keys of texts that may be there: introductions and hints."""
    sections = {f"section.{section.key}.intro" for section in built.sections}
    return frozenset({"intro", "title.short", *sections, *(f"{item.key}.hint" for item in built.items)})


def text_faults(built: Instrument, catalogues: Mapping[str, Catalogue], files: Mapping[str, str]) -> Iterator[Fault]:
    """Every fault of the texts of every language, by file and line."""
    wanted, extra = needed(built), optional(built)
    source = catalogues.get(SOURCE)
    for language, catalogue in catalogues.items():
        name = files[language]
        for file, line, sentence in (
            *catalogue.faults,
            *_lacking(wanted, catalogue),
            *_strange(wanted, extra, built, catalogue),
            *_stale(catalogue, source if language != SOURCE else None),
        ):
            yield Fault(file or name, line, sentence)


def _lacking(wanted: Needed, catalogue: Catalogue) -> Iterator[Told]:
    for key, who in wanted.items():
        if key in catalogue.entries:
            continue
        lacking = sorted(one for one in who if f"{key}@{one}" not in catalogue.entries)
        if not who or len(lacking) == len(who):
            yield "", 1, f"The text “{key}” is missing."
        elif lacking:
            yield "", 1, f"The text “{key}” is missing for {', '.join(lacking)}."


def _strange(wanted: Needed, extra: frozenset[str], built: Instrument, catalogue: Catalogue) -> Iterator[Told]:
    for key, entry in catalogue.entries.items():
        base, _, who = key.partition("@")
        if (base not in wanted and base not in extra) or (who and who not in built.informants):
            yield entry.file, entry.line, f"Nothing uses the text “{key}”."


def _stale(catalogue: Catalogue, source: Catalogue | None) -> Iterator[Told]:
    for key, entry in catalogue.entries.items():
        if source is None:
            if not entry.source.strip():
                yield entry.file, entry.line, f"The text “{key}” is empty."
            continue
        if not entry.words.strip():
            yield entry.file, entry.line, f"The text “{key}” is not translated."
        origin = source.entries.get(key) or source.entries.get(key.partition("@")[0])
        if origin is not None and origin.source != entry.source:
            yield entry.file, entry.line, f"The English words of “{key}” have changed since it was translated."
