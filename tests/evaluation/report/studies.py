"""Made-up studies of the kinds that a report must be honest about."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from article16.cli import main
from article16.evaluation.report.data import Data, read
from article16.evaluation.report.making import report_on
from article16.evaluation.report.model import Report
from article16.evaluation.report.sums import Counted
from article16.evaluation.report.words import Words
from article16.evaluation.tables.reading import open_study
from tests.prepared import temporary_folder


def folder(men: int = 300, seed: int = 7, *world: str) -> Path:
    """A simulated study on the disk."""
    return _folder(men, seed, world)


@cache
def _folder(men: int, seed: int, world: tuple[str, ...]) -> Path:
    to = Path(temporary_folder("article16-report-")) / "study"
    words = ["simulate", "--men", str(men), "--seed", str(seed), "--to", str(to), "--quiet"]
    assert main([*words, *(word for pair in world for word in ("--set", pair))]) == 0
    return to


def data(men: int = 300, seed: int = 7, *world: str) -> Data:
    """The same study, read."""
    return _data(men, seed, world)


@cache
def _data(men: int, seed: int, world: tuple[str, ...]) -> Data:
    with open_study(_folder(men, seed, world)) as study:
        return read(study)


def report(language: str = "en", men: int = 300, seed: int = 7, *world: str, release: bool = False) -> Report:
    """The report on such a study: made once for all tests of a process, for it takes seconds."""
    return _report(language, men, seed, world, release)


@cache
def _report(language: str, men: int, seed: int, world: tuple[str, ...], release: bool) -> Report:
    return report_on(_data(men, seed, world), Words(language), release=release)


def only(found: Data, rows: np.ndarray) -> Data:
    """The same study with these men alone."""
    place = {int(row): number for number, row in enumerate(rows)}
    return replace(
        found,
        case=found.case[rows],
        columns={name: column[rows] for name, column in found.columns.items()},
        scores={key: scores[rows] for key, scores in found.scores.items()},
        status={who: status[rows] for who, status in found.status.items()},
        events=tuple((place[row], *rest) for row, *rest in found.events if row in place),
        asked={source: known[rows] for source, known in found.asked.items()},
        exposure={name: values[rows] for name, values in found.exposure.items()},
    )


def with_scales(found: Data, first: int) -> Data:
    """The same with its first scales alone: each further one says and draws the same of itself, and takes as long."""
    return replace(found, scales=found.scales[:first])


def without_informant(found: Data, who: str) -> Data:
    scores = {key: np.full_like(one, np.nan) if key[1] == who else one for key, one in found.scores.items()}
    nobody = {**found.status, who: np.full_like(found.status[who], None)}
    return replace(found, scores=scores, status=nobody)


def without_time(found: Data, place: int) -> Data:
    scores, status = {}, {}
    for key, one in found.scores.items():
        scores[key] = one.copy()
        scores[key][:, place] = np.nan
    for who, one in found.status.items():
        status[who] = one.copy()
        status[who][:, place] = "not asked"
    return replace(found, scores=scores, status=status)


def all_censored(found: Data) -> Data:
    """Nobody has ended yet."""
    columns = dict(found.columns)
    columns["ending"] = np.where(found.started, "ongoing", None)
    columns["day_ending"] = np.full(found.men, np.nan)
    return replace(found, columns=columns, events=())


def all_dropped_out(found: Data) -> Data:
    """Whoever began has left early, on the day on which he ended."""
    columns = dict(found.columns)
    columns["ending"] = np.where(found.started, "dropped out", found.columns["ending"])
    return replace(found, columns=columns)


def bare(found: Data) -> Data:
    """A list of men with their programme, and nothing else."""
    return replace(
        found,
        columns={name: found.columns[name] for name in ("case", "programme")},
        scales=(),
        scores={},
        status={who: np.full_like(one, None) for who, one in found.status.items()},
        events=(),
        asked={},
        exposure={name: np.full(found.men, np.nan) for name in found.exposure},
    )


def counts_alone() -> Data:
    """What two informants said in one programme, as sums."""
    rows = (("fear", "T1", "client", 40, 133), ("fear", "T1", "partner", 7, 71), ("left", "T3", "client", 9, 120))
    counts = tuple(Counted("North", "impact", *row) for row in rows)
    return replace(bare(only(data(), np.arange(0))), columns={}, codes={}, counts=counts)
