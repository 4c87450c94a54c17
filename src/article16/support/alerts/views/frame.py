"""What the pages about warnings share: tabs, the way to unlock, the clock by which deadlines are kept."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.frame import may_open
from article16.common.pulse import queries as pulse
from article16.common.ui.parts import Tab
from article16.support.alerts.policy import ACCESS


def tabs(request: HttpRequest, current: str) -> tuple[Tab, ...]:
    shown = (
        ("duty-desk", _("What waits")),
        ("alerts-untold", _("To tell her")),
        ("alert-board", _("Board")),
        ("rota", _("Rota")),
        ("alert-ladder", _("Ladder")),
    )
    return tuple(Tab(label, reverse(name), name == current) for name, label in shown if may_open(request, ACCESS[name]))


def to_unlock(request: HttpRequest) -> str:
    return f"{reverse('unlock')}?{urlencode({'next': request.get_full_path()})}"


def now() -> datetime:
    """The time by which the ladder goes: that of the machine, unless its clock was set back. One query."""
    return pulse.kept_time("tick", at=timezone.now())
