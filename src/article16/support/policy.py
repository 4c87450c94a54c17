"""Support's roles, and its table from URL name to roles. A page without a row opens for nobody."""

from django.utils.translation import gettext_lazy as _

from article16.common import env
from article16.common.accounts import policy as accounts
from article16.common.accounts.access import Access, Role, staff
from article16.common.accounts.pages import DemoRole, HouseFacts
from article16.common.accounts.titles import TITLES as ACCOUNT_TITLES

from .alerts import policy as alerts
from .demo_people import PEOPLE
from .keys import policy as keys
from .survivors import policy as survivors

ROLES: dict[str, Role] = {
    "lead": Role(_("Lead")),
    "worker": Role(_("Support worker")),
    "administrator": accounts.ADMINISTRATOR,
    **keys.ROLES,
}

HOUSE = HouseFacts(
    about=_("For those who work with women and children: warnings, contact, support."),
    lead="lead",
    demo_roles=tuple(DemoRole(one.email, ROLES[one.role].label, one.about) for one in PEOPLE if one.about),
    other_origin=env.origin("ARTICLE16_CASEWORK_ORIGIN", "http://casework.localhost:1616"),
)

ACCESS: dict[str, Access] = {
    **accounts.SIGN_IN,
    **accounts.account_pages(*ROLES),
    **accounts.PEOPLE,
    "today": staff(*ROLES),
    "log": staff("lead", "administrator", thing="log"),
    **keys.ACCESS,
    **alerts.ACCESS,
    **survivors.ACCESS,
}

TITLES = {**ACCOUNT_TITLES, **keys.TITLES, **alerts.TITLES, **survivors.TITLES, "today": _("messages that wait")}
