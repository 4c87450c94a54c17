"""What the man's page says of how his episode stands, and where it goes on from there."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """Nothing beside the badge, which the page has already. No query."""
    return ()


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """No query."""
    return (Link(_("Course"), reverse("client-course", args=[client_id])),)
