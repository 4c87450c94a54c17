"""The ways in which a questionnaire is begun, and what a sitting's browser holds."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common import forms as common
from article16.instruments.definition import Instrument

from .actions import answering, sittings
from .models import Asking, Entry
from .queries import instruments

COOKIE_DAYS = 30


def title(instrument_id: str, instrument: Instrument | None = None, *, programme: UUID | None = None) -> str:
    """The name of an instrument, also of one that is not asked any more; of a programme's own, of which programme."""
    if instrument is not None:
        return instruments.title_of(instrument)
    return instruments.titles_of(frozenset({programme} if programme else ()), [instrument_id])[instrument_id]


def ask(request: HttpRequest, asking: Asking, form) -> HttpResponse | None:
    """What the form about how to ask leads to. None: the form says what is missing."""
    if not form.is_valid():
        return None
    how, language = form.cleaned_data["how"], form.cleaned_data["language"]
    by, at = str(request.viewer.id), timezone.now()
    if how == "tablet":
        return _hand_over(request, asking, language, form, by, at)

    def act() -> str:
        if how == "link":
            token = sittings.make_link(asking=asking, language=language, by=by, at=at)
            _show_link(request, token, at)
            return reverse("questionnaire", args=[asking.pk])
        entry = str(Entry.FIRST if how == "paper" else Entry.DIRECT)
        answering.begin(asking=asking, entry=entry, language=language, mode=how, by=by, at=at)
        if how == "paper":
            return reverse("questionnaire-key", args=[asking.pk, entry, 1])
        return reverse("questionnaire-fill", args=[asking.pk, 1])

    return common.save(request, form, act)


def _show_link(request: HttpRequest, token: str, at: datetime) -> None:
    until = date_format(timezone.localtime(at + sittings.LINK_LIFE), "j M Y, H:i")
    link = f"{settings.ORIGIN}{reverse('answers-link', args=[token])}"
    sentence = _("Give him this link. It is shown once, opens on one phone, and ends on %(until)s: %(link)s")
    messages.success(request, sentence % {"until": until, "link": link})


def _hand_over(request: HttpRequest, asking: Asking, language: str, form, by: str, at: datetime) -> HttpResponse | None:
    """The worker is signed out and the tablet is his: leaving the questionnaire needs her sign-in again."""
    try:
        opened = sittings.hand_over(asking=asking, language=language, by=by, at=at)
    except answering.NotPossible as no:
        form.add_error(None, str(no))
        return None
    list(messages.get_messages(request))  # what was meant for the worker is not shown to him
    logout(request)
    response = HttpResponseRedirect(reverse("answers", args=[1]))
    set_cookie(response, opened.secret, days=None)
    return response


def cookie_name() -> str:
    return settings.SESSION_COOKIE_NAME.replace("session", "answers")


def set_cookie(response: HttpResponse, secret: str, *, days: int | None) -> None:
    """Without days it ends with the browser."""
    response.set_cookie(
        cookie_name(), secret, max_age=days * 86400 if days else None, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def drop_cookie(response: HttpResponse) -> None:
    """A browser that kept pages for Back throws them away when this cookie goes."""
    response.delete_cookie(cookie_name(), samesite="Lax")
