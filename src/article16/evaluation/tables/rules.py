"""For each column: how its text or number becomes a value, and when it is at fault. In SQL, made once a table."""

from __future__ import annotations

from dataclasses import dataclass

from article16.evaluation.tables.engine import literal, name
from article16.evaluation.tables.fields import NUMBER_CODE_KINDS, TEXT_KINDS, WHOLE_KINDS, Field, Kind
from article16.evaluation.tables.missing import ITEM_CODES, NUMBER_CODES, WORDS, Missing
from article16.evaluation.tables.problems import Outcome, listed

# A code is a short word of the programme's own; longer text is prose, and prose names people.
LONGEST_CODE = 64

_TYPES = {
    Kind.KEY: "BIGINT",
    Kind.DAY: "INTEGER",
    Kind.COUNT: "INTEGER",
    Kind.ITEM: "TINYINT",
    Kind.NUMBER: "DOUBLE",
    Kind.SCORE: "FLOAT",
}
# Stored so, a column holds nothing but its numbers, and neither casts nor looks are needed.
_STORED = {
    Kind.KEY: "int64",
    Kind.DAY: "int32",
    Kind.COUNT: "int32",
    Kind.ITEM: "int8",
    Kind.NUMBER: "double",
    Kind.SCORE: "float",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way a column can be at fault.

    Parameters
    ----------
    field
        The column.
    fault
        SQL, true where the cell is at fault; null counts as false.
    says
        The sentence; `{}` stands for the faulty value.
    outcome
        Whether the value or the row goes.
    """

    field: Field
    fault: str
    says: str
    outcome: Outcome


def typed(field: Field, stored: str) -> str:
    """SQL of the value of a column, null where it has none or is no number.

    Parameters
    ----------
    stored
        Arrow type of the column in the file.
    """
    column = name(field.name)
    if field.kind in TEXT_KINDS:
        text = column if stored.startswith(("string", "dictionary", "large_string")) else f"CAST({column} AS VARCHAR)"
        return f"NULLIF(TRIM({text}), '')" if stored == "string" else text
    if field.kind in WHOLE_KINDS and not stored.startswith(("int", "uint")):
        # 3.0 is the whole number 3; 3.5 is none, and casting alone would round it.
        number = f"TRY_CAST({column} AS DOUBLE)"
        if field.kind is Kind.KEY:
            # Straight to a whole number: above 2**53 the way over a double makes two men one.
            digits = f"TRIM(CAST({column} AS VARCHAR))"
            return f"CASE WHEN regexp_full_match({digits}, '[0-9]{{1,18}}') THEN CAST({digits} AS BIGINT) END"
        return f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS {_TYPES[field.kind]}) END"
    if stored == _STORED.get(field.kind):
        return column
    return f"TRY_CAST({column} AS {_TYPES[field.kind]})"


def rules(field: Field, stored: str) -> list[Rule]:
    """All ways in which a cell of this column can be at fault, gravest first; they exclude each other."""
    column, value = name(field.name), typed(field, stored)
    gone = Outcome.REPAIRED if field.may_be_missing or field.kind is Kind.SCORE else Outcome.LEFT_OUT
    made: list[Rule] = []
    if field.kind in TEXT_KINDS:
        made += _text_rules(field, value, gone)
    else:
        if value != column:
            made.append(Rule(field, f"({value} IS NULL AND {column} IS NOT NULL)", _no_number(field), gone))
        made += _range_rules(field, value, gone)
    if field.kind not in (Kind.ITEM, Kind.SCORE):
        says = "The cell is empty. Write the value" + (
            " or why there is none (not asked, not reached, declined, does not apply, unknown)."
            if field.may_be_missing
            else "."
        )
        made.append(Rule(field, f"({_empty(field, column, value)})", says, gone))
    return made


def _empty(field: Field, column: str, value: str) -> str:
    return f"{value} IS NULL" if field.kind in TEXT_KINDS else f"{column} IS NULL"


def _no_number(field: Field) -> str:
    return "{} is no " + ("whole number." if field.kind in WHOLE_KINDS else "number.") + " Write digits only."


def _text_rules(field: Field, value: str, gone: Outcome) -> list[Rule]:
    if field.kind is Kind.CODE:
        says = f"The cell has more than {LONGEST_CODE} characters. Write a short code, no free text."
        return [Rule(field, f"LENGTH({value}) > {LONGEST_CODE}", says, gone)]
    words = [*field.allowed, *(WORDS.values() if field.may_be_missing else ())]
    codes = ", ".join(literal(word) for word in dict.fromkeys(words))
    says = f"{{}} is no code of this column. It takes {listed(field.allowed, most=12)}."
    return [Rule(field, f"{value} NOT IN ({codes})", says, gone)]


def _range_rules(field: Field, value: str, gone: Outcome) -> list[Rule]:
    outside = []
    if field.kind is Kind.ITEM and field.minimum == 0:
        # The codes -5 to -1 lie just below 0: one comparison instead of two and a list.
        outside.append(f"{value} < {min(ITEM_CODES.values())}")
    elif field.minimum is not None:
        outside.append(f"{value} < {field.minimum:g}")
    if field.maximum is not None:
        outside.append(f"{value} > {field.maximum:g}")
    if field.kind in (Kind.NUMBER, Kind.SCORE):
        outside.append(f"isnan({value}) OR isinf({value})")
    if not outside:
        return []
    fault = " OR ".join(outside)
    if field.may_be_missing and not (field.kind is Kind.ITEM and field.minimum == 0):
        codes = ITEM_CODES if field.kind is Kind.ITEM else NUMBER_CODES
        fault = f"({fault}) AND {value} NOT IN ({', '.join(str(code) for code in codes.values())})"
    low = "any" if field.minimum is None else f"{field.minimum:g}"
    high = "any" if field.maximum is None else f"{field.maximum:g}"
    unit = f" {field.unit}" if field.unit else ""
    says = f"{{}} is out of range; the column runs from {low} to {high}{unit}. Correct it."
    return [Rule(field, f"({fault})", says, gone)]


def unknown(field: Field) -> str:
    """SQL of what stands for *unknown* in this column; a score that cannot be is empty."""
    if field.kind is Kind.SCORE:
        return "NULL"
    if field.kind in TEXT_KINDS:
        return literal(WORDS[Missing.UNKNOWN])
    return str((NUMBER_CODES if field.kind in NUMBER_CODE_KINDS else ITEM_CODES)[Missing.UNKNOWN])
