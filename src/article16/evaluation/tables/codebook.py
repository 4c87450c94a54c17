"""The codebook as a page, made from the schema, so that the two cannot differ."""

from __future__ import annotations

from article16.evaluation.tables.fields import TEXT_KINDS, Field, Kind, Table
from article16.evaluation.tables.missing import ITEM_CODES, KINDS, MEANINGS, NUMBER_CODES, WORDS
from article16.evaluation.tables.schema import SCHEMA_VERSION, TABLES

_INTRODUCTION = f"""# Study data

Version {SCHEMA_VERSION} of the format. This page is made from the program's own codebook.

A study is one folder: `datapackage.json` and its tables as Parquet or CSV (UTF-8, comma, header in row 1), after
the [Data Package standard](https://datapackage.org/standard/data-package/). It holds no names, no addresses, no
calendar dates and no free text: days are counted from each man's referral, and a `case` is a number that means
something in this folder only. A made-up study says so (`made_up`) and carries its truth in `truth.json`.

Every table is optional; without `cases` nobody can be counted. Columns marked *needed* must be there; any other may be
left out, which says that it was not collected. Columns that are not listed are not read.

## Why an answer is missing

Five kinds, kept apart from the form to the export. None of them is zero and none of them is *no*.

| kind | means | in text | in items | in days, counts, numbers |
|---|---|---|---|---|
"""
_ITEMS = """
## Items and scores

`responses` (and any other table) may have further columns, declared in `datapackage.json` under `article16`: items
begin with `q_` and hold answer codes from 0, scores begin with `score_` and hold points. `kind` is `item` or `score`,
`instrument` names what they belong to, `safer` says for each informant which way is safer: the same scale can run
opposite ways. `domain` says what it is about, by the numbers of the IMPACT toolkit: 1 behaviour and its impact,
2 safety and wellbeing, 3 children, 4 hopes, 5 responsibility, 6 about the person, 7 other; `measure` by those of
Project Mirabal: 1 respectful communication, 2 space for action, 3 safety, 4 parenting, 5 awareness, 6 childhoods.
`titles` holds for each language the few words by which a report calls it. Items are empty where the
questionnaire was not answered, whose `status` says why; an item that is empty in an answered questionnaire counts as
*unknown*. A score is empty when too few of its items were answered.

## Subgroups

`subgroups` under `article16` lists the men for whom an effect is asked by themselves: `column` of the cases, one `code`
of it (none for a column of numbers), and the day on which it was `named`. Only those are compared in the report, and
their intervals allow for asking several times.

## What reading does with faults

Every fault is named at once by table, row (the header is row 1) and column. A row is left out when its identity is in
doubt: no case number, a key that stands twice, a case that is not in `cases`. A single cell that cannot be read, or
contradicts another (a start before the decision, a T3 before T1), counts as *unknown*. Nothing else is changed. Text of
more than 64 characters is taken for prose, not shown, and counts as *unknown*.
"""


def page() -> str:
    """The whole page in Markdown."""
    missing = "".join(
        f"| {WORDS[kind]} | {MEANINGS[kind]} | `{WORDS[kind]}` | {ITEM_CODES[kind]} | {NUMBER_CODES[kind]} |\n"
        for kind in KINDS
    )
    return _INTRODUCTION + missing + "".join(_section(table) for table in TABLES) + _ITEMS


def _section(table: Table) -> str:
    key = f"One row for each {', '.join(f'`{name}`' for name in table.key)}.\n" if table.key else ""
    head = f"\n## `{table.name}`\n\n{table.meaning} {key}\n| column | holds | meaning |\n|---|---|---|\n"
    return head + "".join(
        f"| `{each.name}`{_needed(each)} | {_holds(each)} | {_meaning(each)} |\n" for each in table.fields
    )


def _needed(each: Field) -> str:
    return " *needed*" if each.required else ""


def _holds(each: Field) -> str:
    if each.kind is Kind.CATEGORY:
        return "code"
    if each.kind in TEXT_KINDS:
        return "short text"
    low = "" if each.minimum is None else f", from {each.minimum:g}"
    high = "" if each.maximum is None else f" to {each.maximum:g}"
    what = "whole number" if each.kind in (Kind.KEY, Kind.COUNT, Kind.DAY) else "number"

    return f"{what}{f' ({each.unit})' if each.unit else ''}{low}{high}"


def _meaning(each: Field) -> str:
    codes = "; ".join(f"`{code}`" + (f" {label}" if label != code else "") for code, label in each.codes)
    return each.meaning + (f": {codes}" if codes else "") + ("" if each.may_be_missing else " (never missing)")
