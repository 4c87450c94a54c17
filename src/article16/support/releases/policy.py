"""Who may let something leave, and the conditions that stand beside each page."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

THING = "release"
ROLES = ("lead", "worker")
ACCESS: dict[str, Access] = {
    "releases": staff(*ROLES, thing=THING),
    "release-danger": staff(*ROLES),
    "release-approval": staff(*ROLES, thing=THING),
    "release-statistics": staff("lead"),
}
TITLES = {
    "releases": _("what left, and under which conditions"),
    "release-danger": _("danger to life: what was spoken"),
    "release-approval": _("agreement to a release"),
    "release-statistics": _("statistics that leave"),
    "write_release": _("what left, and under which conditions"),
}
ABOUT = {
    "danger": _("Danger to life: spoken"),
    "statistics": _("Statistics for release"),
}
IN_DANGER = {
    "woman": _("A woman"),
    "child": _("A child"),
    "staff": _("Somebody on the staff"),
    "himself": _("The man himself"),
    "other": _("Somebody else"),
}
HOW = {"in person": _("In person"), "telephone": _("By telephone")}
EACH_YEAR = 365  # days between two releases of one study
