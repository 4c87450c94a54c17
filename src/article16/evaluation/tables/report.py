"""Six questions to study data of any size, as Ibis expressions: the same on DuckDB, Spark and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from article16.evaluation.tables.fields import TEXT_KINDS, Kind, Table
from article16.evaluation.tables.missing import NUMBER_CODES, WORDS, Missing
from article16.evaluation.tables.schema import PLACE

WINDOW_DAYS = 365
By = tuple[str, ...]
PROGRAMME: By = ("programme",)
_TYPES = {
    Kind.KEY: "int64",
    Kind.DAY: "int32",
    Kind.COUNT: "int32",
    Kind.NUMBER: "float64",
    Kind.ITEM: "int8",
    Kind.SCORE: "float32",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One query of the report.

    Parameters
    ----------
    name
        Short name.
    says
        What its rows say.
    needs
        Tables and their columns without which it cannot be asked.
    expression
        Makes the Ibis expression from the unbound tables, and from the columns by which its rows are to be split.
    scored
        Whether it needs a score column.
    """

    name: str
    says: str
    needs: Mapping[str, tuple[str, ...]]
    expression: Callable[[dict[str, Any], By], Any]
    scored: bool = False


def unbound(table: Table) -> Any:
    """The table as Ibis knows it, bound to no database."""
    import ibis

    columns = {each.name: "string" if each.kind in TEXT_KINDS else _TYPES[each.kind] for each in table.fields}
    return ibis.table(columns, name=table.name)


def flow(tables: dict[str, Any], _: By = ()) -> Any:
    """By programme: men referred, taken in, started, and how their episodes ended."""
    cases = tables["cases"]
    endings = ("completed", "dropped out", "excluded", "custody")
    return cases.group_by("programme").agg(
        referred=cases.count(),
        taken_in=_number(cases.suitability == "suitable"),
        started=_number((cases.day_start >= 0) & ~_elsewhere(cases)),
        **{_plain(each): _number(cases.ending == each) for each in endings},
    )


def _elsewhere(cases: Any) -> Any:
    """Men of a comparison group who did not get the programme: their start is only the day it would have been."""
    import ibis

    if "assigned" not in cases.columns:
        return ibis.literal(False)
    arm = cases.assigned.notnull() & cases.assigned.notin([PLACE, *WORDS.values()])
    return arm & ~(cases.delivered == PLACE).fill_null(False) if "delivered" in cases.columns else arm


def response(tables: dict[str, Any], by: By = ()) -> Any:
    """By time, informant and status: questionnaires due. What is not answered keeps its kind."""
    rows = tables["responses"]
    return rows.group_by(*by, "time", "informant", "status").agg(due=rows.count())


def answers(tables: dict[str, Any], by: By = ()) -> Any:
    """By time and informant: answered questionnaires; for each item number and sum, for each score number, mean, SD."""
    import ibis

    rows = tables["responses"]
    given = rows.filter(rows.status == "answered")
    items = [name for name in given.columns if name.startswith("q_")]
    scores = [name for name in given.columns if name.startswith("score_")]
    sums: dict[str, Any] = {"answered": given.count()}
    for name in items:
        # Codes below zero are kinds of silence; they enter neither number nor sum. Not written as a filter on the
        # aggregate: 120 of those cost DuckDB a hundred times as much.
        sums[f"{name}_n"] = _number(given[name] >= 0)
        sums[f"{name}_sum"] = ibis.greatest(given[name], 0).sum().cast("int64")
    for name in scores:
        sums |= {f"{name}_n": given[name].count(), f"{name}_mean": given[name].mean(), f"{name}_sd": given[name].std()}
    return given.group_by(*by, "time", "informant").agg(**sums)


def change(tables: dict[str, Any], by: By = ()) -> Any:
    """By informant: men with T1 and a later time, and the mean and SD of later minus T1, for the first score."""
    rows = tables["responses"]
    score = next(name for name in rows.columns if name.startswith("score_"))
    given = rows.filter(rows.status == "answered", rows.time.isin(["T1", "T3", "T4"]), rows[score].notnull())
    at = given.group_by(*by, "case", "informant").agg(
        **{time: given[score].max(where=given.time == time) for time in ("T1", "T3", "T4")}
    )
    differences = {"T3": at.T3 - at.T1, "T4": at.T4 - at.T1}
    parts: dict[str, Any] = {}
    for time, gap in differences.items():
        parts |= {f"pairs_{time}": gap.count(), f"mean_{time}": gap.mean(), f"sd_{time}": gap.std()}
    return at.group_by(*by, "informant").agg(**parts)


def agreement(tables: dict[str, Any], by: By = ()) -> Any:
    """By time: men of whom both answered, and whether each reports any abuse (first score above zero)."""
    rows = tables["responses"]
    score = next(name for name in rows.columns if name.startswith("score_"))
    given = rows.filter(rows.status == "answered", rows[score].notnull())
    any_abuse = (given[score] > 0).cast("int8")
    both = given.group_by(*by, "case", "time").agg(
        client=any_abuse.max(where=given.informant == "client"),
        partner=any_abuse.max(where=given.informant == "partner"),
    )
    known = both.filter(both.client.notnull(), both.partner.notnull())
    return known.group_by(*by, "time", "client", "partner").agg(pairs=known.count())


def events(tables: dict[str, Any], by: By = ()) -> Any:
    """By source: men it was asked about and answered for, and those with new violence within a year of the start."""
    cases, happened, windows = tables["cases"], tables["events"], tables["windows"]
    none = NUMBER_CODES[Missing.NOT_ASKED]
    asked = windows.filter(windows.status == "answered").select(*by, "case", "source").distinct()
    started = cases.filter(cases.day_start > none).select("case", "day_start")
    violence = happened.filter(happened.kind.isin(["re-assault", "re-arrest"]))
    later = violence.join(started, "case").filter(lambda row: row.day - row.day_start < WINDOW_DAYS)
    hit = later.filter(lambda row: row.day >= row.day_start).select(*by, "case", "source").distinct()
    denominators = asked.group_by(*by, "source").agg(asked=asked.count())
    numerators = hit.semi_join(asked, ["case", "source"])
    counted = numerators.group_by(*by, "source").agg(violent=numerators.count())
    joined = denominators.left_join(counted, [*by, "source"])
    return joined.select(*by, "source", "asked", violent=joined.violent.fill_null(0))


_CASE_DAYS = ("suitability", "day_start", "ending")
_EVENT = {"cases": ("day_start",), "events": ("day",), "windows": ("status",)}
QUESTIONS: tuple[Question, ...] = (
    Question("flow", "who comes, and how it ends", {"cases": _CASE_DAYS}, flow),
    Question("response", "who answers, and why not", {"responses": ("status",)}, response),
    Question("answers", "what is answered", {"responses": ("status",)}, answers),
    Question("change", "who changes", {"responses": ("status",)}, change, scored=True),
    Question("agreement", "client against partner", {"responses": ("status",)}, agreement, scored=True),
    Question("events", "new violence by source", _EVENT, events),
)


def expression(question: Question, tables: dict[str, Any], by: By = ()) -> Any:
    """The question to these tables; by programme, when asked so, for every table that knows its men."""
    if by and "cases" in tables:
        known = tables["cases"].select("case", *by)
        others = {name: table.join(known, "case") for name, table in tables.items() if name != "cases"}
        tables = {"cases": tables["cases"], **others}
    return question.expression(tables, by)


def as_sql(question: Question, codebooks: dict[str, Table], dialect: str = "duckdb", by: By = ()) -> str:
    """The query in the words of one database: duckdb, pyspark, postgres and others that Ibis knows.

    Parameters
    ----------
    codebooks
        Columns of each table as they are in this study.
    by
        Columns of the cases by which the rows are split: () or `PROGRAMME`.
    """
    import ibis

    needed = {*question.needs, "cases"} if by else question.needs
    tables = {name: unbound(codebooks[name]) for name in needed}
    return str(ibis.to_sql(expression(question, tables, by), dialect=dialect))


def _number(flags: Any) -> Any:
    """How many are true, as a plain whole number in every database."""
    return flags.sum().cast("int64")


def _plain(code: str) -> str:
    return code.replace(" ", "_")
