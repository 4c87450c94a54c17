"""What the pages of the team share."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from article16.support.survivors import clock

from .. import queries


def leads(request: HttpRequest) -> bool:
    return "lead" in request.viewer.grants


def person(request: HttpRequest, staff_id: UUID) -> str:
    """The name of a colleague, or of oneself; 404 for who does not work here, and for others to a worker."""
    found = queries.people(clock.now()).get(staff_id)
    if found is None or (staff_id != request.viewer.id and not leads(request)):
        raise Http404
    return found


def home() -> str:
    return reverse("team")
