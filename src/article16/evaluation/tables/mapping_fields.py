"""What a column of a mapping file becomes: one of the codebook, or an item or a score that the file adds."""

from __future__ import annotations

from typing import Any, Protocol

from article16.evaluation.tables.fields import DOMAINS, MEASURES, Field, item, score
from article16.evaluation.tables.problems import shown
from article16.evaluation.tables.schema import BY_NAME


class Reader(Protocol):
    """Collects faults."""

    def fault(self, place: str, says: str) -> None:
        """Notes what is wrong there."""

    def mapping(self, value: object, place: str, known: tuple[str, ...] | None) -> dict[str, Any]:
        """Names and what they stand for; a fault when it is something else."""


def target_of(table: str, name: str, parts: dict[str, Any], place: str, *, reader: Reader) -> Field | None:
    """The column of that name, or None with a fault."""
    if name in BY_NAME[table].names:
        return BY_NAME[table].field(name)
    instrument, most = str(parts.get("instrument", "")), str(parts.get("maximum", ""))
    meaning = str(parts.get("meaning", parts.get("from", name)))
    domain, measure = (_known(parts, what, among, place, reader) for what, among in _NUMBERED.items())
    titles = _titles(parts.get("titles", {}), f"{place}.titles", reader)
    if name.startswith("q_"):
        if not most.isdigit():
            reader.fault(place, "Say the highest answer code of the item, such as maximum: 4.")
            return None
        return item(name, meaning, instrument=instrument, maximum=int(most), domain=domain, titles=titles)
    if name.startswith("score_"):
        low, high = (_limit(parts, end, place, reader) for end in ("minimum", "maximum"))
        safer = _safer(parts.get("safer", {}), f"{place}.safer", reader)
        return score(name, meaning, instrument=instrument, minimum=low, maximum=high, domain=domain, safer=safer,
                     measure=measure, titles=titles)  # fmt: skip
    reader.fault(place, f"The table {table} has no column {shown(name)}. Items begin with q_, scores with score_.")
    return None


_NUMBERED = {"domain": DOMAINS, "measure": MEASURES}


def _known(parts: dict[str, Any], what: str, among: dict[int, str], place: str, reader: Reader) -> int:
    said = str(parts.get(what, "0"))
    if said != "0" and (not said.isdigit() or int(said) not in among):
        known = ", ".join(f"{number} {words}" for number, words in among.items())
        reader.fault(f"{place}.{what}", f"{shown(said)} is no {what}. There are {known}.")
        return 0
    return int(said)


def _titles(value: object, place: str, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Language and title; without languages it is English."""
    if isinstance(value, str):
        return (("en", value),)
    return tuple((str(code), str(words)) for code, words in reader.mapping(value, place, None).items())


def _limit(parts: dict[str, Any], end: str, place: str, reader: Reader) -> float | None:
    said = str(parts.get(end, ""))
    if said and not is_number(said):
        reader.fault(f"{place}.{end}", f"{shown(said)} is no number.")
        return None
    return float(said) if said else None


def _safer(value: object, place: str, reader: Reader) -> tuple[tuple[str, str], ...]:
    entries = {str(who): str(way) for who, way in reader.mapping(value, place, ("client", "partner")).items()}
    for way in entries.values():
        if way not in ("lower", "higher"):
            reader.fault(place, f"Say which way is safer, lower or higher, not {shown(way)}.")
    return tuple(entries.items())


def is_number(text: str) -> bool:
    """Whether a text is a number with a decimal point."""
    try:
        float(text)
    except ValueError:
        return False
    return True
