"""Access, erasure and what is declared about the data: three lists beside each other."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from article16.common.accounts.frame import may_open
from article16.common.ui.parts import Tab


def tabs(request: HttpRequest, current: str) -> tuple[Tab, ...]:
    """Those that this person may open."""
    shown = [
        ("access-board", _("Requests to see a file")),
        ("retention-board", _("Keeping and erasing")),
        ("data-papers", _("Papers on data protection")),
    ]
    table = import_string(settings.ACCESS)
    return tuple(
        Tab(label, reverse(name), name == current)
        for name, label in shown
        if name in table and may_open(request, table[name])
    )
