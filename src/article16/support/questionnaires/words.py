"""The words for times, states and ways of asking."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge
from article16.common.ui.parts import State as Look

from .asking import No
from .policy import HOW_ASKED, REASONS
from .schedule import End, State, Window


def wave_words(wave: str) -> str:
    return {
        "": _("At no planned time"),
        "T0": _("First contact"),
        "T1": _("His start"),
        "T2": _("Half-way"),
        "T3": _("End, or when he stops coming"),
        "T4": _("Six months after"),
    }[wave]


def time_words(wave: str) -> str:
    return f"{wave}: {wave_words(wave)}" if wave else wave_words(wave)


def refusal_words(no: No) -> str:
    return {
        No.NEVER: _("She does not wish contact: nothing is asked. Only she takes that back."),
        No.DANGER_ONLY: _("She wishes contact only in danger: nothing is asked."),
        No.NOT_AGREED: _("She has not agreed to be asked, or no longer does. Ask her first, and record what she says."),
        No.ANSWERED: _("She has answered this already. Open the answers."),
        No.UNPLANNED: _("There is no date for this time yet."),
        No.EARLY: _("It is not yet the time for this."),
        No.CLOSED: _("The time for this has passed. Record why it was not answered."),
    }[no]


def end_words(end: End) -> str:
    return {
        End.STOPPED: _("Closed: he stopped coming before"),
        End.WITHDRAWN: _("Closed"),
        End.DIED: _("Closed: he has died"),
        End.BEFORE: _("Over before she was first reached"),
    }[end]


def reason_words(reason: str) -> str:
    return str(REASONS[reason][0]) if reason in REASONS else reason


def how_words(asked: str) -> str:
    return str(HOW_ASKED.get(asked, asked))


def badge_of(window: Window, *, done: bool, reason: str, on: date) -> Badge:
    """How one time stands on this day, in words."""
    if done:
        return Badge(Look.DONE, _("Answered"))
    if window.ended is not None:
        return Badge(Look.NONE, end_words(window.ended))
    if reason:
        return Badge(Look.NONE, reason_words(reason))
    due, closes = day_words(window.due), day_words(window.closes)
    return {
        State.UNPLANNED: Badge(Look.OPEN, _("No date yet")),
        State.EARLY: Badge(Look.OPEN, _("From %(day)s") % {"day": day_words(window.opens)}),
        State.DUE: Badge(Look.DUE, _("Due %(day)s") % {"day": due}),
        State.LATE: Badge(Look.LATE, _("Was due %(day)s") % {"day": due}),
        State.CLOSED: Badge(Look.LATE, _("Closed %(day)s, no reason recorded") % {"day": closes}),
    }[window.state(on)]


def day_words(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""
