"""Columns of a man that he tells himself, at his first questionnaires: work, children, alcohol and drugs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from article16.common.study.asked import cells_of, score_column
from article16.common.study.people import Cells, Response
from article16.instruments.definition import Instrument

FIRST = ("T0", "T1")  # at intake; what he says later is about another time
IN_WORK = frozenset({"1", "2"})  # employed, self-employed
OF_WORK = frozenset("12345678")
YES_NO = {"1": "yes", "0": "no"}
# From so many points a screening speaks of a problem.
# AUDIT: Babor and others 2001, World Health Organization, WHO/MSD/MSB/01.6a.
# DUDIT, men: Berman and others 2005, https://doi.org/10.1159/000081413
SCREENED = {"audit": 8.0, "dudit": 6.0}
Known = Mapping[tuple[str, str, str], Instrument | None]  # id, version, fingerprint


def told_by_himself(responses: Iterable[Response], known: Known) -> Cells:
    """What his own first answers say; a column is absent where they do not say it."""
    his = [one for one in responses if one.informant == "client" and one.time in FIRST and one.status == "answered"]
    his.sort(key=lambda one: one.time)
    found: dict[str, str] = {}
    for one in his:
        if one.instrument == "five_points":
            if (work := one.values.get("work", "")) in OF_WORK:
                found.setdefault("employed", "yes" if work in IN_WORK else "no")
            if (children := one.values.get("children", "")) in YES_NO:
                found.setdefault("children", YES_NO[children])
    return {**found, **_substance(his, known)}


def _substance(his: Iterable[Response], known: Known) -> Cells:
    """One screening at or above its limit is a yes; a no needs both, because each asks about one of the two."""
    points: dict[str, float] = {}
    for one in his:
        instrument = known.get((one.instrument, one.version, one.fingerprint))
        if one.instrument in SCREENED and instrument is not None:
            cell = cells_of(instrument, one).get(score_column(instrument, "total"))
            if cell is not None:
                points.setdefault(one.instrument, float(cell))
    above = [value >= SCREENED[name] for name, value in points.items()]
    if any(above):
        return {"substance": "yes"}
    return {"substance": "no"} if len(above) == len(SCREENED) else {}
