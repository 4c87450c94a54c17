"""What of records stands on a man's page."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.casework.clients.models import Episode
from article16.casework.clients.policy import READERS, THING
from article16.casework.intake.models import standing
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from .kinds import Happened
from .models import Review, SessionOutcome
from .policy import LINKS


def summary(viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """The next review and the individual sessions of his latest episode that this person may see. One query."""
    row = LATEST.first(client=client_id, programmes=viewer.programmes(READERS), staff=viewer.id)
    return _facts(*row) if row else ()


def _latest(client: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet:
    mine = Episode.objects.filter(client=client, programme__in=programmes)
    open_to = mine.exclude(client__in=accounts.closed_objects(staff, THING))
    due = Review.objects.filter(episode=OuterRef("pk"), settled_at=None).values("due_on")
    held = standing(SessionOutcome).filter(episode=OuterRef("pk"), happened=Happened.HELD).order_by()
    counted = held.values("episode").annotate(sessions=Count("pk"), total=Sum("minutes"))
    found = open_to.order_by("-number").annotate(
        due=Subquery(due[:1]), held=Subquery(counted.values("sessions")), total=Subquery(counted.values("total"))
    )
    return found.values_list("due", "held", "total")[:1]


LATEST = Prepared(_latest)


def _facts(due, held: int | None, minutes: int | None) -> tuple[Fact, ...]:
    words = ngettext("%(count)d, %(hours)d h %(minutes)d min", "%(count)d, %(hours)d h %(minutes)d min", held or 0)
    total = minutes or 0
    sessions = words % {"count": held or 0, "hours": total // 60, "minutes": total % 60}
    next_one = date_format(due, "j F Y") if due else _("none planned")
    return (Fact(_("Next review"), next_one), Fact(_("Individual sessions held"), sessions))


def links(viewer: Viewer, client_id: UUID) -> tuple[Link, ...]:
    """Where to go on from his page. No query."""
    return tuple(Link(str(words), reverse(name, args=[client_id])) for name, words in LINKS.items())
