"""Makes a report: reads the study once, writes each chapter, and the first page last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from article16.evaluation.report import releasing
from article16.evaluation.report.data import Data, read
from article16.evaluation.report.desk import Desk, Progress
from article16.evaluation.report.model import Part, Report
from article16.evaluation.report.parts import (
    agreement,
    asked,
    attrition,
    change,
    closing,
    comparison,
    counted,
    dose,
    flow,
    forest,
    front,
    harm,
    lost,
    places,
    response,
    subgroups,
)
from article16.evaluation.report.releasing import Earlier
from article16.evaluation.report.words import Words

Chapter = Callable[[Desk], Part | tuple[Part, ...]]
CHAPTERS: tuple[Chapter, ...] = (
    flow.flow,
    flow.profile,
    attrition.attrition,
    dose.dose,
    response.response,
    change.change,
    agreement.agreement,
    harm.harm,
    asked.hopes,
    asked.accountability,
    lost.lost,
    comparison.comparison,
    subgroups.subgroups,
    places.facilitation,
    places.programmes,
    forest.forest,
    counted.counted,
)
SEED = 20_16


class Stopped(Exception):
    """Whoever started the report stopped it. Nothing was written."""


def make_report(
    folder: Path,
    *,
    language: str = "en",
    release: bool = False,
    earlier: Earlier | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Report:
    """The report on one study.

    Parameters
    ----------
    folder
        Study data (`docs/reference/study-data.md`).
    language
        One of `words.languages()`.
    release
        Withhold and round what could show a single person.
    earlier
        What was released last (`releasing.load`): numbers in which fewer than 8 persons differ stay as they were.
    seed
        Of everything drawn at random: the same seed and data give the same report.
    progress
        Called before each chapter with its name, its number and how many there are; may raise `Stopped`.

    Raises
    ------
    StudyError
        When no table can be read, or there are no cases.
    UnknownLanguage
        When the report has no translation into that language.
    NotReleased
        When fewer than 8 persons differ since the last release.
    """
    from article16.evaluation.tables.reading import open_study

    words = Words(language)
    with open_study(folder) as study:
        data = read(study)
    return report_on(data, words, release=release, earlier=earlier, seed=seed, progress=progress)


def report_on(
    data: Data,
    words: Words,
    *,
    release: bool,
    earlier: Earlier | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Report:
    """The report on data that were read before."""
    desk = Desk(data, words, release=release, seed=seed)
    parts: list[Part] = []
    chapters = CHAPTERS if data.men or not data.counts else (counted.counted,)
    for place, chapter in enumerate(chapters, 1):
        if progress:
            progress(chapter.__name__, place, len(chapters) + 1)
        made = chapter(desk)
        parts += made if isinstance(made, tuple) else [made]
    if progress:
        progress("front", len(chapters) + 1, len(chapters) + 1)
    parts.append(closing.yearly_form(desk))
    if earlier is not None:
        _hold(desk, parts, earlier)
    yearly = parts.pop()
    whole = (
        front.front(desk, parts),  # from the numbers that stand now, held ones included
        *parts,
        closing.cannot_say(desk, tuple(parts)),
        front.funders(desk),
        front.womens_service(desk),
        yearly,
        closing.methods(desk),
    )
    return Report(
        title=desk.say("Report on a programme for men who use violence"),
        language=words.language,
        right_to_left=words.right_to_left,
        made_up=data.made_up,
        released=release,
        parts=whole,
        labels=_labels(desk),
        numbers=tuple(desk.numbers.values()),
        basis=desk.basis,
    )


# The toolkit's own form: who was sent and who they are, who answered, and what changed.
FORM = ("yearly", "profile", "response", "changes", "change", "hopes", "accountability", "limits")


def form_of(report: Report, *, year: str = "") -> Report:
    """The yearly form of the IMPACT toolkit, from the same numbers: an output of its own.

    Parameters
    ----------
    year
        As it is to stand in the title, such as "2026".
    """
    words = Words(report.language)
    title = words.say("Report on the use and impact of the programme")
    if year:
        title = words.say("Report on the use and impact of the programme during the year {year}", year=year)
    parts = tuple(part for name in FORM for part in report.parts if part.key == name or part.key.startswith(f"{name} "))
    return replace(report, title=title, parts=parts)


def _hold(desk: Desk, parts: list[Part], earlier: Earlier) -> None:
    """What leaves again stays as it was wherever too few persons differ."""
    groups = releasing.held(desk.basis, earlier)
    parts[:] = [releasing.held_part(part, groups, earlier) for part in parts]
    desk.numbers = {key: releasing.held_number(one, groups, earlier) for key, one in desk.numbers.items()}
    desk.basis |= {key: dict(earlier.basis[key]) for key in groups}


def _labels(desk: Desk) -> dict[str, str]:
    return {
        "contents": desk.say("Contents"),
        "made_up": desk.say("Made-up data. No person in this report exists."),
        "inside": desk.say("For those who may see the study. Small numbers can show a single man: not for release."),
        "behind": desk.say("The table behind the figure"),
        "missing": desk.say("What cannot be said here"),
        "not_known": desk.say("What is not known"),
        "known": desk.say("What is known"),
        "more": desk.say("The whole chapter, with its table"),
        "study": desk.data.title,
        "of": desk.say("of"),
    }
