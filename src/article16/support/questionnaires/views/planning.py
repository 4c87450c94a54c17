"""A lead chooses what is asked of every woman at each of her times."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.instruments.definition import Instrument
from article16.support.survivors import clock

from ..actions import planning
from ..forms import AskedForm
from ..held import HERS
from ..queries import instruments, planned
from ..schedule import MAIN
from . import frame


@require_http_methods(["GET", "POST"])
def her_questionnaires_set(request: HttpRequest) -> HttpResponse:
    """No key is needed: nothing of hers stands here."""
    hers = [one for one in instruments.askable() if HERS in one.informants]
    choices = {wave: [(one.id, instruments.title_of(one)) for one in hers if _fits(one, wave)] for wave in MAIN}
    now = planned.planned().on(frame.today())
    form = common.opened(
        request, AskedForm, choices=choices, initial={wave: list(now.get(wave, ())) for wave in MAIN}
    )  # fmt: skip

    def act() -> str:
        at = clock.now()
        planning.set_asked(asked=form.asked(), by=request.viewer.id, at=at, on=timezone.localdate(at))
        return reverse("her-answers-board")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Set, for times that begin from today on."))
        return done
    page = FormPage(
        heading=_("What is asked at each time"),
        intro=_(
            "Of every woman, in her own words. It holds for times that begin from today on; one that has begun keeps "
            "what was asked then. Each questionnaire more is minutes of hers: choose few."
        ),
        form=form,
        button=_("Set it"),
        back=reverse("her-answers-board"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


def _fits(instrument: Instrument, wave: str) -> bool:
    return not instrument.times or wave in instrument.times
