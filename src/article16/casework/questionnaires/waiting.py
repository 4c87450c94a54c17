"""Questionnaires that are due or late, for whoever asks."""

from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.policy import WRITERS
from article16.casework.tasks.waiting import Waiting, due_badge
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingRow

from .models import Asking
from .policy import MOST_WAITING
from .queries import askings, instruments
from .words import wave_words


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Open times whose window is there, those that close first. One query, and one where a title is not ours."""
    today = timezone.localdate(at)
    rows = askings.waiting_rows(viewer, today, MOST_WAITING)
    titles = instruments.titles_of(viewer.programmes(WRITERS), [one.instrument for one in rows])
    return [Waiting(one.due_on, partial(_row, one, titles[one.instrument], today)) for one in rows]


def _row(one: Asking, title: str, today: date) -> WaitingRow:
    open_yet = one.closes_on is not None and one.closes_on >= today
    return WaitingRow(
        badge=due_badge(one.due_on, today=today),
        what=_("%(wave)s questionnaire: %(code)s") % {"wave": one.wave, "code": one.episode.client.code},
        second=f"{wave_words(one.wave)}. {title}",
        button=_("Ask") if open_yet else _("Say why"),
        url=reverse("questionnaire" if open_yet else "questionnaire-not-answered", args=[one.pk]),
    )
