"""Who answers a request for access, and what no copy holds, for every man alike."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff

from .models import Request

ANSWERERS = frozenset({"manager", "intake"})
TASK = "access-answer"
TASKS = {TASK: _("Answer his request to see what is kept about him")}

ACCESS: dict[str, Access] = {
    "access-board": staff(*ANSWERERS, thing=THING),
    "access-add": staff(*ANSWERERS, thing=THING),
    "access-request": staff(*ANSWERERS, thing=THING),
    "access-identity": staff(*ANSWERERS, thing=THING),
    "access-prepare": staff(*ANSWERERS, thing=THING),
    "access-part": staff(*ANSWERERS, thing=THING),
    "access-release": staff("manager", thing=THING),
    "access-file": staff(*ANSWERERS, thing=THING),
    "access-given": staff(*ANSWERERS, thing=THING),
}
TITLES = {
    "access-board": _("requests to see a file"),
    "access-add": _("a request to see his file"),
    "access-request": _("a request to see his file"),
    "access-identity": _("who asked to see his file"),
    "access-prepare": _("preparing the copy for him"),
    "access-part": _("a part of the copy for him"),
    "access-release": _("releasing the copy for him"),
    "access-file": _("the copy for him"),
    "access-given": _("handing over the copy for him"),
    "ask_access": _("a request to see his file"),
    "check_identity": _("who asked to see his file"),
    "prepare_copy": _("a copy for him prepared"),
    "look_through": _("a part of the copy for him looked through"),
    "release_copy": _("a copy for him released"),
    "download_copy": _("a copy for him, as files"),
    "give_copy": _("a copy for him handed over"),
}

# What no copy holds. Alike for every man, so that its absence says nothing: docs/adr/0098.
NEVER = {
    "clients_namepart": "his names once more, for searching",
    "study_told": "digests without words",
    "tasks_task": "the staff's own list of work; what it is about stands in the other tables",
    "tasks_postponement": "the staff's own list of work",
    "warnings_raised": "safety of others: how warnings are passed on",
    "warnings_call": "safety of others: how warnings are passed on",
    "warnings_noticed": "safety of others: how warnings are passed on",
    "family_boxrecord": "safety of others: that something was sealed is written for every man alike",
    "family_sealeddocument": "safety of others: sealed",
    "family_sealedcontent": "safety of others: sealed",
    "family_sealedhandover": "safety of others: sealed",
    "questionnaires_sitting": "which browser held a questionnaire",
    "questionnaires_draft": "not finished; what was finished stands in the answers",
    "questionnaires_ratingdraft": "not finished; what was finished stands in the ratings",
    "access_request": "this request itself",
    "access_part": "this copy itself",
    "access_item": "this copy itself",
}


def requests_of(viewer: Viewer, roles: frozenset[str] = ANSWERERS) -> QuerySet[Request]:
    """Those of the viewer's programmes, and of no man whose file is closed to them."""
    mine = Request.objects.filter(programme__in=viewer.programmes(roles))
    return mine.exclude(client__in=accounts.closed_objects(viewer.id, THING))


def request_of(viewer: Viewer, request_id: UUID, roles: frozenset[str] = ANSWERERS) -> Request | None:
    """One request with its man and programme, or None alike. One query."""
    return requests_of(viewer, roles).filter(pk=request_id).select_related("client", "programme").first()
