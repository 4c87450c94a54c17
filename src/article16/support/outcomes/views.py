"""The study: its board, its reports, and what of them leaves.

What counts and what makes a report loads numpy, scipy, pyarrow and duckdb; the views that need it import it.
"""

import json
import zlib
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.support.keys.opening import NotHeld, Unlocked
from article16.support.keys.session import held, name_of, needs_unlocked, to_unlock, unlocked
from article16.wall.box.errors import Broken

from . import forms, pages
from .actions import reports as actions
from .building import FILES
from .queries import reports as queries
from .queries.reports import ReportRow

COUNTED_AT_ONCE = 20_000  # rows that one button counts: about two seconds


def evaluator(request: HttpRequest) -> Unlocked:
    """Who holds the study key; 404 for an evaluator to whom nobody has given it yet."""
    me = held(request)
    if not me.study:
        raise Http404
    return me


@require_safe
@needs_unlocked
def study(request: HttpRequest) -> HttpResponse:
    """How many were to be asked, were asked and answered, by time and informant."""
    from . import board_pages
    from .queries import board

    instrument = request.GET.get("instrument", "")[:48]
    found = board.board(evaluator(request), instrument=instrument)
    if instrument and instrument not in found.instruments:
        raise Http404
    return render(request, "outcomes/study.html", {"page": board_pages.board_page(found, instrument=instrument)})


@require_POST
@needs_unlocked
def study_count(request: HttpRequest) -> HttpResponse:
    """The rows that came since, into the board."""
    from .actions import counting

    try:
        number = counting.count_rows(by=evaluator(request), most=COUNTED_AT_ONCE)
    except counting.Overtaken:
        number = 0
    words = ngettext("%(number)d row was counted.", "%(number)d rows were counted.", number) % {"number": number}
    messages.success(request, words)
    seen(request)
    return redirect("study")


@require_safe
@needs_unlocked
def study_reports(request: HttpRequest) -> HttpResponse:
    me = evaluator(request)
    rows = queries.reports(at=timezone.now())
    metas = {one.id: _meta(one, me) for one in rows if one.state == "done"}
    seen(request, *(one.id for one in rows))
    return render(request, "outcomes/study_reports.html", {"page": pages.reports_page(rows, metas)})


def _meta(one: ReportRow, me: Unlocked):
    try:
        return queries.meta(one.id, me)
    except (Broken, ValueError):
        return None


@require_http_methods(["GET", "POST"])
@needs_unlocked
def study_report_make(request: HttpRequest) -> HttpResponse:
    from . import working

    me = evaluator(request)
    form = common.opened(request, forms.MakeForm)

    def act() -> str:
        data = form.cleaned_data
        report = actions.begin(
            release=data["purpose"] == "release",
            language=data["language"],
            by=me.staff,
            session=name_of(request),
            at=timezone.now(),
        )
        transaction.on_commit(lambda: working.start(report, me))
        return reverse("study-report", args=[report])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        return done
    intro = _(
        "It is made in this service while you stay unlocked. Nothing is written to a disk in clear, and when you lock, "
        "it stops."
    )
    page = FormPage(_("Make a report"), intro, form, _("Make the report"), reverse("study-reports"))
    return render(request, "accounts/form_page.html", {"page": page})


def _found(request: HttpRequest, report_id: UUID) -> ReportRow:
    found = queries.report(report_id, at=timezone.now())
    if found is None:
        raise Http404
    seen(request, report_id)
    return found


@require_safe
def study_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    one = _found(request, report_id)
    if not unlocked(request):
        return to_unlock(request)
    me = evaluator(request)
    meta = shown = None
    if one.state == "done":
        meta = _meta(one, me)
        shown = _shown(report_id, me)
        if shown is None:
            messages.warning(request, _("This report does not open: it was moved or changed. Make it again."))
    page = pages.report_page(one, meta=meta, shown=shown, files=list(queries.parts(report_id)))
    return render(request, "outcomes/study_report.html", {"page": page})


def _shown(report_id: UUID, me: Unlocked) -> dict | None:
    try:
        content = queries.part(report_id, "page", me)
        return json.loads(zlib.decompress(content)) if content else None
    except (Broken, NotHeld, ValueError, zlib.error):
        return None


@require_http_methods(["GET", "POST"])
def study_report_stop(request: HttpRequest, report_id: UUID) -> HttpResponse:
    one = _found(request, report_id)
    if not unlocked(request):
        return to_unlock(request)
    form = common.opened(request, forms.SureForm)

    def act() -> str:
        actions.stop(report=report_id, by=request.viewer.id, at=timezone.now())
        return reverse("study-report", args=[report_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("It stops. Nothing of it is kept."))
        return done
    label = _("Stop making it") if one.state == "making" else _("Give this release up")
    intro = _("Nothing of it is kept. It can be made again at any time.")
    page = FormPage(label, intro, form, label, reverse("study-report", args=[report_id]))
    return render(request, "accounts/form_page.html", {"page": page})


@require_safe
def study_report_file(request: HttpRequest, report_id: UUID, name: str) -> HttpResponse:
    """One file of a release that two people agreed to."""
    one = _found(request, report_id)
    if not one.approved_at or name not in FILES:
        raise Http404
    if not unlocked(request):
        return to_unlock(request)
    me = evaluator(request)
    try:
        content = queries.part(report_id, name, me)
    except Broken:
        content = None
    if content is None:
        raise Http404
    actions.note_download(report=report_id, name=name, by=me.staff, at=timezone.now())
    response = HttpResponse(content, content_type=FILES[name])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def study_releases(request: HttpRequest) -> HttpResponse:
    rows = queries.releases(at=timezone.now())
    seen(request, *(one.id for one in rows))
    page = pages.releases_page(rows, viewer=request.viewer.id)
    return render(request, "outcomes/study_releases.html", {"page": page})


@require_http_methods(["GET", "POST"])
def study_release_approve(request: HttpRequest, report_id: UUID) -> HttpResponse:
    one = _found(request, report_id)
    if not one.release or one.state != "done":
        raise Http404
    form = common.opened(request, forms.SureForm)

    def act() -> str:
        actions.approve(report=report_id, by=request.viewer.id, at=timezone.now())
        return reverse("study-releases")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Approved. The evaluator can download these figures now."))
        return done
    intro = _(
        "%(name)s made figures on %(when)s that are to leave this service. Numbers of fewer than 8 persons are "
        "withheld, the others rounded, and what left before stays as it was until 8 persons differ. Approve when you "
        "know who gets them and for what."
    ) % {"name": one.asked_by, "when": pages.when(one.begun_at)}
    page = FormPage(_("Approve that figures leave"), intro, form, _("Approve"), reverse("study-releases"))
    return render(request, "accounts/form_page.html", {"page": page})
