"""One row of the survey as a question, one row of the choices as an answer."""

import re
from typing import TYPE_CHECKING, Any

from article16.instruments.exchange.conditions import NotCarried, bounds, longest
from article16.instruments.exchange.sheets import Row
from article16.instruments.exchange.xlsform_words import Labels

if TYPE_CHECKING:
    from article16.instruments.exchange.xlsform import Form

KEY = re.compile(r"[a-z][a-z0-9_]{0,27}")  # with the number of a child behind it, study data can still carry it
KINDS = {"integer": "numeric", "decimal": "numeric", "date": "date", "text": "text", "string": "text"}
YES, NO = {"yes", "true", "true()", "1"}, {"", "no", "false", "false()", "0"}
USED = {
    *("type", "name", "relevant", "constraint", "appearance", "required", "repeat_count", "most", "unit", "times"),
    *("unknown", "not_applicable", "skipped", "informants"),
}
REFUSED = {  # columns that would change what is asked, and have no counterpart
    "choice_filter": "answers that depend on others cannot be filtered here",
    "calculation": "put what is computed into the sheet scores",
    "default": "nothing is chosen beforehand",
    "trigger": "nothing is set by another answer",
}


def item_of(form: "Form", row: Row) -> dict[str, Any] | None:
    """The question of this row, or None with what is wrong noted."""
    words = row.get("type").split()
    kind = words[0].lower() if words else ""
    item: dict[str, Any] = {"key": row.get("name")}
    item |= {column: row.get(column).split() for column in ("times", "informants") if row.get(column)}
    if not KEY.fullmatch(item["key"]):
        sentence = f"The name “{item['key'][:40]}”: at most 28 small letters, digits and _, a letter first."
        form.fault("survey", row.number, sentence)
        return None
    if kind in {"select_one", "select_multiple"} and len(words) >= 2:
        item |= {"kind": "single" if kind == "select_one" else "multiple", "scale": words[1]}
        if len(words) > 2:
            form.fault("survey", row.number, f"“{' '.join(words[2:])[:20]}”: write the further answer as a choice.")
    elif kind in KINDS:
        item["kind"] = KINDS[kind]
        _bound(form, row, item, kind)
    else:
        form.fault("survey", row.number, f"“{row.get('type')[:30]}” is no kind of question that is asked here.")
        return None
    _more(form, row, item)
    return item


def _bound(form: "Form", row: Row, item: dict[str, Any], kind: str) -> None:
    text = row.get("constraint")
    try:
        if item["kind"] == "text":
            item["longest"] = longest(text) if text else 2000
        elif item["kind"] == "numeric":
            low, high = bounds(text) if text else (None, None)
            if low is None or high is None:
                raise NotCarried("a number needs both bounds, such as . >= 0 and . <= 99")
            item |= {"range": [low, high], "whole": kind == "integer"}
        elif text:
            raise NotCarried("a date takes none")
    except NotCarried as no:
        form.fault("survey", row.number, f"constraint: {no}.")


def _more(form: "Form", row: Row, item: dict[str, Any]) -> None:
    for column in ("unknown", "not_applicable"):
        text = row.get(column).lower()
        if text not in YES | NO:
            form.fault("survey", row.number, f"{column}: yes or nothing.")
        elif text in YES:
            item[column] = True
    if row.get("unit"):
        item["unit"] = row.get("unit")
    if skipped := row.get("skipped"):
        if re.fullmatch(r"-?\d+(?:\.\d+)?", skipped):
            item["skipped"] = float(skipped)
        else:
            form.fault("survey", row.number, "skipped: the number that it counts when the path leads round it.")
    for column, why in REFUSED.items():
        if row.get(column):
            form.fault("survey", row.number, f"{column}: {why}.")
    if row.get("required").lower() in YES:
        form.notes.append(f"{item['key']} may be left open here, whatever the column required says.")
    if item["kind"] in {"single", "multiple"} and row.get("constraint"):
        form.fault("survey", row.number, "constraint: choices take none.")


def scale_of(form: "Form", labels: Labels, row: Row) -> None:
    """One choice of one list."""
    name, code = row.get("list_name") or row.get("list name"), row.get("name") or row.get("value")
    if not KEY.fullmatch(name):
        form.fault("choices", row.number, f"list_name “{name[:40]}”: small letters, digits and _, a letter first.")
        return
    if not re.fullmatch(r"-?\d{1,4}", code) or not -999 <= int(code) <= 9999:
        form.fault(
            "choices", row.number, f"name “{code[:20]}”: a whole number from -999 to 9999, by which it is stored."
        )
        return
    choice: dict[str, Any] = {"code": int(code)}
    if row.get("alone").lower() in YES:
        choice["alone"] = True
    form.definition["scales"].setdefault(name, []).append(choice)
    form.lines["scales", name] = form.lines.get(("scales", name), row.number)
    labels.put(f"choice.{name}.{int(code)}", row, "label")
