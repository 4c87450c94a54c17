"""Support's roles, and its table from URL name to roles. A page without a row opens for nobody."""

from django.utils.translation import gettext_lazy as _

from article16.common import env
from article16.common.accounts import policy as accounts
from article16.common.accounts.access import Access, Role, staff
from article16.common.accounts.pages import DemoRole, HouseFacts
from article16.common.accounts.titles import TITLES as ACCOUNT_TITLES
from article16.common.papers import policy as papers

from .access import policy as access
from .alerts import policy as alerts
from .demo_people import PEOPLE
from .documents import policy as documents
from .groups import policy as groups
from .keys import policy as keys
from .outcomes import policy as outcomes
from .panel import policy as panel
from .portal import policy as portal
from .questionnaires import policy as questionnaires
from .releases import policy as releases
from .restricting import policy as restricting
from .returns import policy as returns
from .survivors import policy as survivors
from .team import policy as team

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
    **groups.ACCESS,
    **outcomes.ACCESS,
    **documents.ACCESS,
    **panel.ACCESS,
    **releases.ACCESS,
    **access.ACCESS,
    **papers.access("lead", "administrator"),
    **restricting.ACCESS,
    **portal.ACCESS,
    **questionnaires.ACCESS,
    **team.ACCESS,
    **returns.ACCESS,
}

TITLES = {
    **ACCOUNT_TITLES,
    **papers.TITLES,
    **keys.TITLES,
    **alerts.TITLES,
    **survivors.TITLES,
    **groups.TITLES,
    **outcomes.TITLES,
    **documents.TITLES,
    **panel.TITLES,
    **releases.TITLES,
    **access.TITLES,
    **restricting.TITLES,
    **portal.TITLES,
    **questionnaires.TITLES,
    **team.TITLES,
    **returns.TITLES,
    "today": _("messages that wait"),
    "accept_sender": _("key of the sending service"),
}
