"""What pages and acts of both houses are called in the record."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "today": _("first page"),
    "account": _("own account"),
    "people": _("list of people"),
    "person": _("a person’s account"),
    "person-add": _("adding a person"),
    "person-role": _("giving a role"),
    "person-role-end": _("ending a role"),
    "person-link": _("one-time link"),
    "person-leave": _("a person leaving"),
    "person-file-open": _("opening a closed file"),
    "programmes": _("list of programmes"),
    "programme-add": _("adding a programme"),
    "log": _("record"),
    "unknown": _("an address that does not exist"),
    "add_person": _("a new account"),
    "invite": _("a one-time link"),
    "accept": _("a new password through a one-time link"),
    "give_role": _("a role given"),
    "end_role": _("a role ended"),
    "leave": _("an account closed"),
    "sign_out_everywhere": _("sign-out on every device"),
    "add_programme": _("a new programme"),
    "close_file": _("a file closed to a person"),
    "open_file": _("a closed file opened again"),
}
