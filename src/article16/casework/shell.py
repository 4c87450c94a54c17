"""The frame of casework's pages."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.frame import may_open, person
from article16.common.ui.shell import House, Place, Search, Shell

from .clients import policy as clients
from .endings import policy as endings
from .groups import policy as groups
from .intake import policy as intake
from .policy import ACCESS, ROLES
from .questionnaires import policy as questionnaires
from .records import policy as records

FILE = {*intake.ACCESS, *records.ACCESS, *endings.ACCESS}  # of one man’s file, and what a programme sets for it
ASKED = {name for name in questionnaires.ACCESS if name.startswith("questionnaire") and not name.endswith("board")}
MEN = {"client", "client-print", *ASKED, *FILE, *(name for name in clients.ACCESS if not name.startswith("agenc"))}
INSTRUMENTS = {name for name in questionnaires.ACCESS if name.startswith("instrument")} | {"questionnaires-board"}
GROUPS = {name for name in groups.ACCESS if name != "attendance"}
PLACES = (
    # URL name, icon, letters, URL names for which the place is the current one
    ("today", "calendar", "g t", {"today"}),
    ("clients", "people", "g c", MEN),
    ("groups", "clock", "g g", GROUPS),
    ("agencies", "balance", "g a", {"agencies", "agency", "agency-add"}),
    ("instruments", "pen", "g i", INSTRUMENTS),
    ("warnings", "bell", "g w", {"warnings", "warning-rules", "warning-hours"}),
    ("people", "person", "g p", {"people", "person", "person-add", "person-role"}),
    ("programmes", "building", "g o", {"programmes", "programme-add", "programme-support"}),
    ("log", "list", "g l", {"log"}),
)


def shell(request: HttpRequest) -> Shell:
    labels = {
        "today": _("Today"),
        "clients": _("Men"),
        "groups": _("Groups"),
        "agencies": _("Agencies"),
        "instruments": _("What is asked"),
        "warnings": _("Warnings"),
        "people": _("People"),
        "programmes": _("Programmes"),
        "log": _("Record"),
    }
    here = request.resolver_match.url_name if request.resolver_match else ""
    places = tuple(
        Place(labels[name], reverse(name), icon, current=here in pages, key=key)
        for name, icon, key, pages in PLACES
        if may_open(request, ACCESS[name])
    )
    return Shell(
        house=House.CASEWORK,
        service=_("Casework"),
        places=places,
        person=person(request, ROLES),
        search=Search(_("Code, name, birth date"), reverse("search")) if may_open(request, ACCESS["search"]) else None,
        training=settings.TRAINING,
        synthetic=settings.DEMO,
        keys=reverse("keys") if places else "",
    )
