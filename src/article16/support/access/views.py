"""Access and erasure: all cases this worker may open, and the period for which cases are kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.support.keys.session import held, needs_unlocked
from article16.support.survivors import clock
from article16.support.survivors import queries as survivors
from article16.support.survivors.pages import SHOWN

from . import actions, forms, pages, queries


@require_safe
@needs_unlocked
def her_data(request: HttpRequest) -> HttpResponse:
    period = queries.period()
    old = queries.old(today=timezone.localdate(clock.now()), months=period.months) if period else set()
    found = survivors.cores(request.viewer, held(request))
    shown = sorted(found, key=lambda one: one[0] not in old)[:SHOWN]
    seen(request, *(case for case, _core in shown))
    page = pages.BoardPage(
        rows=tuple(pages.CaseLine(case, core.called or core.name, core.code, case in old) for case, core in shown),
        more=len(found) - len(shown),
        period=period,
        may_set="lead" in request.viewer.grants,
        erased=tuple(queries.erased()),
    )
    return render(request, "access/her_data.html", {"page": page})


@require_http_methods(["GET", "POST"])
def case_period_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.PeriodForm)

    def act() -> str:
        data = form.cleaned_data
        actions.set_period(
            country=data["country"].upper(),
            months=data["months"],
            source=data["source"],
            by=request.viewer.id,
            at=clock.now(),
        )
        return reverse("her-data")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. It counts from now on."))
        return done
    page = FormPage(
        heading=_("A period"),
        intro=_("No period is the same everywhere: ask your data protection officer. Nothing is erased by itself."),
        form=form,
        button=_("Set the period"),
        back=reverse("her-data"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})
