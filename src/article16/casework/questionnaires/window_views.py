"""How long each time is open in a programme."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.middleware import seen

from .actions import telling
from .authoring_forms import WindowsForm
from .policy import AUTHORS
from .queries import askings
from .schedule import FOLLOW_UP, MAIN, Rules
from .words import wave_words


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time with its three numbers."""

    code: str
    words: str
    fields: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class WindowsPage:
    form: WindowsForm
    heads: tuple[str, ...]
    times: tuple[TimeRow, ...]
    back: str
    kept_at: object = None


@require_http_methods(["GET", "POST"])
def instruments_windows(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    if programme_id not in request.viewer.programmes(AUTHORS):
        raise Http404
    rules = askings.rules_of([programme_id]).get(programme_id, Rules())
    waves = [*((one, wave_words(one)) for one in MAIN), (FOLLOW_UP, _("Further follow-ups"))]
    form = common.opened(request, WindowsForm, waves=[(code, f"{code}, {words}") for code, words in waves])
    if request.method == "GET":
        for code, _label in waves:
            span = rules.span(code)
            form.initial |= {f"{code}_before": span.before, f"{code}_grace": span.grace, f"{code}_after": span.after}

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        telling.set_windows(programme=programme_id, spans=form.spans(), by=by, at=at)
        return reverse("instruments")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Men's times follow within five minutes; what is answered stays."))
        return done
    seen(request, programme_id)
    named = zip(waves, form.rows(), strict=True)
    page = WindowsPage(
        form=form,
        heads=tuple(str(head) for _part, head, _label in WindowsForm.PARTS),
        times=tuple(TimeRow(code, words, tuple(fields)) for (code, words), fields in named),
        back=reverse("instruments"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "questionnaires/windows.html", {"page": page})
