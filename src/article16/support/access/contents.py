"""Everything of one case in words that she can read. What came through the wall is about him and is not here."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.formats import date_format

from article16.common.questionnaires import results
from article16.common.questionnaires.encoding import decoded
from article16.support.questionnaires.queries import instruments
from article16.support.survivors.contact import Window
from article16.support.survivors.writings import Answers, CaseFile, Opened, ToDo

from .labels import CODES, DAYS, KINDS, LINES, NO, WITHOUT, YES
from .policy import ABOUT_OTHERS, NEVER
from .writings import Row

Lines = Iterator[tuple[str, str]]
HEAD = "your case"
STAFF = "en"  # the language of those who look through it


def rows(file: CaseFile, *, language: str) -> tuple[Row, ...]:
    """The head of the case, then every entry, the earliest first: for who looks through it, and in her language."""
    ours = _in(STAFF, file)
    if language == STAFF:
        return ours
    pairs = zip(ours, _in(language, file), strict=True)
    return tuple(replace(row, hers=hers.lines, hers_heading=hers.heading) for row, hers in pairs)


def _in(language: str, file: CaseFile) -> tuple[Row, ...]:
    with translation.override(language):
        entries = [one for one in reversed(file.entries) if one.kind.value not in NEVER]
        return (_head(file), *(_row(one) for one in entries))


def _head(file: CaseFile) -> Row:
    core = file.core
    told = (
        ("name", core.name),
        ("called", core.called),
        ("number_of_case", core.code),
        ("opened_on", _plain(core.opened_on) if core.opened_on else ""),
    )
    lines = tuple((str(LINES[name]), words) for name, words in told if words)
    return Row(HEAD, lines, hint=False, heading=str(KINDS[HEAD]))


def _row(one: Opened) -> Row:
    lines = ((str(LINES["written"]), _plain(one.at)), *_apart(_lines(one.value)))
    kind = one.kind.value
    return Row(kind, lines, hint=kind in ABOUT_OTHERS, heading=str(KINDS[kind]))


def _apart(lines: Lines) -> Lines:
    """No two lines of an entry under one name: of those the second says that it is."""
    seen: dict[str, int] = {}
    for name, words in lines:
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), words


def _lines(value: Any) -> Lines:
    """Each field that says something. Ids and fingerprints say nothing to her."""
    for one in fields(value):
        if one.name in WITHOUT or (isinstance(value, ToDo) and one.name == "why"):
            continue
        if isinstance(value, Answers) and one.name in _ASKED:
            yield from _ASKED[one.name](value)
        elif words := _words(one.name, getattr(value, one.name)):
            yield str(LINES[one.name]), words


def _title(value: Answers) -> Lines:
    found = instruments.by_fingerprint(value.fingerprint)
    yield str(LINES["instrument"]), instruments.title_of(found, value.instrument, _language_of(value))


def _answers(value: Answers) -> Lines:
    """Each question as it was asked, with the words of the answer; codes only where the words are not here any more."""
    found = instruments.by_fingerprint(value.fingerprint)
    if found is None:
        yield str(LINES["values"]), "; ".join(f"{key}: {one}" for key, one in value.values.items())
        return
    groups = results.answer_groups(found, decoded(found, value.values), value.informant, _language_of(value))
    yield from ((row.question, row.answer) for group in groups for row in group.rows)


_ASKED: dict[str, Callable[[Answers], Lines]] = {"instrument": _title, "values": _answers}


def _language_of(value: Answers) -> str:
    """Hers of the copy where the questionnaire has it; or that in which she was asked."""
    found, wanted = instruments.by_fingerprint(value.fingerprint), translation.get_language() or "en"
    return wanted if found and wanted in found.texts else value.language


def _words(name: str, found: Any) -> str:
    if found is None or found == "" or isinstance(found, UUID):
        return ""
    if isinstance(found, tuple):
        return ", ".join(filter(None, (_words(name, one) for one in found)))
    code = found.value if isinstance(found, Enum) else found
    if isinstance(code, str):
        return str(CODES.get(name, {}).get(code, code))
    return _window(code) if is_dataclass(code) else _plain(code)


def _window(found: Any) -> str:
    if not isinstance(found, Window):
        raise TypeError(f"no words for {type(found).__name__}")
    return f"{DAYS[found.weekday]} {found.since:%H:%M}–{found.until:%H:%M}"


def _plain(found: Any) -> str:
    if isinstance(found, bool):
        return str(YES if found else NO)
    if isinstance(found, datetime):
        return date_format(timezone.localtime(found), "j F Y, H:i")
    if isinstance(found, date):
        return date_format(found, "j F Y")
    return f"{found:%H:%M}" if isinstance(found, time) else str(found)
