"""The copy: looking through its parts, and the file once it is released."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.copies.forms import PartForm

from . import actions, pages, queries
from .kinds import Why
from .policy import request_of

METHODS = require_http_methods(["GET", "POST"])


@METHODS
def access_part(request: HttpRequest, access_id: UUID, part_id: UUID) -> HttpResponse:
    part, row = queries.part(request.viewer, access_id, part_id), queries.request(request.viewer, access_id)
    if part is None or row is None:
        raise Http404
    seen(request, row.client)
    listed = queries.parts(access_id)
    items = queries.items(part_id)
    form = common.opened(request, PartForm, entries=items, reasons=Why.choices)

    def act() -> str:
        left = {items[number].id: actions.Left(*said) for number, said in form.left().items()}
        actions.look_through(part=part, left=left, by=str(request.viewer.id), at=timezone.now())
        following = next((one for one in listed if one.position > part.position and one.looked_at is None), None)
        if following:
            return reverse("access-part", args=[access_id, following.id])
        return reverse("access-request", args=[access_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved."))
        return done
    page = pages.PartPage(
        request=row,
        part=next(one for one in listed if one.id == part_id),
        form=form,
        rows=tuple(form.shown()),
        back=reverse("access-request", args=[access_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "access/part.html", {"page": page})


@require_safe
def access_file(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Before its release there is no such address."""
    found = request_of(request.viewer, access_id)
    if found is None or found.released_at is None or found.given_on:
        raise Http404
    seen(request, found.client_id)
    try:
        content = actions.download(request=found, by=str(request.viewer.id), at=timezone.now())
    except NotPossible:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="copy-{found.client.code}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
