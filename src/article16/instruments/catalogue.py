"""Texts: gettext PO files, one for each language, with the key of the text as context. See docs/adr/0050.

The English file has the words as `msgid`; the others have the English words as `msgid`, so that a translation of words
that have changed since is found, and their own as `msgstr`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

QUOTED = re.compile(r'(?:(msgctxt|msgid|msgstr)\s+)?"((?:[^"\\]|\\.)*)"\s*$')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: its English words, and those of the language of the file."""

    source: str
    words: str
    line: int
    file: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language by key, and what could not be read, by line."""

    entries: Mapping[str, Entry]
    faults: tuple[tuple[str, int, str], ...]


def read_catalogue(text: str, file: str = "") -> Catalogue:
    """Read a PO file. Entries without context are its header and are left out.

    Returns
    -------
    Catalogue
        With every fault; nothing is raised.
    """
    entries: dict[str, Entry] = {}
    faults: list[tuple[int, str]] = []
    for line, fields in _blocks(text.splitlines(), faults):
        key = fields.get("msgctxt")
        if key is None:
            continue
        if key in entries:
            faults.append((line, f"The text “{key}” stands here a second time."))
        entries[key] = Entry(fields.get("msgid", ""), fields.get("msgstr", ""), line, file)
    return Catalogue(entries, tuple((file, line, sentence) for line, sentence in faults))


def joined(one: Catalogue, other: Catalogue) -> Catalogue:
    """Both files as one; a key may stand in one of them only."""
    both = [other.entries[key] for key in other.entries if key in one.entries]
    doubled = tuple((entry.file, entry.line, "This text stands in the other file too.") for entry in both)
    return Catalogue({**one.entries, **other.entries}, (*one.faults, *other.faults, *doubled))


def write_catalogue(entries: Iterable[tuple[str, str, str]], *, comment: str = "") -> str:
    """A PO file from (key, English words, own words)."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    head += 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(
        f"\nmsgctxt {_quote(key)}\nmsgid {_quote(source)}\nmsgstr {_quote(words)}\n" for key, source, words in entries
    )


def _quote(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


def _blocks(lines: list[str], faults: list[tuple[int, str]]) -> Iterable[tuple[int, dict[str, str]]]:
    """The entries, each with the line where it begins. A new entry begins at msgctxt, or at msgid after a msgstr."""
    fields: dict[str, str] = {}
    start, name = 0, ""
    for number, line in enumerate(lines, 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        match = QUOTED.match(line)
        if not match or not (match[1] or name):
            faults.append((number, f"This line of a PO file cannot be read: {line[:40]}"))
            continue
        if match[1] == "msgctxt" or (match[1] == "msgid" and "msgid" in fields):
            if fields:
                yield start, fields
            fields = {}
        if not fields:
            start = number
        name = match[1] or name
        fields[name] = fields.get(name, "") + _unquote(match[2])
    if fields:
        yield start, fields
