"""Who sets the codes of a panel meeting, and what each asks of casework."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.wall.sheet import PanelCode

THING = "meeting"
ACCESS: dict[str, Access] = {
    "panel": staff("lead", thing=THING),
    "panel-meeting-add": staff("lead"),
    "panel-meeting": staff("lead", thing=THING),
    "panel-sheet-make": staff("lead", thing=THING),
    "panel-sheet": staff("lead", thing=THING, recorded_as="panel-meeting"),
}
TITLES = {
    "panel": _("panel meetings"),
    "panel-meeting-add": _("a panel meeting"),
    "panel-meeting": _("a panel meeting"),
    "panel-sheet-make": _("the sheet of a panel meeting"),
    "panel-sheet": _("the sheet of a panel meeting"),
    "begin_meeting": _("a panel meeting"),
    "set_codes": _("codes of a panel meeting"),
    "make_sheet": _("the sheet of a panel meeting"),
}
CODES = {
    PanelCode.NO_CHANGE: _("No change"),
    PanelCode.LEAD: _("Ring the lead of the women’s service before his next session"),
    PanelCode.ATTENTION: _("Closer attention in sessions"),
    PanelCode.RISK: _("Assess risk anew"),
    PanelCode.CONFERENCE: _("Actions of a multi-agency conference: ring the lead"),
}
