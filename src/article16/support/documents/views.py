"""Documents that casework sealed: brought in by a person, listed with the case, opened only to be saved as a file."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.middleware import SANDBOXED
from article16.common.ui.shell import Link
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked
from article16.support.releases.pages import UploadPage
from article16.support.survivors import queries as cases
from article16.support.survivors.known import closed_men
from article16.support.survivors.referred import numbers_of
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import Core
from article16.wall.sheet import label

from . import actions, forms, pages, queries
from .policy import LARGEST, ROOM_FOR_FIELDS


@require_safe
@needs_unlocked
def sealed_documents(request: HttpRequest) -> HttpResponse:
    cores = dict(cases.cores(request.viewer, held(request)))
    rows = _documents(request, cores)
    seen(request, *(one.id for one in rows))
    page = pages.DocumentsPage(
        heading=_("Documents that came sealed"),
        second=_("Each can be opened only here, and only while you are unlocked."),
        rows=tuple(_row(one, cores) for one in rows),
        add=Link(_("Bring in a sealed file"), reverse("sealed-document-add")),
    )
    return render(request, "documents/documents.html", {"page": page})


@require_safe
@on_case
def survivor_documents(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    mailbox, by = file.core.mailbox, held(request)
    his = numbers_of(mailbox, by) if mailbox else frozenset()
    rows = [
        one
        for one in _documents(request, {survivor_id: file.core})
        if one.case == survivor_id or (one.case is None and one.about and one.about.mailbox in his)
    ]
    page = pages.DocumentsPage(
        heading=_("Documents: %(code)s") % {"code": file.core.code},
        second=_(
            "What casework sealed about him or about those around him. One that was put with this case opens for "
            "whoever opens the case; the others open for everybody who holds the key of the service."
        ),
        rows=tuple(_row(one, {survivor_id: file.core}) for one in rows),
        add=Link(_("Bring in a sealed file"), reverse("sealed-document-add")),
        back=Link(_("Back to the case"), reverse("survivor", args=[survivor_id])),
    )
    return render(request, "documents/documents.html", {"page": page})


def _documents(request: HttpRequest, cores: Mapping[UUID, Core]) -> list[queries.Row]:
    """Those of these cases and those of no case; none about a man whom she knows privately."""
    by = held(request)
    return queries.documents(by, cases=cores, closed=closed_men(request.viewer.id, by))


def _row(one: queries.Row, cores: Mapping[UUID, Core]) -> pages.Row:
    if one.about is None:
        return pages.Row(one.id, "", "", "", None, "", "", put=False)
    told = one.about
    codes = sorted(core.code for core in cores.values() if core.mailbox == told.mailbox)
    kept = cores[one.case].code if one.case else ""
    about = " · ".join([label(told.mailbox), *codes])
    return pages.Row(one.id, told.title, told.kind, told.received_from, told.received_on, about, kept, put=True)


@require_http_methods(["GET", "POST"])
def sealed_document_put(request: HttpRequest, sealed_id: UUID) -> HttpResponse:
    """With which case a document is kept: from then on it opens for whoever opens that case, and for nobody else."""
    if not queries.exists(sealed_id):
        raise Http404
    if not unlocked(request):
        return to_unlock(request)
    by, cores = held(request), dict(cases.cores(request.viewer, held(request)))
    row = next((one for one in _documents(request, cores) if one.id == sealed_id and one.about), None)
    if row is None or row.about is None:
        raise Http404
    seen(request, sealed_id)
    his = numbers_of(row.about.mailbox, by)
    beside = [
        (str(case), f"{core.code} {core.called or core.name}") for case, core in cores.items() if core.mailbox in his
    ]
    form = common.opened(request, forms.PutForm, cases=beside, initial={"case": row.case and str(row.case)})

    def act() -> str:
        case = form.cleaned_data["case"]
        actions.put(document=sealed_id, case=case, by=by, at=timezone.now())
        return reverse("survivor-documents", args=[case])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Kept with the case. It opens for whoever opens the case, and for nobody else."))
        return done
    page = FormPage(
        heading=_("With which case is this document kept?"),
        intro=_(
            "Listed are the cases beside him that you can open. From then on only who opens that case can open the "
            "document, and it goes when the case is erased. If her case is not here, open it first; until then the "
            "document stays with the service."
        ),
        form=form,
        button=_("Keep it with this case"),
        back=reverse("sealed-documents"),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs_unlocked
def sealed_document_add(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        sent = int(request.META.get("CONTENT_LENGTH") or 0)
        form = forms.SealedForm(request.POST, request.FILES, too_large=sent > LARGEST + ROOM_FOR_FIELDS)
    else:
        form = common.opened(request, forms.SealedForm)

    def act() -> str:
        actions.keep(file=form.cleaned_data["file"].read(), by=held(request), at=timezone.now())
        return reverse("sealed-documents")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(
            request,
            _("Kept, sealed. Put it with her case, and tell casework that it opened, so that they delete their copy."),
        )
        return done
    page = UploadPage(
        heading=_("Bring in a sealed file"),
        intro=_("It is opened once, in memory, to see that it is whole."),
        form=form,
        button=_("Keep the document"),
        back=reverse("sealed-documents"),
    )
    return render(request, "releases/upload_page.html", {"page": page})


@require_safe
def sealed_document_file(request: HttpRequest, sealed_id: UUID) -> HttpResponse:
    """The document in clear, to be saved: nothing of it is shown inside this service, and its name says nothing."""
    if not queries.exists(sealed_id):
        raise Http404
    if not unlocked(request):
        return to_unlock(request)
    case, by = queries.case_of(sealed_id), held(request)
    if case and cases.case_file(request.viewer, by, case) is None:
        raise Http404
    found = queries.document(sealed_id, by)
    if found is None or found[0].mailbox in closed_men(request.viewer.id, by):
        raise Http404
    seen(request, sealed_id)
    about, content = found
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="document-{sealed_id.hex[:8]}.{about.media}"',
        "Content-Security-Policy": SANDBOXED,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, headers=headers)
