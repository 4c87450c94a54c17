"""A mapping file for a new file, proposed from its column names, labels and values, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from article16.evaluation.tables.crosschecks import plain
from article16.evaluation.tables.fields import TEXT_KINDS, Field, Kind, Table
from article16.evaluation.tables.missing import WORDS, Missing
from article16.evaluation.tables.schema import BY_NAME, CASES, EVENTS, EXPOSURE, RESPONSES
from article16.evaluation.tables.sources import Source, Text

# Words people use for a column, in several languages; compared without case, accents and marks.
WORDS_FOR: dict[str, tuple[str, ...]] = {
    "case": ("id", "case", "caseid", "caseno", "client", "clientid", "participant", "fall", "fallnummer", "caso"),
    "programme": ("programme", "program", "site", "hub", "centre", "center", "standort", "programa", "programma"),
    "route": ("route", "referral", "referredby", "referralsource", "zuweisung", "zuweiser", "derivacion", "invio"),
    "mandate": ("mandate", "mandated", "voluntary", "courtordered", "auflage", "freiwillig", "obligado"),
    "age_band": ("ageband", "agegroup", "altersgruppe"),
    "employed": ("employed", "employment", "job", "work", "arbeit", "empleo"),
    "substance": ("substance", "alcohol", "drugs", "sucht", "alkohol"),
    "children": ("children", "kids", "kinder", "hijos", "figli"),
    "risk": ("risk", "riskscore", "risiko", "riesgo"),
    "motivation": ("motivation", "motivacion"),
    "assigned": ("assigned", "arm", "random", "randomised", "randomized", "trandom", "allocation", "allocated"),
    "delivered": ("delivered", "received", "treatment", "tfinal", "treated"),
    "group": ("group", "groupid", "gruppe", "grupo"),
    "suitability": ("suitability", "suitable", "eignung"),
    "ending": ("ending", "outcome", "status", "endstatus", "completion", "abschluss", "salida", "esito"),
    "ending_reason": ("reason", "endingreason", "dropoutreason", "grund", "motivo"),
    "day_contact": ("firstcontact", "contact", "erstkontakt", "t0"),
    "day_decision": ("decision", "assessment", "intake", "aufnahme"),
    "day_start": ("start", "startdate", "begin", "beginn", "inicio", "inizio"),
    "day_ending": ("end", "enddate", "ende", "fin", "fine"),
    "time": ("time", "wave", "timepoint", "messzeitpunkt", "onda", "t"),
    "informant": ("informant", "respondent", "source", "rater"),
    "instrument": ("instrument", "questionnaire", "scale", "form"),
    "sessions_planned": ("sessionsplanned", "planned", "geplant"),
    "sessions_attended": ("sessionsattended", "attended", "attendance", "teilgenommen"),
    "hours": ("hours", "stunden", "horas", "ore"),
    "day": ("day", "days"),
    "source": ("reportedby",),
    "kind": ("event", "offence", "offense", "incident", "delikt"),
}  # fmt: skip
# Never proposed: what may name a person stays where it is.
NAMING = re.compile(
    r"name|nombre|apellid|cognome|birth|geburt|nacim|nascita|addres|adres|phone|telefon|mail|note|comment|bemerk", re.I
)
REFERRAL = ("referraldate", "referred", "referredon", "datereferred", "referral", "zuweisungsdatum")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
_PATTERNS = {
    "%Y-%m-%d": re.compile(r"\d{4}-\d\d?-\d\d?$"),
    "%d.%m.%Y": re.compile(r"\d\d?\.\d\d?\.\d{4}$"),
    "%d/%m/%Y": re.compile(r"\d\d?/\d\d?/\d{4}$"),
    "%m/%d/%Y": re.compile(r"(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])/\d{4}$"),
}
MOST_CODES = 15  # a column with more different values is no category
_MISSING_WORDS = {
    **dict.fromkeys(("na", "nk", "unknown", "unbekannt", "k.a.", "don't know", "99", "999", "-9"), "unknown"),
    **dict.fromkeys(("n/a", "not applicable"), "does not apply"),
    **dict.fromkeys(("refused", "declined"), "declined"),
}

_YES, _NO = ("1", "ja", "true", "y", "si", "oui", "yes"), ("0", "nein", "false", "n", "non", "no")


@dataclass(frozen=True, slots=True)
class Guess:
    """One proposed column: where it goes, and how sure that is (0 to 1)."""

    field: Field
    source: str
    certainty: float


def guesses(source: Source) -> dict[str, list[Guess]]:
    """The likeliest column of the file for each column of the codebook, by table; no column is used twice."""
    table = _likely_table(source)
    offers = [
        Guess(field, column, certainty)
        for field in table.fields
        for column in source.columns
        if not NAMING.search(column)
        and (field.kind is Kind.DAY or not _date_pattern(source.columns[column]))
        and (certainty := _fit(field, column)) >= 0.75
    ]
    taken: dict[str, Guess] = {}
    used: set[str] = set()
    for offer in sorted(offers, key=lambda one: -one.certainty):
        if offer.field.name not in taken and offer.source not in used:
            taken[offer.field.name] = offer
            used.add(offer.source)
    return {table.name: [taken[field.name] for field in table.fields if field.name in taken]}


def _likely_table(source: Source) -> Table:
    """The table whose own columns the file has most of; cases when in doubt."""

    def marks(table: Table) -> float:
        own = [field for field in table.fields if field.required and field.name not in ("case", "programme")]
        hits = sum(any(_fit(field, column) >= 0.9 for column in source.columns) for field in own)
        return hits / len(own) if own else 0.4

    return max((CASES, RESPONSES, EVENTS, EXPOSURE), key=marks)


def _fit(field: Field, column: str) -> float:
    """How well a column name fits, from 0 to 1."""
    said = plain(column)
    words = {plain(field.name), *WORDS_FOR.get(field.name, ())}
    if said in words:
        return 1.0
    return max(SequenceMatcher(None, said, word).ratio() if min(len(said), len(word)) > 3 else 0.0 for word in words)


def propose(source: Source) -> str:
    """The text of a mapping file.

    Returns
    -------
    str
        YAML that can be loaded as it is once the lines marked ``# ?`` are answered. What is not mapped is listed.
    """
    found = guesses(source)
    lines = [
        f"# Proposed for {source.name} ({source.rows:,} rows). Read every line: a wrong guess gives a wrong result.",
        "# Lines with a question mark need you. Columns that name people are not proposed and must stay out.",
        f"title: {_quoted(source.name.rsplit('.', 1)[0])}",
        f"file: {_quoted(source.name)}",
        "tables:",
    ]
    for table, columns in found.items():
        lines += [f"  {table}:", "    columns:"]
        have = {guess.field.name for guess in columns}
        for field in BY_NAME[table].fields:
            if field.required and field.name not in have:
                lines.append(_lacking(field))
        for guess in columns:
            lines += _proposed(guess, source)
    used = {guess.source for columns in found.values() for guess in columns}
    rest = [column for column in source.columns if column not in used]
    lines += ["# Not mapped:"] + [f"#   {column}: {_glimpse(column, source.columns[column])}" for column in rest]
    return "\n".join(lines) + "\n"


def _lacking(field: Field) -> str:
    if field.kind is Kind.KEY:
        return f"      {field.name}: {{row: number}}  # ? no column looks like a case number; rows are counted"
    if field.kind is Kind.CATEGORY:
        return f"      {field.name}: {{always: {field.allowed[0]}}}  # ? one of {', '.join(field.allowed)}"
    return f"      {field.name}: {{always: unnamed}}  # ? {field.meaning}"


def _proposed(guess: Guess, source: Source) -> list[str]:
    field, cells = guess.field, source.columns[guess.source]
    doubt = "" if guess.certainty == 1 else "  # ? the name fits only roughly"
    head = f"      {field.name}: {{from: {_quoted(guess.source)}"
    if field.kind is Kind.CATEGORY:
        return [head + f", codes: {{{_codes(field, source, guess.source)}}}}}{doubt or _open(field, cells)}"]
    if field.kind is Kind.DAY and (pattern := _date_pattern(cells)):
        since = next((column for column in source.columns if plain(column) in REFERRAL), "")
        ask = doubt or ("" if since else "  # ? which column holds the date of referral")
        return [head + f", date: {_quoted(pattern)}, since: {_quoted(since or guess.source)}}}{ask}"]
    missing = {cell: _MISSING_WORDS[cell.lower()] for cell in _values(cells) if cell.lower() in _MISSING_WORDS}
    said = ", ".join(f"{_quoted(cell)}: {word}" for cell, word in missing.items())
    return [head + (f", missing: {{{said}}}" if said and field.kind not in TEXT_KINDS else "") + "}" + doubt]


def _open(field: Field, cells: Sequence[Text]) -> str:
    values = _values(cells)
    if len(values) > MOST_CODES:
        return f"  # ? {len(values)} different values are too many for a category"
    unsure = [value for value in values if _code(field, value, value)[1]]
    return f"  # ? check the codes; there are {', '.join(field.allowed)}" if unsure else ""


def _codes(field: Field, source: Source, column: str) -> str:
    labels = source.labels.get(column, {})
    values = _values(source.columns[column])[:MOST_CODES]
    return ", ".join(f"{_quoted(value)}: {_code(field, value, labels.get(value, value))[0]}" for value in values)


def _code(field: Field, value: str, label: str) -> tuple[str, bool]:
    """The likeliest code for a value, and whether a person must look."""
    word = label.strip().lower()
    if word in _MISSING_WORDS or value.lower() in _MISSING_WORDS:
        return _MISSING_WORDS.get(word, _MISSING_WORDS.get(value.lower(), WORDS[Missing.UNKNOWN])), False
    if field.allowed == ("yes", "no") and word in (*_YES, *_NO):
        return ("yes" if word in _YES else "no"), word in ("1", "0")
    close = {code: SequenceMatcher(None, plain(word), plain(code)).ratio() for code in field.allowed}
    best = max(close, key=lambda code: close[code])
    return (best, close[best] < 1) if close[best] >= 0.6 else (WORDS[Missing.UNKNOWN], True)


def _values(cells: Sequence[Text]) -> list[str]:
    """Different values, most frequent first."""
    counts: dict[str, int] = {}
    for cell in cells:
        if cell is not None:
            counts[cell] = counts.get(cell, 0) + 1
    return sorted(counts, key=lambda value: (-counts[value], value))


def _date_pattern(cells: Sequence[Text]) -> str:
    given = [cell for cell in cells if cell is not None][:200]
    if not given:
        return ""
    if any(_PATTERNS["%m/%d/%Y"].match(cell) for cell in given):
        return "%m/%d/%Y"
    return next((pattern for pattern in DATES if all(_PATTERNS[pattern].match(cell) for cell in given)), "")


def _glimpse(column: str, cells: Sequence[Text]) -> str:
    """How many different values; the values themselves only when they can name nobody."""
    values = _values(cells)
    long = any(not value.isascii() or len(value) > 12 for value in values)
    if NAMING.search(column) or len(values) > MOST_CODES or long:
        return f"{len(values)} different values"
    return ", ".join(values) or "empty"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
