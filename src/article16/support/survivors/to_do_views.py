"""What somebody must do about a case: written down, and done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.support.keys.opening import Unlocked

from . import actions, forms
from .views import found_case, on_case
from .writing_views import form_page
from .writings import Kind, ToDo

METHODS = require_http_methods(["GET", "POST"])


@METHODS
@on_case
def survivor_to_do(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.ToDoForm)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        actions.write(case=survivor_id, kind=Kind.TO_DO, value=ToDo(data["words"], data["due"]), by=by, at=at)

    return form_page(
        request, file, form, act, heading=_("To do"), intro=_("It stands on the case until somebody has done it."),
        button=_("Save it"), said=_("Saved."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_done(request: HttpRequest, survivor_id: UUID, entry_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    one = next((one for one in file.of(Kind.TO_DO) if one.id == entry_id), None)
    if one is None:
        raise Http404
    form = common.opened(request, forms.DoneForm)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        on = timezone.localdate(at)
        actions.finish_to_do(case=survivor_id, to_do=entry_id, words=data["words"], by=by, at=at, on=on)

    return form_page(
        request, file, form, act, heading=_("Done"), intro=one.value.words, button=_("Record what was done"),
        said=_("Recorded."),
    )  # fmt: skip
