"""The words for times, states and ways of asking."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, State

from .models import NotAnswered
from .queries.askings import AskingRow
from .schedule import End
from .schedule import State as Stands


def wave_words(wave: str) -> str:
    if wave.startswith("F"):
        return _("%(months)s months after") % {"months": wave[1:]}
    return {
        "T0": _("First contact"),
        "T1": _("Start"),
        "T2": _("Half-way"),
        "T3": _("End, or when he stops coming"),
        "T4": _("Six months after"),
    }[wave]


def mode_words(mode: str) -> str:
    return {
        "self": _("He filled it in himself"),
        "read_aloud": _("Read to him"),
        "interpreter": _("Read by an interpreter"),
        "paper": _("On paper, keyed in twice"),
    }[mode]


def end_words(end: End) -> str:
    return {
        End.STOPPED: _("Closed: he stopped coming before"),
        End.WITHDRAWN: _("Closed: he took back his consent"),
        End.DIED: _("Closed: he has died"),
    }[end]


def reason_words(reason: str) -> str:
    return str(NotAnswered.Reason(reason).label)


def badge_of(row: AskingRow, on: date) -> Badge:
    """How one time stands on this day, in words."""
    if row.done_at is not None:
        return Badge(State.DONE, _("Answered"))
    if row.window.ended is not None:
        return Badge(State.NONE, end_words(row.window.ended))
    if row.not_answered:
        return Badge(State.NONE, reason_words(row.not_answered))
    return _badge_by_day(row, on)


def _badge_by_day(row: AskingRow, on: date) -> Badge:
    window = row.window
    due, closes = day_words(window.due), day_words(window.closes)
    return {
        Stands.UNPLANNED: Badge(State.OPEN, _("No date yet")),
        Stands.EARLY: Badge(State.OPEN, _("From %(day)s") % {"day": day_words(window.opens)}),
        Stands.DUE: Badge(State.DUE, _("Due %(day)s") % {"day": due}),
        Stands.LATE: Badge(State.LATE, _("Was due %(day)s") % {"day": due}),
        Stands.CLOSED: Badge(State.LATE, _("Closed %(day)s, no reason recorded") % {"day": closes}),
    }[row.state(on)]


def day_words(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""
