"""Which men a person may see: those of their programmes, but none whose file is closed to them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer

from .models import Client, Episode

READERS = frozenset({"manager", "intake", "facilitator", "auditor"})
WRITERS = READERS - {"auditor"}
THING = "client"


def clients_of(viewer: Viewer, roles: frozenset[str] = READERS) -> QuerySet[Client]:
    mine = Episode.objects.filter(client=OuterRef("pk"), programme__in=viewer.programmes(roles))
    return Client.objects.filter(Exists(mine)).exclude(pk__in=accounts.closed_objects(viewer.id, THING))


def client_of(viewer: Viewer, client_id: UUID, roles: frozenset[str] = READERS) -> Client | None:
    """The man, or None alike when he does not exist, is another programme's, or is closed to this person."""
    return clients_of(viewer, roles).filter(pk=client_id).first()
