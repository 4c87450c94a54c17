"""The sheets that XLSForm does not know: scores, alerts, and cases worked by hand."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from article16.instruments.exchange.conditions import NotCarried, carried
from article16.instruments.exchange.sheets import Row, Sheet
from article16.instruments.exchange.xlsform_words import Labels

if TYPE_CHECKING:
    from article16.instruments.exchange.xlsform import Form

KEY = re.compile(r"[a-z][a-z0-9_]{0,27}")
HOW = ("sum", "mean", "prorated", "count", "any", "highest", "expression")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NOTHING_ANSWERED = {"name": "nothing answered"}


def scores_and_alerts(form: "Form", labels: Labels, sheets: Mapping[str, Sheet]) -> None:
    for row in sheets["scores"].rows if "scores" in sheets else ():
        _score(form, labels, row)
    for row in sheets["alerts"].rows if "alerts" in sheets else ():
        _alert(form, labels, row)


def _key(form: "Form", row: Row) -> str:
    key = row.get("key") or row.get("name")
    if not KEY.fullmatch(key):
        form.fault(row.sheet, row.number, f"key “{key[:40]}”: at most 28 small letters, digits and _, a letter first.")
        return ""
    return key


def _score(form: "Form", labels: Labels, row: Row) -> None:
    if not (key := _key(form, row)):
        return
    how = row.get("how")
    if how not in HOW:
        form.fault("scores", row.number, f"how: one of {', '.join(HOW)}.")
        return
    score: dict[str, Any] = {
        "key": key,
        "how": how,
        "better": {
            who: row.get(f"better@{who}") or row.get("better") or "neither" for who in form.definition["informants"]
        },
    }
    for column in ("of", "reverse"):
        if row.get(column):
            score[column] = row.get(column).split()
    for column in ("at_least", "digits", "threshold"):
        if text := row.get(column):
            if NUMBER.fullmatch(text):
                score[column] = float(text) if column == "threshold" else int(float(text))
            else:
                form.fault("scores", row.number, f"{column}: a number.")
    if text := row.get("expression"):
        score["expression"] = _carried(form, row, "expression", text)
    score["bands"] = _bands(form, labels, row, key)
    form.lines["scores", len(form.definition["scores"])] = row.number
    form.definition["scores"].append(score)
    labels.put(f"score.{key}", row, "label")


def _bands(form: "Form", labels: Labels, row: Row, key: str) -> list[dict[str, Any]]:
    """`low:0 high:10` in the column bands; the words of each in `band.low::English (en)` or, without it, its key."""
    found = []
    for part in row.get("bands").split():
        name, _, start = part.partition(":")
        if not KEY.fullmatch(name) or not NUMBER.fullmatch(start):
            form.fault("scores", row.number, f"bands: “{part[:20]}” is not of the form mild:5.")
            continue
        found.append({"key": name, "start": float(start)})
        for code in labels.codes:
            words = row.get(f"band.{name}::{code}") or row.get(f"band.{name}") or name.replace("_", " ")
            form.texts[code][f"band.{key}.{name}"] = words
    return found


def _alert(form: "Form", labels: Labels, row: Row) -> None:
    if not (key := _key(form, row)):
        return
    when = _carried(form, row, "when", row.get("when"))
    if when:
        form.lines["alerts", len(form.definition["alerts"])] = row.number
        form.definition["alerts"].append({"key": key, "when": when})
        labels.put(f"alert.{key}", row, "label")
    else:
        form.fault("alerts", row.number, "when: the answer that needs somebody today.")


def _carried(form: "Form", row: Row, column: str, text: str) -> str:
    """An expression of XLSForm, or of ours where it names keys without ${}."""
    if "${" not in text:
        return text
    try:
        return carried(text)
    except NotCarried as no:
        form.fault(row.sheet, row.number, f"{column}: {no}.")
        return ""


def cases(form: "Form", sheet: Sheet | None) -> None:
    """Each row a case: a column for each answer by its key, and `score.KEY` with what somebody worked out by hand."""
    several, both = _several(form.definition), len(form.definition["informants"]) > 1
    for row in sheet.rows if sheet else ():
        case: dict[str, Any] = {"name": row.get("name") or f"row {row.number}", "answers": {}, "scores": {}}
        of_case = {"name", "time", "informant"} if both else {"name", "time"}
        for column in sorted(of_case - {"name"}):
            if row.get(column):
                case[column] = row.get(column)
        for head, text in row.cells.items():
            if head.startswith("score."):
                _expected(form, row, case, head, text)
            elif head not in of_case:
                case["answers"][head] = _answer(text, several=head.partition(".")[0] in several)
        form.lines["cases", len(form.definition["cases"])] = row.number
        form.definition["cases"].append(case)
    if not form.definition["cases"]:
        form.definition["cases"].append(dict(NOTHING_ANSWERED))
        form.notes.append("No case worked by hand came with it: the sheet cases is missing.")


def _expected(form: "Form", row: Row, case: dict[str, Any], head: str, text: str) -> None:
    if text != "none" and not NUMBER.fullmatch(text):
        form.fault("cases", row.number, f"{head}: a number, or none where too few answers leave no score.")
        return
    case["scores"][head.removeprefix("score.")] = None if text == "none" else float(text)


def _several(definition: Mapping[str, Any]) -> set[str]:
    items = [item for section in definition["sections"] for item in section["items"]]
    return {item["key"] for item in items if item.get("kind") == "multiple"}


def _answer(text: str, *, several: bool) -> object:
    """Codes of several choices are divided by spaces; a date is 2026-11-19; a kind of missing begins with a dot."""
    if several and re.fullmatch(r"-?\d+(?: -?\d+)*", text):
        return [int(part) for part in text.split()]
    if NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
