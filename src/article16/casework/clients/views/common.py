"""What the pages of this room share: looking up what the address names, or the 404 that says nothing."""

from uuid import UUID

from django.http import Http404, HttpRequest

from article16.common.accounts.middleware import seen

from .. import policy, queries


def found_man(request: HttpRequest, client_id: UUID) -> queries.ClientRow:
    """The man as the viewer may see him."""
    found = queries.client(request.viewer, client_id)
    if found is None:
        raise Http404
    seen(request, client_id)
    return found


def found_episode(request: HttpRequest, episode_id: UUID, roles: frozenset[str] = policy.READERS):
    """The episode with its man, where the viewer holds one of the roles in its programme."""
    found = policy.episode_of(request.viewer, episode_id, roles)
    if found is None:
        raise Http404
    seen(request, found.client_id)
    return found
