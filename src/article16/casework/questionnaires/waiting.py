"""Questionnaires that are due or late, for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.tasks.waiting import Waiting, due_badge
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingRow

from .filling import title
from .policy import MOST_WAITING
from .queries import askings
from .words import wave_words


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Open times whose window is there, the oldest first. One query."""
    today = timezone.localdate(at)
    found = []
    for one in askings.waiting_rows(viewer, today, MOST_WAITING):
        open_yet = one.closes_on is not None and one.closes_on >= today
        row = WaitingRow(
            badge=due_badge(one.due_on, today=today),
            what=_("%(wave)s questionnaire: %(code)s") % {"wave": one.wave, "code": one.episode.client.code},
            second=f"{wave_words(one.wave)}. {title(one.instrument)}",
            button=_("Ask") if open_yet else _("Say why"),
            url=reverse("questionnaire" if open_yet else "questionnaire-not-answered", args=[one.pk]),
        )
        found.append(Waiting(one.due_on, row))
    return found
