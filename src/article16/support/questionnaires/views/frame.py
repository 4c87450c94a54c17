"""What the views of this room share: a case with its times, a questionnaire by its address, a simple form page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors import clock
from article16.support.survivors.writings import CaseFile

from .. import asking
from ..course import his
from ..held import HERS, WORKERS, What
from ..policy import ANY
from ..queries import his_dates, instruments
from ..schedule import MAIN


@dataclass(frozen=True, slots=True)
class Asked:
    """One questionnaire at one time, as an address names it."""

    what: What
    instrument: Instrument
    informant: str


def asked_or_404(wave: str, tool: str) -> Asked:
    """The same 404 for what is not in the library, may not be asked, and is asked at another time."""
    found = instruments.current(tool)
    plain = "" if wave == ANY else wave
    if found is None or (plain and (plain not in MAIN or (found.times and plain not in found.times))):
        raise Http404
    said_by = instruments.informants(found)
    return Asked(What(plain, found.id), found, HERS if HERS in said_by else WORKERS)


def times_of(request: HttpRequest, file: CaseFile) -> tuple[asking.Times, int]:
    """Her times, and how many messages about his dates are not read yet."""
    steps = his_dates.steps(unlocked_of(request))
    return asking.times(file, his(file.core.mailbox, steps.steps)), steps.unread


def address(name: str, file: CaseFile, what: What) -> str:
    return reverse(name, args=[file.id, what.wave or ANY, what.instrument])


def case_link(file: CaseFile) -> Link:
    return Link(file.core.code, reverse("survivor", args=[file.id]))


def list_link(file: CaseFile, words: str) -> Link:
    return Link(words, reverse("survivor-questionnaires", args=[file.id]))


def today() -> date:
    return timezone.localdate(clock.now())


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[], str],
    *,
    heading: str,
    intro: str,
    button: str,
    back: str,
    said: str,
) -> HttpResponse:
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        if said:
            messages.success(request, said)
        return done
    page = FormPage(
        heading=heading, intro=intro, form=form, button=button, back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )  # fmt: skip
    return render(request, "accounts/form_page.html", {"page": page})
