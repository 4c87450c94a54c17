"""What this room gives to the man's page beside the timeline."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients.policy import READERS, THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .models import Relative
from .words import Order, Said


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """The protecting order in force that lasts longest, without a name. One query."""
    found = PROTECTING.first(client=client_id, programmes=viewer.programmes(READERS), staff=viewer.id)
    if found is None:
        return ()
    until, source = found
    says = str(dict(Said.choices)[source])
    if until is None:
        return (Fact(_("Protecting order"), _("in force, says: %(source)s") % {"source": says}),)
    words = _("until %(day)s, says: %(source)s") % {"day": date_format(until, "j F Y"), "source": says}
    return (Fact(_("Protecting order"), words),)


def _protecting(client: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet:
    later = Relative.objects.filter(corrects=OuterRef("pk"))
    standing = Relative.objects.filter(~Exists(later), episode__client=client, taken_back=False, order=Order.IN_FORCE)
    mine = standing.filter(episode__programme__in=programmes)
    mine = mine.exclude(episode__client__in=accounts.closed_objects(staff, THING))
    return mine.order_by("-order_until").values_list("order_until", "source")[:1]


PROTECTING = Prepared(_protecting)


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """Pages of this room about one man. No query."""
    shown = ((_("People and records"), "family"), (_("Documents"), "documents"))
    return tuple(Link(label, reverse(name, args=[client_id])) for label, name in shown)
