"""The list of men, who opened a file, and closing it to somebody who knows him privately."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import actions as accounts_actions
from article16.common.accounts import queries as accounts
from article16.common.accounts.log_view import paging_of, title
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.accounts.queries import ProgrammeRow
from article16.common.audit import queries as audit
from article16.common.audit.sentences import tell
from article16.common.ui.parts import Paging, Tab
from article16.common.ui.shell import Link

from .. import forms, pages, queries, telling
from ..kinds import EpisodeState
from ..policy import INTAKE, THING, WRITERS
from .common import found_man


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    programmes = queries.programmes_seen(request.viewer)
    shown = _shown(request, programmes)
    part = queries.clients(request.viewer, shown=shown, token=request.GET.get("from", ""))
    seen(request, *(row.id for row in part.rows))
    may_add = request.viewer.has(INTAKE)
    page = pages.ClientsPage(
        rows=telling.clients(part.rows),
        paging=_paging(part, shown),
        may_add=may_add,
        add=Link(_("New referral"), reverse("client-add")) if may_add else None,
        states=_states(shown),
        programmes=_programmes(programmes, shown) if programmes else (),
        filtered=shown != queries.Shown(),
        all=Link(_("Show all men"), reverse("clients")),
    )
    return render(request, "clients/clients.html", {"page": page})


def _shown(request: HttpRequest, programmes: list[ProgrammeRow]) -> queries.Shown:
    """What the address asks for; a filter that does not exist is none."""
    state, programme = request.GET.get("state", ""), request.GET.get("programme", "")
    known = {str(one.id): one.id for one in programmes}
    states = {*EpisodeState.values, queries.WAITING}
    return queries.Shown(known.get(programme), state if state in states else "")


def _query(shown: queries.Shown, **also: str) -> str:
    asked = {"programme": str(shown.programme or ""), "state": shown.state, **also}
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"?{words}" if words else ""


def _paging(part: queries.ClientPart, shown: queries.Shown) -> Paging:
    earlier, later = (_query(shown, **{"from": token}) if token else None for token in (part.earlier, part.later))
    return Paging(earlier=earlier, later=later)


def _states(shown: queries.Shown) -> tuple[Tab, ...]:
    every = [("", _("All")), (queries.WAITING, _("Referral not answered")), *EpisodeState.choices]
    where = reverse("clients")
    return tuple(
        Tab(str(label), where + _query(replace(shown, state=state)), state == shown.state) for state, label in every
    )


def _programmes(programmes: list[ProgrammeRow], shown: queries.Shown) -> tuple[Tab, ...]:
    every = [(None, _("All programmes")), *((one.id, one.name) for one in programmes)]
    where = reverse("clients")
    return tuple(
        Tab(str(label), where + _query(replace(shown, programme=one)), one == shown.programme) for one, label in every
    )


def _tabs(request: HttpRequest, client: queries.ClientRow, current: str) -> tuple[Tab, ...]:
    shown = [("client", _("Overview"))]
    if request.viewer.grants.keys() & {"manager", "auditor"}:
        shown.append(("client-opened", _("Who opened this file")))
    return tuple(Tab(label, reverse(name, args=[client.id]), name == current) for name, label in shown)


def _may_close(request: HttpRequest) -> bool:
    return not WRITERS.isdisjoint(request.viewer.grants)


@require_http_methods(["GET", "POST"])
def client_close(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Close a file to somebody who knows the man privately. Told to nobody else."""
    found = found_man(request, client_id)
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
    found = found_man(request, client_id)
    part = audit.who_opened(THING, str(client_id), token=request.GET.get("from", ""))
    page = pages.ClientOpenedPage(
        client=found,
        tabs=_tabs(request, found, "client-opened"),
        may_close=_may_close(request),
        sentences=tell(part.rows, names=accounts.names, titles=title, about=str(client_id)),
        paging=paging_of(part, latest_first=True),
    )
    return render(request, "clients/client_opened.html", {"page": page})
