"""Her children: a page of its own for each, under her case; every correction is an entry of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.support.keys.opening import Unlocked

from . import actions, child_pages, clock, support_forms
from .children import Child, ChildNote, ChildPlan, ChildRecord, ChildStatus
from .policy import CHILD_STATUSES
from .views import found_case, on_case
from .writing_views import form_page
from .writings import CaseFile, Kind, Value

METHODS = require_http_methods(["GET", "POST"])


@METHODS
@on_case
def survivor_child_add(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file, child = found_case(request, survivor_id), uuid4()
    form = common.opened(request, support_forms.ChildForm, today=clock.today())
    return _record(request, file, child, form, heading=_("A child"))


@require_safe
@on_case
def survivor_child(request: HttpRequest, survivor_id: UUID, child_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    child = _child(file, child_id)
    names = accounts.names({str(one.by) for one in child.entries})
    return render(request, "survivors/child.html", {"page": child_pages.child_page(file, child, names, clock.today())})


def _child(file: CaseFile, child_id: UUID) -> Child:
    found = next((one for one in file.children if one.id == child_id), None)
    if found is None:
        raise Http404
    return found


@METHODS
@on_case
def survivor_child_record(request: HttpRequest, survivor_id: UUID, child_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    now = _child(file, child_id).record
    initial = {"name": now.name, "born": now.born, "lives_with": now.lives_with, "school": now.school}
    form = common.opened(request, support_forms.ChildForm, today=clock.today(), initial=initial)
    return _record(request, file, child_id, form, heading=now.name)


def _record(request: HttpRequest, file: CaseFile, child: UUID, form: Any, *, heading: str) -> HttpResponse:
    def value(data: dict[str, Any]) -> Value:
        return ChildRecord(child, data["name"], data["born"], data["lives_with"], data["school"])

    return _save(
        request, file, child, form, Kind.CHILD_RECORD, value, heading=heading,
        intro=_("As it is now. What was written before stays, and can be read."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_child_status(request: HttpRequest, survivor_id: UUID, child_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    child = _child(file, child_id)
    standing = [one for one in child.statuses if one.id not in child.corrected]
    earlier = [
        (str(one.id), f"{CHILD_STATUSES[one.value.status]}, {date_format(one.value.since, 'j F Y')}")
        for one in standing
    ]
    form = common.opened(request, support_forms.ChildStatusForm, today=clock.today(), earlier=earlier)

    def value(data: dict[str, Any]) -> Value:
        corrects = UUID(data["corrects"]) if data.get("corrects") else None
        return ChildStatus(child_id, data["status"], data["since"], data["words"], corrects)

    return _save(
        request, file, child_id, form, Kind.CHILD_STATUS, value, heading=child.record.name,
        intro=_("Where child protection stands since a day. Earlier ones stay."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_child_plan(request: HttpRequest, survivor_id: UUID, child_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    child = _child(file, child_id)
    initial = {"words": child.plan.words} if child.plan else {}
    form = common.opened(request, support_forms.ChildPlanForm, initial=initial)

    def value(data: dict[str, Any]) -> Value:
        return ChildPlan(child_id, data["words"], data["review_on"])

    return _save(
        request, file, child_id, form, Kind.CHILD_PLAN, value, heading=child.record.name,
        intro=_("A plan for this child. Earlier versions stay."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_child_note(request: HttpRequest, survivor_id: UUID, child_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    child = _child(file, child_id)
    form = common.opened(request, support_forms.ChildNoteForm, today=clock.today())

    def value(data: dict[str, Any]) -> Value:
        return ChildNote(child_id, data["words"], data["on"])

    return _save(
        request, file, child_id, form, Kind.CHILD_NOTE, value, heading=child.record.name,
        intro=_("It stands with this child, under her case."),
    )  # fmt: skip


def _save(
    request: HttpRequest, file: CaseFile, child: UUID, form: Any, kind: Kind, value: Any, *, heading: str, intro: str
) -> HttpResponse:
    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> str:
        actions.write(case=file.id, kind=kind, value=value(data), by=by, at=at)
        return reverse("survivor-child", args=[file.id, child])

    return form_page(request, file, form, act, heading=heading, intro=intro, button=_("Save"), said=_("Saved."))
