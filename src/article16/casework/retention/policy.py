"""Who sets periods, who proposes and who confirms an erasure."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.models import Client, Episode
from article16.casework.clients.policy import THING, client_of, clients_of
from article16.common.accounts.access import Access, Viewer, staff

PROPOSERS = frozenset({"manager", "intake"})
MANAGERS = frozenset({"manager"})
TASK = "erasure-due"
TASKS = {TASK: _("The time of a file has passed: erase it, or hold it for a reason")}

ACCESS: dict[str, Access] = {
    "retention-board": staff(*PROPOSERS, thing=THING),
    "retention-periods": staff("manager"),
    "retention-period-add": staff("manager"),
    "retention-place": staff("manager"),
    "retention-hold": staff("manager", thing=THING),
    "retention-hold-end": staff("manager", thing=THING),
    "erasure-propose": staff(*PROPOSERS, thing=THING),
    "erasure-confirm": staff("manager", thing=THING),
}
TITLES = {
    "retention-board": _("what is due to be erased"),
    "retention-periods": _("periods for which files are kept"),
    "retention-period-add": _("a period for which files are kept"),
    "retention-place": _("country of a programme"),
    "retention-hold": _("a hold on a file"),
    "retention-hold-end": _("the end of a hold on a file"),
    "erasure-propose": _("proposing that a file is erased"),
    "erasure-confirm": _("erasing a file"),
    "set_period": _("a period for which files are kept"),
    "set_place": _("country of a programme"),
    "hold_file": _("a hold on a file"),
    "end_hold": _("the end of a hold on a file"),
    "propose_erasure": _("proposing that a file is erased"),
    "withdraw_erasure": _("taking back that a file is erased"),
    "erase_file": _("a file erased, every row of it"),
}


def whole_file_of(viewer: Viewer, client_id: UUID, roles: frozenset[str]) -> Client | None:
    """The man, for somebody who holds the role in every programme he passed through; None alike otherwise."""
    found = client_of(viewer, client_id, roles)
    if found is None:
        return None
    elsewhere = Episode.objects.filter(client=found).exclude(programme__in=viewer.programmes(roles))
    return None if elsewhere.exists() else found


def whole_files_of(viewer: Viewer, roles: frozenset[str]):
    """Men all of whose passages are in programmes where the viewer holds the role."""
    elsewhere = Episode.objects.filter(client=OuterRef("pk")).exclude(programme__in=viewer.programmes(roles))
    return clients_of(viewer, roles).filter(~Exists(elsewhere), merged_into=None)
