"""Who sees the figures of the service: those who lead it."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.support.survivors.policy import THING

LEADS = ("lead",)
ACCESS: dict[str, Access] = {
    "figures": staff(*LEADS, thing="return"),
    "return": staff(*LEADS, thing="return"),
    "return-print": staff(*LEADS, thing="return"),
    "return-sheet": staff(*LEADS, thing="return"),
    "return-stop": staff(*LEADS, thing="return"),
    "return-records": staff(*LEADS, thing=THING),
}
TITLES = {
    "figures": _("figures"),
    "return": _("figures of a period"),
    "return-print": _("figures of a period, in print"),
    "return-sheet": _("figures of a period, as a table"),
    "return-stop": _("stopping to count figures"),
    "return-records": _("records behind a figure"),
}
