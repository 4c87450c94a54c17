"""Who reads the codes of a panel meeting, and what each asks for."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.wall.sheet import PanelCode

READERS = frozenset({"manager"})
ACCESS: dict[str, Access] = {
    "panel-sheets": staff(*READERS, thing="panel-sheet"),
    "panel-sheet": staff(*READERS, thing="client"),
    "panel-sheet-add": staff(*READERS),
}
TITLES = {
    "panel-sheets": _("codes of panel meetings"),
    "panel-sheet": _("codes of a panel meeting"),
    "panel-sheet-add": _("the sheet of a panel meeting"),
    "take_sheet": _("the sheet of a panel meeting"),
    "accept_panel_key": _("key of the panel"),
}
CODES = {
    PanelCode.NO_CHANGE: _("No change"),
    PanelCode.LEAD: _("Ring the lead of the women’s service before his next session"),
    PanelCode.ATTENTION: _("Closer attention in sessions"),
    PanelCode.RISK: _("Assess risk anew"),
    PanelCode.CONFERENCE: _("Actions of a multi-agency conference: ring the lead of the women’s service"),
}
