"""The papers: impact assessment, record of processing, and the kit for a breach. Values only; texts are ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import gathering
from .texts import ALIKE, HOURS, OF_SERVICE, RISKS, SOURCES, TO_FILL


@dataclass(frozen=True, slots=True)
class Grid:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    code: str
    title: str
    intro: tuple[str, ...]
    sections: tuple[Section, ...]


def of(code: str, *, service: str, at: datetime) -> Paper:
    """The paper of this code; KeyError when there is none."""
    made = {"impact": impact, "record": processing, "breach": breach}[code]
    return made(service, at)


CODES = ("impact", "record", "breach")


def titles() -> dict[str, str]:
    return {
        "impact": _("Impact assessment"),
        "record": _("Record of processing"),
        "breach": _("Breach: the first 72 hours"),
    }


def _made(at: datetime) -> str:
    words = _("Made on %(day)s from what the program itself declares; made anew, it is up to date.")
    return words % {"day": date_format(at, "j F Y")}


def impact(service: str, at: datetime) -> Paper:
    """What is done with whose data, what can go wrong for them, and what is done against it."""
    about = OF_SERVICE[service]
    return Paper(
        "impact",
        titles()["impact"],
        (_made(at), *ALIKE),
        (
            Section(_("What is done, for whom, and why"), about.purpose),
            Section(_("Whose data"), about.people),
            Section(_("What your organisation fills in"), (), _filled()),
            Section(
                _("What can go wrong, and what is done against it"),
                (),
                Grid(
                    (_("What can go wrong"), _("For whom"), _("What the program does"), _("What is left to you")), RISKS
                ),
            ),
            Section(_("Settings"), (), Grid((_("Setting"), _("Now")), gathering.said())),
            *_tables(),
            _roles(),
            Section(_("Sources"), SOURCES),
        ),
    )


def processing(service: str, at: datetime) -> Paper:
    """What is kept in which table, who sees it, how it ends."""
    about = OF_SERVICE[service]
    return Paper(
        "record",
        titles()["record"],
        (_made(at),),
        (
            Section(_("Purposes"), about.purpose),
            Section(_("Whose data"), about.people),
            Section(_("Who receives it"), about.recipients),
            Section(_("What your organisation fills in"), (), _filled()),
            *_tables(),
            _roles(),
            Section(_("Security"), (), Grid((_("Setting"), _("Now")), gathering.said())),
        ),
    )


def breach(service: str, at: datetime) -> Paper:
    """Hour by hour; what the program can tell; a log to write in by hand."""
    sealed = [(one.name, one.about) for room in gathering.rooms() for one in room.tables if one.sealed]
    clear = [(one.name, one.about) for room in gathering.rooms() for one in room.tables if not one.sealed]
    empty = tuple(("", "", "", "") for _number in range(14))
    return Paper(
        "breach",
        titles()["breach"],
        (_made(at), _("Print this now and keep it where it can be reached when no computer can be trusted.")),
        (
            *(Section(heading, sentences) for heading, sentences in HOURS),
            Section(_("What the program can tell"), OF_SERVICE[service].can_tell),
            Section(_("Tables with sealed columns"), (), Grid((_("Table"), _("What it holds")), tuple(sealed))),
            Section(_("Tables in clear"), (), Grid((_("Table"), _("What it holds")), tuple(clear))),
            Section(
                _("Log of decisions"),
                (_("One line for each thing learned and each decision, also for the decision not to tell somebody."),),
                Grid((_("When"), _("What we know"), _("What was decided, and why"), _("By whom")), empty),
            ),
        ),
    )


def _filled() -> Grid:
    return Grid((_("What"), _("Your words")), tuple((one, "") for one in TO_FILL))


def _tables() -> Iterable[Section]:
    for room in gathering.rooms():
        rows = [
            (table.name if number == 0 else "", table.about if number == 0 else "", ", ".join(one.columns), one.words)
            for table in room.tables
            for number, one in enumerate(table.declared)
        ]
        head = (_("Table"), _("What it holds"), _("Columns"), _("Who may see it, and how it ends"))
        yield Section(
            _("Room: %(name)s") % {"name": room.name}, (room.about,) if room.about else (), Grid(head, tuple(rows))
        )


def _roles() -> Section:
    rows = tuple((one.label, "; ".join(one.pages)) for one in gathering.roles())
    return Section(_("Roles, and the pages each opens"), (), Grid((_("Role"), _("Pages")), rows))
