"""Casework's roles, and its table from URL name to roles. A page without a row opens for nobody."""

from django.utils.translation import gettext_lazy as _

from article16.common import env
from article16.common.accounts import policy as accounts
from article16.common.accounts.access import Access, Role, staff
from article16.common.accounts.pages import DemoRole, HouseFacts
from article16.common.accounts.titles import TITLES as ACCOUNT_TITLES
from article16.common.papers import policy as papers

from .access import policy as access
from .clients import policy as clients
from .demo_people import PEOPLE
from .endings import policy as endings
from .family import policy as family
from .groups import policy as groups
from .intake import policy as intake
from .overview import policy as overview
from .panel import policy as panel
from .questionnaires import policy as questionnaires
from .records import policy as records
from .retention import policy as retention
from .returns import policy as returns
from .tasks import policy as tasks
from .transfer import policy as transfer
from .warnings import policy as warnings

ROLES: dict[str, Role] = {
    "manager": Role(_("Manager")),
    "intake": Role(_("Intake worker")),
    "facilitator": Role(_("Facilitator")),
    "auditor": Role(_("Auditor, reads for a time"), for_a_time=True),
    "administrator": accounts.ADMINISTRATOR,
}


HOUSE = HouseFacts(
    about=_("For those who work with the man: intake, groups, reviews, agencies."),
    lead="manager",
    demo_roles=tuple(DemoRole(one.email, ROLES[one.role].label, one.about) for one in PEOPLE if one.about),
    other_origin=env.origin("ARTICLE16_SUPPORT_ORIGIN", "http://support.localhost:1617"),
)

ACCESS: dict[str, Access] = {
    **accounts.SIGN_IN,
    **accounts.account_pages(*ROLES),
    **accounts.PEOPLE,
    **clients.ACCESS,
    **tasks.ACCESS,
    **warnings.ACCESS,
    **panel.ACCESS,
    **groups.ACCESS,
    **endings.ACCESS,
    **overview.ACCESS,
    **family.ACCESS,
    **intake.ACCESS,
    **records.ACCESS,
    **questionnaires.ACCESS,
    **returns.ACCESS,
    **access.ACCESS,
    **retention.ACCESS,
    **papers.access("manager", "auditor", "administrator"),
    "today": staff(*ROLES),
    "log": staff("manager", "auditor", "administrator", thing="log"),
    "programme-support": staff("administrator"),
}

TITLES = {
    **ACCOUNT_TITLES,
    **papers.TITLES,
    **clients.TITLES,
    **tasks.TITLES,
    **warnings.TITLES,
    **panel.TITLES,
    **groups.TITLES,
    **endings.TITLES,
    **overview.TITLES,
    **family.TITLES,
    **transfer.TITLES,
    **intake.TITLES,
    **records.TITLES,
    **questionnaires.TITLES,
    **returns.TITLES,
    **access.TITLES,
    **retention.TITLES,
    "programme-support": _("women’s service of a programme"),
    "set_support": _("women’s service of a programme"),
    "new_signing_key": _("key that signs messages"),
}

# What each room calls its tasks: `**<room>.TASKS`, each with a line of its own.
TASKS: dict[str, object] = {
    **family.TASKS,
    **records.TASKS,
    **groups.TASKS,
    **questionnaires.TASKS,
    **warnings.TASKS,
    **access.TASKS,
    **retention.TASKS,
}
