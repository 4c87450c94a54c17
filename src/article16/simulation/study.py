"""A region as study data: the rows of every table, with no name, no date and no free text."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.tables.columns import Coded, Column, Columns, Sparse
from article16.evaluation.tables.missing import NUMBER_CODES, Missing
from article16.simulation import instrument
from article16.simulation.answers import items, scores
from article16.simulation.attendance import COMPLETED, CUSTODY, DIED, ENDINGS, EXCUSED, REASONS, SENT_AWAY, UNEXCUSED
from article16.simulation.change import TIMES
from article16.simulation.groups import NONE
from article16.simulation.happenings import SOURCES
from article16.simulation.path import ARMS, SUITABILITY
from article16.simulation.people import AGE_BANDS, ROUTES, SETTINGS, Codes, Flags
from article16.simulation.region import Region
from article16.simulation.replies import INFORMANTS, STATUSES, T3, T4, latent

NO_DAY = NUMBER_CODES[Missing.DOES_NOT_APPLY]
_NA = "does not apply"
# Risk and motivation as a programme's own tool would show them, in points.
_RISK_MEAN, _RISK_SD = 50.0, 15.0
_MOTIVATION_MEAN, _MOTIVATION_SD = 5.0, 2.0
CURRICULUM = "made-up 1"


def study_tables(region: Region) -> dict[str, Columns]:
    """The rows that this region adds to the study data.

    Returns
    -------
    dict
        Table name to columns, as the codebook of study data has them. Case numbers count from 0 over the whole
        world, so the rows of regions can be joined in any order.
    """
    return {
        "cases": cases(region),
        "responses": responses(region),
        "events": events(region),
        "windows": windows(region),
        "exposure": exposure(region),
    }


def programme_code(region: int, programme: int, per_region: int) -> str:
    """Code of a programme: P and its number in the world, from 1."""
    return f"P{region * per_region + programme + 1:05d}"


def _numbers(region: Region) -> Codes:
    return region.first + np.arange(len(region.men), dtype=np.int64)


def _yes_no(flags: Flags) -> Coded:
    return Coded(flags.astype(np.uint8), ("no", "yes"))


def _days(days: Codes, known: Flags | bool = True) -> npt.NDArray[np.int32]:
    return np.where(known, days, NO_DAY).astype(np.int32)


def _points(values: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.float64]:
    return np.asarray(np.round(values, 1), dtype=np.float64)


def cases(region: Region) -> dict[str, Column]:
    """One row for each man referred."""
    men, path, came = region.men, region.path, region.attendance
    per_region = region.world.programmes
    programmes = tuple(programme_code(region.number, number, per_region) for number in range(per_region))
    made = path.groups
    grouped = made.of_man != NONE
    codes = [f"{programmes[where]}-G{number + 1:03d}" for number, where in enumerate(made.programme.tolist())]
    pairs = [
        f"{programmes[where]}-F{pair + 1}"
        for where, pair in zip(made.programme.tolist(), made.pair.tolist(), strict=True)
    ]
    sitting = np.where(grouped, made.of_man, len(codes))
    observed = path.observed
    ending, reason = _ending(region)
    return {
        "case": _numbers(region),
        "programme": Coded(men.programme, programmes),
        "setting": Coded(men.setting, SETTINGS),
        "route": Coded(men.route, ROUTES),
        "mandate": Coded(men.mandated.astype(np.uint8), ("voluntary", "mandated")),
        "age_band": Coded(men.age, AGE_BANDS),
        "employed": _yes_no(~men.unemployed),
        "substance": _yes_no(men.substance),
        "children": _yes_no(men.children),
        "partner_contact": _yes_no(men.partner_contact),
        "risk": _points(_RISK_MEAN + _RISK_SD * men.risk),
        "motivation": _points(np.clip(_MOTIVATION_MEAN + _MOTIVATION_SD * men.motivation, 0, 10)),
        "assigned": Coded(np.where(path.taken_in, path.comparison, 2), (*ARMS, _NA)),
        "delivered": Coded(np.where(path.taken_in, ~path.starts, 2), (ARMS[0], "none", _NA)),
        "group": Coded(sitting, (*codes, _NA)),
        "facilitators": Coded(sitting, (*pairs, _NA)),
        "suitability": Coded(path.suitability, SUITABILITY),
        "day_contact": _days(path.contact),
        "day_decision": _days(path.decision),
        "day_start": _days(path.start, observed),
        "day_last_attendance": _days(came.last, path.starts),
        "day_ending": _days(came.ended, ~path.comparison),
        "ending": ending,
        "ending_reason": reason,
        "day_followed": _days(region.happenings.followed),
    }


def _ending(region: Region) -> tuple[Coded, Coded]:
    """Ending and reason; men of the comparison arm have no episode that could end, save by prison or death."""
    path, came = region.path, region.attendance
    none = path.comparison & ~np.isin(came.ending, (CUSTODY, DIED))
    ending = np.where(none, len(ENDINGS), came.ending)
    reason = np.where(none, len(REASONS), came.reason)
    return Coded(ending, (*ENDINGS, _NA)), Coded(reason, (*REASONS, _NA))


def responses(region: Region) -> dict[str, Column]:
    """One row for each questionnaire due, in the order case, time, informant."""
    back, men = region.replies, region.men
    man, time, who = np.nonzero(back.due)
    answered = back.answered[man, time, who]
    says = latent(region.world, men, region.path, region.change, seed=region.seed, region=region.number)
    given = items(
        says[man[answered], time[answered], who[answered]],
        men.children[man[answered]],
        declined=region.world.item_declined,
        seed=region.seed,
        region=region.number,
    )
    finished = region.attendance.ending == COMPLETED
    stopped = ~finished & ~region.path.comparison
    occasion = np.where(time < T3, 0, np.where(stopped[man], 2, 1))
    columns: dict[str, Column] = {
        "case": region.first + man,
        "time": Coded(time.astype(np.uint8), TIMES),
        "informant": Coded(who.astype(np.uint8), INFORMANTS),
        "instrument": Coded(np.zeros(len(man), dtype=np.uint8), (instrument.NAME,)),
        "version": Coded(np.zeros(len(man), dtype=np.uint8), (instrument.VERSION,)),
        "status": Coded(back.status[man, time, who], STATUSES),
        "day": back.day[man, time, who].astype(np.int32),
        "occasion": Coded(np.where(region.path.comparison[man], 0, occasion), ("planned", "completion", "stopped")),
        "mode": Coded(np.where(answered, 1 + who, 0), (_NA, "screen", "telephone")),
        "language": Coded(np.zeros(len(man), dtype=np.uint8), ("en",)),
    }
    return columns | _answers(given, answered)


def _answers(given: npt.NDArray[np.int8], answered: Flags) -> dict[str, Column]:
    """Item and score columns; empty where the questionnaire was not answered."""
    names = [field.name for field in instrument.fields()]
    made = scores(given)
    columns: dict[str, Column] = {}
    for name, row in zip(names, [*given, *made], strict=True):
        whole = np.zeros(len(answered), dtype=row.dtype)
        whole[answered] = row
        columns[name] = Sparse(whole, ~answered | np.isnan(whole))
    return columns


def events(region: Region) -> dict[str, Column]:
    """One row for each event and source that tells of it; custody and death from the programme."""
    happened = region.happenings
    man, which, source = np.nonzero(happened.known)
    ending = region.attendance.ending
    lost = np.flatnonzero(region.path.observed & np.isin(ending, (CUSTODY, DIED)))
    kinds = ("re-assault", "re-arrest", "custody", "death")
    kind = np.concatenate([np.where(source == SOURCES.index("police"), 1, 0), np.where(ending[lost] == CUSTODY, 2, 3)])
    return {
        "case": region.first + np.concatenate([man, lost]),
        "kind": Coded(kind, kinds),
        "source": Coded(np.concatenate([source, np.full(len(lost), len(SOURCES))]), (*SOURCES, "programme")),
        "day": np.concatenate([happened.day[man, which], region.attendance.ended[lost]]).astype(np.int32),
    }


def windows(region: Region) -> dict[str, Column]:
    """One row for each period a source was asked about: each informant T1 to T3 and T3 to T4, the police once."""
    back, path, happened = region.replies, region.path, region.happenings
    parts: list[tuple[Codes, Codes, Codes, Codes, Codes]] = []
    for who in (0, 1):
        man = np.flatnonzero(back.due[:, T3, who])
        middle = back.day[man, T3, who]
        for time, start, end in ((T3, path.start[man], middle), (T4, middle + 1, back.day[man, T4, who])):
            parts.append((man, np.full(len(man), who), back.status[man, time, who].astype(np.int64), start, end))
    man = np.flatnonzero(path.observed)
    status = np.where(happened.police_asked[man], 0, STATUSES.index("not asked"))
    parts.append((man, np.full(len(man), 2), status, path.start[man], happened.followed[man]))
    who_, source, said, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    return {
        "case": region.first + who_,
        "source": Coded(source, SOURCES),
        "status": Coded(said, STATUSES),
        "day_from": start.astype(np.int32),
        "day_to": np.maximum(start, end).astype(np.int32),
    }


def exposure(region: Region) -> dict[str, Column]:
    """One row for each man who started: sessions planned, held while he was enrolled, attended."""
    came = region.attendance
    man = np.flatnonzero(region.path.starts)
    marks = came.marks[man]
    attended = came.attended[man]
    return {
        "case": region.first + man,
        "work": Coded(np.zeros(len(man), dtype=np.uint8), ("group",)),
        "sessions_planned": np.full(len(man), region.world.weeks, dtype=np.int32),
        "sessions_offered": came.weeks[man].astype(np.int32),
        "sessions_attended": attended.astype(np.int32),
        "absences_excused": (marks == EXCUSED).sum(axis=1).astype(np.int32),
        "absences_unexcused": np.isin(marks, (UNEXCUSED, SENT_AWAY)).sum(axis=1).astype(np.int32),
        "hours": _points(attended * region.world.session_hours),
        "curriculum": Coded(np.zeros(len(man), dtype=np.uint8), (CURRICULUM,)),
    }
