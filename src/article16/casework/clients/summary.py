"""What the man's page says of his referral, and where it goes on from there."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import queries
from .kinds import Mandate, Sender
from .telling import amount, day, label


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """Who sends him and what is ordered. One query."""
    found = queries.said_of(viewer, client_id)
    if found is None:
        return ()
    sender = ", ".join(filter(None, [label(Sender, found.sender), found.agency]))
    ordered = amount(found.sessions, found.hours) or label(Mandate, found.mandate)
    return (Fact(_("Sent by"), sender), Fact(_("Ordered"), ordered), Fact(_("Next hearing"), day(found.hearing)))


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """No query."""
    return (Link(_("Referral"), reverse("client-referral", args=[client_id])),)
