"""What waits for one person, gathered from all rooms and put in order."""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.casework.tasks.waiting import SOON, Waiting
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingGroup
from article16.common.ui.templatetags.ui import in_words

from . import rooms

MOST = 30  # rows on the page, each kind gives one more; when these are done the next ones come


def gathered(viewer: Viewer, *, at: datetime) -> list[Waiting]:
    """Everything up to seven days from now, the most overdue first. One query for each room."""
    today = timezone.localdate(at)
    found = [one for one in rooms.waiting(viewer, at) if one.due is None or one.due <= today + SOON]
    return sorted(found, key=lambda one: one.due or today)


def grouped(found: list[Waiting], *, today: date) -> tuple[WaitingGroup, ...]:
    """Past its time, today, the next seven days; the very first row has the one filled button."""
    shown = [(one.due or today, replace(one.row, filled=n == 0)) for n, one in enumerate(found[:MOST])]
    parts = (
        (_("Past its time"), [row for due, row in shown if due < today]),
        (_("Today"), [row for due, row in shown if due == today]),
        (_("Next seven days"), [row for due, row in shown if due > today]),
    )
    return tuple(WaitingGroup(title, tuple(rows)) for title, rows in parts if rows)


def sentence(found: list[Waiting], *, today: date) -> str:
    """“Eight things wait for you, two of them past their time.”"""
    late = sum(1 for one in found if one.due and one.due < today)
    if not found:
        return _("Nothing waits for you.")
    many = len(found)
    words = {"many": _("One") if many == 1 else in_words(many), "late": in_words(late).lower()}
    if not late:
        return ngettext("%(many)s thing waits for you.", "%(many)s things wait for you.", many) % words
    if many == 1:
        return _("One thing waits for you. It is past its time.")
    if late == 1:
        return _("%(many)s things wait for you, one of them past its time.") % words
    return _("%(many)s things wait for you, %(late)s of them past their time.") % words
