"""Who may close a case to all but a few named workers."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

ACCESS: dict[str, Access] = {"survivor-restrict": staff("lead", "worker", thing="case")}
TITLES = {"survivor-restrict": _("who may open a case"), "restrict_case": _("who may open a case")}
EVERYBODY_ELSE = _(
    "The case does not exist for anybody else from then on, also not for a lead. Whoever could open it until now might "
    "have kept what she read. Two recovery sheets open it only when everybody named has lost her key. Name three if "
    "you can."
)
