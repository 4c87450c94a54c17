"""What the pages of the study show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link

from .building import FILES, Meta
from .pictures import plain
from .policy import CHAPTERS, WHY
from .queries.reports import ReportRow


@dataclass(frozen=True, slots=True)
class ReportLine:
    id: UUID
    title: str
    badge: Badge
    second: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    rows: tuple[ReportLine, ...]
    make: Link


def reports_page(rows: list[ReportRow], metas: dict[UUID, Meta | None]) -> ReportsPage:
    lines = tuple(_line(one, metas.get(one.id)) for one in rows)
    return ReportsPage(lines, Link(_("Make a report"), reverse("study-report-make")))


def _line(one: ReportRow, meta: Meta | None) -> ReportLine:
    title = title_of(one)
    second = _("%(name)s, %(when)s") % {"name": one.asked_by, "when": when(one.begun_at)}
    words = ""
    if meta:
        words = _("%(men)d men. Data %(data)s, methods of Article 16 %(software)s, seed %(seed)d.") % {
            "men": meta.men, "data": meta.data, "software": meta.software, "seed": meta.seed,
        }  # fmt: skip
    return ReportLine(
        one.id, title, badge_of(one), second, words or sentence(one), reverse("study-report", args=[one.id])
    )


def title_of(one: ReportRow) -> str:
    return _("Figures to leave") if one.release else _("Report to be read here")


def badge_of(one: ReportRow) -> Badge:
    if one.state == "making":
        return Badge(State.INFO, _("being made"))
    if one.state == "done":
        if not one.release:
            return Badge(State.DONE, _("made"))
        if one.approved_at:
            return Badge(State.DONE, _("approved"))
        return Badge(State.DUE, _("waits for a second person"))
    return Badge(State.NONE, _("stopped") if one.state == "stopped" else _("not made"))


def sentence(one: ReportRow) -> str:
    """How far it is, or why there is none."""
    if one.state == "making":
        what = str(CHAPTERS.get(one.chapter, one.chapter)) if one.chapter else _("beginning")
        return _("%(place)d of %(places)d: %(what)s") % {"place": one.place, "places": one.places, "what": what}
    return str(WHY.get(one.why, one.why)) if one.state in ("stopped", "none") else ""


@dataclass(frozen=True, slots=True)
class Table:
    label: str  # like no other on the page
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Picture:
    svg: str
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure on the first page, and where its chapter with its table is."""

    title: str
    svg: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    title: str
    first: bool  # page one: what is known beside what is not, and figures of other chapters
    words: tuple[str, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...]
    missing: tuple[str, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    row: ReportLine
    making: bool
    place: int
    places: int
    may_stop: bool
    stop_label: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    labels: dict[str, str]
    language: str
    files: tuple[Link, ...]
    approved: str


def report_page(one: ReportRow, *, meta: Meta | None, shown: dict[str, Any] | None, files: list[str]) -> ReportPage:
    waits = one.release and one.state == "done" and not one.approved_at
    making = one.state == "making"
    approved = ""
    if one.approved_at:
        approved = _("Approved by %(name)s, %(when)s.") % {"name": one.approved_by, "when": when(one.approved_at)}
    return ReportPage(
        row=_line(one, None),
        making=making,
        place=one.place,
        places=max(one.places, 1),
        may_stop=making or waits,
        stop_label=_("Stop making it") if making else _("Give this release up"),
        facts=_facts(meta) if meta else (),
        notes=(*meta.notes, *meta.problems) if meta else (),
        chapters=_chapters(shown["parts"]) if shown else (),
        labels=shown["labels"] if shown else {},
        language=one.language,
        files=tuple(Link(name, reverse("study-report-file", args=[one.id, name])) for name in FILES if name in files)
        if one.approved_at
        else (),
        approved=approved,
    )


def _facts(meta: Meta) -> tuple[Fact, ...]:
    return (
        Fact(_("Men"), str(meta.men)),
        Fact(_("Questionnaires"), str(meta.responses)),
        Fact(_("Version of the data"), meta.data),
        Fact(_("Version of the methods"), meta.software),
        Fact(_("Seed"), str(meta.seed)),
    )


def _chapters(parts: list[dict[str, Any]]) -> tuple[Chapter, ...]:
    keys = {part["key"]: f"part-{place}" for place, part in enumerate(parts)}
    return tuple(_chapter(place, part, keys) for place, part in enumerate(parts))


def _chapter(place: int, part: dict[str, Any], keys: dict[str, str]) -> Chapter:
    pictures = (
        Picture(
            plain(one["svg"], name=f"p{place}-{number}", alt=one["alt"]),
            one["alt"],
            _table(one["table"], f"{place + 1}, {number + 1}"),
        )
        for number, one in enumerate(part["pictures"])
    )
    return Chapter(
        key=f"part-{place}",
        title=part["title"],
        first=part["key"] == "front",
        words=tuple(part["words"]),
        tables=tuple(_table(one, f"{place + 1}.{number}") for number, one in enumerate(part["tables"], 1)),
        pictures=tuple(pictures),
        missing=tuple(part["missing"]),
        beside=tuple(
            Beside(one["title"], plain(one["svg"], name=f"p{place}-b{number}", alt=one["alt"]), keys[one["chapter"]])
            for number, one in enumerate(part.get("beside", ()))
        ),
    )


def _table(one: dict[str, Any], number: str) -> Table:
    return Table(
        f"{number} {one['caption']}",
        one["caption"],
        tuple(one["head"]),
        tuple(tuple(row) for row in one["rows"]),
        one["note"],
    )


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    rows: tuple["ReleaseLine", ...]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    title: str
    badge: Badge
    second: str
    approve: Link | None


def releases_page(rows: list[ReportRow], *, viewer: UUID) -> ReleasesPage:
    return ReleasesPage(tuple(_release(one, viewer) for one in rows))


def _release(one: ReportRow, viewer: UUID) -> ReleaseLine:
    second = _("Made by %(name)s, %(when)s.") % {"name": one.asked_by, "when": when(one.begun_at)}
    if one.approved_at:
        second += " " + _("Approved by %(name)s, %(when)s.") % {"name": one.approved_by, "when": when(one.approved_at)}
    may = not one.approved_at and one.asked_by_id != viewer
    link = Link(_("Approve"), reverse("study-release-approve", args=[one.id])) if may else None
    return ReleaseLine(title_of(one), badge_of(one), second, link)


def when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
