"""Who sees the figures: those who oversee a programme, each of their own programmes."""

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import THING
from article16.casework.intake.policy import OVERSEERS
from article16.common.accounts.access import Access, staff

ACCESS: dict[str, Access] = {
    "figures": staff(*OVERSEERS, thing="programme"),
    "return": staff(*OVERSEERS, thing="programme"),
    "return-print": staff(*OVERSEERS, thing="programme"),
    "return-sheet": staff(*OVERSEERS, thing="programme"),
    "return-records": staff(*OVERSEERS, thing=THING),
}

TITLES = {
    "figures": _("figures"),
    "return": _("figures of a period"),
    "return-print": _("figures of a period, in print"),
    "return-sheet": _("figures of a period, as a table"),
    "return-records": _("records behind a figure"),
}
