"""A referral list as a made-up programme keeps it: everything that such lists have wrong, and nobody real in it."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

HEADS = ["Nr.", "Nachname", "Vorname", "geb.", "Zugewiesen", "Zuweiser", "Stelle", "AZ", "Einheiten"]
HEADS += ["Sprache", "Partnerin", "Tel. Partnerin", "Bemerkung"]


def messy_list(path: Path) -> Path:
    """Titles above the names of the columns, merged cells, four ways to write a day, people twice, a name missing."""
    book = Workbook()
    book.active.title = "Anleitung"
    book.active["A1"] = "Bitte nur das Blatt Zuweisungen ausfüllen"
    page = book.create_sheet("Zuweisungen")
    page["A1"] = "Zuweisungen 2026"
    page.merge_cells("A1:M1")
    page["A2"] = "Stand"
    page["B2"] = date(2026, 10, 1)
    page.append([])
    page.append(HEADS)
    rows = [
        [1, "Brandner", "Lukas", date(1988, 3, 24), "12.01.2026", "Gericht", "LG Graz", "12 Hv 34/26", 26],
        [2, "Öztürk", "Emre", "5.11.79", date(2026, 1, 20), None, None, "12 Hv 35/26", "26"],
        [3, "Müller", "Jürgen", 30000, "2026-02-03", "Bewahrungshilfe", "Neustart Graz", None, None],
        [4, "Mueller", "Juergen", "18.2.1982", "3. Februar 2026", "Bewahrungshilfe", "Neustart Graz", None, None],
        [5, None, None, "1.1.1990", "4.2.2026", "selbst", None, None, None],
        [6, "Dahl", "Anders", "April 7, 1991", 46075, "Polizei", None, None, None],
        [7, "Łukasiewicz", "Łukasz", "7/4/1991", "16/2/2026", "Jugendamt", "KJH Graz", "99-7", None],
        [8, "O'Neil", "Seán", None, "17-02-2026", "selbst", None, None, 12.0],
    ]
    for row in rows:
        page.append(row)
    last = page.max_row
    page.append(HEADS)  # the head again, as on each printed page
    page.append([9, "مازن", "الأحمد", "2.3.1985", "1.3.2026", "Gericht", "lg graz", "", ""])
    page.append([None, "Summe", None, None, None, None, None, None, None])
    page.merge_cells("F5:F6")  # the court sent both
    page.merge_cells("G5:G6")
    page["K5"], page["L5"] = "Marta K.", "0664 1234567"
    page["K7"] = "Lendplatz 7, Volksschule Lend"
    page["J5"], page["J6"] = "Deutsch", "Türkisch"
    page["M5"] = "=1+1"
    assert last == 12
    book.save(path)
    return path
