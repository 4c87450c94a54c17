"""Pages of the service as a whole."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients import actions, forms, queries
from article16.common import forms as common
from article16.common.accounts import log_view, pages
from article16.common.accounts import queries as accounts


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    return log_view.answer(request)


@require_http_methods(["GET", "POST"])
def programme_support(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Where the messages of a programme go, or who is warned where there is no women's service."""
    found = next((one for one in accounts.programmes() if one.id == programme_id), None)
    if found is None:
        raise Http404
    now = queries.support_of(programme_id)
    staff = [(str(one.id), one.name) for one in accounts.people(at=timezone.now()) if one.is_active]
    initial = {"zone": now.zone or "none", "alerts_to": str(now.alerts_to or "")}
    form = common.opened(request, forms.SupportForm, zones=[queries.DEFAULT_ZONE], people=staff, initial=initial)

    def act() -> str:
        zone, person = form.cleaned_data["zone"], form.cleaned_data["alerts_to"]
        actions.set_support(
            programme=programme_id,
            zone="" if zone == "none" else zone,
            alerts_to=UUID(person) if person else None,
            by=str(request.viewer.id),
            at=timezone.now(),
        )
        return reverse("programmes")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. It counts for every message from now on."))
        return done
    page = pages.FormPage(
        heading=_("The women's service beside %(name)s") % {"name": found.name},
        intro=_("Warnings about every man of this programme go there."),
        form=form,
        button=_("Save"),
        back=reverse("programmes"),
    )
    return render(request, "accounts/form_page.html", {"page": page})
