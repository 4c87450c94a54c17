"""What the views of this room share: the thing they are about, or the same 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from article16.casework.clients.models import Client
from article16.common.accounts.middleware import seen
from article16.common.ui.shell import Link

from .models import Asking
from .policy import READERS
from .queries import askings


def asking_or_404(request: HttpRequest, asking_id: UUID, roles: frozenset[str] = READERS) -> Asking:
    """The questionnaire, its reading noted with the man's id; else the 404 of what does not exist."""
    found = askings.asking_of(request.viewer, asking_id, roles)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    return found


def man_link(client: Client) -> Link:
    return Link(client.code, reverse("client", args=[client.pk]))
