"""An instrument from an XLSForm: sheets survey, choices and settings, and ours for scores, alerts and cases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from article16.instruments.exchange.conditions import NotCarried, carried
from article16.instruments.exchange.sheets import Row, Sheet, Unreadable, read_workbook
from article16.instruments.exchange.xlsform_items import item_of, scale_of
from article16.instruments.exchange.xlsform_parts import cases, scores_and_alerts
from article16.instruments.exchange.xlsform_words import Labels, languages_of
from article16.instruments.slots import RIGHT_TO_LEFT
from article16.instruments.written import PLACEHOLDERS, Fault, Path

ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
PEOPLE = ("client", "partner")  # him and her
TIMES = ("T0", "T1", "T2", "T3", "T4")
KNOWN_SHEETS = {"survey", "choices", "settings", "scores", "alerts", "cases"}


@dataclass(slots=True)
class Form:
    """What was read of a workbook: a pack as plain data, its words, and every fault by sheet and row."""

    definition: dict[str, Any]
    texts: dict[str, dict[str, str]]
    lines: dict[Path, int] = field(default_factory=dict)  # part of the definition -> row of its sheet
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what this program does otherwise than the form says

    def fault(self, sheet: str, row: int, sentence: str) -> None:
        self.faults.append(Fault(sheet, row, sentence))


def read_form(content: bytes, *, name: str, licence: str, source: str, informant: str = "client") -> Form:
    """Read a workbook.

    Parameters
    ----------
    content, name : bytes, str
        The file, .xlsx or .csv.
    licence, source : str
        Under which terms and from where the questions come: a pack must say it, and an XLSForm does not.
    informant : str
        Who is asked where the form is taken in, `client` or `partner`. A form that is asked of both says so itself,
        in the column `informants` of its settings, and names its source and licence there.

    Returns
    -------
    Form
        With all faults; nothing is raised. A form with faults can not be used.
    """
    form = Form({}, {})
    try:
        sheets = read_workbook(content, name=name)
    except Unreadable as no:
        form.fault(name, 1, str(no))
        return form
    survey = sheets.get("survey")
    if survey is None or not survey.rows:
        form.fault("survey", 1, "The sheet survey is missing or empty.")
        return form
    for sheet in sorted(set(sheets) - KNOWN_SHEETS):
        form.notes.append(f"The sheet {sheet} is not used.")
    _settings(form, sheets.get("settings"), licence=licence, source=source, informant=informant)
    _others(form, sheets)
    codes = languages_of(form, [sheets[one] for one in sheets if one in KNOWN_SHEETS], _default(sheets.get("settings")))
    form.definition["languages"] = {
        code: {"direction": "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"} for code in codes
    }
    labels = Labels(form, codes, _default(sheets.get("settings")))
    _title(form, labels, sheets.get("settings"))
    _choices(form, labels, sheets.get("choices"))
    _Survey(form, labels).read(survey)
    scores_and_alerts(form, labels, sheets)
    cases(form, sheets.get("cases"))
    return form


def _default(settings: Sheet | None) -> str:
    if settings is None or not settings.rows:
        return ""
    return settings.rows[0].get("default_language")


def _settings(form: Form, settings: Sheet | None, *, licence: str, source: str, informant: str) -> None:
    row = settings.rows[0] if settings and settings.rows else Row("settings", 2, {})
    id_, version = row.get("form_id") or row.get("id_string"), row.get("version")
    if not ID.fullmatch(id_):
        form.fault("settings", row.number, "form_id: 1 to 32 small letters, digits and _, a letter first.")
        id_ = PLACEHOLDERS["id"]  # said once: the reader of packs finds nothing wrong with it
    if not VERSION.fullmatch(version):
        form.fault("settings", row.number, f"version: “{version[:20]}” is not of the form 1.0.0.")
        version = PLACEHOLDERS["version"]
    times = row.get("times").split()
    if strange := [one for one in times if one not in TIMES]:
        form.fault("settings", row.number, f"times: “{strange[0][:12]}” is not one of {', '.join(TIMES)}.")
    who = _asked(form, row, informant)
    if len(who) > 1:
        # What is typed where it is taken in would make two instruments of one.
        source, licence = row.get("source"), row.get("licence")
        if not source or not licence:
            sentence = (
                "A form for client and partner has source and licence here, so that both services take in the same."
            )
            form.fault("settings", row.number, sentence)
    form.definition |= {
        "id": id_, "version": version, "status": "draft", "source": {"text": source, "licence": licence},
        "informants": who, "times": times, "modes": ["self", "read_aloud", "interpreter"], "repeats": [],
        "scales": {}, "sections": [], "scores": [], "alerts": [], "cases": [],
    }  # fmt: skip


def _others(form: Form, sheets: Mapping[str, Sheet]) -> None:
    """Words for somebody of whom the form is not asked would be lost without a word."""
    for name, sheet in sheets.items():
        for head in sheet.heads:
            column = head.partition(" ")[0]
            who = column.partition("@")[2]
            if who and name in KNOWN_SHEETS and who not in form.definition["informants"]:
                form.fault(name, 1, f"{column}: the form is not asked of “{who[:20]}”, see informants in settings.")


def _asked(form: Form, row: Row, informant: str) -> list[str]:
    """Of whom it is asked: as the form says, else of those who are asked where it is taken in."""
    named = row.get("informants").replace(",", " ").split()
    if strange := [one for one in named if one not in PEOPLE]:
        form.fault("settings", row.number, f"informants: “{strange[0][:20]}” is not one of {', '.join(PEOPLE)}.")
    elif named and informant not in named:
        form.fault(
            "settings", row.number, f"informants: “{informant}” is missing, who is the one asked in this service."
        )
    return [one for one in PEOPLE if one in named] or [informant]


def _title(form: Form, labels: Labels, settings: Sheet | None) -> None:
    row = settings.rows[0] if settings and settings.rows else Row("settings", 2, {})
    several = any(head.startswith("translated_title") for head in row.cells)  # pyxform knows one title only
    labels.put("title", row, "translated_title" if several else "form_title")


def _choices(form: Form, labels: Labels, choices: Sheet | None) -> None:
    for row in choices.rows if choices else ():
        scale_of(form, labels, row)


class _Survey:
    """The rows of the survey, one after another: groups are pages, a table in a group is a grid."""

    def __init__(self, form: Form, labels: Labels) -> None:
        self.form, self.labels = form, labels
        self.section: dict[str, Any] | None = None
        self.grid: dict[str, Any] | None = None
        self.shared: list[str] = []  # conditions of the groups that are open
        self.opened: list[tuple[str, int]] = []  # kind and row of each of them

    def read(self, survey: Sheet) -> None:
        for row in survey.rows:
            kind = " ".join(row.get("type").lower().replace("_group", " group").replace("_repeat", " repeat").split())
            if kind in {"begin group", "begin repeat"}:
                self._begin(row, repeat=kind.endswith("repeat"))
            elif kind in {"end group", "end repeat"}:
                self._end(row)
            else:
                self._question(row)
        for kind, number in self.opened:
            self.form.fault("survey", number, f"This {kind} is never ended.")

    def _begin(self, row: Row, *, repeat: bool) -> None:
        self.opened.append(("repeat" if repeat else "group", row.number))
        self.shared.append(self._condition(row))
        name = row.get("key") or row.get("name")  # key: where ODK wants a name that no question has
        if len(self.opened) == 1:
            self._new_section(row, name, repeat=repeat)
        elif len(self.opened) == 2 and not repeat and "table-list" in row.get("appearance").split():
            self._new_grid(row, name)
        else:
            sentence = "A group within a group can only be a table: appearance table-list, and no repeat."
            self.form.fault("survey", row.number, sentence)

    def _new_section(self, row: Row, name: str, *, repeat: bool) -> None:
        if not ID.fullmatch(name):
            self.form.fault("survey", row.number, f"The name “{name[:32]}” of a group: small letters, digits and _.")
        self.section = {"key": name, "items": []}
        self.form.lines["sections", len(self.form.definition["sections"])] = row.number
        self.form.definition["sections"].append(self.section)
        self.labels.put(f"section.{name}", row, "label")
        if "table-list" in row.get("appearance").split():
            self._new_grid(row, name)
        if repeat:
            self._repeat(row, name)

    def _repeat(self, row: Row, name: str) -> None:
        count = re.fullmatch(r"\$\{\s*([A-Za-z_]\w*)\s*\}", row.get("repeat_count"))
        most = row.get("most") or "8"
        if not count:
            self.form.fault(
                "survey", row.number, "repeat_count must name the question that says how many: ${children}."
            )
        elif not most.isdigit() or not 1 <= int(most) <= 30:
            self.form.fault("survey", row.number, "most: a whole number from 1 to 30.")
        else:
            key = row.get("repeat") or name
            self.form.definition["repeats"].append({"key": key, "count": count[1], "most": int(most)})
            self.section["repeat"] = key  # type: ignore[index]  # a repeat is a section
            self.labels.put(f"repeat.{key}", row, "label")

    def _new_grid(self, row: Row, name: str) -> None:
        self.grid = {"grid": name, "scale": "", "rows": []}
        self.labels.put(f"grid.{name}", row, "label")
        if self.section is not None:
            self.section["items"].append(self.grid)

    def _end(self, row: Row) -> None:
        if not self.opened:
            self.form.fault("survey", row.number, "Nothing is open that could end here.")
            return
        self.opened.pop()
        self.shared.pop()
        if self.grid is not None and (len(self.opened) == 1 or not self.opened):
            self.grid = None
        if not self.opened:
            if self.section is not None and not self.section["items"]:
                self.form.fault("survey", row.number, "This group asks nothing.")
            self.section = None

    def _question(self, row: Row) -> None:
        if row.get("type").lower() == "note":
            self._note(row)
            return
        if self.section is None:
            self.form.fault("survey", row.number, "Put the question into a group: a group is a page.")
            return
        item = item_of(self.form, row)
        if item is None:
            return
        when = [one for one in (*self.shared, self._condition(row)) if one]
        if when:
            item["when"] = " and ".join(f"({one})" for one in when) if len(when) > 1 else when[0]
        self.labels.put(item["key"], row, "label")
        self.labels.put(f"{item['key']}.hint", row, "hint", needed=False)
        self._place(row, item)

    def _place(self, row: Row, item: dict[str, Any]) -> None:
        assert self.section is not None  # noqa: S101  a row belongs to a section by now
        here = ("sections", len(self.form.definition["sections"]) - 1, "items")
        if self.grid is None:
            self.form.lines[(*here, len(self.section["items"]))] = row.number
            self.section["items"].append(item)
            return
        if item["kind"] != "single" or self.grid["scale"] not in {"", item["scale"]}:
            self.form.fault("survey", row.number, "All rows of a table are select_one with the same list.")
            return
        self.grid["scale"] = item["scale"]
        self.form.lines[(*here, len(self.section["items"]) - 1, "rows", len(self.grid["rows"]))] = row.number
        self.grid["rows"].append({key: one for key, one in item.items() if key not in {"kind", "scale"}})

    def _note(self, row: Row) -> None:
        """Words without a question: before the first group the introduction, in a group its own."""
        if self.section is None and not self.form.definition["sections"]:
            self.labels.put("intro", row, "label")
        elif self.section is not None and not self.section["items"]:
            self.labels.put(f"section.{self.section['key']}.intro", row, "label")
        else:
            self.form.fault(
                "survey", row.number, "A note stands before the questions of its group, or before all groups."
            )

    def _condition(self, row: Row) -> str:
        try:
            return carried(row.get("relevant")) if row.get("relevant") else ""
        except NotCarried as no:
            self.form.fault("survey", row.number, f"relevant: {no}.")
            return ""
