"""Who leads groups for women."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

ROLES = ("lead", "worker")
THING = "case"

ACCESS: dict[str, Access] = {
    "her-groups": staff(*ROLES, thing=THING),
    "her-group-add": staff(*ROLES),
    "her-group": staff(*ROLES, thing=THING),
    "her-group-about": staff(*ROLES, thing=THING),
    "her-group-join": staff(*ROLES, thing=THING),
    "her-group-leave": staff(*ROLES, thing=THING),
    "her-group-evening": staff(*ROLES, thing=THING),
}
TITLES = {
    "her-groups": _("groups for women"),
    "her-group-add": _("a new group"),
    "her-group": _("a group for women"),
    "her-group-about": _("a group for women"),
    "her-group-join": _("somebody into a group"),
    "her-group-leave": _("somebody out of a group"),
    "her-group-evening": _("who was at a group"),
    "write_group": _("a group for women"),
}
