"""Who is at risk at each time of an event: the sums that every survival method is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, Ints, vector


@dataclass(frozen=True, slots=True)
class Sets:
    """Risk sets at the distinct times of events, in rising order."""

    times: Array  # (m) distinct event times
    first: Ints  # (n) index of the first event time at which a man is at risk
    past: Ints  # (n) index after the last
    own: Ints  # (n) index of his own event, -1 without one

    def at_risk(self, values: Array) -> Array:
        """Sum over those at risk at each event time, shape (m) or (m, columns).

        Added from the end, so that the few who are left at the end are not the difference of two large sums.
        """
        found = _from_the_end(values, self.past, len(self.times))
        if self.first.any():
            found = found - _from_the_end(values, self.first, len(self.times))
        return found

    def with_event(self, values: Array) -> Array:
        """Sum over those with an event at each event time."""
        seen = self.own >= 0
        return by_index(values[seen], self.own[seen], len(self.times))


def by_index(values: Array, index: Ints, size: int) -> Array:
    """Sum of values at each index; values (n) or (n, columns)."""
    if values.ndim == 1:
        return np.bincount(index, weights=values, minlength=size)[:size].astype(np.float64)
    found: Array = np.column_stack([np.bincount(index, weights=c, minlength=size)[:size] for c in values.T])
    return found


def _from_the_end(values: Array, past: Ints, size: int) -> Array:
    summed = by_index(values, past, size + 1)
    found: Array = summed[::-1].cumsum(axis=0)[::-1][1:]
    return found


def sets(stop: Array, event: Array, entry: Array | None = None) -> Sets:
    """Risk sets of men observed from entry (not included) to stop (included)."""
    times = np.unique(stop[event == 1])
    past = np.searchsorted(times, stop, side="right").astype(np.int64)
    zero = np.zeros(len(stop), dtype=np.int64)
    first = zero if entry is None else np.searchsorted(times, entry, side="right").astype(np.int64)
    own = np.where(event == 1, past - 1, -1).astype(np.int64)
    return Sets(times, first, past, own)


def observed(
    stop: npt.ArrayLike, event: npt.ArrayLike, entry: npt.ArrayLike | None = None
) -> tuple[Array, Array, Array | None]:
    """Checked times and events.

    Parameters
    ----------
    stop
        Days (or another unit) until event or end of observation, 0 or more.
    event
        1 if the event happened, 0 if observation ended without it.
    entry
        Time since which a man is observed, below stop.

    Raises
    ------
    ValueError
        Names the first row with a negative time, an event that is neither 0 nor 1, or an entry not before its end.
    """
    t = vector(stop, "times")
    d = vector(event, "events", length=len(t))
    begin = None if entry is None else vector(entry, "entries", length=len(t))
    _refuse(t < 0, "a time below 0")
    _refuse(~np.isin(d, (0.0, 1.0)), "an event that is neither 0 nor 1")
    if begin is not None:
        _refuse(begin >= t, "an entry that is not before its end")
    return t, d, begin


def _refuse(wrong: npt.NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        raise ValueError(f"Row {int(np.argmax(wrong)) + 1} has {what}.")
