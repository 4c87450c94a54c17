"""Codes of panel meetings: the sheets that were brought, one of them, and bringing the next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.wall.sheet import PanelCode

from . import actions, forms, pages, queries
from .policy import CODES, READERS


@require_safe
def panel_sheets(request: HttpRequest) -> HttpResponse:
    part = queries.sheets(request.viewer, token=request.GET.get("from", ""))
    seen(request, *(one.id for one in part.rows))
    add = Link(_("Bring a sheet"), reverse("panel-sheet-add"))
    page = pages.SheetsPage(part.rows, paging_of(part, latest_first=True), add)
    return render(request, "panel/sheets.html", {"page": page})


@require_safe
def panel_sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    found = queries.sheet(request.viewer, sheet_id)
    if found is None:
        raise Http404
    part = queries.notes(request.viewer, sheet_id, token=request.GET.get("from", ""))
    seen(request, *(one.client for one in part.rows))
    rows = tuple(pages.ManRow(one.client, one.code_of_client, _badge(PanelCode(one.code))) for one in part.rows)
    return render(request, "panel/sheet.html", {"page": pages.SheetPage(found, rows, paging_of(part))})


def _badge(code: PanelCode) -> Badge:
    return Badge(State.NONE if code is PanelCode.NO_CHANGE else State.DUE, str(CODES[code]))


@require_http_methods(["GET", "POST"])
def panel_sheet_add(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = forms.SheetForm(request.POST, request.FILES)
    else:
        form = common.opened(request, forms.SheetForm)

    def act() -> str:
        sheet = actions.take_sheet(
            file=form.cleaned_data["file"].read(),
            read_out=form.cleaned_data["read_out"],
            mine=request.viewer.programmes(READERS),
            by=str(request.viewer.id),
            at=timezone.now(),
        )
        return reverse("panel-sheet", args=[sheet])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Taken: one note for every man. Ring the lead about those who have a code."))
        return done
    page = pages.SheetAddPage(form, reverse("panel-sheets"), getattr(request, "draft_kept_at", None))
    return render(request, "panel/sheet_add.html", {"page": page})
