"""A mapping file for a new list, proposed from the names and values of its columns, for a person to correct."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from article16.casework.clients.names import plain
from article16.casework.family.guarding import says_where

from . import values
from .cells import Header, body, header_of
from .fields import LISTS, Field, Kind
from .reading import Cell, Formula, Sheet
from .values import Unread

LOOKED_AT = 30  # first rows among which the names of the columns are looked for
MOST_CODES = 25
# What is never left in his file: columns about her, the children, and where anybody lives.
HERS = re.compile(
    r"partner|ex\b|wife|frau\b|gattin|victim|opfer|pareja|moglie|compagna|child|kind|hij|figli|school|schule|"
    r"address|adresse|anschrift|direcc|indirizzo|phone|tel|handy|mobil|mail|workplace|arbeit",
    re.I,
)
FAMILY = {
    plain(word) for word in ["surname", "nachname", "familienname", "apellido", "apellidos", "cognome", "nom"]
} | {
    plain("family name"),
    plain("last name"),
}
DAYS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]?(\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}")


def propose(sheet: Sheet, *, kind: str, today: date) -> str:
    """The text of a mapping file. Lines that need a person end with a question mark."""
    header = _header(sheet, kind)
    cells = _columns(sheet, header)
    chosen = _chosen(kind, header, cells)
    lines = [
        f"# Proposed for {sheet.file}. Read every line: a wrong guess is a wrong file about somebody.",
        "# Lines with a question mark need you. Then: article16 import FILE --map THIS --programme CODE --dry-run",
        f"list: {kind}",
    ]
    lines += [f"sheet: {quoted(sheet.name)}" + _others(sheet)] if sheet.name else []
    lines += [f"encoding: {sheet.encoding}", f"delimiter: {quoted(sheet.delimiter)}"] if sheet.encoding else []
    lines += [f"header_row: {header.row}"]
    lines += [f"group: {quoted('')}  # ? the name of the group these sessions are of"] if kind == "attendance" else []
    lines += ["columns:"]
    for field in LISTS[kind]:
        if field.name in chosen:
            lines.append(_line(field, chosen[field.name], cells, today))
        elif field.required:
            lines.append(f"  # {field.name}: {quoted('')}  # ? {field.meaning}")
    lines += [
        "# What to do with a man who is there twice: stop, leave out, next episode, both are meant",
        "duplicates: stop",
    ]
    used = {name for names in chosen.values() for name in names}
    rest = [name for name in header.names if name and name not in used]
    lines += ["# Not mapped, and not read:"] + [f"#   {name}" for name in rest]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'" if text != "\t" else '"\\t"'


def _others(sheet: Sheet) -> str:
    others = [name for name in sheet.sheets if name != sheet.name]
    return f"  # ? there are also {', '.join(map(quoted, others))}" if others else ""


def _header(sheet: Sheet, kind: str) -> Header:
    """The row with the most words that columns are called by; above it stand titles."""
    called = frozenset().union(*(field.called for field in LISTS[kind]))

    def hits(row: int) -> tuple[int, int, int]:
        cells = [plain(str(cell)) for cell in sheet.rows[row] if isinstance(cell, str)]
        return sum(cell.replace(".", " ").strip() in called for cell in set(cells)), len(set(cells)), -row

    first = sorted(sheet.rows)[:LOOKED_AT]
    return header_of(sheet, max(first, key=hits))


def _columns(sheet: Sheet, header: Header) -> dict[str, list[Cell]]:
    rows = [cells for _number, cells in body(sheet, header)][:2000]
    return {
        name: [row[at] for row in rows if at < len(row) and row[at] is not None]
        for at, name in enumerate(header.names)
        if name
    }


def _chosen(kind: str, header: Header, cells: dict[str, list[Cell]]) -> dict[str, list[str]]:
    """The likeliest columns for each field; no column is used twice, and hers only for the sealed box."""
    chosen: dict[str, list[str]] = {}
    used: set[str] = set()
    boxed = [name for name in cells if HERS.search(name)] if kind == "referrals" else []
    offers = sorted(
        (
            (_fit(field, name), field.name, name)
            for field in LISTS[kind]
            for name in cells
            if field.kind is not Kind.BOX
        ),
        key=lambda one: -one[0],
    )
    for fit, field, name in offers:
        if fit < 0.8 or name in used or (name in boxed and fit < 1) or (field in chosen and field != "name"):
            continue
        if field == "name" and fit < 1 and field in chosen:
            continue
        chosen.setdefault(field, []).append(name)
        used.add(name)
    if "name" in chosen:
        order = [name for name in header.names if name in chosen["name"]]
        chosen["name"] = sorted(order, key=lambda name: plain(name) not in FAMILY)
    rest = [name for name in cells if name not in used and (name in boxed or _says_where(cells[name]))]
    if kind == "referrals" and rest:
        chosen["for_her_service"] = rest
    return chosen


def _says_where(cells: Sequence[Cell]) -> bool:
    """A column most of whose cells say where somebody is, whatever it is called."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return len(texts) > 2 and sum(map(says_where, texts)) > len(texts) / 2


def _fit(field: Field, name: str) -> float:
    said = plain(re.sub(r"[._:/()-]+", " ", name)).strip()
    if said in field.called:
        return 1.0
    return max(
        (SequenceMatcher(None, said, word).ratio() for word in field.called if min(len(said), len(word)) > 3),
        default=0.0,
    )


def _line(field: Field, names: list[str], cells: dict[str, list[Cell]], today: date) -> str:
    source = quoted(names[0]) if len(names) == 1 else "[" + ", ".join(map(quoted, names)) + "]"
    doubt = (
        ""
        if all(_fit(field, name) == 1 for name in names) or field.kind is Kind.BOX
        else "  # ? the name fits only roughly"
    )
    values_of = cells[names[0]]
    if field.kind is Kind.BOX:
        return f"  for_her_service: {{from: {source}}}  # ? sealed at once; nothing of it stays in his file"
    if field.kind in {Kind.DAY, Kind.BIRTH}:
        if _month_first(values_of, today):
            return f"  {field.name}: {{from: {source}, order: month first}}{doubt}"
        return f"  {field.name}: {{from: {source}}}{doubt}"
    if field.kind is Kind.CHOICE:
        codes, ask = _codes(field, values_of)
        return f"  {field.name}: {{from: {source}{codes}}}{doubt or ask}"
    empty = field.required and _has_gaps(names, cells)
    ask = "  # ? some cells are empty: add empty: 'Name not known', or fill them in" if empty else doubt
    return f"  {field.name}: {{from: {source}}}{ask}"


def _has_gaps(names: list[str], cells: dict[str, list[Cell]]) -> bool:
    """Whether a column has fewer cells than the fullest: then some of its cells are empty."""
    return max(len(cells[name]) for name in names) < max(map(len, cells.values()), default=0)


def _month_first(cells: Sequence[Cell], today: date) -> bool:
    """Whether days can only be read with the month in front."""

    def readable(cell: Cell, month_first: bool) -> bool:
        try:
            return values.day(cell, today=today, month_first=month_first) is not None
        except Unread:
            return False

    texts = [cell for cell in cells if isinstance(cell, str) and DAYS.match(cell)]
    first = sum(readable(cell, False) for cell in texts)
    second = sum(readable(cell, True) for cell in texts)
    return second > first


def _codes(field: Field, cells: Sequence[Cell]) -> tuple[str, str]:
    texts = list(dict.fromkeys(values.text(cell) for cell in cells if not isinstance(cell, Formula)))
    unknown = [text for text in texts if text and plain(text) not in field.allowed]
    if not unknown:
        return "", ""
    if len(unknown) > MOST_CODES:
        return "", f"  # ? {len(unknown)} different values are too many for codes"
    said = ", ".join(f"{quoted(text)}: {_likeliest(field, text)}" for text in unknown)
    return f", codes: {{{said}}}", f"  # ? check each; there are {', '.join(field.codes)}"


_WORDS = {
    "court": "gericht lg bg juzgado tribunale",
    "probation": "bewahrungshilfe neustart probation",
    "police": "polizei policia polizia",
    "prosecutor": "staatsanwaltschaft sta fiscalia procura",
    "child-protection": "jugendamt kinder und jugendhilfe kjh bh servizi minori",
    "himself": "selbst selbstmelder self eigeninitiative freiwillig",
    "social-services": "sozialamt servicios sociales",
    "health": "arzt spital klinik hospital",
    "prison": "justizanstalt ja haft prision carcere",
    "yes": "ja si oui x 1",
    "no": "nein non 0",
    "present": "anwesend da x 1 ja yes presente",
    "absent": "abwesend nicht fehlt a n unentschuldigt ausente assente 0 nein no",
    "excused": "entschuldigt e justificado giustificato",
    "late": "verspatet zu spat tarde ritardo",
}


def _likeliest(field: Field, text: str) -> str:
    said = plain(text)
    for code in field.codes:
        if (
            said in {plain(word) for word in _WORDS.get(code, "").split()}
            or said in plain(_WORDS.get(code, "-")).split()
        ):
            return code
    close = {code: SequenceMatcher(None, said, plain(code)).ratio() for code in field.codes}
    best = max(close, key=lambda code: close[code])
    return best if close[best] >= 0.75 else ("other" if "other" in field.codes else field.codes[-1])
