"""A forest of studies in plain text, for terminals, mails and readers that cannot see a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from article16.evaluation.meta.pooling import Pooled
from article16.evaluation.numerics import Array, z_quantile

WIDTH = 41  # characters of the strip with the intervals


def text_forest(
    names: Sequence[str], effects: Array, variances: Array, pooled: Pooled, *, ratio: bool = False, level: float = 0.95
) -> str:
    """Each study and the pooled effect as a line: interval, square by weight, 0 as a bar.

    Parameters
    ----------
    names
        Of the studies.
    ratio
        Whether effects are logarithms: then the numbers at the side are ratios.

    Returns
    -------
    str
        Lines ending in the pooled mean, its prediction interval, and how much studies differ.
    """
    z = z_quantile(level)
    rows = [
        (name, y - z * math.sqrt(v), y, y + z * math.sqrt(v), "#" if w >= 1 / len(effects) else "o")
        for name, y, v, w in zip(names, effects, variances, pooled.weights, strict=True)
    ]
    for label, result, mark in (("mean", pooled.effect, "<>"), ("new programme", pooled.prediction, "..")):
        if result.interval is not None:
            rows.append((label, result.interval.low, result.value, result.interval.high, mark))
    # The far ends of tiny studies are cut, or they would squeeze everything else.
    reach = sorted(max(abs(low), abs(high)) for _, low, _, high, _ in rows)
    span = reach[max(0, math.ceil(0.9 * len(reach)) - 1)] or 1.0
    wide = min(32, max(len(name) for name, *_ in rows))
    lines = [_line(row, span, wide, ratio) for row in rows]
    tau2 = pooled.tau2
    between = f"tau2 {tau2.value:.4f}"
    if tau2.interval is not None:
        between += f" ({tau2.interval.low:.4f} to {tau2.interval.high:.4f})"
    p = "p < 0.0001" if pooled.q_p < 0.0001 else f"p = {pooled.q_p:.4f}"
    lines.append(f"{between}; I2 {100 * pooled.i2.value:.1f} %; Q {pooled.q:.2f}, {p}")
    lines.append("right of the bar: safer with the programme; < and >: the interval goes on")
    return "\n".join(lines)


def _line(row: tuple[str, float, float, float, str], span: float, wide: int, ratio: bool) -> str:
    name, low, middle, high, mark = row
    strip = [" "] * WIDTH
    strip[WIDTH // 2] = "|"
    first, last = _place(low, span), _place(high, span)
    for i in range(first, last + 1):
        strip[i] = "." if mark == ".." else "-"
    if low < -span:
        strip[0] = "<"
    if high > span:
        strip[-1] = ">"
    strip[_place(middle, span)] = mark[0] if mark != "<>" else "X"
    shown = [math.exp(x) if ratio else x for x in (middle, low, high)]
    return f"{name[:wide]:<{wide}} {''.join(strip)} {shown[0]:7.3f} ({shown[1]:.3f} to {shown[2]:.3f})"


def _place(value: float, span: float) -> int:
    return min(WIDTH - 1, max(0, round((value / span + 1) / 2 * (WIDTH - 1))))
