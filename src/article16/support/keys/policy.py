"""Who may open which page of the keys, and what each is called in the record."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, Role, staff

# Who may hold which ring's key. Nobody who evaluates works with women, and an approver holds nothing.
ZONE_HOLDERS = frozenset({"lead", "worker"})
STUDY_HOLDERS = frozenset({"evaluator"})
ROLES_OF = {"zone": ZONE_HOLDERS, "study": STUDY_HOLDERS}
HOLDERS = ZONE_HOLDERS | STUDY_HOLDERS
APPROVERS = frozenset({"lead", "worker", "approver"})

ROLES: dict[str, Role] = {
    "evaluator": Role(_("Evaluator")),
    "approver": Role(_("Second approver")),
}

ACCESS: dict[str, Access] = {
    "unlock": staff(*HOLDERS),
    "unlock-passkey": staff(*HOLDERS),
    "lock": staff(*HOLDERS),
    "own-key": staff(*HOLDERS),
    "own-key-make": staff(*HOLDERS),
    "own-key-passphrase": staff(*HOLDERS),
    "own-key-code": staff(*HOLDERS),
    "own-key-passkey": staff(*HOLDERS),
    "own-key-remove": staff(*HOLDERS),
    "set-up": staff("lead"),
    "set-up-begin": staff("lead"),
    "set-up-sheets": staff("lead"),
    "set-up-test": staff(*APPROVERS),
    "key-holders": staff(*HOLDERS, "approver"),
    "key-ask": staff(*HOLDERS),
    "key-approve": staff(*APPROVERS),
    "key-hand-over": staff(*HOLDERS),
    "key-renew": staff("lead", "evaluator"),
    "recovery": staff("lead", "evaluator"),
}

TITLES = {
    "unlock": _("unlocking"),
    "unlock-passkey": _("unlocking with a passkey"),
    "own-key": _("own key"),
    "own-key-make": _("making the own key"),
    "own-key-passphrase": _("own passphrase"),
    "own-key-code": _("own printed code"),
    "own-key-passkey": _("own passkey for unlocking"),
    "own-key-remove": _("removing a way to unlock"),
    "set-up": _("setting up the keys"),
    "set-up-test": _("testing a recovery sheet"),
    "key-holders": _("who holds the key"),
    "key-ask": _("asking to let a colleague in"),
    "key-approve": _("approving that a colleague is let in"),
    "key-hand-over": _("handing over the key"),
    "key-renew": _("making a new key of the service"),
    "recovery": _("recovery from two sheets"),
    "make_key": _("a worker’s key made"),
    "change_passphrase": _("own passphrase changed"),
    "change_code": _("own printed code made anew"),
    "add_passkey": _("own passkey for unlocking added"),
    "remove_way": _("own way to unlock removed"),
    "unlock_done": _("unlocked"),
    "unlock_failed": _("a try to unlock that failed"),
    "lock_done": _("locked"),
    "found": _("the service’s key made"),
    "make_sheets": _("recovery sheets printed"),
    "test_sheet": _("a recovery sheet tested"),
    "ceremony_done": _("the set-up of the keys done"),
    "ask_admission": _("asked to let a colleague in"),
    "approve_admission": _("approved that a colleague is let in"),
    "give_up_admission": _("gave up letting a colleague in"),
    "hand_over": _("handed over the key"),
    "key_ended": _("a key ended with the role that went with it"),
    "rotate_zone": _("a new key of the service begun"),
    "rotated_zone": _("a new key of the service done"),
    "rotate_study": _("a new study key begun"),
    "rotated_study": _("a new study key done"),
    "recover_zone": _("the service’s key recovered from two sheets"),
    "recover_study": _("the study key recovered from two sheets"),
    "recover_case": _("a restricted case recovered from two sheets"),
}
