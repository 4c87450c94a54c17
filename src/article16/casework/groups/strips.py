"""One man's attendance as a page shows it: a strip for each episode, his standing, and every session as a line."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import EpisodeState
from article16.casework.clients.queries import ClientRow, EpisodeRow
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Strip, StripBox
from article16.common.ui.shell import Link

from . import pages, words
from .policy import LEADERS, WRITERS
from .queries import doses, men, standings
from .queries import groups as queries
from .queries.men import Attended, ComingRow, EnrolmentRow
from .queries.standings import HeldRow
from .showing import dose_line
from .standing import Mark, Rules, counts, standing

ABSENCES = {Mark.ABSENT, Mark.EXCUSED, Mark.SENT_AWAY}


def parts(viewer: Viewer, client: ClientRow, *, at: datetime) -> tuple[pages.EpisodePart, ...]:
    """The latest episode first. One query for each programme and seven in all, whatever the number of sessions."""
    ids = [one.id for one in client.episodes]
    rows, groups = men.attended(ids), men.enrolments(ids)
    coming = men.coming([one.group for one in groups if _is_open(one, at)])
    orders, alone = doses.orders_of(ids), doses.alone_of(ids)
    today = timezone.localdate(at)
    programmes = {one.programme_id for one in client.episodes}
    rules = {one: standings.rules_of(one, today) for one in programmes}
    writable, open_groups = viewer.programmes(LEADERS), queries.open_groups(viewer.programmes(WRITERS))
    return tuple(
        _part(
            one,
            [row for row in rows if row.episode == one.id],
            [group for group in groups if group.episode == one.id],
            coming,
            orders.get(one.id),
            alone.get(one.id, doses.Alone()),
            rules[one.programme_id],
            may_write=one.programme_id in writable,
            client=client.id,
            enrol=_enrol(one, groups, open_groups, at),
            at=at,
        )
        for one in client.episodes
    )


def _is_open(one: EnrolmentRow, at: datetime) -> bool:
    return one.until is None or one.until >= timezone.localdate(at)


def _part(
    episode: EpisodeRow,
    rows: list[Attended],
    groups: list[EnrolmentRow],
    coming: Sequence[ComingRow],
    order: tuple[int | None, int | None] | None,
    alone: doses.Alone,
    rules: Rules,
    *,
    may_write: bool,
    client: UUID,
    enrol: tuple[Link, ...],
    at: datetime,
) -> pages.EpisodePart:
    replaced = {row.corrects: row for row in rows if row.corrects}
    now = [row for row in rows if row.id not in replaced]
    held = [HeldRow(row.session, row.starts_at, row.id, row.mark, row.minutes, row.made_up or 0) for row in now]
    held = sorted([*held, *alone.missed], key=lambda row: (row.starts_at, row.session))
    group = groups[0] if groups else None
    plan = (group.planned_sessions, float(group.planned_hours)) if group else None
    ordered = doses.ordered(order, plan)
    older = {row.id: row for row in rows}
    return pages.EpisodePart(
        heading=_("Episode %(number)d, %(programme)s") % {"number": episode.number, "programme": episode.programme},
        group=_group_line(group, at),
        strip=_strip(now, held, _ahead(group, coming, now), rules, at) if now or group or alone.missed else None,
        dose=_dose(doses.dose_of(rules, held, alone.held), ordered),
        lines=tuple(_line(row, older, rules, may_write=may_write, client=client) for row in reversed(now)),
        enrol=enrol,
    )


def _enrol(
    episode: EpisodeRow, groups: Sequence[EnrolmentRow], under_way: Sequence[tuple[UUID, UUID, str]], at: datetime
) -> tuple[Link, ...]:
    """Where he may be taken in, while he is in no group and his episode goes on."""
    if episode.state == EpisodeState.ENDED or any(one.episode == episode.id and _is_open(one, at) for one in groups):
        return ()
    return tuple(
        Link(
            _("Take him into the %(name)s") % {"name": name},
            f"{reverse('group-enrol', args=[pk])}?episode={episode.id}",
        )
        for programme, pk, name in under_way
        if programme == episode.programme_id
    )


def _group_line(group: EnrolmentRow | None, at: datetime) -> str:
    if group is None:
        return _("In no group yet")
    since = words.long_day(group.since)
    if group.until is not None and not _is_open(group, at):
        return _("%(group)s, until %(day)s") % {"group": group.name, "day": words.long_day(group.until)}
    return _("%(group)s, since %(day)s") % {"group": group.name, "day": since}


def _ahead(group: EnrolmentRow | None, coming: Sequence[ComingRow], now: list[Attended]) -> list[ComingRow]:
    """Sessions of his group that say nothing of him yet."""
    if group is None:
        return []
    zone, done = ZoneInfo(group.time_zone), {row.starts_at for row in now}
    ahead = [
        one
        for one in coming
        if one.group == group.group
        and one.starts_at not in done
        and group.since <= one.starts_at.astimezone(zone).date()
        and (group.until is None or one.starts_at.astimezone(zone).date() <= group.until)
    ]
    return ahead[: max(group.planned_sessions - len(now), 0)] if group.kind == "rolling" else ahead


def _strip(now: list[Attended], held: list[HeldRow], ahead: list[ComingRow], rules: Rules, at: datetime) -> Strip:
    found = standing(rules, [row.held for row in held])
    boxes = [_box(number, row, rules) for number, row in enumerate(now, 1)]
    boxes += [_open_box(number, one, at) for number, one in enumerate(ahead, len(now) + 1)]
    return Strip(
        boxes=tuple(boxes),
        legend=(*_legend(now, ahead, at), *_legend_alone(held)),
        used=found.absences,
        allowed=rules.allowed,
        policy=words.standing(rules, found),
        table="#table",
    )


def _box(number: int, row: Attended, rules: Rules) -> StripBox:
    mark = words.WORDS[row.mark]
    told = _("Session %(number)d: %(words)s") % {"number": number, "words": mark.words}
    made_up = bool(row.made_up)
    tone = ""
    if made_up:
        told += ", " + _("made up for")
    elif _counted(row, rules):
        tone = "late"
    elif row.mark in ABSENCES:
        tone = "due"
    return StripBox(number, str(mark.letter), told, tone or ("open" if row.mark is Mark.CANCELLED else ""))


def _open_box(number: int, one: ComingRow, at: datetime) -> StripBox:
    if timezone.localdate(one.starts_at) == timezone.localdate(at):
        return StripBox(number, "•", _("Session %(number)d: today") % {"number": number}, "today")
    words_ = _("not recorded") if one.starts_at < at else _("still to come")
    told = _("Session %(number)d: %(words)s") % {"number": number, "words": words_}
    return StripBox(number, "?" if one.starts_at < at else "", told, "open")


def _legend(now: list[Attended], ahead: list[ComingRow], at: datetime) -> tuple[tuple[str, str], ...]:
    legend = []
    for mark, told in words.WORDS.items():
        number = sum(row.mark is mark for row in now)
        if number:
            legend.append((str(told.letter), f"{told.words} {number}"))
    missing = sum(one.starts_at < at for one in ahead)
    if missing:
        legend.append(("?", _("not recorded %(number)d") % {"number": missing}))
    if len(ahead) > missing:
        legend.append(("", _("dotted: still to come %(number)d") % {"number": len(ahead) - missing}))
    return tuple(legend)


def _legend_alone(held: list[HeldRow]) -> tuple[tuple[str, str], ...]:
    number = sum(one.alone for one in held)
    return (("", _("sessions with him alone that he missed: %(number)d") % {"number": number}),) if number else ()


def _dose(dose: doses.Dose, ordered: doses.Ordered) -> str:
    line = dose_line(dose, ordered)
    if dose.individual_sessions:
        line += "; " + _("of these %(number)d alone, %(hours)s") % {
            "number": dose.individual_sessions,
            "hours": words.hours(dose.individual_minutes),
        }
    if dose.unknown:
        line += "; " + _("minutes not recorded at %(number)d") % {"number": dose.unknown}
    return line


def _line(row: Attended, older: dict, rules: Rules, *, may_write: bool, client: UUID) -> pages.AttendanceLine:
    missed = row.mark is not Mark.CANCELLED and (row.mark in ABSENCES or _counted(row, rules))
    return pages.AttendanceLine(
        number=str(row.number or ""),
        on=words.day(_local(row)),
        group=row.group,
        words=str(words.WORDS[row.mark].words),
        minutes=str(row.minutes) if row.minutes is not None else "",
        ratings=_ratings(row),
        homework=_("brought") if row.homework else _("not brought") if row.homework is False else "",
        note=_note(row),
        made_up=_("%(minutes)d min made up for") % {"minutes": row.made_up} if row.made_up else "",
        late=_counted(row, rules) and not row.made_up,
        url=reverse("session-register", args=[row.session]),
        make_up=reverse("make-up", args=[client, row.session]) if missed and may_write else "",
        history=tuple(_history(row, older)),
    )


def _counted(row: Attended, rules: Rules) -> bool:
    return counts(rules, HeldRow(row.session, row.starts_at, row.id, row.mark, row.minutes, 0).held)


def _local(row: Attended) -> datetime:
    return row.starts_at.astimezone(ZoneInfo(row.time_zone))


def _ratings(row: Attended) -> str:
    parts = []
    if row.took_part is not None:
        parts.append(_("took part %(rating)d of 4") % {"rating": row.took_part})
    if row.accountability is not None:
        parts.append(_("accountability %(rating)d of 4") % {"rating": row.accountability})
    return ", ".join(parts)


def _note(row: Attended) -> str:
    concern = _("Concern: %(words)s") % {"words": row.concern_words} if row.concern else ""
    return " ".join(part for part in (row.note, concern) if part)


def _history(row: Attended, older: dict):
    """What stood there before, the latest first."""
    while row.corrects in older:
        row = older[row.corrects]
        at = timezone.localtime(row.written_at)
        yield _("Before: %(words)s, written by %(name)s on %(day)s") % {
            "words": words.WORDS[row.mark].words,
            "name": row.by,
            "day": f"{words.long_day(at)}, {at:%H:%M}",
        }
