"""Worlds with a name: those in which a method must find nothing, those in which it must find something."""

from __future__ import annotations

from dataclasses import replace

from article16.simulation.world import World

# Nothing differs between programmes, pairs and groups, so that zero is zero for every single man.
_NO_EFFECT = World(effect=0.0, effect_sd=0.0, programme_sd=0.0, facilitator_sd=0.0, group_sd=0.0)
_TRAPS = replace(
    _NO_EFFECT,
    creaming=0.8,
    dropout_by_risk=0.8,
    partner_lost_by_abuse=0.8,
    response_shift=0.8,
    mandated=0.5,
    comparison=0.5,
    assignment="creamed",
)

SCENARIOS: dict[str, tuple[str, World]] = {
    "plain": ("the defaults: no effect on average, groups that differ a little", World()),
    "zero": ("no effect on anybody, comparison by lot", replace(_NO_EFFECT, comparison=0.5)),
    "traps": ("no effect; creaming, lost partners, mixed routes, response shift, drop-out by risk", _TRAPS),
    "moderate": ("effect of half a standard deviation, comparison by lot", World(effect=0.5, comparison=0.5)),
    "moderate-traps": ("effect of half a standard deviation among all the traps", replace(_TRAPS, effect=0.5)),
    "harm": ("harm of three tenths of a standard deviation, comparison by lot", World(effect=-0.3, comparison=0.5)),
    "mixed": (
        "helps men who were ordered, harms men who were not; zero on average",
        World(effect=0.2, effect_voluntary=-0.5, mandated=0.6, comparison=0.5),
    ),
}


def scenario(name: str) -> World:
    """The world of that name.

    Raises
    ------
    ValueError
        When there is none; the sentence lists the names.
    """
    if name not in SCENARIOS:
        raise ValueError(f"There is no scenario {name!r}; there are {', '.join(SCENARIOS)}.")
    return SCENARIOS[name][1]
