"""What waits for somebody in a case, as rows of a page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, State

from .writings import CaseFile, Opened


@dataclass(frozen=True, slots=True)
class ToDoRow:
    id: UUID
    words: str
    badge: Badge


def to_do_rows(file: CaseFile, on: date) -> tuple[ToDoRow, ...]:
    """The first due first."""
    return tuple(ToDoRow(one.id, one.value.words, badge_of(one, on)) for one in file.to_do)


def badge_of(one: Opened, on: date) -> Badge:
    due: date = one.value.due
    day = {"day": date_format(due, "j M Y")}
    if due < on:
        return Badge(State.LATE, _("was due %(day)s") % day)
    return Badge(State.DUE, _("today")) if due == on else Badge(State.OPEN, _("by %(day)s") % day)
