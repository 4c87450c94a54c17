"""What happened in a case, month by month, in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Entry, Month

from .forms import WISHES
from .policy import CHILD_STATUSES, DUTIES, OUTCOMES, REFERRAL_OUTCOMES, WRITINGS
from .writings import Attempt, CaseFile, Kind, Opened


def months(file: CaseFile, names: dict[str, str]) -> tuple[Month, ...]:
    found: dict[str, list[Entry]] = {}
    for one in file.entries:
        local = timezone.localtime(one.at)
        found.setdefault(date_format(local, "F Y"), []).append(_entry(one, local, names))
    return tuple(Month(title, tuple(entries)) for title, entries in found.items())


def _entry(one: Opened, local: datetime, names: dict[str, str]) -> Entry:
    icon, fact, words = _words(one)
    who = names.get(str(one.by), "")
    second = " · ".join(part for part in (words, who) if part)
    danger = one.kind is Kind.ATTEMPT and bool(one.value.danger)
    return Entry(date_format(local, "D j, H:i"), local.isoformat(), icon, fact, second, danger)


def _words(one: Opened) -> tuple[str, str, str]:
    """Icon, fact and second line."""
    value: Any = one.value  # of the shape that its kind says
    if one.kind in _SAID:
        return _SAID[one.kind](value)
    title = WRITINGS.get(one.kind.value, one.kind.value)
    named, words = getattr(value, "title", ""), getattr(value, "words", "")
    return "list", f"{title}: {named}" if named else str(title), words


def _tried(value: Attempt) -> tuple[str, str, str]:
    title = _("Danger to life: contact outside her times") if value.danger else _("Attempt to reach her")
    parts = (str(OUTCOMES[value.outcome]), value.danger, value.words)
    return "phone", title, " · ".join(part for part in parts if part)


_SAID: dict[Kind, Callable[[Any], tuple[str, str, str]]] = {
    Kind.CONTACT: lambda value: ("phone", _("What she said about contact"), str(WISHES[value.wish])),
    Kind.ATTEMPT: _tried,
    Kind.DUTY: lambda value: ("tick", _("She was told"), str(DUTIES.get(value.what, value.what))),
    Kind.CONSENT: lambda value: ("tick", _("She agreed"), f"{value.recipient}: {value.scope}"),
    Kind.CONSENT_ENDED: lambda _value: ("ring", _("She took a consent back"), ""),
    Kind.DISCLOSURE: lambda value: ("list", _("Told to %(who)s") % {"who": value.recipient}, value.what),
    Kind.TO_DO: lambda value: ("list", _("To do"), value.words),
    Kind.DONE: lambda value: ("tick", _("Done"), value.words),
    Kind.TIMES: lambda _value: ("clock", _("When she is asked: days set"), ""),
    Kind.ANSWERS: lambda value: (
        "list",
        _("Her answers corrected") if value.corrects else _("She answered questions"),
        value.wave,
    ),
    Kind.NOT_ANSWERED: lambda value: ("ring", _("Questions not answered"), value.wave),
    Kind.PLAN: lambda value: ("list", _("Safety plan, a version"), value.words),
    Kind.CHILD_RECORD: lambda value: ("person", _("A child: %(name)s") % {"name": value.name}, value.lives_with),
    Kind.CHILD_STATUS: lambda value: ("list", _("Child protection"), str(CHILD_STATUSES.get(value.status, ""))),
    Kind.CHILD_PLAN: lambda value: ("list", _("Plan for a child, a version"), value.words),
    Kind.CHILD_NOTE: lambda value: ("list", _("Note on a child"), value.words),
    Kind.REFERRAL: lambda value: ("list", _("Referred on to %(who)s") % {"who": value.to}, value.need),
    Kind.REFERRAL_OUTCOME: lambda value: (
        "tick",
        str(REFERRAL_OUTCOMES.get(value.outcome, value.outcome)),
        value.words,
    ),
    Kind.PLAN_PRINTED: lambda value: ("list", _("Her safety plan went onto paper"), value.place),
    Kind.IN_GROUP: lambda value: ("people", _("Takes part in a group") if value.takes_part else _("Left a group"), ""),
    Kind.AT_GROUP: lambda value: ("people", _("At the group") if value.there else _("Not at the group"), ""),
    Kind.HELD: lambda value: ("person", _("Given to a worker") if value.worker else _("Held by nobody"), ""),
    Kind.LINK: lambda value: ("list", _("A link for her"), f"{value.wave} {value.instrument}".strip()),
    Kind.MESSAGE: lambda value: ("list", _("She wrote"), value.words),
}
