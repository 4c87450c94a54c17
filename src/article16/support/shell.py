"""The frame of support's pages: rail, and the lock line on top."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.accounts.frame import may_open, person
from article16.common.ui.shell import House, Place, Shell

from .access import policy as access
from .alerts import policy as alerts
from .documents import policy as documents
from .groups import policy as groups
from .keys import policy as keys
from .keys.frame import in_training, lock_line
from .outcomes import policy as outcomes
from .panel import policy as panel
from .policy import ACCESS, ROLES
from .questionnaires import policy as questionnaires
from .releases import policy as releases
from .returns import policy as returns
from .survivors import policy as survivors
from .team import policy as team

DESK_PAGES = frozenset(alerts.ACCESS) - {"survivor-warnings"}
BOARD = "her-answers-board"
BOARD_PAGES = frozenset(name for name in questionnaires.ACCESS if name.startswith("her-"))
DUE_PAGES = frozenset({"survivors-due", "survivors-terms", "letters"})
CASE_PAGES = frozenset(
    {
        *survivors.ACCESS,
        *questionnaires.ACCESS,
        "survivor-links",
        "survivor-link-end",
        "survivor-documents",
        "survivor-restrict",
        "survivor-warnings",
    }
    - {*BOARD_PAGES, *DUE_PAGES}
)
KEY_PAGES = frozenset(keys.ACCESS)
RELEASE_PAGES = frozenset({"study-releases", "study-release-approve"})
STUDY_PAGES = frozenset(outcomes.ACCESS) - RELEASE_PAGES
PLACES = (
    # URL name, icon, letters, URL names for which the place is the current one
    ("duty-desk", "bell", "g d", DESK_PAGES),
    ("survivors-due", "clock", "g n", DUE_PAGES),
    ("survivors", "people", "g c", CASE_PAGES),
    ("her-groups", "people", "g e", frozenset(groups.ACCESS)),
    ("sealed-documents", "file", "g f", frozenset(documents.ACCESS) - {"survivor-documents"}),
    ("releases", "to-agency", "g w", frozenset(panel.ACCESS) | frozenset(releases.ACCESS)),
    (BOARD, "bars", "g a", BOARD_PAGES),
    ("figures", "chart", "g i", frozenset(returns.ACCESS)),
    ("team", "people", "g m", frozenset(team.ACCESS)),
    ("her-data", "file", "g q", frozenset(access.ACCESS)),
    ("data-papers", "shield", "g y", {"data-papers", "data-paper", "data-paper-print", "record-export"}),
    ("today", "list", "g t", {"today"}),
    ("study", "list", "g r", STUDY_PAGES),
    ("study-releases", "to-agency", "g x", RELEASE_PAGES),
    ("key-holders", "key", "g k", KEY_PAGES),
    ("people", "person", "g p", {"people", "person", "person-add", "person-role"}),
    ("programmes", "building", "g o", {"programmes", "programme-add"}),
    ("log", "list", "g l", {"log"}),
)


def shell(request: HttpRequest) -> Shell:
    labels = {
        "duty-desk": _("Duty desk"),
        "survivors-due": _("Due today"),
        "survivors": _("Cases"),
        "her-groups": _("Groups"),
        "sealed-documents": _("Documents"),
        "releases": _("What may leave"),
        BOARD: _("Answers by time"),
        "figures": _("Figures"),
        "team": _("Team"),
        "her-data": _("Access and erasure"),
        "data-papers": _("Data protection"),
        "today": _("Messages"),
        "study": _("Study"),
        "study-releases": _("Figures to leave"),
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
