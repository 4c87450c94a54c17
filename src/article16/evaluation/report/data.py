"""A study as the report needs it: one row for each man, scores by informant and time, what each source was asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array
from article16.evaluation.report.sums import Counted, counts_of
from article16.evaluation.tables.descriptor import Subgroup
from article16.evaluation.tables.fields import BEHAVIOUR, HOPES, RESPONSIBILITY, TEXT_KINDS, Kind, Table
from article16.evaluation.tables.reading import Study

TIMES = ("T0", "T1", "T2", "T3", "T4")
INFORMANTS = ("client", "partner")
YEAR = 365  # days
DOSE = ("sessions_planned", "sessions_offered", "sessions_attended", "hours")
PLACE = "programme"  # the arm that is given a place
VIOLENCE = ("re-assault", "re-arrest", "conviction")
WAYS = ("completed", "dropped out", "excluded", "other ways")
SOURCES = ("partner", "client", "police", "court", "probation")
_PLACE = {time: number for number, time in enumerate(TIMES)}


@dataclass(frozen=True)
class Scale:
    """One score of the study."""

    name: str  # "abuse"
    meaning: str
    unit: str
    low: float | None
    high: float | None
    safer: Mapping[str, str]  # informant -> "lower" or "higher"; nothing when it is not known
    domain: int = 0  # of the IMPACT toolkit; 0: not said
    measure: int = 0  # of Project Mirabal; 0: not said
    titles: Mapping[str, str] = field(default_factory=dict)  # language -> how a report calls it

    def lower_is_safer(self, informant: str) -> bool:
        """Whether less is safer when this informant says so."""
        return self.safer.get(informant, "lower") == "lower"


@dataclass(frozen=True)
class Item:
    """One question that stands in the report by itself: about hopes, or about responsibility."""

    name: str  # column: "q_hope_stops"
    meaning: str
    domain: int
    most: float  # highest answer code
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Data:
    """Everything a report reads of a study."""

    made_up: bool
    title: str
    case: npt.NDArray[np.int64]  # (men)
    columns: Mapping[str, npt.NDArray[Any]]  # of the cases; text: None where missing; numbers: NaN
    codes: Mapping[str, Mapping[str, str]]  # column -> code -> meaning
    scales: tuple[Scale, ...]
    scores: Mapping[tuple[str, str], Array]  # (scale, informant) -> (men, 5), NaN missing
    status: Mapping[str, npt.NDArray[Any]]  # informant -> (men, 5) status, None where no questionnaire was due
    events: tuple[tuple[int, str, str, float], ...]  # row of the man, kind, source, day
    asked: Mapping[str, npt.NDArray[np.bool_]]  # source -> (men) whether it answered for the year after the start
    exposure: Mapping[str, Array]  # sessions_planned, sessions_attended, hours -> (men), NaN unknown
    fingerprint: str  # of the tables
    items: tuple[Item, ...] = ()
    answers: Mapping[tuple[str, str], Array] = field(default_factory=dict)  # (item, informant) -> (men, 5), NaN missing
    subgroups: tuple[Subgroup, ...] = ()
    faulty: bool = False  # whether reading left something out, or took it for unknown
    counts: tuple[Counted, ...] = ()

    @property
    def men(self) -> int:
        return len(self.case)

    def column(self, name: str) -> npt.NDArray[Any]:
        """A column of the cases; all missing when the study did not collect it."""
        empty: npt.NDArray[Any] = np.full(self.men, None, dtype=object)
        return self.columns.get(name, empty)

    def number(self, name: str) -> Array:
        """A column of numbers; NaN where missing."""
        if name not in self.columns:
            return np.full(self.men, np.nan)
        found: Array = self.columns[name].astype(np.float64)
        return found

    @property
    def leading(self) -> Scale | None:
        """The scale that stands in the chapters about one alone: the first about what he does that both answered, else
        the first that (ex-)partners did, else the first of all. By what was asked, never by what was answered."""
        hers = [one for one in self.scales if not np.isnan(self.scores[one.name, "partner"]).all()]
        both = [one for one in hers if not np.isnan(self.scores[one.name, "client"]).all()]
        behaviour = [one for one in (*both, *hers) if one.domain == BEHAVIOUR]
        return next(iter((*behaviour, *both, *hers, *self.scales)), None)

    @property
    def started(self) -> npt.NDArray[np.bool_]:
        """Men who came to a first session. Of a man of the comparison group a start is only the day he would have."""
        return ~np.isnan(self.number("day_start")) & self.given

    @property
    def given(self) -> npt.NDArray[np.bool_]:
        """All men but those of a comparison group who did not get the programme."""
        assigned, delivered = self.column("assigned"), self.column("delivered")
        elsewhere = np.array([one is not None and one != PLACE for one in assigned], dtype=np.bool_)
        return np.asarray(~elsewhere | (delivered == PLACE), dtype=np.bool_)

    def course(self, scale: str, informant: str) -> Array:
        """Scores (men, 5) of those who were to get the programme; the comparison group is set beside them elsewhere."""
        return np.asarray(np.where(self.given[:, None], self.scores[scale, informant], np.nan))

    def reported(self, source: str, kinds: tuple[str, ...] = VIOLENCE) -> Array:
        """For each man 1 when the source reports it in the year from the start, 0 when it was asked and does not,
        else NaN."""
        found = np.where(self.asked.get(source, np.zeros(self.men, dtype=bool)), 0.0, np.nan)
        start = self.number("day_start")
        for row, kind, who, day in self.events:
            inside = start[row] <= day < start[row] + YEAR if not np.isnan(start[row] + day) else False
            if kind in kinds and who == source and inside and not np.isnan(found[row]):
                found[row] = 1.0
        return found

    def courses(self) -> tuple[Array, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Of those who started: days from the start, code of the way it ended (0: still there), rows of the men."""
        who = np.flatnonzero(self.started)
        start, end = self.number("day_start")[who], self.number("day_ending")[who]
        followed = self.number("day_followed")[who]
        ending = self.column("ending")[who]
        known = ~np.isnan(end) & np.array([one is not None and one != "ongoing" for one in ending], dtype=bool)
        code = np.array([WAYS.index(one) + 1 if one in WAYS else len(WAYS) for one in ending], dtype=np.int64)
        stop = np.where(known, end, followed) - start
        usable = ~np.isnan(stop) & (stop >= 0)
        return stop[usable], np.where(known, code, 0)[usable], who[usable]


def read(study: Study) -> Data:
    """The study in memory: about 2 kB a man. One that holds counts alone has no men."""
    if "cases" not in study.tables and "counts" in study.tables:
        return _counts_alone(study)
    book = study.codebook("cases")
    columns = {name: _column(study, book, name) for name in book.names}
    case = np.asarray(study.table("cases", ("case",))["case"].to_numpy(zero_copy_only=False), dtype=np.int64)
    row = {int(one): place for place, one in enumerate(case)}
    scales, scores, status, items, answers = _responses(study, row)
    return Data(
        made_up=study.package.made_up,
        title=study.package.title,
        case=case,
        columns=columns,
        codes={one.name: dict(one.codes) for one in book.fields if one.codes},
        scales=scales,
        scores=scores,
        status=status,
        events=_events(study, row),
        asked=_asked(study, row, columns.get("day_start")),
        exposure=_exposure(study, row),
        fingerprint=_fingerprint(study),
        items=items,
        answers=answers,
        subgroups=study.package.subgroups,
        faulty=bool(study.problems),
        counts=counts_of(study),
    )


def _counts_alone(study: Study) -> Data:
    return Data(
        made_up=study.package.made_up,
        title=study.package.title,
        case=np.empty(0, dtype=np.int64),
        columns={},
        codes={},
        scales=(),
        scores={},
        status={who: np.empty((0, len(TIMES)), dtype=object) for who in INFORMANTS},
        events=(),
        asked={},
        exposure={name: np.empty(0) for name in DOSE},
        fingerprint=_fingerprint(study),
        faulty=bool(study.problems),
        counts=counts_of(study),
    )


def _column(study: Study, book: Table, name: str) -> npt.NDArray[Any]:
    split = study.column("cases", name) if book.field(name).kind is not Kind.KEY else None
    if split is None:
        return np.asarray(study.table("cases", (name,))[name].to_numpy(zero_copy_only=False))
    if book.field(name).kind in TEXT_KINDS:
        return np.asarray(split.values, dtype=object)
    return np.asarray(split.values, dtype=np.float64)


def _responses(study: Study, row: Mapping[int, int]) -> tuple[Any, Any, Any, Any, Any]:
    men = len(row)
    status = {one: np.full((men, len(TIMES)), None, dtype=object) for one in INFORMANTS}
    if "responses" not in study.tables:
        return (), {}, status, (), {}
    book = study.codebook("responses")
    fields = [one for one in book.fields if one.kind is Kind.SCORE]
    scales = tuple(
        Scale(one.name.removeprefix("score_"), one.meaning, one.unit, one.minimum, one.maximum, dict(one.safer),
              one.domain, one.measure, dict(one.titles))
        for one in fields
    )  # fmt: skip
    asked = [one for one in book.fields if one.kind is Kind.ITEM and one.domain in (HOPES, RESPONSIBILITY)]
    answers = {(one.name, who): np.full((men, len(TIMES)), np.nan) for one in asked for who in INFORMANTS}
    scores = {(one.name, who): np.full((men, len(TIMES)), np.nan) for one in scales for who in INFORMANTS}
    wanted = ("case", "time", "informant", "status", *(one.name for one in (*fields, *asked)))
    table = study.table("responses", wanted)
    # Of a table without rows numpy would make numbers that are no places.
    rows = np.array([row.get(int(one), -1) for one in table["case"].to_numpy(zero_copy_only=False)], dtype=np.int64)
    places = np.array([_PLACE.get(str(one), -1) for one in table["time"].to_pylist()], dtype=np.int64)
    who = np.array(table["informant"].to_pylist(), dtype=object)
    said = np.array(table["status"].to_pylist(), dtype=object)
    for informant in INFORMANTS:
        mine = (who == informant) & (rows >= 0) & (places >= 0)
        status[informant][rows[mine], places[mine]] = said[mine]
        for scale, column in zip(scales, fields, strict=True):
            values = np.asarray(table[column.name].to_numpy(zero_copy_only=False), dtype=np.float64)
            scores[scale.name, informant][rows[mine], places[mine]] = values[mine]
        for one in asked:
            codes = np.asarray(table[one.name].to_numpy(zero_copy_only=False), dtype=np.float64)
            answers[one.name, informant][rows[mine], places[mine]] = np.where(codes >= 0, codes, np.nan)[mine]
    items = tuple(Item(one.name, one.meaning, one.domain, one.maximum or 1.0, dict(one.titles)) for one in asked)
    return scales, scores, status, items, answers


def _events(study: Study, row: Mapping[int, int]) -> tuple[tuple[int, str, str, float], ...]:
    if "events" not in study.tables:
        return ()
    columns = ("case", "kind", "source")
    table = study.table("events", columns)
    day = np.asarray(study.column("events", "day").values, dtype=np.float64)
    rows = zip(table["case"].to_pylist(), table["kind"].to_pylist(), table["source"].to_pylist(), day, strict=True)
    return tuple((row[case], kind, source, float(when)) for case, kind, source, when in rows if case in row)


def _asked(study: Study, row: Mapping[int, int], start: npt.NDArray[Any] | None) -> dict[str, npt.NDArray[np.bool_]]:
    """Men of whom a source was asked, and answered, about the whole year after the start."""
    if "windows" not in study.tables or start is None:
        return {}
    table = study.table("windows", ("case", "source", "status"))
    begin = np.asarray(study.column("windows", "day_from").values, dtype=np.float64)
    end = np.asarray(study.column("windows", "day_to").values, dtype=np.float64)
    days: dict[str, Array] = {}
    rows = zip(
        table["case"].to_pylist(), table["source"].to_pylist(), table["status"].to_pylist(), begin, end, strict=True
    )
    for case, source, status, day_from, day_to in rows:
        place = row.get(case, -1)
        if place < 0 or status != "answered" or np.isnan(start[place]):
            continue
        first, last = max(day_from, start[place]), min(day_to, start[place] + YEAR - 1)
        known = days.setdefault(source, np.zeros(len(row)))
        known[place] += max(0.0, last - first + 1) if not np.isnan(first + last) else 0.0
    # Nine tenths of the year: windows are drawn from dates of letters, and a week is lost at either end.
    return {source: known >= 0.9 * YEAR for source, known in days.items()}


def _exposure(study: Study, row: Mapping[int, int]) -> dict[str, Array]:
    found = {name: np.full(len(row), np.nan) for name in DOSE}
    if "exposure" not in study.tables:
        return found
    cases = study.table("exposure", ("case",))["case"].to_pylist()
    have = study.codebook("exposure").names
    for name in (one for one in DOSE if one in have):
        values = np.asarray(study.column("exposure", name).values, dtype=np.float64)
        for case, value in zip(cases, values, strict=True):
            if case in row and not np.isnan(value):
                place = row[case]
                found[name][place] = value + (0.0 if np.isnan(found[name][place]) else found[name][place])
    return found


def _fingerprint(study: Study) -> str:
    digest = hashlib.sha256()
    for name in sorted(study.tables):
        for batch in study.batches(name):
            for column in batch.columns:
                for buffer in column.buffers():
                    if buffer is not None:
                        digest.update(memoryview(buffer))
    return digest.hexdigest()[:16]
