"""Papers on data protection: the list, one of them, in print; and the record of a span of time."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from article16.common.ui.shell import Link

from . import documents, exporting, forms, pages, writing


@require_safe
def data_papers(request: HttpRequest) -> HttpResponse:
    papers = tuple(
        (Link(title, reverse("data-paper", args=[code])), Link(_("In print"), reverse("data-paper-print", args=[code])))
        for code, title in documents.titles().items()
    )
    export = reverse("record-export") if "administrator" in request.viewer.grants else ""
    return render(request, "papers/papers.html", {"page": pages.PapersPage(papers, export)})


@require_safe
def data_paper(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.PaperPage(_paper(code, timezone.localtime()), reverse("data-paper-print", args=[code]))
    return render(request, "papers/paper.html", {"page": page})


@require_safe
def data_paper_print(request: HttpRequest, code: str) -> HttpResponse:
    at = timezone.localtime()
    made = writing.paper(_paper(code, at), at=at)
    headers = {"Content-Disposition": f'attachment; filename="{settings.SERVICE}-{code}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _paper(code: str, at: datetime) -> documents.Paper:
    if code not in documents.CODES:
        raise Http404
    return documents.of(code, service=settings.SERVICE, at=at)


@require_safe
def record_export(request: HttpRequest) -> HttpResponse:
    """With two days in the address the file; without, the form."""
    asked = "since" in request.GET or "until" in request.GET
    form = forms.SpanForm(request.GET if asked else None)
    if not asked or not form.is_valid():
        page = pages.ExportPage(form, bool(settings.AUDIT_SEAL))
        return render(request, "papers/record_export.html", {"page": page})
    zone = timezone.get_current_timezone()
    since = datetime.combine(form.cleaned_data["since"], time(), tzinfo=zone)
    until = datetime.combine(form.cleaned_data["until"] + timedelta(days=1), time(), tzinfo=zone)
    opener = import_string(settings.AUDIT_OPEN)(request) if settings.AUDIT_OPEN else lambda row: row
    made = exporting.export(since=since, until=until, opener=opener, by=str(request.viewer.id), at=timezone.now())
    return HttpResponse(
        made,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="record.csv"'},
    )
