"""The frame of support's pages: rail, and the lock line on top."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.frame import may_open, person
from article16.common.ui.shell import House, Place, Shell

from .alerts import policy as alerts
from .keys import policy as keys
from .keys.frame import in_training, lock_line
from .policy import ACCESS, ROLES
from .survivors import policy as survivors

DESK_PAGES = frozenset(alerts.ACCESS)
CASE_PAGES = frozenset(survivors.ACCESS)
KEY_PAGES = frozenset(keys.ACCESS)
PLACES = (
    # URL name, icon, letters, URL names for which the place is the current one
    ("duty-desk", "bell", "g d", DESK_PAGES),
    ("survivors", "people", "g c", CASE_PAGES),
    ("today", "list", "g t", {"today"}),
    ("key-holders", "key", "g k", KEY_PAGES),
    ("people", "person", "g p", {"people", "person", "person-add", "person-role"}),
    ("programmes", "building", "g o", {"programmes", "programme-add"}),
    ("log", "list", "g l", {"log"}),
)


def shell(request: HttpRequest) -> Shell:
    labels = {
        "duty-desk": _("Duty desk"),
        "survivors": _("Cases"),
        "today": _("Messages"),
        "key-holders": _("Keys"),
        "people": _("People"),
        "programmes": _("Services"),
        "log": _("Record"),
    }
    here = request.resolver_match.url_name if request.resolver_match else ""
    places = tuple(
        Place(labels[name], reverse(name), icon, current=here in pages, key=key)
        for name, icon, key, pages in PLACES
        if may_open(request, ACCESS[name])
    )
    signed_in = person(request, ROLES)
    return Shell(
        house=House.SUPPORT,
        service=_("Support"),
        places=places,
        person=signed_in,
        lock=lock_line(request) if places else None,
        training=in_training(),
        synthetic=settings.DEMO,
        keys=reverse("keys") if places else "",
    )
