"""What of his questionnaires stands on a man's page."""

from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .queries import askings


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """How many of his questionnaires are answered. One query."""
    counted = askings.askings_of(viewer).filter(episode__client=client_id, due_on__isnull=False)
    found = counted.aggregate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    if not found["all"]:
        return ()
    values = {"done": found["done"], "all": found["all"]}
    return (Fact(_("Questionnaires"), _("%(done)d of %(all)d planned are answered") % values),)


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """Where to go on from his page. No query."""
    return (Link(_("Questionnaires"), reverse("questionnaires", args=[client_id])),)
