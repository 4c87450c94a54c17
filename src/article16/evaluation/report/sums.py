"""What programmes counted themselves: so many of so many, without rows for single men."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from article16.evaluation.tables.reading import Study


@dataclass(frozen=True)
class Counted:
    """So many of so many, as a programme without rows for single men gave it."""

    programme: str
    measure: str
    label: str
    time: str  # empty: not said
    informant: str  # empty: the programme itself
    number: int
    of: int  # 0: not known


def counts_of(study: Study) -> tuple[Counted, ...]:
    """The counts of a study, in its order; none where it has no such table."""
    if "counts" not in study.tables:
        return ()
    have = study.codebook("counts").names
    words = ("programme", "measure", "label", "time", "informant")
    texts = [
        [str(one or "") for one in study.column("counts", name).values] if name in have else [""] * study.rows("counts")
        for name in words
    ]
    number = np.asarray(study.column("counts", "number").values, dtype=np.float64)
    of = np.asarray(study.column("counts", "of").values, dtype=np.float64) if "of" in have else np.zeros(len(number))
    rows = zip(*texts, number, np.nan_to_num(of), strict=True)
    return tuple(
        Counted(programme, measure, label, time, informant, int(n), int(m))
        for programme, measure, label, time, informant, n, m in rows
        if not np.isnan(n)
    )
