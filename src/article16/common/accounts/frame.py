"""What the frame of a page says about the person who is signed in. No queries."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.ui.shell import Link, Person

from .access import Access, Role, Viewer


def viewer_of(request: HttpRequest) -> Viewer | None:
    return getattr(request, "viewer", None)


def may_open(request: HttpRequest, rule: Access) -> bool:
    viewer = viewer_of(request)
    return viewer is not None and viewer.has(rule.roles)


def person(request: HttpRequest, roles: Mapping[str, Role]) -> Person | None:
    """The person with their roles; while the second factor is missing, only the way out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    viewer = viewer_of(request)
    held = ", ".join(str(role.label) for key, role in roles.items() if viewer and key in viewer.grants)
    links = (Link(_("Your account"), reverse("account")),) if viewer else ()
    return Person(user.name, held, links, reverse("account_logout"))
