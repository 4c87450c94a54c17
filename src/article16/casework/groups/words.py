"""The words of this room: marks, steps, standings and times as people read them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from .queries.groups import GroupRow, SessionRow
from .standing import Mark, Rules, Standing, Step


@dataclass(frozen=True, slots=True)
class MarkWords:
    """How one mark is written: its letter, which is its key too, in a table, and in a box on a phone."""

    mark: Mark
    letter: object
    words: object
    short: object


MARKS = (
    MarkWords(Mark.PRESENT, pgettext_lazy("mark", "P"), gettext_lazy("present"), gettext_lazy("present")),
    MarkWords(Mark.LATE, pgettext_lazy("mark", "L"), gettext_lazy("late"), gettext_lazy("late")),
    MarkWords(Mark.LEFT_EARLY, pgettext_lazy("mark", "F"), gettext_lazy("left early"), gettext_lazy("left early")),
    MarkWords(Mark.EXCUSED, pgettext_lazy("mark", "E"), gettext_lazy("absent, excused"), gettext_lazy("excused")),
    MarkWords(Mark.ABSENT, pgettext_lazy("mark", "A"), gettext_lazy("absent, not excused"), gettext_lazy("absent")),
    MarkWords(Mark.SENT_AWAY, pgettext_lazy("mark", "S"), gettext_lazy("sent away"), gettext_lazy("sent away")),
)


def marks() -> tuple[MarkWords, ...]:
    """The six marks in the language of this page, looked up once for a register of many men."""
    return tuple(MarkWords(one.mark, str(one.letter), str(one.words), str(one.short)) for one in MARKS)


CANCELLED = MarkWords(Mark.CANCELLED, "–", gettext_lazy("session cancelled"), gettext_lazy("cancelled"))
WORDS = {one.mark: one for one in (*MARKS, CANCELLED)}
STEPS = {
    Step.LETTER: gettext_lazy("a letter"),
    Step.REVIEW: gettext_lazy("a review"),
    Step.EXCLUSION: gettext_lazy("a decision about exclusion"),
}
KINDS = {"closed": gettext_lazy("Closed"), "rolling": gettext_lazy("Rolling")}
WHERE = {"venue": gettext_lazy("In a room"), "online": gettext_lazy("Online")}
GENDERS = {
    "woman": gettext_lazy("woman"),
    "man": gettext_lazy("man"),
    "other": gettext_lazy("another gender"),
    "not-said": gettext_lazy("gender not said"),
}


def day(value: date | datetime) -> str:
    """Thu 19 Nov."""
    return date_format(value, "D j M")


def weekday_day(value: date | datetime) -> str:
    """Thursday 19 November 2026."""
    return date_format(value, "l j F Y")


def long_day(value: date | datetime) -> str:
    return date_format(value, "j F Y")


def slot(group: GroupRow) -> str:
    """Thursdays, 18:00 to 20:00."""
    begin = datetime.combine(date(2000, 1, 1), group.time)
    end = begin + timedelta(minutes=group.minutes)
    return _("%(weekday)s, %(begin)s to %(end)s") % {
        "weekday": WEEKDAYS[group.weekday],
        "begin": time_format(begin.time(), "H:i"),
        "end": time_format(end.time(), "H:i"),
    }


def span(group: GroupRow, session: SessionRow) -> str:
    """18:00 to 20:00, by the clock where the group meets."""
    begin, end = group.local(session.starts_at), group.local(session.ends_at)
    return _("%(begin)s to %(end)s") % {"begin": time_format(begin, "H:i"), "end": time_format(end, "H:i")}


def hours(minutes: float) -> str:
    """22 h, 1.5 h."""
    value = round(minutes / 60, 1)
    return _("%(hours)s h") % {"hours": number_format(value, 0 if value == int(value) else 1)}


def absences(rules: Rules, found: Standing) -> str:
    """2 of 4."""
    return _("%(used)d of %(allowed)d") % {"used": found.absences, "allowed": rules.allowed}


def standing(rules: Rules, found: Standing) -> str:
    """2 of 4 absences that count; the next one brings a review."""
    words = ngettext(
        "%(used)d of %(allowed)d absence that counts",
        "%(used)d of %(allowed)d absences that count",
        rules.allowed,
    ) % {"used": found.absences, "allowed": rules.allowed}
    if found.in_row > 1:
        words += ", " + _("%(number)d in a row") % {"number": found.in_row}
    return f"{words}; {_next(found)}"


def _next(found: Standing) -> str:
    if found.next is None:
        return _("no step of the rules is left")
    step = STEPS[found.next]
    if found.until_next <= 1:
        return _("the next one brings %(step)s") % {"step": step}
    return ngettext("%(number)d more brings %(step)s", "%(number)d more bring %(step)s", found.until_next) % {
        "number": found.until_next,
        "step": step,
    }


def over(rules: Rules, found: Standing) -> bool:
    """Whether more was missed than is allowed."""
    return found.absences > rules.allowed or found.in_row > rules.allowed_in_row


def consequence(rules: Rules, steps: tuple[Step, ...], on: date) -> str:
    """What saving does when these steps are reached; nothing when none is."""
    if not steps:
        return ""
    due = on + timedelta(days=rules.answer_days)
    names = _(" and ").join(str(STEPS[step]) for step in steps)
    words = _("Saving makes %(steps)s due on %(day)s and sends the message “missed sessions”, as for every man.")
    return words % {"steps": names, "day": date_format(due, "j F")}


def rules_line(rules: Rules) -> str:
    if rules.since is None:
        return _("rules as proposed, not yet confirmed by a manager")
    return _("rules of %(day)s") % {"day": long_day(rules.since)}
