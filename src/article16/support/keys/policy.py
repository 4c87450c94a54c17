"""Who may open which page of the keys, and what each is called in the record."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, Role, staff

# Who may hold which ring's key. Nobody who evaluates works with women, and an approver holds nothing.
ZONE_HOLDERS = frozenset({"lead", "worker"})
STUDY_HOLDERS = frozenset({"evaluator"})
HOLDERS = ZONE_HOLDERS | STUDY_HOLDERS
APPROVERS = frozenset({"lead", "worker", "approver"})

ROLES: dict[str, Role] = {
    "evaluator": Role(_("Evaluator")),
    "approver": Role(_("Second approver")),
}

ACCESS: dict[str, Access] = {
    "unlock": staff(*HOLDERS),
    "lock": staff(*HOLDERS),
    "own-key": staff(*HOLDERS),
    "own-key-make": staff(*HOLDERS),
}

TITLES = {
    "unlock": _("unlocking"),
    "own-key": _("own key"),
    "own-key-make": _("making the own key"),
    "make_key": _("a worker’s key made"),
    "change_passphrase": _("own passphrase changed"),
    "change_code": _("own printed code made anew"),
    "add_passkey": _("own passkey for unlocking added"),
    "remove_way": _("own way to unlock removed"),
    "unlock_done": _("unlocked"),
    "unlock_failed": _("a try to unlock that failed"),
    "lock_done": _("locked"),
    "found": _("the service’s key made"),
}
