"""What this room says on the man's page beside the timeline, and where it goes on from there."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import words
from .policy import READERS
from .queries import men


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """His group, and since when. One query."""
    row = men.latest_enrolment(client_id, viewer.programmes(READERS))
    if row is None:
        return ()
    if row.until is not None and row.until < timezone.localdate():
        told = _("%(group)s, until %(day)s") % {"group": row.name, "day": words.long_day(row.until)}
    else:
        told = _("%(group)s, since %(day)s") % {"group": row.name, "day": words.long_day(row.since)}
    return (Fact(_("Group"), told),)


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    return (Link(_("Sessions"), reverse("attendance", args=[client_id])),)
