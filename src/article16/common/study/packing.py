"""Men of a study as a Data Package: written by the same writer and under the same codebook as every other study."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from article16.common.study.asked import cells_of, fields_of
from article16.common.study.cells import column
from article16.common.study.people import Cells, Man, Response
from article16.common.study.told import Known, told_by_himself
from article16.evaluation.tables.columns import Column
from article16.evaluation.tables.descriptor import Package, extended
from article16.evaluation.tables.fields import Field
from article16.evaluation.tables.schema import BY_NAME, INFORMANTS, TIMES
from article16.evaluation.tables.writing import StudyWriter
from article16.instruments.definition import Instrument

Find = Callable[[str, str, str], Instrument | None]  # id, version, fingerprint
_INFORMANTS = frozenset(code for code, _meaning in INFORMANTS)
_TIMES = frozenset(code for code, _meaning in TIMES)
_NOT_DUE = frozenset({"planned", "asked"})  # nothing is known yet: no row


@dataclass(frozen=True, slots=True)
class Written:
    """What a package holds, and what it could not hold."""

    men: int
    responses: int
    notes: tuple[str, ...]


def write(men: Sequence[Man], folder: Path, *, package: Package, find: Find, format: str = "parquet") -> Written:
    """Write the study into a new folder; on a failure there is none.

    Parameters
    ----------
    find
        The instrument that was asked. What it does not know keeps its row and loses its answers.

    Raises
    ------
    StudyError
        When the folder is in use already.
    """
    rows = [(man, one) for man in men for one in man.responses if _belongs(one)]
    known = {
        (one.instrument, one.version, one.fingerprint): find(one.instrument, one.version, one.fingerprint)
        for _man, one in rows
    }
    extra = fields_of(one for one in known.values() if one is not None)
    with StudyWriter(folder, package, format=format, extra={"responses": extra}) as writer:
        _add(writer, "cases", [_case(man, known) for man in men])
        answered = [_response(man, one, known[one.instrument, one.version, one.fingerprint]) for man, one in rows]
        _add(writer, "responses", answered, extra)
        for table in ("events", "windows"):
            _add(writer, table, [{"case": str(man.number), **row} for man in men for row in getattr(man, table)])
        exposed = [(man, work, row) for man in men for work, row in man.exposure.items()]
        _add(writer, "exposure", [{"case": str(man.number), "work": work, **row} for man, work, row in exposed])
    return Written(len(men), len(rows), tuple(_notes(men, known)))


def _belongs(one: Response) -> bool:
    return one.informant in _INFORMANTS and one.time in _TIMES and one.status not in _NOT_DUE


def _case(man: Man, known: Known) -> dict[str, str]:
    return {**told_by_himself(man.responses, known), **man.columns, "case": str(man.number), "programme": man.programme}


def _response(man: Man, one: Response, instrument: Instrument | None) -> dict[str, str]:
    row = {"case": str(man.number), "time": one.time, "informant": one.informant, "instrument": one.instrument}
    row |= {"version": one.version, "status": one.status, "occasion": one.occasion, "mode": one.mode}
    row |= {"language": one.language, "day": "" if one.day is None else str(one.day)}
    return row | (cells_of(instrument, one) if instrument else {})


def _add(writer: StudyWriter, name: str, rows: Sequence[Cells], extra: tuple[Field, ...] = ()) -> None:
    """The columns that somebody has something in, and those that the table needs."""
    if not rows:
        return
    used = {key for row in rows for key, cell in row.items() if cell}
    fields = [each for each in extended(BY_NAME[name], extra).fields if each.required or each.name in used]
    made: dict[str, Column] = {each.name: column(each, [row.get(each.name) for row in rows]) for each in fields}
    writer.add(name, made)


def _notes(men: Sequence[Man], known: dict[tuple[str, str, str], Instrument | None]) -> Iterable[str]:
    """What a reader must know that no row says."""
    every = [one for man in men for one in man.responses]
    workers = sum(one.informant not in _INFORMANTS for one in every)
    later = sum(one.time not in _TIMES for one in every)
    waiting = sum(one.status in _NOT_DUE for one in every)
    if workers:
        yield f"{workers} questionnaires that workers filled in are not in the study: they are nobody's report."
    if later:
        yield f"{later} questionnaires of later follow-ups are not in the study, which ends with T4."
    if waiting:
        yield f"{waiting} questionnaires are planned or asked and have no answer yet: no row stands for them."
    answered = {(one.instrument, one.version, one.fingerprint) for one in every if one.status == "answered"}
    for (name, version, mark), instrument in sorted(known.items()):
        if instrument is None and (name, version, mark) in answered:
            yield (
                f"The instrument {name} {version} is not known here: its rows say who answered, and no answers. "
                "A form asked of him and her is known once her service has taken in the same file."
            )
