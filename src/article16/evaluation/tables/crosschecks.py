"""What can only be seen between columns and between tables: days that run backwards, cases nobody knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from article16.evaluation.tables.checking import ROW, Checked
from article16.evaluation.tables.engine import name
from article16.evaluation.tables.fields import Kind
from article16.evaluation.tables.missing import ITEM_CODES, NUMBER_CEILING, Missing
from article16.evaluation.tables.problems import Problem, listed, shown
from article16.evaluation.tables.schema import DAY_ORDER


def cross_check(tables: Mapping[str, Checked], programmes: tuple[tuple[str, str], ...]) -> list[Problem]:
    """Examines tables against each other; each notes its own problems, those of the package come back."""
    if cases := tables.get("cases"):
        _days_in_order(cases)
        _lonely(cases)
        for other in ("responses", "events", "windows", "exposure"):
            if other in tables:
                _orphans(tables[other], cases)
    if responses := tables.get("responses"):
        _times_in_order(responses)
        _silence_explained(responses)
    if windows := tables.get("windows"):
        _pair(windows, "day_from", "day_to", "The period ends on day {}, before it begins. Correct one of the days.")
    if exposure := tables.get("exposure"):
        says = "He attended more sessions than were held while he was enrolled ({}). Correct one of the counts."
        _pair(exposure, "sessions_attended", "sessions_offered", says)
    if counts := tables.get("counts"):
        _pair(counts, "number", "of", "More are counted than there are: {}. Correct one of the counts.")
        _totals(counts)
    return _same_names(tables, programmes)


def _pair(table: Checked, first: str, second: str, says: str) -> None:
    """Two numbers of one row of which the first is never above the second."""
    if first not in table.names or second not in table.names:
        return
    a, b = name(first), name(second)
    query = (
        f"SELECT {ROW}, concat({b}, ' against ', {a}) FROM {table.view} "
        f"WHERE {a} > {b} AND {a} > {NUMBER_CEILING} AND {b} > {NUMBER_CEILING}"
    )
    if table.table.field(second).required or table.table.field(first).required:
        table.out_where(query, says=says, column=second)
    else:
        table.unknown_where(query, says=says, columns=(first, second))


def _days_in_order(cases: Checked) -> None:
    for first, second in DAY_ORDER:
        says = f"The day comes before that of {first}: day {{}}. Correct one of them."
        _pair(cases, first, second, says)


def _lonely(cases: Checked) -> None:
    number = cases.database.execute(f"SELECT COUNT(*) FROM {cases.view}").fetchall()[0][0]
    if number == 1:
        cases.note("There is one case. Nothing can be estimated from it, and its figures would show the man.")


def _orphans(table: Checked, cases: Checked) -> None:
    query = f"SELECT a.{ROW}, a.{name('case')} FROM {table.view} a ANTI JOIN {cases.view} b USING ({name('case')})"
    says = "Case {} is not in the table cases (or was left out of it). Add the case or take the row out."
    table.out_where(query, says=says, column="case")


def _times_in_order(responses: Checked) -> None:
    """T3 before T1 and the like, by one informant with one instrument."""
    if "day" not in responses.names:
        return
    query = f"""
        SELECT {ROW}, concat("time", ' on day ', "day", ', an earlier time on day ', before_) FROM (
            SELECT {ROW}, "time", "day", MAX("day") OVER (
                PARTITION BY "case", "informant", "instrument" ORDER BY "time"
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_
            FROM {responses.view} WHERE "status" = 'answered' AND "day" > {NUMBER_CEILING})
        WHERE "day" < before_"""
    says = "The times run backwards: {}. Correct the day or the time."
    responses.unknown_where(query, says=says, columns=("day",))


def _silence_explained(responses: Checked) -> None:
    """An empty item in an answered questionnaire says nothing about why; it counts as unknown."""
    items = [each for each in responses.fields if each.kind is Kind.ITEM]
    instruments = {each.instrument for each in items}
    if not items or len(instruments) > 1:
        return  # with several instruments an empty cell belongs to the other one
    counts = ", ".join(f"COUNT(*) - COUNT({name(each.name)})" for each in items)
    found = responses.database.execute(f"SELECT {counts} FROM {responses.view} WHERE status = 'answered'").fetchall()[0]
    for each, number in zip(items, found, strict=True):
        if number:
            query = (
                f"SELECT {ROW}, 'empty' FROM {responses.view} WHERE status = 'answered' AND {name(each.name)} IS NULL"
            )
            code = ITEM_CODES[Missing.NOT_ASKED]
            says = f"The item is empty though the questionnaire was answered. Write why, such as {code} for not asked."
            responses.unknown_where(query, says=says, columns=(each.name,))


def _totals(counts: Checked) -> None:
    """A row of totals among the programmes would be counted twice."""
    query = f"""
        SELECT {ROW}, programme FROM {counts.view} WHERE lower(programme) IN
        ('total', 'all', 'sum', 'gesamt', 'summe', 'totale', 'totaal', 'suma', 'razem')"""
    for row, programme in counts.database.execute(query).fetchall():
        says = f"{shown(programme)} looks like a sum of the other rows, which would count people twice. Leave it out."
        counts.note(says, row=row + 2, column="programme")


def plain(text: str) -> str:
    """A name without case, accents and spaces, for telling whether two names are one."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _same_names(tables: Mapping[str, Checked], programmes: tuple[tuple[str, str], ...]) -> list[Problem]:
    problems: list[Problem] = []
    spelled: dict[str, set[str]] = {}
    for table in ("cases", "counts"):
        if table in tables:
            rows = tables[table].database.execute(f"SELECT DISTINCT programme FROM {tables[table].view}").fetchall()
            for (code,) in rows:
                spelled.setdefault(plain(code), set()).add(code)
    for codes in spelled.values():
        if len(codes) > 1:
            both = listed(shown(code) for code in sorted(codes))
            says = f"{both} look like one programme and are kept apart. Write them the same way, or more differently."
            problems.append(Problem("cases" if "cases" in tables else "counts", 0, "programme", says))
    named: dict[str, list[str]] = {}
    for code, title in programmes:
        named.setdefault(plain(title), []).append(code)
    for title, same in named.items():
        if title and len(same) > 1:
            says = f"The programmes {listed(same)} have one name in datapackage.json and are kept apart. "
            problems.append(Problem("", 0, "programmes", says + "Give each its own name."))
    return problems
