"""Who opens Today, the man's page and search."""

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import READERS, THING
from article16.casework.intake.policy import OVERSEERS
from article16.common.accounts.access import Access, staff

# Rooms in the order of the filters over a man's timeline, and what each filter is called.
FILTERS = {
    "clients": _("Referral and course"),
    "intake": _("Intake"),
    "groups": _("Sessions"),
    "records": _("Notes and documents"),
    "family": _("Family"),
    "endings": _("Endings"),
    "questionnaires": _("Questionnaires"),
    "warnings": _("Messages"),
    "tasks": _("Tasks"),
}

ACCESS: dict[str, Access] = {
    "client-print": staff(*READERS, thing=THING),
    "search": staff(*READERS, thing=THING),
    "programme-settings": staff(*OVERSEERS, thing="programme"),
}

TITLES = {
    "client-print": _("overview to print"),
    "search": _("search"),
    "programme-settings": _("what is set for a programme"),
}
