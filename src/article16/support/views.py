"""Pages of the service as a whole: what came through the wall and waits."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from article16.common.accounts import log_view
from article16.common.ui.parts import Fact
from article16.wall.inbox import queries as inbox
from article16.wall.inbox.queries import Waiting

KINDS = {
    "Opened": gettext_lazy("A man was referred"),
    "PartnerDetails": gettext_lazy("For her service"),
    "Course": gettext_lazy("Course of the programme"),
    "Schedule": gettext_lazy("Planned dates"),
    "Alert": gettext_lazy("Warning"),
    "RiskAssessed": gettext_lazy("Assessment of risk"),
    "StudyRecord": gettext_lazy("Study record"),
}


@dataclass(frozen=True, slots=True)
class KindRow:
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class TodayPage:
    now: datetime
    waiting: Waiting
    kinds: tuple[KindRow, ...]
    facts: tuple[Fact, ...]


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    waiting = inbox.waiting()
    kinds = tuple(KindRow(str(KINDS.get(row.type, row.type)), row.count) for row in waiting.types)
    page = TodayPage(now=timezone.localtime(), waiting=waiting, kinds=kinds, facts=_facts(waiting))
    return render(request, "support/today.html", {"page": page})


def _facts(waiting: Waiting) -> tuple[Fact, ...]:
    oldest = date_format(timezone.localtime(waiting.oldest), "j F, H:i") if waiting.oldest else _("none")
    return (
        Fact(_("Oldest message"), oldest),
        Fact(_("Not yet taken over"), str(waiting.in_slot)),
        Fact(_("Could not be accepted"), str(waiting.set_aside)),
        Fact(_("Never came"), str(waiting.missing)),
    )


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    return log_view.answer(request)
