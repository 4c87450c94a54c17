"""Pages about documents: his file's, and those sealed for her service."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link

from . import document_actions as actions
from . import document_forms as forms
from . import document_queries as queries
from . import pages
from .views import man_of, may_write, said_saved, tabs, writable

ROOM_FOR_FIELDS = 64 * 2**10  # bytes that a form takes beside its file


@require_safe
def documents(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    part = queries.documents(request.viewer, client_id, token=request.GET.get("from", ""))
    page = pages.DocumentsPage(
        client=man,
        tabs=tabs(man, "documents"),
        rows=part.rows,
        paging=paging_of(part),
        sealed=tuple(queries.sealed_documents(request.viewer, client_id)),
        may_write=may_write(request),
        may_delete="manager" in request.viewer.grants,
        add=Link(_("New document"), reverse("document-add", args=[client_id])) if may_write(request) else None,
    )
    return render(request, "family/documents.html", {"page": page})


@require_http_methods(["GET", "POST"])
def document_add(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    episode = writable(request, man)
    kinds = [(str(one.id), one.label) for one in queries.kinds(in_use=True)]
    if request.method == "POST":
        form = forms.DocumentForm(request.POST, request.FILES, kinds=kinds, too_large=_too_large(request))
    else:
        form = common.opened(request, forms.DocumentForm, kinds=kinds)
    back = reverse("documents", args=[client_id])

    def act() -> str:
        data, by, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        uploaded = actions.Uploaded(
            data["content"],
            data["media"],
            UUID(data["kind"]),
            data["title"],
            data["received_from"],
            data["received_on"],
        )
        if data["names_them"] == "yes":
            actions.seal_document(episode=episode, uploaded=uploaded, by=by, at=at)
        else:
            actions.keep_document(episode=episode, uploaded=uploaded, by=by, at=at, on=timezone.localdate(at))
        return back

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Recorded, %(time)s."))
        return done
    page = pages.ManFormPage(
        client=man,
        tabs=tabs(man, "documents"),
        heading=_("New document"),
        intro=_("What names her, a child, or a place where somebody can be found is sealed at once."),
        form=form,
        button=_("Save the document"),
        back=back,
        upload=True,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "family/man_form.html", {"page": page})


def _too_large(request: HttpRequest) -> bool:
    """Whether the upload is beyond what is held in memory: it was let go then, and never written anywhere."""
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    return sent > settings.DOCUMENT_MB * 2**20 + ROOM_FOR_FIELDS


@require_safe
def document_file(request: HttpRequest, client_id: UUID, document_id: UUID) -> HttpResponse:
    """A copy of the bytes, always as a file to save: nothing of it is shown inside this service."""
    row = queries.document(request.viewer, client_id, document_id)
    if row is None:
        raise Http404
    seen(request, client_id)
    name = f"{row.episode.client.code}-{row.received_on:%Y-%m-%d}-{str(row.pk)[:8]}.{row.media}"
    return _as_file(queries.content(row), name)


@require_safe
def sealed_document_file(request: HttpRequest, client_id: UUID, sealed_id: UUID) -> HttpResponse:
    """The sealed file for her service. Its name says nothing, and nobody here can open it."""
    row = queries.sealed_document(request.viewer, client_id, sealed_id)
    if row is None:
        raise Http404
    seen(request, client_id)
    name, content = queries.parcel_of(row)
    return _as_file(content, name)


def _as_file(content: bytes, name: str) -> HttpResponse:
    # No type that a browser would open by itself; the policy of every page forbids guessing another.
    return HttpResponse(
        content,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@require_http_methods(["GET", "POST"])
def document_delete(request: HttpRequest, client_id: UUID, document_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    row = queries.document_to_delete(request.viewer, client_id, document_id)
    if row is None:
        raise Http404
    form = common.opened(request, forms.DeleteForm)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        actions.delete_document(document=row, reason=reason, by=str(request.viewer.id), at=timezone.now())
        return reverse("documents", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Deleted at %(time)s. That it was there stays written down."))
        return done
    until = date_format(row.keep_until, "j F Y")
    page = pages.ManFormPage(
        client=man,
        tabs=tabs(man, "documents"),
        heading=_("Delete “%(title)s”") % {"title": row.title},
        intro=_("To be kept until %(day)s. Copies in backups end with them, after 35 days at most.") % {"day": until},
        form=form,
        button=_("Delete the document"),
        back=reverse("documents", args=[client_id]),
        consequence=_("The file itself goes and cannot be brought back."),
    )
    return render(request, "family/man_form.html", {"page": page})


@require_http_methods(["GET", "POST"])
def sealed_document_handed_over(request: HttpRequest, client_id: UUID, sealed_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    row = queries.sealed_document(request.viewer, client_id, sealed_id)
    if row is None:
        raise Http404
    form = common.opened(request, forms.HandOverForm)

    def act() -> str:
        actions.hand_over(document=row, by=str(request.viewer.id), at=timezone.now())
        return reverse("documents", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Recorded, %(time)s. The copy here is gone."))
        return done
    page = pages.ManFormPage(
        client=man,
        tabs=tabs(man, "documents"),
        heading=_("Her service has the sealed file"),
        intro=_("Give the sealed file to her service by any way: nobody on the way can open it."),
        form=form,
        button=_("Record the handing over"),
        back=reverse("documents", args=[client_id]),
        consequence=_("The copy here is deleted. That a document was sealed stays written down."),
    )
    return render(request, "family/man_form.html", {"page": page})


@require_safe
def document_kinds(request: HttpRequest) -> HttpResponse:
    page = pages.KindsPage(rows=tuple(queries.kinds()))
    return render(request, "family/document_kinds.html", {"page": page})


@require_http_methods(["GET", "POST"])
def document_kind_add(request: HttpRequest) -> HttpResponse:
    return _kind_form(request, None)


@require_http_methods(["GET", "POST"])
def document_kind(request: HttpRequest, document_kind_id: UUID) -> HttpResponse:
    found = next((one for one in queries.kinds() if one.id == document_kind_id), None)
    if found is None:
        raise Http404
    return _kind_form(request, found)


def _kind_form(request: HttpRequest, kind: queries.KindRow | None) -> HttpResponse:
    names = ("label", "code", "months", "is_active")
    initial = {name: getattr(kind, name) for name in names} if kind else {}
    form = common.opened(request, forms.KindForm, initial=initial)

    def act() -> str:
        values = {name: form.cleaned_data[name] for name in names}
        actions.set_kind(kind=kind.id if kind else None, by=str(request.viewer.id), at=timezone.now(), **values)
        return reverse("document-kinds")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Saved at %(time)s. It counts for documents from now on."))
        return done
    page = FormPage(
        heading=_("A type of document") if kind else _("A new type of document"),
        intro=_("Its months say for how long such a document is kept."),
        form=form,
        button=_("Save the type"),
        back=reverse("document-kinds"),
    )
    return render(request, "accounts/form_page.html", {"page": page})
