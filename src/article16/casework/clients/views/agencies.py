"""Agencies that send men or are told about them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link

from .. import actions, forms, pages, policy, queries, telling


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    may_write = request.viewer.has(policy.INTAKE)
    page = pages.AgenciesPage(
        rows=tuple(telling.agency(one) for one in queries.agencies()),
        add=Link(_("New agency"), reverse("agency-add")) if may_write else None,
        may_write=may_write,
    )
    return render(request, "clients/agencies.html", {"page": page})


@require_http_methods(["GET", "POST"])
def agency_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.AgencyForm)

    def save() -> str:
        data = {name: form.cleaned_data[name] for name in ("name", "kind", "contact")}
        actions.add_agency(by=str(request.viewer.id), at=timezone.now(), **data)
        return reverse("agencies")

    return _form(request, form, save, _("New agency"))


@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    found = queries.agency(agency_id)
    if found is None:
        raise Http404
    initial = {name: getattr(found, name) for name in ("name", "kind", "contact", "is_active")}
    form = common.opened(request, forms.ChangeAgencyForm, initial=initial)

    def save() -> str:
        data = {name: form.cleaned_data[name] for name in initial}
        actions.change_agency(agency=found, by=str(request.viewer.id), at=timezone.now(), **data)
        return reverse("agencies")

    return _form(request, form, save, found.name)


def _form(request: HttpRequest, form: common.OnceForm, save, heading: str) -> HttpResponse:
    if request.method == "POST" and (done := common.save(request, form, save)):
        messages.success(request, _("The agency is saved."))
        return done
    page = FormPage(
        heading=heading,
        intro=_("Offices and working contacts only. Nothing about a man or a partner belongs here."),
        form=form,
        button=_("Save the agency"),
        back=reverse("agencies"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})
