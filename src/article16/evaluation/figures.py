"""Figures of results as matplotlib figures, so that analysts can go on with them. Matplotlib is loaded when drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from article16.evaluation.funnel import Funnel, binomial_limit
from article16.evaluation.meta.pooling import Pooled
from article16.evaluation.numerics import Array, z_quantile
from article16.evaluation.survival.curves import Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, ACCENT = "#1d2433", "#8a93a6", "#0b5e8a"  # contrast of ink and accent on white above 7:1


def _new(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure as Canvas  # no global state, no display needed

    figure = Canvas(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def forest(
    names: Sequence[str], effects: Array, variances: Array, pooled: Pooled, *, ratio: bool = False, level: float = 0.95
) -> Figure:
    """Studies with intervals, the mean as a diamond, and the prediction interval for a new programme below it.

    Parameters
    ----------
    ratio
        Effects are logarithms: the axis then shows ratios.

    Returns
    -------
    Figure
        Right of the line is safer. The same numbers as text: `meta.forest.text_forest`.
    """
    k, z = len(names), z_quantile(level)
    figure, axes = _new(7, 1.6 + 0.24 * k)
    half = z * np.sqrt(variances)
    rows = np.arange(k, 0, -1) + 2.0
    axes.hlines(rows, effects - half, effects + half, color=SOFT, linewidth=1)
    axes.scatter(effects, rows, s=20 + 400 * pooled.weights, marker="s", color=INK, zorder=3)
    mean, new = pooled.effect, pooled.prediction
    if mean.interval and new.interval:
        low, high = mean.interval.low, mean.interval.high
        axes.fill([low, mean.value, high, mean.value], [1.5, 1.8, 1.5, 1.2], color=ACCENT)
        axes.hlines(0.5, new.interval.low, new.interval.high, color=ACCENT, linewidth=3)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks([*rows, 1.5, 0.5], [*names, "mean", "a new programme"])
    axes.set_ylim(0, k + 3)
    if ratio:
        ticks = [t for t in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if _inside(math.log(t), effects, half)]
        axes.set_xticks([math.log(t) for t in ticks], [f"{t:g}" for t in ticks])
    axes.set_xlabel(f"{mean.unit}; right of the line: safer")
    return figure


def _inside(x: float, effects: Array, half: Array) -> bool:
    return float((effects - half).min()) <= x <= float((effects + half).max())


def study_funnel(effects: Array, variances: Array, pooled: Pooled, *, level: float = 0.95) -> Figure:
    """Effects against their standard errors, with the region in which chance alone would put them."""
    figure, axes = _new(5, 4)
    se, z = np.sqrt(variances), z_quantile(level)
    bottom, centre = float(se.max()) * 1.05, pooled.effect.value
    axes.plot([centre - z * bottom, centre, centre + z * bottom], [bottom, 0, bottom], color=SOFT, linestyle="--")
    axes.axvline(centre, color=SOFT, linewidth=0.8)
    axes.scatter(effects, se, color=INK, s=18, zorder=3)
    axes.set_ylim(bottom, 0)
    axes.set_xlabel(f"{pooled.effect.unit}; to the right: safer")
    axes.set_ylabel("standard error")
    return figure


def programme_funnel(found: Funnel) -> Figure:
    """Programmes by size and share, with exact limits. Those outside are named, nobody is ranked."""
    figure, axes = _new(6, 4)
    people = np.array([place.share.n for place in found.places])
    sizes = np.unique(np.linspace(max(2, people.min() * 0.8), people.max() * 1.1, 60).astype(int))
    wide = math.sqrt(found.dispersion)
    for tail, style in ((0.025, "--"), (0.001, "-")):
        for side in (tail, 1 - tail):
            limit = [binomial_limit(int(n), found.target, side) for n in sizes]
            widened = np.clip(found.target + (np.array(limit) - found.target) * wide, 0, 1)
            axes.plot(sizes, widened, color=SOFT, linestyle=style, linewidth=1)
    axes.axhline(found.target, color=SOFT, linewidth=0.8)
    for place in found.places:
        axes.scatter(place.share.n, place.share.value, color=ACCENT if place.outside else INK, s=22, zorder=3)
        if place.outside:
            axes.annotate(place.name, (place.share.n, place.share.value), xytext=(5, 3), textcoords="offset points")
    axes.set_xlabel("people")
    axes.set_ylabel("share")
    return figure


def survival(curves: dict[str, Curve], *, unit: str = "days") -> Figure:
    """Share without the event as time goes on, one step line for each group."""
    figure, axes = _new(6, 4)
    for (name, curve), style in zip(curves.items(), ("-", "--", ":", "-.") * len(curves), strict=False):
        x = np.concatenate([[0.0], curve.times, [curve.longest]])
        y = np.concatenate([[1.0], curve.survival, curve.survival[-1:] if len(curve.survival) else [1.0]])
        axes.step(x, y, where="post", linestyle=style, color=INK, label=f"{name} (n = {curve.n})")
    axes.set_ylim(0, 1.02)
    axes.set_xlabel(unit)
    axes.set_ylabel("share without the event")
    axes.legend(frameon=False)
    return figure
