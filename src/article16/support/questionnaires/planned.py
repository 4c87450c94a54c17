"""What is asked of every woman at each of her times, as leads set it from one day on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .schedule import MAIN, Window

OUR_OWN = "five_points"  # what is asked of her at T0 to T4, beside his, until a lead sets something else
Asked = Mapping[str, tuple[str, ...]]  # time -> ids of instruments, in order
AT_FIRST: Asked = dict.fromkeys(MAIN, (OUR_OWN,))


@dataclass(frozen=True, slots=True)
class Planned:
    """All that was set, the latest first."""

    versions: tuple[tuple[date, Asked], ...] = ()

    def on(self, day: date) -> Asked:
        """What held on this day."""
        return next((asked for since, asked in self.versions if since <= day), AT_FIRST)

    def at(self, window: Window, *, today: date) -> tuple[str, ...]:
        """What is asked at this time of hers: what held when it began, so that nothing is missing afterwards."""
        begun = min(window.opens, today) if window.opens else today
        return self.on(begun).get(window.wave, ())
