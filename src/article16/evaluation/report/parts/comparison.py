"""Against whom: a comparison group where there is one; else why before and after alone proves nothing."""

from __future__ import annotations

import numpy as np

from article16.evaluation.comparison.completers import Box, box
from article16.evaluation.comparison.weights import Comparison, Target, compare
from article16.evaluation.power import detectable_difference
from article16.evaluation.report.data import PLACE
from article16.evaluation.report.desk import Desk, Line, Values, begun
from article16.evaluation.report.model import Part, Table
from article16.evaluation.report.parts.harm import TITLES
from article16.evaluation.report.parts.primary import primary
from article16.evaluation.results import CannotEstimate, NotConvergedError

FEWEST = 20  # men in each group
FEATURES = ("risk", "motivation")
KINDS = (("mandate", "mandated"), ("employed", "yes"), ("substance", "yes"), ("age_band", "under 25"))


def arms(desk: Desk) -> tuple[Values, Values] | None:
    """Values of the men with a place in one of two arms, and 1 for those given the programme; None without two arms."""
    assigned = desk.data.column("assigned")
    who = np.flatnonzero([one is not None for one in assigned])
    treated = np.array([float(assigned[row] == PLACE) for row in who])
    if len(who) == 0 or min((treated == 1).sum(), (treated == 0).sum()) < FEWEST:
        return None
    return who, treated


def comparison(desk: Desk) -> Part:
    """The adjusted difference between the arms, as (ex-)partners report it and as police record it."""
    title = desk.say("Compared with whom?")
    found = arms(desk)
    completers, why = _completers(desk)
    if found is None:
        missing = (
            desk.say("There is no comparison group. What changed may have changed without the programme: "
                     "men come in a crisis, and crises pass."),
        )  # fmt: skip
        return Part("comparison", title, why, completers, missing=missing)
    who, treated = found
    table, sentence = primary(desk, who, treated, covariates(desk, who)[1])
    tables, missing_ = [table] if table else [], [sentence] if sentence else []
    scale = desk.data.leading
    if scale is not None:
        sign = -1.0 if scale.lower_is_safer("partner") else 1.0
        outcome = sign * desk.data.scores[scale.name, "partner"][who, 4]
        table, sentence = _adjusted(
            desk,
            "partner",
            desk.say("{scale} at T4, as (ex-)partners report it", scale=desk.scale(scale)),
            who,
            treated,
            outcome,
        )
        tables += [table] if table else []
        missing_ += [sentence] if sentence else []
    police = -_violence(desk, who)
    table, sentence = _adjusted(
        desk, "police", desk.say("new violence recorded by police in a year"), who, treated, police
    )
    tables += [table] if table else []
    missing_ += [sentence] if sentence else []
    words = (desk.say("Men given a place are compared with men offered it later, after weighing both groups alike in what is known. "
                      "What is not known may still differ."),)  # fmt: skip
    return Part("comparison", title, (*words, *why), (*tables, *completers), (), tuple(missing_))


def _violence(desk: Desk, who: Values) -> Values:
    """Recorded by police within a year of the referral's start day, or of the decision where nobody started."""
    return np.asarray(desk.data.reported("police")[who])


def _adjusted(
    desk: Desk, key: str, outcome_name: str, who: Values, treated: Values, outcome: Values
) -> tuple[Table | None, str]:
    names, x = covariates(desk, who)
    known = ~np.isnan(outcome)
    if names:
        known &= ~np.isnan(x).any(axis=1)
    about = desk.about(outcome_name, informant=key, population="given a place or offered it later", contrast="offered later",
                       eligible=len(who), summary="mean difference")  # fmt: skip
    counts = [int((known & (treated == side)).sum()) for side in (1, 0)]
    if not names or min(counts) < FEWEST:
        sentence = "{what}: known of fewer than {n} men in a group, so the groups cannot be compared."
        return None, desk.say(sentence, what=begun(outcome_name), n=FEWEST)
    rows: list[Line] = []
    put = outcome[known] + 1000 * treated[known]
    try:
        for target, words in (
            (Target.OVERLAP, "Men who could be in either group"),
            (Target.TREATED, "Men given a place"),
        ):
            found = compare(outcome[known], treated[known], x[known], names, about=about, target=target)
            if isinstance(found, CannotEstimate):
                return None, desk.words_of(found)
            cell = desk.number(f"comparison.{key}.{target}", found.effect, form="points", who=who[known], put=put)
            rows.append((desk.say(words), cell, _balance(desk, found)))
    except NotConvergedError:
        return None, desk.say(
            "{what}: the groups have nobody in common, so they cannot be compared.", what=begun(outcome_name)
        )
    power = detectable_difference(counts[0], counts[1], about=about, spread=float(outcome[known].std(ddof=1)))
    smallest = desk.number(f"comparison.{key}.detectable", power, form="points", who=who[known], put=put)
    head = (
        desk.say("For whom"),
        desk.say("Difference, above 0 is safer (95 % interval)"),
        desk.say("Largest difference in a feature after weighing, SD"),
    )
    note = desk.say("A true difference smaller than {value} would often be missed by so few men.", value=smallest.text)
    return desk.table(begun(outcome_name), head, rows, note), ""


def _balance(desk: Desk, found: Comparison) -> str:
    worst = max((abs(one.value) for one in found.after if one.estimate is not None), default=0.0)
    return desk.words.decimal(desk.shown(worst), 2)


def covariates(desk: Desk, who: Values) -> tuple[list[str], Values]:
    """What is known of these men from before, as names and columns (men, p)."""
    columns: dict[str, Values] = {name: desk.data.number(name)[who] for name in FEATURES}
    for name, code in KINDS:
        values = desk.data.column(name)[who]
        columns[f"{name} {code}"] = np.array([np.nan if one is None else float(one == code) for one in values])
    if (scale := desk.data.leading) is not None:
        columns["client T0"] = desk.data.scores[scale.name, "client"][who, 0]
    usable = {k: v for k, v in columns.items() if np.isnan(v).mean() < 0.2 and np.nanstd(v) > 0}
    # A man without one of these counts as average in it; that he lacks it is rare by the line above.
    filled = [np.where(np.isnan(v), np.nanmean(v), v) for v in usable.values()]
    return list(usable), np.column_stack(filled) if filled else np.empty((len(who), 0))


def _completers(desk: Desk) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The box “why this is not an effect”."""
    ending = desk.data.column("ending")
    for source in ("police", "partner"):
        events = desk.data.reported(source)
        sides = {name: np.flatnonzero((ending == name) & ~np.isnan(events)) for name in ("completed", "dropped out")}
        counts = [(int(events[who].sum()), len(who)) for who in sides.values()]
        about = desk.about("new violence", population="all who started", informant=source)
        found = box(*counts[0], *counts[1], seed=desk.seed, about=about)
        if isinstance(found, Box):
            return _box_table(desk, found, source, np.concatenate(list(sides.values())), events), ()
    return (), ()


def _box_table(desk: Desk, found: Box, source: str, who: Values, events: Values) -> tuple[Table, ...]:
    rows = [
        (desk.say("Here"), desk.number("comparison.completers.here", found.ratio, form="plain", who=who, put=events[who])),
        (desk.say("In a made-up world where the programme does nothing"),
         desk.number("comparison.completers.null", found.null, form="plain", who=who, put=events[who])),
    ]  # fmt: skip
    head = (
        desk.say("Completers against drop-outs, {source}", source=desk.say(TITLES[source])),
        desk.say("Risk ratio (95 % interval)"),
    )
    note = desk.say(
        "Men who complete differ from men who drop out before the first session. Even a programme without any effect shows such a ratio."
    )
    return (desk.table(desk.say("Why this is not an effect"), head, rows, note),)
