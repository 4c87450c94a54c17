"""What the rows come to, for the board: for each person, time and instrument how it stands. Pure: numbers only.

Persons stand here as 48 bits of a digest: enough to count them, and nothing that could be looked up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from .rows import Kept, StudyRow
from .taken_back import says_so

WAVES = ("T0", "T1", "T2", "T3", "T4")
INFORMANTS = ("client", "partner", "new partner", "worker")
STATUSES = (
    "planned", "asked", "answered", "not asked", "not reached", "declined", "does not apply", "unknown",
)  # fmt: skip
REASONS = ("not asked", "not reached", "declined", "unknown")
_CLASS = {"planned": 0, "asked": 1, "answered": 3}  # every reason why not weighs 2
_INSTRUMENT, _WAVE, _INFORMANT, _PERSON = 2, 11, 14, 16  # bits to the right of each part of a key
_INSTRUMENTS = (1 << _WAVE - _INSTRUMENT) - 1  # at most so many instruments
_WEIGHT, _AT = 60, 8  # bits to the right of each part of a word
_LAYOUT = 2  # a digest of another one is made anew
_EMPTY: npt.NDArray[Any] = np.array([], dtype=np.uint64)


@dataclass(frozen=True)
class Tally:
    """Sorted keys (person, informant, time, instrument, weight), and for each the latest word.

    `ended`: who took her agreement to be counted back, and when (seconds): what she said before is in no figure. One
    word for each weight stays, so that what she says once she agrees again counts, in whatever order rows come.
    """

    keys: npt.NDArray[np.uint64] = field(default_factory=lambda: _EMPTY)
    words: npt.NDArray[np.int64] = field(default_factory=lambda: _EMPTY.astype(np.int64))
    instruments: tuple[str, ...] = ()
    broken: int = 0  # rows that did not open
    ended: Mapping[int, int] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        told = {
            "layout": _LAYOUT, "instruments": self.instruments, "broken": self.broken,
            "ended": sorted(self.ended.items()), "size": len(self.keys),
        }  # fmt: skip
        head = json.dumps(told).encode()
        return len(head).to_bytes(4, "big") + head + self.keys.tobytes() + self.words.tobytes()


def from_bytes(content: bytes) -> Tally:
    """The tally that `as_bytes` wrote; ValueError when it is none."""
    begin = 4 + int.from_bytes(content[:4], "big")
    told = json.loads(content[4:begin])
    if told.get("layout") != _LAYOUT:
        raise ValueError("a digest of another layout")
    middle = begin + 8 * int(told["size"])
    keys = np.frombuffer(content[begin:middle], dtype=np.uint64)
    words = np.frombuffer(content[middle:], dtype=np.int64)
    if len(keys) != len(words):
        raise ValueError("a digest that was cut")
    return Tally(keys, words, tuple(told["instruments"]), int(told["broken"]), dict(told["ended"]))


def folded(tally: Tally, rows: Iterable[Kept], *, broken: int = 0) -> Tally:
    """With these rows: an answer weighs more than a reason, a reason more than a plan, and of two the later."""
    instruments, ended = list(tally.instruments), dict(tally.ended)
    found: dict[int, int] = {}
    for one in rows:
        row = one.row
        if row.woman and says_so(row):
            for who in map(partial(_person, row), INFORMANTS):
                ended[who] = max(_seconds(one), ended.get(who, 0))
        if row.table != "responses" or row.wave not in WAVES or row.man is None:
            continue
        if row.instrument not in instruments:
            if len(instruments) >= _INSTRUMENTS:
                continue
            instruments.append(row.instrument)
        weight = _CLASS.get(row.status, 2)
        key = _key(row, instruments.index(row.instrument), weight)
        word = weight << _WEIGHT | _seconds(one) << _AT | STATUSES.index(row.status)
        found[key] = max(found.get(key, -1), word)
    keys, words = _merged(tally, found)
    return Tally(keys, words, tuple(instruments), tally.broken + broken, ended)


def _key(row: StudyRow, instrument: int, weight: int) -> int:
    place = INFORMANTS.index(row.informant) << _INFORMANT | WAVES.index(row.wave) << _WAVE
    return _person(row, row.informant) << _PERSON | place | instrument << _INSTRUMENT | weight


def _person(row: StudyRow, informant: str) -> int:
    """She herself, whoever he is; of rows without her, he."""
    who = row.woman or row.man
    assert who is not None  # noqa: S101  rows of nobody were left out before
    return int.from_bytes(hashlib.blake2b(who.bytes + informant.encode(), digest_size=6).digest(), "big")


def _seconds(one: Kept) -> int:
    return int(one.at.timestamp())


def _merged(tally: Tally, found: Mapping[int, int]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    if not found:
        return tally.keys, tally.words
    keys = np.array(sorted(found), dtype=np.uint64)
    words = np.array([found[int(key)] for key in keys], dtype=np.int64)
    places = np.searchsorted(tally.keys, keys)
    known = np.zeros(len(keys), dtype=bool)
    inside = places < len(tally.keys)
    known[inside] = tally.keys[places[inside]] == keys[inside]
    held = tally.words.copy()
    held[places[known]] = np.maximum(held[places[known]], words[known])
    new = ~known
    return np.insert(tally.keys, places[new], keys[new]), np.insert(held, places[new], words[new])


def _agreed(tally: Tally) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Without what was said before an agreement was taken back."""
    if not tally.ended:
        return tally.keys, tally.words
    who = np.array(sorted(tally.ended), dtype=np.uint64)
    until = np.array([tally.ended[int(one)] for one in who], dtype=np.int64)
    persons = tally.keys >> np.uint64(_PERSON)
    places = np.minimum(np.searchsorted(who, persons), len(who) - 1)
    said = (tally.words >> _AT) & ((1 << _WEIGHT - _AT) - 1)
    stays = (who[places] != persons) | (said > until[places])
    return tally.keys[stays], tally.words[stays]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many persons of one informant stand how at one time."""

    informant: str
    wave: str
    due: int  # for whom a questionnaire was planned; without those of whom there is nothing to ask
    asked: int  # of these, those to whom it was put, as far as it is known
    answered: int
    reasons: tuple[tuple[str, int], ...]  # why not
    apart: int = 0  # nothing to ask: he stopped before this time, or there is nobody

    @property
    def waiting(self) -> int:
        """Planned or asked, and nothing is known yet."""
        return self.due - self.answered - sum(number for _why, number in self.reasons)


def standings(tally: Tally, *, instrument: str = "") -> tuple[Standing, ...]:
    """By informant and time. Without an instrument a person has answered who answered one of them."""
    keys, words = _agreed(tally)
    if instrument:
        wanted = tally.instruments.index(instrument) if instrument in tally.instruments else _INSTRUMENTS
        mask = (keys >> np.uint64(_INSTRUMENT)) & np.uint64(_INSTRUMENTS) == np.uint64(wanted)
        keys, words = keys[mask], words[mask]
    if not len(keys):
        return ()
    persons = keys >> np.uint64(_WAVE)
    starts = np.flatnonzero(np.concatenate(([True], persons[1:] != persons[:-1])))
    best = np.maximum.reduceat(words, starts)
    place = (persons[starts] & np.uint64(31)).astype(np.int64)  # informant and time
    counts = np.bincount(place * len(STATUSES) + (best & 0xFF), minlength=32 * len(STATUSES)).reshape(32, -1)
    return tuple(
        _standing(informant, wave, counts[informant << 3 | wave].tolist())
        for informant in range(len(INFORMANTS))
        for wave in range(len(WAVES))
        if counts[informant << 3 | wave].any()
    )


def _standing(informant: int, wave: int, counts: list[int]) -> Standing:
    named = dict(zip(STATUSES, counts, strict=True))
    return Standing(
        informant=INFORMANTS[informant],
        wave=WAVES[wave],
        due=sum(counts) - named["does not apply"],
        asked=named["asked"] + named["answered"] + named["not reached"] + named["declined"],
        answered=named["answered"],
        reasons=tuple((why, named[why]) for why in REASONS if named[why]),
        apart=named["does not apply"],
    )
