"""What this room writes into the record, in words. It has no pages: it is run on the machine."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "import_referrals": _("a list of referrals brought in"),
    "import_clients": _("a file brought in from a list"),
    "import_attendance": _("a list of attendance brought in"),
    "import_endings": _("a list of endings brought in"),
    "export": _("everything of his file"),
}
