"""Pages about tasks: the list, and one task to do or to put off."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, Fact, Paging, State, Tab, WaitingGroup
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries, waiting


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    mine = request.GET.get("whose") != "all"
    part = queries.tasks(request.viewer, mine=mine, token=request.GET.get("from", ""))
    seen(request, *(row.client for row in part.rows))
    today = timezone.localdate()
    rows = tuple(waiting.task_row(row, today=today) for row in part.rows)
    where = reverse("tasks")
    page = pages.TasksPage(
        groups=(WaitingGroup(_("The most overdue first"), rows),) if rows else (),
        filters=(Tab(_("For me"), where, mine), Tab(_("All in my programmes"), f"{where}?whose=all", not mine)),
        paging=_paging(part, "" if mine else "whose=all&"),
        back=Link(_("Back to Today"), reverse("today")),
    )
    return render(request, "tasks/tasks.html", {"page": page})


def _paging(part: queries.TaskPart, also: str) -> Paging:
    earlier, later = (f"?{also}from={token}" if token else None for token in (part.earlier, part.later))
    return Paging(earlier=earlier, later=later)


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    row = queries.row(request.viewer, task_id)
    if row is None:
        raise Http404
    seen(request, row.client)
    today = timezone.localdate()
    form = None if row.done_at else common.opened(request, forms.TaskForm, due=row.due, today=today)
    if request.method == "POST" and form:
        done = common.save(request, form, lambda: _save(request, task_id, form))
        if done:
            messages.success(request, _("Saved at %(time)s.") % {"time": date_format(timezone.localtime(), "H:i")})
            return done
    page = pages.TaskPage(
        task=row,
        badge=Badge(State.DONE, _("Done")) if row.done_at else waiting.due_badge(row.due, today=today),
        facts=_facts(row),
        postponements=queries.postponements(task_id),
        form=form,
        man=Link(row.code, reverse("client", args=[row.client])),
    )
    return render(request, "tasks/task.html", {"page": page})


def _save(request: HttpRequest, task_id: UUID, form: forms.TaskForm) -> str:
    found = queries.task(request.viewer, task_id)
    data, by, at = form.cleaned_data, str(request.viewer.id), timezone.now()
    if data["what"] == forms.DONE:
        actions.finish(task=found, words=data["words"], by=by, at=at)
    else:
        actions.postpone(task=found, to=data["to"], reason=data["words"], by=by, at=at)
    return reverse("tasks")


def _facts(row: queries.TaskRow) -> tuple[Fact, ...]:
    facts = (Fact(_("Due"), date_format(row.due, "j F Y")), Fact(_("Who"), row.person or queries.role_label(row.role)))
    if not row.done_at:
        return facts
    when = date_format(timezone.localtime(row.done_at), "j F Y, H:i")
    return (*facts, Fact(_("Done"), when), Fact(_("Done by"), row.done_by or _("the service itself")))
