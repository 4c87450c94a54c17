"""The course of one man as values, for a demonstration that dresses it with a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from article16.simulation.attendance import ENDED, ENDINGS, LATE, LEFT_EARLY, MARKS, MINUTES_SHORT, REASONS
from article16.simulation.change import TIMES
from article16.simulation.groups import NONE, WEEK
from article16.simulation.happenings import SOURCES
from article16.simulation.path import SUITABILITY
from article16.simulation.people import AGE_BANDS, ROUTES, SETTINGS
from article16.simulation.region import Region, regions
from article16.simulation.replies import INFORMANTS, STATUSES
from article16.simulation.study import programme_code
from article16.simulation.world import World


@dataclass(frozen=True, slots=True)
class Visit:
    """One session of his group, in weekly order.

    `day` counts from the beginning of the world; `mark` is a word of `attendance.MARKS`; `minutes` attended.
    """

    number: int
    day: int
    mark: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One questionnaire that was due: time T0 to T4, informant, status as in study data, day since the beginning."""

    time: str
    informant: str
    status: str
    day: int


@dataclass(frozen=True, slots=True)
class Event:
    """A re-assault and who knows of it (client, partner, police); nobody may know."""

    day: int
    known_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One man's way from referral to ending. Days are whole days since the beginning of the world.

    Parameters
    ----------
    number
        Case number, from 0 over the whole world.
    programme, setting, route, mandated, age_band
        Codes as in study data.
    risk, motivation
        SD among all referred men; higher is more.
    group
        Number of his group within the region, from 0; None when he never sat in one.
    pair
        Pair of facilitators within the programme, from 0; None without a group.
    planned
        Sessions planned for him.
    start, last, ended
        First and last session attended and the day the ending was decided; None where there is none.
    ending, reason
        Codes as in study data; None for men of the comparison arm.
    visits
        Every session held while he was enrolled, absences included.
    """

    number: int
    programme: str
    setting: str
    route: str
    mandated: bool
    age_band: str
    unemployed: bool
    substance: bool
    children: bool
    partner_contact: bool
    risk: float
    motivation: float
    referred: int
    contacted: int
    decided: int
    suitability: str
    comparison: bool
    group: int | None
    pair: int | None
    planned: int
    start: int | None
    last: int | None
    ended: int | None
    ending: str | None
    reason: str | None
    visits: tuple[Visit, ...]
    interviews: tuple[Interview, ...]
    events: tuple[Event, ...]


def courses(world: World, *, men: int, seed: int) -> Iterator[Course]:
    """The men of a world, one after the other, in the order of their numbers.

    Parameters
    ----------
    men
        From 1 to 100,000,000; memory does not grow with it.

    Raises
    ------
    ValueError
        When a number is out of range.
    """
    for region in regions(world, men=men, seed=seed):
        for row in range(len(region.men)):
            yield course(region, row)


def course(region: Region, row: int) -> Course:
    """The man in that row of the region, from 0."""
    men, path, came = region.men, region.path, region.attendance
    referred, group = int(men.referred[row]), int(path.groups.of_man[row])
    starts, comparison = bool(path.starts[row]), bool(path.comparison[row])
    programme = int(men.programme[row])
    return Course(
        number=region.first + row,
        programme=programme_code(region.number, programme, region.world.programmes),
        setting=SETTINGS[men.setting[row]],
        route=ROUTES[men.route[row]],
        mandated=bool(men.mandated[row]),
        age_band=AGE_BANDS[men.age[row]],
        unemployed=bool(men.unemployed[row]),
        substance=bool(men.substance[row]),
        children=bool(men.children[row]),
        partner_contact=bool(men.partner_contact[row]),
        risk=float(men.risk[row]),
        motivation=float(men.motivation[row]),
        referred=referred,
        contacted=referred + int(path.contact[row]),
        decided=referred + int(path.decision[row]),
        suitability=SUITABILITY[path.suitability[row]],
        comparison=comparison,
        group=None if group == NONE else group,
        pair=None if group == NONE else int(path.groups.pair[group]),
        planned=region.world.weeks,
        start=referred + int(path.start[row]) if starts else None,
        last=referred + int(came.last[row]) if starts else None,
        ended=None if comparison else referred + int(came.ended[row]),
        ending=None if comparison else ENDINGS[came.ending[row]],
        reason=None if comparison else REASONS[came.reason[row]],
        visits=_visits(region, row) if starts else (),
        interviews=_interviews(region, row),
        events=_events(region, row),
    )


def _visits(region: Region, row: int) -> tuple[Visit, ...]:
    first = int(region.men.referred[row]) + int(region.path.start[row])
    whole = round(region.world.session_hours * 60)
    made = []
    for number, mark in enumerate(region.attendance.marks[row].tolist()):
        if mark == ENDED:
            break
        short = MINUTES_SHORT if mark in (LATE, LEFT_EARLY) else 0
        minutes = max(whole - short, 0) if mark <= LEFT_EARLY else 0
        made.append(Visit(number + 1, first + WEEK * number, MARKS[mark], minutes))
    return tuple(made)


def _interviews(region: Region, row: int) -> tuple[Interview, ...]:
    back, referred = region.replies, int(region.men.referred[row])
    return tuple(
        Interview(name, informant, STATUSES[back.status[row, time, who]], referred + int(back.day[row, time, who]))
        for time, name in enumerate(TIMES)
        for who, informant in enumerate(INFORMANTS)
        if back.due[row, time, who]
    )


def _events(region: Region, row: int) -> tuple[Event, ...]:
    happened, referred = region.happenings, int(region.men.referred[row])
    return tuple(
        Event(
            referred + int(happened.day[row, which]),
            tuple(name for who, name in enumerate(SOURCES) if happened.known[row, which, who]),
        )
        for which in range(happened.day.shape[1])
        if happened.happened[row, which]
    )
