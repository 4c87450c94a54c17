"""Times of hers that passed without a word: she agreed to be counted, and nobody noted why there is no answer. Pure.

Her times follow his way, and that is here in days since his referral. So a plan is told once, when she agrees, and
whether a time has come is seen when the study is put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from article16.common.questionnaires.windows import SPANS
from article16.common.study.people import Response

HALF_A_YEAR = 182  # days from the end of his programme to T4
WAITING = frozenset({"planned", "asked"})


def settled(one: Response, columns: Mapping[str, str], today: int) -> Response:
    """The same, or why nothing came: its time passed, or there was none because he stopped before.

    Parameters
    ----------
    columns
        His row of the table cases.
    today
        Days since his referral.
    """
    if one.status not in WAITING or one.informant == "client":
        return one  # of his own questionnaires casework says it
    start, end = (_day(columns, name) for name in ("day_start", "day_ending"))
    if one.time in ("T1", "T2") and end is not None and (start is None or _stopped_before_half(one, columns)):
        return replace(one, status="does not apply")
    aim = _aim(one.time, start, end)
    if aim is None:
        return one
    begins = max(aim, one.day or 0)  # she may have been reached when he had long begun
    return replace(one, status="unknown", day=begins) if today > begins + SPANS[one.time].after else one


def _day(columns: Mapping[str, str], name: str) -> int | None:
    return int(columns[name]) if columns.get(name, "").isdigit() else None


def _stopped_before_half(one: Response, columns: Mapping[str, str]) -> bool:
    return one.time == "T2" and columns.get("ending") != "completed"


def _aim(time: str, start: int | None, end: int | None) -> int | None:
    """The day at which this time of hers is aimed; None: his way does not say yet."""
    if time == "T0":
        return 0
    if time == "T1":
        return start
    if end is None:
        return None
    return {"T2": ((start or 0) + end) // 2, "T3": end, "T4": end + HALF_A_YEAR}.get(time)
