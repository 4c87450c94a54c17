"""What a manager sets about warnings in her programme."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.pages import FormPage

from . import actions, forms, queries


def _name(request: HttpRequest, programme_id: UUID) -> str:
    mine = request.viewer.programmes(frozenset({"manager"}))
    found = next((one for one in accounts.programmes_of(mine) if one.id == programme_id), None)
    if found is None:
        raise Http404
    return found.name


def _answer(request: HttpRequest, form, act, *, said: str, heading: str, intro: str) -> HttpResponse:
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    kept = getattr(request, "draft_kept_at", None)
    page = FormPage(heading=heading, intro=intro, form=form, button=_("Save"), back=reverse("today"), kept_at=kept)
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def warning_rules(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    name = _name(request, programme_id)
    initial = forms.RulesForm.showing(queries.rules_of(programme_id), *queries.days_of(programme_id))
    form = common.opened(request, forms.RulesForm, initial=initial)

    def act() -> str:
        actions.set_rules(
            programme=programme_id,
            rules=form.rules(),
            days=form.days(),
            danger_call=form.cleaned_data["danger_call"],
            by=str(request.viewer.id),
            at=timezone.now(),
        )
        return reverse("warning-rules", args=[programme_id])

    return _answer(
        request,
        form,
        act,
        said=_("Saved. It counts for every warning from now on."),
        heading=_("Warnings of %(name)s") % {"name": name},
        intro=_("Agree these times with the women’s service. They count for every man of this programme."),
    )


@require_http_methods(["GET", "POST"])
def warning_hours(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    name = _name(request, programme_id)
    initial: dict[str, str] = {}
    for day, opens, closes in queries.week_of(programme_id).stretches:
        initial |= {f"opens-{day}": f"{opens:%H:%M}", f"closes-{day}": f"{closes:%H:%M}"}
    form = common.opened(request, forms.HoursForm, initial=initial)

    def act() -> str:
        stretches = form.cleaned_data["stretches"]
        actions.set_hours(programme=programme_id, stretches=stretches, by=str(request.viewer.id), at=timezone.now())
        return reverse("warning-hours", args=[programme_id])

    return _answer(
        request,
        form,
        act,
        said=_("Saved. Outside these hours whoever saves a warning is told whom to call."),
        heading=_("Hours of the women’s service beside %(name)s") % {"name": name},
        intro=_("As the women’s service has declared them. Nothing comes back from there: enter them here."),
    )
