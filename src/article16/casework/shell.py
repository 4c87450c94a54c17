"""The frame of casework's pages."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.frame import may_open, person
from article16.common.ui.shell import House, Place, Search, Shell

from .access import policy as access
from .clients import policy as clients
from .endings import policy as endings
from .groups import policy as groups
from .intake import policy as intake
from .panel import policy as panel
from .policy import ACCESS, ROLES
from .questionnaires import policy as questionnaires
from .records import policy as records
from .retention import policy as retention
from .returns import policy as returns
from .warnings import policy as warnings

FILE = {*intake.ACCESS, *records.ACCESS, *endings.ACCESS}  # of one man’s file, and what a programme sets for it
ASKED = {name for name in questionnaires.ACCESS if name.startswith("questionnaire") and not name.endswith("board")}
INSTRUMENTS = {name for name in questionnaires.ACCESS if name.startswith("instrument")} | {"questionnaires-board"}
SET = {"programme-settings", "holiday-remove", *groups.PROGRAMME_LINKS, *warnings.PROGRAMME_LINKS}
SET |= {*records.PROGRAMME_LINKS, *(name for name in intake.ACCESS if name.startswith(("criteri", "agreement-text")))}
MEN = {
    "client",
    "client-print",
    *ASKED,
    *FILE,
    *(name for name in clients.ACCESS if not name.startswith("agenc")),
} - SET
GROUPS = {name for name in groups.ACCESS if name != "attendance"} - SET - FILE
PAPERS = {"data-papers", "data-paper", "data-paper-print", "record-export"}
RIGHTS = {*access.ACCESS, *retention.ACCESS, *PAPERS}
PLACES = (
    # URL name, icon, letters, URL names for which the place is the current one
    ("today", "calendar", "g t", {"today"}),
    ("clients", "people", "g c", MEN),
    ("groups", "clock", "g g", GROUPS),
    ("agencies", "balance", "g a", {"agencies", "agency", "agency-add"}),
    ("instruments", "pen", "g i", INSTRUMENTS),
    ("warnings", "bell", "g w", {"warnings", *panel.ACCESS}),
    ("figures", "chart", "g f", set(returns.ACCESS)),
    ("access-board", "key", "g d", RIGHTS),
    ("data-papers", "key", "g d", PAPERS),  # for whoever cannot open the place before
    ("programme-settings", "tick", "g s", SET),
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
        "figures": _("Figures"),
        "access-board": _("Data"),
        "data-papers": _("Data"),
        "programme-settings": _("Programme settings"),
        "people": _("People"),
        "programmes": _("Programmes"),
        "log": _("Record"),
    }
    here = request.resolver_match.url_name if request.resolver_match else ""
    places = tuple(
        Place(labels[name], reverse(name), icon, current=here in pages, key=key)
        for name, icon, key, pages in PLACES
        if may_open(request, ACCESS[name]) and not (name == "data-papers" and may_open(request, ACCESS["access-board"]))
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
