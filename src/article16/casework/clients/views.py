"""Pages about men."""

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
from article16.common.accounts import actions as accounts_actions
from article16.common.accounts import queries as accounts
from article16.common.accounts.log_view import paging_of, title
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.audit import queries as audit
from article16.common.audit.sentences import tell
from article16.common.ui.parts import Fact, Tab
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .policy import THING, WRITERS


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    part = queries.clients(request.viewer, token=request.GET.get("from", ""))
    seen(request, *(row.id for row in part.rows))
    may_add = bool(request.viewer.grants.keys() & {"manager", "intake"})
    add = Link(_("New referral"), reverse("client-add")) if may_add else None
    page = pages.ClientsPage(rows=part.rows, paging=paging_of(part), may_add=may_add, add=add)
    return render(request, "clients/clients.html", {"page": page})


def _found(request: HttpRequest, client_id: UUID) -> queries.ClientRow:
    found = queries.client(request.viewer, client_id)
    if found is None:
        raise Http404
    seen(request, client_id)
    return found


def _tabs(request: HttpRequest, client: queries.ClientRow, current: str) -> tuple[Tab, ...]:
    shown = [("client", _("Overview"))]
    if request.viewer.grants.keys() & {"manager", "auditor"}:
        shown.append(("client-opened", _("Who opened this file")))
    return tuple(Tab(label, reverse(name, args=[client.id]), name == current) for name, label in shown)


def _may_close(request: HttpRequest) -> bool:
    return not WRITERS.isdisjoint(request.viewer.grants)


@require_safe
def client(request: HttpRequest, client_id: UUID) -> HttpResponse:
    found = _found(request, client_id)
    born = date_format(found.birth_date, "j F Y") if found.birth_date else ""
    latest = found.episodes[0]
    facts = (
        Fact(
            _("Episode"),
            _("%(number)d, since %(day)s") % {"number": latest.number, "day": date_format(latest.opened_on, "j F Y")},
        ),
        Fact(_("Programme"), latest.programme),
        Fact(_("Born"), born),
    )
    page = pages.ClientPage(
        client=found, facts=facts, tabs=_tabs(request, found, "client"), may_close=_may_close(request)
    )
    return render(request, "clients/client.html", {"page": page})


@require_http_methods(["GET", "POST"])
def client_add(request: HttpRequest) -> HttpResponse:
    places = queries.programmes_for_referral(request.viewer)
    form = common.opened(request, forms.ClientForm, programmes=places)
    if request.method == "POST":
        done = common.save(request, form, lambda: _open_client(request, form))
        if done:
            at = date_format(timezone.localtime(), "H:i")
            messages.success(
                request, _("Saved at %(time)s. Two sealed messages leave, as for every man.") % {"time": at}
            )
            return done
    consequence = _("Saving opens his file and sends two sealed messages, as for every man.")
    page = pages.ClientAddPage(form=form, consequence=consequence, kept_at=getattr(request, "draft_kept_at", None))
    return render(request, "clients/client_add.html", {"page": page})


def _open_client(request: HttpRequest, form: forms.ClientForm) -> str:
    data, at = form.cleaned_data, timezone.now()
    referred = actions.Referred(data["name"], data["birth_date"], UUID(data["programme"]), data["for_her_service"])
    client = actions.open_client(referred=referred, by=str(request.viewer.id), at=at, on=timezone.localdate(at))
    return reverse("client", args=[client.pk])


@require_http_methods(["GET", "POST"])
def client_close(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Close a file to somebody who knows the man privately. Told to nobody else."""
    found = _found(request, client_id)
    people = [(str(request.viewer.id), _("Me"))]
    if "manager" in request.viewer.grants:
        others = accounts.colleagues(request.viewer, at=timezone.now())
        people += [one for one in others if one[0] != str(request.viewer.id)]
    form = common.opened(request, forms.CloseForm, people=people)

    def act() -> str:
        person = UUID(form.cleaned_data["person"])
        by, at = str(request.viewer.id), timezone.now()
        accounts_actions.close_file(staff_id=person, thing=THING, object_id=client_id, by=by, at=at)
        return reverse(
            "clients" if person == request.viewer.id else "client",
            args=[] if person == request.viewer.id else [client_id],
        )

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The file is closed. For the person it is now as if it did not exist."))
        return done
    page = FormPage(
        heading=_("Somebody here knows %(code)s privately") % {"code": found.code},
        intro=_(
            "The file closes at once for the person you choose. Nobody is told. An administrator can open it again."
        ),
        form=form,
        button=_("Close the file"),
        back=reverse("client", args=[client_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_safe
def client_opened(request: HttpRequest, client_id: UUID) -> HttpResponse:
    found = _found(request, client_id)
    part = audit.who_opened(THING, str(client_id), token=request.GET.get("from", ""))
    page = pages.ClientOpenedPage(
        client=found,
        tabs=_tabs(request, found, "client-opened"),
        may_close=_may_close(request),
        sentences=tell(part.rows, names=accounts.names, titles=title, about=str(client_id)),
        paging=paging_of(part, latest_first=True),
    )
    return render(request, "clients/client_opened.html", {"page": page})
