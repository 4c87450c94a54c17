"""The page on which a case is closed to all but named workers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.support.keys.session import held
from article16.support.survivors.views import found_case, on_case

from . import actions, forms, queries
from .policy import EVERYBODY_ELSE


@require_http_methods(["GET", "POST"])
@on_case
def survivor_restrict(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file, at = found_case(request, survivor_id), timezone.now()
    named = queries.named(survivor_id)
    initial = {"workers": [str(one) for one in named or ()]}
    form = common.opened(request, forms.NamedForm, people=queries.to_name(at=at), initial=initial)

    def act() -> str:
        workers = form.cleaned_data["workers"]
        actions.set_named(case=survivor_id, workers=workers, by=held(request), at=at)
        return reverse("survivor", args=[survivor_id]) if request.viewer.id in workers else reverse("survivors")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Only those named can open the case from now on."))
        return done
    page = FormPage(
        heading=_("Who may open %(code)s") % {"code": file.core.code},
        intro=str(EVERYBODY_ELSE),
        form=form,
        button=_("Close the case to everybody else"),
        back=reverse("survivor", args=[survivor_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})
