"""What this room gives to the man's page."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.shell import Link

from .policy import ANSWERERS


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """No query."""
    if not viewer.has(ANSWERERS):
        return ()
    return (Link(_("He asks to see his file"), reverse("access-add", args=[client_id])),)
