"""Men of the study, put together from its rows: numbers for persons, days for dates. Pure: no database, no clock.

Who a number stands for cannot be told from the package: it is made of his mailbox and a secret that is sealed to the
evaluators, so that it is the same in the next report and nothing anywhere else.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from article16.common.study.people import Man, Response

from .passed import settled
from .rows import Kept, StudyRow
from .taken_back import still_agreed

Cells = dict[str, str]
_LARGEST = 1 << 53  # numbers stay exact in every program that reads them
_WEIGHT = {"planned": 0, "asked": 1, "answered": 3}  # every reason why not weighs 2
_SOURCE = {"client": "client", "partner": "partner", "new partner": "partner", "worker": "programme"}


@dataclass(frozen=True, slots=True)
class Assembled:
    """The study, and what could not go into it, in sentences."""

    men: tuple[Man, ...]
    programmes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass
class _File:
    """What the rows say of one man."""

    opened: list[tuple[date, str]] = field(default_factory=list)
    rows: list[Kept] = field(default_factory=list)


def assemble(rows: Sequence[Kept], *, secret: bytes, today: date) -> Assembled:
    """Everybody of whom a referral is known, by number, so that no order tells who came when.

    Parameters
    ----------
    rows
        The earliest first.
    secret
        Of this study.
    today
        Until when those who are still in the programme have been followed.
    """
    agreed, gone = still_agreed(rows)
    files, left = _files(agreed)
    left["rows of women who took their agreement back"] += gone
    men = []
    for man, one in files.items():
        if not one.opened:
            left["rows of men of whom no referral has come"] += len(one.rows)
            continue
        men.append(_man(number_of(man, secret), one, today, left))
    men.sort(key=lambda one: one.number)
    notes = tuple(f"Not in the study: {count} {what}." for what, count in sorted(left.items()) if count)
    return Assembled(tuple(men), tuple(sorted({one.programme for one in men})), notes)


def number_of(man: UUID, secret: bytes) -> int:
    """His number in this study."""
    digest = hashlib.blake2b(man.bytes, key=secret, digest_size=8).digest()
    return int.from_bytes(digest, "big") % _LARGEST


def _files(rows: Sequence[Kept]) -> tuple[dict[UUID, _File], Counter[str]]:
    """Rows by man. Two mailboxes that were one man are one; what was taken back is gone."""
    left: Counter[str] = Counter()
    wrong = {one.row.withdraws for one in rows if one.row.withdraws}
    into = {
        one.row.man: UUID(one.row.key)
        for one in rows
        if one.row.man and _event(one.row) == "merged" and (one.row.fact is None or one.row.fact not in wrong)
    }
    files: dict[UUID, _File] = defaultdict(_File)
    for one in rows:
        if one.row.man is None:
            left["rows of women of whose partner nothing is known"] += 1
            continue
        if one.row.fact and one.row.fact in wrong:
            continue
        file = files[_root(one.row.man, into)]
        values = dict(one.row.values)
        if one.row.table == "course" and values.get("event") == "opened" and one.row.on:
            file.opened.append((one.row.on, values["value"]))
        else:
            file.rows.append(one)
    return files, left


def _root(man: UUID, into: Mapping[UUID, UUID]) -> UUID:
    seen = set()
    while man in into and man not in seen:
        seen.add(man)
        man = into[man]
    return man


def _man(number: int, file: _File, today: date, left: Counter[str]) -> Man:
    came, programme = min(file.opened)
    again = min((on for on, _programme in file.opened if on > came), default=None)
    rows = _first_passage(file.rows, again, left)
    columns = _latest(rows, "cases").get("", {})
    columns.pop("passage", None)
    risk = min((one for one in rows if _event(one.row) == "risk"), key=lambda one: one.row.on or today, default=None)
    if risk is not None:
        columns.setdefault("risk", dict(risk.row.values)["value"])
    responses = _responses(rows, came, left)
    if any(one.row.woman for one in rows):
        columns["partner_contact"] = "yes"
    columns.setdefault("ending", "ongoing")
    responses = [settled(one, columns, (today - came).days) for one in responses]
    events, windows = _happened(rows, came)
    known = [one.day for one in responses if one.status == "answered" and one.day is not None]
    _followed(columns, known, (today - came).days)
    return Man(
        number=number,
        programme=columns.pop("programme", programme),
        columns=columns,
        exposure=_latest(rows, "exposure"),
        responses=tuple(_with_occasion(one, columns["ending"]) for one in responses),
        events=tuple(events),
        windows=tuple(windows),
    )


def _first_passage(rows: Sequence[Kept], again: date | None, left: Counter[str]) -> list[Kept]:
    """A man stands in a study once, with his first passage: somebody who stands there twice is two in every figure."""
    first = next(
        (one.row.episode for one in rows if one.row.table == "cases" and ("passage", "1") in one.row.values), ""
    )
    kept = []
    for one in rows:
        other = one.row.episode and first and one.row.episode != first
        if other or (again and one.row.on and one.row.on >= again):
            left["rows of a man’s later passages"] += 1
        else:
            kept.append(one)
    return kept


def _event(row: StudyRow) -> str:
    return dict(row.values).get("event", "") if row.table == "course" else ""


def _latest(rows: Iterable[Kept], table: str) -> dict[str, Cells]:
    """By key, what was said last, whole: a later row takes the place of an earlier one with all its columns."""
    found: dict[str, tuple[object, Cells]] = {}
    for one in rows:
        if one.row.table != table:
            continue
        place = (one.at, one.order)
        before = found.get(one.row.key)
        cells = before[1] if before and before[0] == place else {}
        found[one.row.key] = (place, cells | dict(one.row.values))
    for _place, cells in found.values():
        if table != "cases":
            cells.pop("programme", None)
    return {key: cells for key, (_place, cells) in found.items()}


def _responses(rows: Sequence[Kept], came: date, left: Counter[str]) -> list[Response]:
    """One for each informant, time and instrument. Of several women of one man the one who answered most speaks."""
    said: dict[tuple[str, UUID | None, str, str], list[StudyRow]] = defaultdict(list)
    for one in rows:
        if one.row.table == "responses":
            said[one.row.informant, one.row.woman, one.row.wave, one.row.instrument].append(one.row)
    chosen = {who: _speaker(said, who, left) for who in ("partner", "new partner")}
    return [
        _response(key, pieces, came) for key, pieces in said.items() if key[0] not in chosen or key[1] == chosen[key[0]]
    ]


def _speaker(said: Mapping[tuple[str, UUID | None, str, str], list[StudyRow]], who: str, left: Counter[str]) -> object:
    answered: Counter[UUID | None] = Counter()
    for (informant, woman, _wave, _instrument), pieces in said.items():
        if informant == who:
            answered[woman] += any(one.status == "answered" for one in pieces)
    if len(answered) > 1:
        left["women beside another woman of the same man: a package takes the one who answered most"] += (
            len(answered) - 1
        )
    return max(answered, key=lambda woman: (answered[woman], str(woman)), default=None)


def _response(key: tuple[str, UUID | None, str, str], pieces: Sequence[StudyRow], came: date) -> Response:
    """Its pieces put together: an answer weighs more than a reason, and what was written later holds."""
    best = max(enumerate(pieces), key=lambda one: (_WEIGHT.get(one[1].status, 2), one[0]))[1]
    values: Cells = {}
    for one in pieces:
        if one.status == "answered":
            values |= dict(one.values)
    return Response(
        time=key[2],
        informant=key[0],
        instrument=key[3],
        version=best.version,
        fingerprint=best.fingerprint,
        status=best.status,
        day=_day(best, came),
        mode=best.mode,
        language=best.language,
        values=values,
    )


def _day(row: StudyRow, came: date) -> int | None:
    if row.day is not None:
        return max(0, row.day)
    return max(0, (row.on - came).days) if row.on else None


def _with_occasion(one: Response, ending: str) -> Response:
    from dataclasses import replace

    stopped = "completion" if ending == "completed" else "planned" if ending == "ongoing" else "stopped"
    return replace(one, occasion=stopped if one.time == "T3" else "planned")


def _happened(rows: Sequence[Kept], came: date) -> tuple[list[Cells], list[Cells]]:
    """Events, and the periods that a source was asked about: without a period, no event is not the same as none."""
    named: dict[object, tuple[StudyRow, Cells]] = {}
    for one in rows:
        if one.row.table == "events":
            # Without a key a row stands by itself.
            key = (one.row.informant, one.row.woman, one.row.key) if one.row.key else (one.at, one.order)
            named[key] = (one.row, dict(one.row.values))
    events, windows = [], []
    for row, values in named.values():
        cells = {"source": values.get("source") or _SOURCE[row.informant]}
        for name, short in (("day", "day"), ("day_from", "from"), ("day_to", "to"), ("day_asked", "asked")):
            if value := values.get(short):
                cells[name] = _as_day(value, came)
        if "kind" in values:
            day = _day(row, came) if row.day is None or row.day >= 0 else row.day
            events.append({"kind": values["kind"], "day": "" if day is None else str(day), **cells})
        elif "day_from" in cells:
            windows.append({"status": values.get("status", "answered"), **cells})
    return events, _apart(windows)


def _apart(windows: list[Cells]) -> list[Cells]:
    """A source is asked about a day once: of two periods that begin together the longer one says more."""
    found: dict[tuple[str, str], Cells] = {}
    for one in windows:
        key = (one["source"], one["day_from"])
        if key not in found or int(one.get("day_to", "0")) > int(found[key].get("day_to", "0")):
            found[key] = one
    return list(found.values())


def _as_day(value: str, came: date) -> str:
    """Days since his referral; a date becomes one here."""
    return str((date.fromisoformat(value) - came).days) if value.count("-") == 2 else value


def _followed(columns: Cells, known: list[int], today: int) -> None:
    """Until when anything is known of him."""
    if "day_followed" in columns:
        return
    days = [int(columns[name]) for name in ("day_ending", "day_last_attendance", "day_start") if _number(columns, name)]
    last = max([*days, *known, today if columns["ending"] == "ongoing" else 0])
    columns["day_followed"] = str(max(0, last))


def _number(columns: Cells, name: str) -> bool:
    return columns.get(name, "").isdigit()
