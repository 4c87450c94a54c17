"""What this room gives to the man's page beside the timeline."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .models import Relative
from .policy import rows_of
from .words import Order, Said


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """The protecting order in force that lasts longest, without a name. One query."""
    later = Relative.objects.filter(corrects=OuterRef("pk"))
    standing = Relative.objects.filter(
        ~Exists(later), episode__client=client_id, taken_back=False, order=Order.IN_FORCE
    )
    found = rows_of(viewer, standing).order_by("-order_until").values_list("order_until", "source").first()
    if found is None:
        return ()
    until, source = found
    says = str(dict(Said.choices)[source])
    if until is None:
        return (Fact(_("Protecting order"), _("in force, says: %(source)s") % {"source": says}),)
    words = _("until %(day)s, says: %(source)s") % {"day": date_format(until, "j F Y"), "source": says}
    return (Fact(_("Protecting order"), words),)


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """Pages of this room about one man. No query."""
    shown = ((_("People and records"), "family"), (_("Documents"), "documents"))
    return tuple(Link(label, reverse(name, args=[client_id])) for label, name in shown)
