"""Made-up studies of the kinds that a report must be honest about."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from article16.cli import main
from article16.evaluation.report.data import Data, read
from article16.evaluation.tables.reading import open_study


@cache
def folder(men: int = 300, seed: int = 7, *world: str) -> Path:
    """A simulated study on the disk."""
    to = Path(mkdtemp(prefix="article16-report-")) / "study"
    words = ["simulate", "--men", str(men), "--seed", str(seed), "--to", str(to), "--quiet"]
    assert main([*words, *(word for pair in world for word in ("--set", pair))]) == 0
    return to


@cache
def data(men: int = 300, seed: int = 7, *world: str) -> Data:
    with open_study(folder(men, seed, *world)) as study:
        return read(study)


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
